"""From the rows of a file to responses, scores and voices, a batch at a time.

Two steps: `read_rows` finds what each row says and who it is (cheap, for every row), then `records`
makes the tables, masked, of the rows to be kept (for those alone).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rebond.listen import cells, identity
from rebond.listen.attributes import attribute_maps, masked_values
from rebond.schemas import RESPONSES, SCORES, VOICES
from rebond.tables import ALIASES
from rebond.vocabulary import (
    Channel,
    ColumnRole,
    FileMapping,
    Message,
    Role,
    Scale,
    Stakeholder,
)

Mask = npt.NDArray[np.bool_]

UNREADABLE_DATE = (
    "The date in column {column} cannot be read. Correct it in the file, or name the role of the "
    "column with --map, then import again."
)
UNREADABLE_SCORE = (
    "The score in column {column} is not a number. Correct it in the file, or name the role of the "
    "column with --map, then import again."
)
SCORE_OFF_SCALE = (
    "The score in column {column} is not between {low} and {high}. Correct it in the file, or name "
    "the scale of the column with --map, then import again."
)

_ROW_DIGITS = identity.KEY_DIGITS
_ABSENT = "\x00"
_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Refusal:
    """A row that cannot become a response: its position in the batch, and why."""

    position: int
    reason: Message


@dataclass(frozen=True)
class ReadRows:
    """The rows of a batch that can become responses, and who they are.

    Attributes
    ----------
    table : pa.Table
        Their columns as in the file, all strings.
    lines, response_ids, content_hashes, person_keys, answered_at : pa.Array
        One value per row; the last two may be null. The first 32 digits of a content hash stand
        for the values of the row, the rest for the way they are read.
    has_id : pa.BooleanArray
        Whether the row came with an id of its own.
    scores : tuple of pa.DoubleArray
        The values of each score column of the mapping, in its order, null where there is none.
    """

    table: pa.Table
    lines: pa.Int64Array
    response_ids: pa.StringArray
    content_hashes: pa.StringArray
    person_keys: pa.StringArray
    answered_at: pa.TimestampArray
    has_id: pa.BooleanArray
    scores: tuple[pa.DoubleArray, ...]

    def take(self, positions: npt.NDArray[np.int64]) -> ReadRows:
        """Return the rows at ``positions``, in that order."""
        chosen = pa.array(positions)
        return ReadRows(
            self.table.take(chosen),
            self.lines.take(chosen),
            self.response_ids.take(chosen),
            self.content_hashes.take(chosen),
            self.person_keys.take(chosen),
            self.answered_at.take(chosen),
            self.has_id.take(chosen),
            tuple(score.take(chosen) for score in self.scores),
        )


@dataclass(frozen=True)
class Records:
    """What rows bring to the tables "responses", "scores", "voices" and "aliases"."""

    responses: pa.Table
    scores: pa.Table
    voices: pa.Table
    aliases: pa.Table


class RecordMaker:
    """Makes the records of one file; it counts identical rows without id from batch to batch.

    Parameters
    ----------
    mapping : FileMapping
        How its columns are read.
    secret : bytes
        The secret of the workspace.
    mask_first_names : bool
        Whether first names are masked too.
    """

    def __init__(self, mapping: FileMapping, secret: bytes, *, mask_first_names: bool) -> None:
        self.mapping = mapping
        self._secret = secret
        self._first_names = mask_first_names
        self._identical_rows: dict[str, int] = {}
        self._way_of_reading = way_of_reading(mapping, mask_first_names=mask_first_names)

    def columns(self, role: Role) -> tuple[ColumnRole, ...]:
        """Return the columns of the mapping that have a role."""
        return tuple(column for column in self.mapping.columns if column.role is role)

    # First step

    def read_rows(self, table: pa.Table, lines: pa.Int64Array) -> tuple[ReadRows, list[Refusal]]:
        """Read the values of a batch and name its rows; refuse those with unreadable values."""
        table = cells.plain(table)
        answered_at, refused = self._dates(table)
        scores: list[pa.DoubleArray] = []
        for column in self.columns(Role.SCORE):
            values, refused_here = self._scores(table, column)
            scores.append(values)
            refused = [*refused, *refused_here]
        row_hashes = self._row_hashes(table)
        response_ids, has_id = self._response_ids(table, row_hashes)
        rows = ReadRows(
            table,
            lines,
            response_ids,
            pc.binary_join_element_wise(row_hashes, self._way_of_reading, ""),
            self.person_keys(table),
            answered_at,
            has_id,
            tuple(scores),
        )
        reasons: dict[int, Message] = {}
        for positions, reason in refused:
            for position in positions.tolist():
                reasons.setdefault(position, reason)
        if not reasons:
            return rows, []
        kept = np.setdiff1d(np.arange(table.num_rows), np.fromiter(reasons, np.int64))
        return rows.take(kept), [Refusal(*item) for item in sorted(reasons.items())]

    def person_keys(self, table: pa.Table) -> pa.StringArray:
        """Return the pseudonym of who answered each row, null where the row does not tell.

        Of several columns that name the person, an e-mail address wins, then the first of them.
        """
        found: list[str | None] = [None] * table.num_rows
        for column in self.columns(Role.PERSON):
            for position, value in enumerate(cells.present(table[column.column]).to_pylist()):
                if value is None:
                    continue
                earlier = found[position]
                if earlier is None or ("@" in value and "@" not in earlier):
                    found[position] = value
        return identity.person_keys(self._secret, found)

    def _dates(
        self, table: pa.Table
    ) -> tuple[pa.TimestampArray, list[tuple[npt.NDArray[np.int64], Message]]]:
        from rebond.listen.columns import values

        found = pa.nulls(table.num_rows, pa.timestamp("us"))
        refused = []
        for column in self.columns(Role.DATE):
            texts = cells.present(table[column.column])
            read = values.dates(texts, day_first=self.mapping.day_first)
            lost = pc.and_(pc.is_valid(texts), pc.is_null(read))
            refused.append(
                (cells.positions(lost), Message(UNREADABLE_DATE, {"column": column.column}))
            )
            found = pc.coalesce(found, read)
        return found, refused

    def _scores(
        self, table: pa.Table, column: ColumnRole
    ) -> tuple[pa.DoubleArray, list[tuple[npt.NDArray[np.int64], Message]]]:
        from rebond.listen.columns import values

        scale = scale_of(column)
        texts = cells.present(table[column.column])
        read = values.numbers(texts)
        lost = pc.and_(pc.is_valid(texts), pc.invert(pc.fill_null(pc.is_finite(read), False)))
        outside = pc.fill_null(
            pc.or_(pc.less(read, scale.low), pc.greater(read, scale.high)), False
        )
        ends = {"low": f"{scale.low:g}", "high": f"{scale.high:g}"}
        return read, [
            (cells.positions(lost), Message(UNREADABLE_SCORE, {"column": column.column})),
            (cells.positions(outside), Message(SCORE_OFF_SCALE, {"column": column.column, **ends})),
        ]

    def _row_hashes(self, table: pa.Table) -> pa.StringArray:
        names = sorted(table.column_names)
        filled = [pc.fill_null(table[name], _ABSENT) for name in names]
        start = pa.scalar(_SEPARATOR.join(names) + "\x1e")
        if not filled:
            return pa.array([], pa.string())
        joined = pc.binary_join_element_wise(*filled, _SEPARATOR)
        whole = pc.binary_join_element_wise(start, joined, "")
        return identity.keys(self._secret, "content", cells.plain_array(whole).to_pylist())

    def _response_ids(
        self, table: pa.Table, row_hashes: pa.StringArray
    ) -> tuple[pa.StringArray, pa.BooleanArray]:
        source = self.mapping.source
        columns = self.columns(Role.ID)
        external = cells.external_ids(table, columns)
        found = identity.response_ids(self._secret, source, external.to_pylist())
        has_id = pc.is_valid(found)
        if found.null_count == 0:
            return found, has_id
        without = cells.positions(pc.is_null(found))
        hashes = row_hashes.take(pa.array(without)).to_pylist()
        ranks = []
        for row in hashes:
            rank = self._identical_rows.get(row, 0)
            self._identical_rows[row] = rank + 1
            ranks.append(rank)
        replaced = identity.row_response_ids(self._secret, source, hashes, ranks)
        return pc.replace_with_mask(found, pc.is_null(found), replaced), has_id

    # Second step

    def records(self, rows: ReadRows) -> Records:
        """Return the tables of ``rows``, masked, without their ``import_id``."""
        return Records(
            self._response_table(rows),
            self._score_table(rows),
            self._voice_table(rows),
            self._alias_table(rows),
        )

    def _response_table(self, rows: ReadRows) -> pa.Table:
        count = rows.table.num_rows
        day = rows.answered_at.cast(pa.timestamp("s"), safe=False).cast(pa.date32(), safe=False)
        speaker, speaker_kinds = self._named(rows.table, Role.STAKEHOLDER)
        channel, channel_kinds = self._named(rows.table, Role.CHANNEL)
        attributes = [
            (column.column, cells.present(rows.table[column.column]))
            for column in self.columns(Role.ATTRIBUTE)
        ]
        columns = {
            "response_id": rows.response_ids,
            "source": pa.repeat(self.mapping.source, count),
            "external_id": self._stored_external_ids(rows.table),
            "line": rows.lines,
            "answered_at": rows.answered_at,
            "day": day,
            "week": pc.floor_temporal(day, unit="week", week_starts_monday=True),
            "month": pc.floor_temporal(day, unit="month"),
            "stakeholder": speaker,
            "channel": channel,
            "solicited": pa.repeat(pa.scalar(self.mapping.solicited, pa.bool_()), count),
            "person_key": rows.person_keys,
            "attributes": attribute_maps(
                [*attributes, *speaker_kinds, *channel_kinds], count, first_names=self._first_names
            ),
            "content_hash": rows.content_hashes,
        }
        return _table(columns, RESPONSES)

    def _named(
        self, table: pa.Table, role: Role
    ) -> tuple[pa.StringArray, list[tuple[str, pa.StringArray]]]:
        """Return who speaks, or where; words that are not ours become attributes."""
        ours = Stakeholder if role is Role.STAKEHOLDER else Channel
        default = (
            self.mapping.stakeholder if role is Role.STAKEHOLDER else self.mapping.channel
        ).value
        found = pa.nulls(table.num_rows, pa.string())
        others = []
        for column in self.columns(role):
            values = cells.present(table[column.column])
            known = pc.is_in(values, pa.array([word.value for word in ours]))
            nothing = pa.scalar(None, pa.string())
            found = pc.coalesce(found, pc.if_else(known, values, nothing))
            others.append((column.column, pc.if_else(known, nothing, values)))
        return pc.fill_null(found, default), others

    def _stored_external_ids(self, table: pa.Table) -> pa.StringArray:
        """Return the ids as their source writes them, null where they look like personal data."""
        external = cells.external_ids(table, self.columns(Role.ID))
        masked, pieces = masked_values(external, first_names=False)
        return pc.if_else(pc.greater(pieces, 0), pa.scalar(None, pa.string()), masked)

    def _score_table(self, rows: ReadRows) -> pa.Table:
        tables = [_table({name: [] for name in SCORES.names if name != "import_id"}, SCORES)]
        for column, values in zip(self.columns(Role.SCORE), rows.scores, strict=True):
            answered = pc.is_valid(values)
            scale = scale_of(column)
            kept = values.filter(answered)
            same = {
                "question": column.question or column.column,
                "kind": scale.kind.value,
                "scale_low": float(scale.low),
                "scale_high": float(scale.high),
                "higher_is_better": scale.higher_is_better,
            }
            columns = {
                "response_id": rows.response_ids.filter(answered),
                "value": kept,
                **{name: pa.repeat(value, len(kept)) for name, value in same.items()},
            }
            tables.append(_table(columns, SCORES))
        return pa.concat_tables(tables)

    def _alias_table(self, rows: ReadRows) -> pa.Table:
        """Return the identifiers of each person beside the one that their key comes from."""
        tables = [_table({name: [] for name in ALIASES.names if name != "import_id"}, ALIASES)]
        columns = self.columns(Role.PERSON)
        for column in columns if len(columns) > 1 else ():
            given = cells.present(rows.table[column.column]).to_pylist()
            keys = identity.person_keys(self._secret, given)
            other = pc.fill_null(pc.not_equal(keys, rows.person_keys), False)
            found = {
                "response_id": rows.response_ids.filter(other),
                "person_key": rows.person_keys.filter(other),
                "alias": keys.filter(other),
            }
            tables.append(_table(found, ALIASES))
        return pa.concat_tables(tables)

    def _voice_table(self, rows: ReadRows) -> pa.Table:
        given = cells.given_languages(rows.table, self.columns(Role.LANGUAGE))
        tables = [_table({name: [] for name in VOICES.names if name != "import_id"}, VOICES)]
        for column, texts in self._texts(rows.table):
            spoken = pc.is_valid(texts)
            ids = rows.response_ids.filter(spoken)
            texts = texts.filter(spoken)
            if len(texts) == 0:
                continue
            tables.append(self._voices_of(column, ids, texts, given.filter(spoken)))
        return pa.concat_tables(tables)

    def _voices_of(
        self, column: ColumnRole, ids: pa.StringArray, texts: pa.StringArray, given: pa.StringArray
    ) -> pa.Table:
        from rebond.listen.texts import copies, language, personal_data, quality

        masked, pieces = personal_data.mask(texts, first_names=self._first_names)
        found = language.languages(masked)
        found = pc.if_else(pc.equal(found, "und"), pc.coalesce(given, found), found)
        code = pa.scalar(identity.column_code(column.column))
        columns = {
            "response_id": ids,
            "voice_id": pc.binary_join_element_wise(ids, code, "-"),
            "question": pa.repeat(column.question or column.column, len(ids)),
            "text": masked,
            "language": found,
            "status": quality.statuses(masked, found),
            "masked": pieces,
            "text_key": copies.text_keys(masked),
        }
        return _table(columns, VOICES)

    def _texts(self, table: pa.Table) -> list[tuple[ColumnRole, pa.StringArray]]:
        """Return each column of texts with its values; a title precedes the first of them."""
        titles, columns = self.columns(Role.TITLE), self.columns(Role.TEXT)
        if not columns:
            return [(column, cells.tidy(table[column.column])) for column in titles]
        texts = [(column, cells.tidy(table[column.column])) for column in columns]
        first, values = texts[0]
        for column in reversed(titles):
            title = _own_titles(cells.tidy(table[column.column]), values)
            both = pc.binary_join_element_wise(title, values, "\n")
            values = pc.coalesce(both, values, title)
        return [(first, values), *texts[1:]]


def _own_titles(titles: pa.StringArray, texts: pa.StringArray) -> pa.StringArray:
    """Return the titles, null where they only repeat how the text begins ("I was not…").

    Review sites make such titles by themselves: kept, each opinion would count twice.
    """
    return pa.array(
        [
            None if title and text and text.startswith(title.rstrip("….").rstrip()) else title
            for title, text in zip(titles.to_pylist(), texts.to_pylist(), strict=True)
        ],
        pa.string(),
    )


def scale_of(column: ColumnRole) -> Scale:
    """Return the scale of a score column; 0 to 10 when none is told."""
    from rebond.vocabulary import ScoreKind

    return column.scale or Scale(ScoreKind.OTHER, 0.0, 10.0)


def way_of_reading(mapping: FileMapping, *, mask_first_names: bool) -> str:
    """Return eight digits that change when the same row would give other records."""
    columns = sorted(
        (
            column.column,
            column.role.value,
            column.question,
            repr(scale_of(column)) if column.role is Role.SCORE else "",
        )
        for column in mapping.columns
        if column.role is not Role.IGNORED
    )
    rest = [mapping.channel, mapping.stakeholder, mapping.solicited, mapping.day_first]
    text = json.dumps([columns, rest, mask_first_names])
    return hashlib.blake2b(text.encode(), digest_size=4).hexdigest()


def row_part(content_hashes: pa.StringArray) -> pa.StringArray:
    """Return the part of content hashes that stands for the values of the rows."""
    return pc.utf8_slice_codeunits(content_hashes, 0, _ROW_DIGITS)


def _table(columns: dict[str, object], schema: pa.Schema) -> pa.Table:
    fields = [field for field in schema if field.name != "import_id"]
    arrays = [
        array.cast(field.type)
        if isinstance(array := columns[field.name], pa.Array | pa.ChunkedArray)
        else pa.array(array, field.type)
        for field in fields
    ]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))
