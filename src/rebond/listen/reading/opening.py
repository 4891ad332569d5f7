"""A file opened: its table found, its columns understood, its rows ready to be taken."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from rebond.listen.columns import kinds, values
from rebond.listen.columns.nature import Nature, nature_of
from rebond.listen.columns.roles import RoleOverride, column_roles
from rebond.listen.columns.wordings import score_digits
from rebond.listen.formats import ExportFormat, recognised
from rebond.listen.formats.google_business import originals
from rebond.listen.reading import limits
from rebond.listen.reading.tables import table_in
from rebond.listen.rows import RawTable, RowBatch
from rebond.vocabulary import ColumnRole, FileMapping, Message, Role

_NO_OVERRIDES: Mapping[str, RoleOverride] = {}


@dataclass
class OpenedFile:
    """A file whose columns are understood.

    ``understood`` tells how it is read: its form, its encoding, its header, the export recognised;
    it may grow while the rows are read.
    """

    name: str
    mapping: FileMapping
    _raw: RawTable
    _format: ExportFormat | None
    _notes: list[Message] = field(default_factory=list)

    @property
    def understood(self) -> tuple[Message, ...]:
        """How the file is read, sentence by sentence."""
        return (*self._raw.understood, *self._notes)

    def batches(self, size: int = 50_000) -> Iterator[RowBatch]:
        """Give the rows from the first one, in order, in batches of at most ``size``.

        Every column is a string column named as in the mapping. Scores are written as plain
        numbers, channels and stakeholders in the words of the vocabulary. Every row of the file is
        either in a table or rejected; lines without any filled cell are not rows.
        """
        for batch in self._raw.read(size):
            shaped = self._format.normalise(batch) if self._format else batch
            yield replace(shaped, table=_in_our_words(shaped.table, self.mapping.columns))


def open_file(
    path: Path,
    *,
    overrides: Mapping[str, RoleOverride] = _NO_OVERRIDES,
    remembered: FileMapping | None = None,
    source: str | None = None,
) -> OpenedFile:
    """Open a file of responses and understand its columns.

    Parameters
    ----------
    path : Path
        CSV or its kin, XLSX, XLS, ODS, JSON, JSON lines or Parquet, compressed or not.
    overrides : mapping from column to role
        What the user says, before anything else.
    remembered : FileMapping or None
        How an earlier file of the same source was read; its roles are kept for the same columns.
    source : str or None
        Name of the source; by default the format and the columns, never the name of the file.

    Raises
    ------
    FileUnreadable
        The file is missing, empty, broken, too big or of a form that is not read.
    MappingError
        An override names a column that is not there.
    """
    raw = table_in(Path(path))
    form = recognised(raw.header, _first_rows(raw, 200)) if raw.has_names else None
    sample, complete = _sample(raw, form)
    columns = column_roles(
        sample,
        overrides=overrides,
        told=form.roles if form else {},
        questions=form.questions if form else {},
        remembered=remembered,
        complete=complete,
    )
    day_first, notes = _day_first(sample, columns, form)
    if form is not None:
        notes = [form.reason, *notes, *form.notes(sample)]
    nature = form.nature if form else nature_of(columns)
    if remembered is not None:
        nature = Nature(remembered.channel, remembered.stakeholder, remembered.solicited, None)
        day_first = remembered.day_first if not _tells_day_order(sample, columns) else day_first
    notes += [nature.reason] if nature.reason else []
    notes += _missing_roles(columns)
    mapping = FileMapping(
        form.name if form else "table",
        source or (remembered.source if remembered else _source_of(form, raw.header)),
        columns,
        nature.channel,
        nature.stakeholder,
        nature.solicited,
        day_first,
    )
    return OpenedFile(Path(path).name, mapping, raw, form, notes)


def _first_rows(raw: RawTable, count: int) -> pa.Table:
    for batch in raw.read(count):
        if batch.table.num_rows:
            return batch.table
    return pa.table({name: pa.array([], pa.string()) for name in raw.header})


def _sample(raw: RawTable, form: ExportFormat | None) -> tuple[pa.Table, bool]:
    """Return the first rows as the format shapes them, and whether they are the whole file."""
    pieces: list[pa.Table] = []
    count = 0
    for batch in raw.read(limits.SAMPLE_ROWS):
        shaped = form.normalise(batch) if form else batch
        pieces.append(shaped.table)
        count += shaped.table.num_rows
        if count >= limits.SAMPLE_ROWS:
            return pa.concat_tables(pieces).combine_chunks(), False
    if not pieces:
        return pa.table({name: pa.array([], pa.string()) for name in raw.header}), True
    return pa.concat_tables(pieces).combine_chunks(), True


def _in_our_words(table: pa.Table, columns: tuple[ColumnRole, ...]) -> pa.Table:
    """Write scores as numbers, channels and stakeholders in our words, texts as first written."""
    readers: dict[Role, Callable[[pa.StringArray], pa.StringArray]] = {
        Role.SCORE: score_digits,
        Role.CHANNEL: lambda cells: pc.coalesce(kinds.channels(cells), cells),
        Role.STAKEHOLDER: lambda cells: pc.coalesce(kinds.stakeholders(cells), cells),
        Role.TEXT: originals,
    }
    for column in columns:
        if column.role in readers:
            place = table.column_names.index(column.column)
            cells = values.strings(table.column(place))
            table = table.set_column(place, column.column, readers[column.role](cells))
    return table


def _day_first(
    sample: pa.Table, columns: tuple[ColumnRole, ...], form: ExportFormat | None
) -> tuple[bool, list[Message]]:
    """Return whether the day comes first in the dates, and what to tell when it is not sure."""
    for column in columns:
        if column.role is Role.DATE:
            first, sure = values.day_first(sample.column(column.column))
            if sure:
                return first, []
            if form is not None and form.day_first is not None:
                return form.day_first, []
            return first, [
                Message(
                    "Dates of “{column}” could be read with the day or the month first: "
                    "the day was taken "
                    "first",
                    {"column": column.column},
                )
            ]
    return True, []


def _tells_day_order(sample: pa.Table, columns: tuple[ColumnRole, ...]) -> bool:
    return any(
        values.day_first(sample.column(column.column))[1]
        for column in columns
        if column.role is Role.DATE
    )


def _missing_roles(columns: tuple[ColumnRole, ...]) -> list[Message]:
    roles = {column.role for column in columns}
    notes = []
    if Role.TEXT not in roles:
        notes.append(
            Message("No column of texts was found: name it with --map, for instance Comment=text")
        )
    if Role.ID not in roles:
        notes.append(
            Message(
                "No column identifies the responses: a row that changes in a later "
                "file will be a new response"
            )
        )
    return notes


def _source_of(form: ExportFormat | None, header: tuple[str, ...]) -> str:
    columns = hashlib.sha256("\x1f".join(header).encode()).hexdigest()[:8]
    return f"{form.name if form else 'table'}-{columns}"
