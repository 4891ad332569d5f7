"""Votes read from files: exports of Polis as they are, or one vote a row."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from rebond.cocreate.groups.votes import Votes
from rebond.errors import BallotError, FileUnreadable

_WHO = ("voter-id", "participant", "participant_id", "voter", "votant", "person", "personne")
_WHAT = ("comment-id", "statement", "statement_id", "comment", "affirmation")
_VOTE = ("vote", "value", "valeur")
_WORDS = {
    **dict.fromkeys(("1", "1.0", "agree", "d’accord", "d'accord", "oui", "yes"), 1),
    **dict.fromkeys(("0", "0.0", "pass", "passe", "ne sait pas"), 0),
    **dict.fromkeys(("-1", "-1.0", "disagree", "pas d’accord", "pas d'accord", "non", "no"), -1),
    **dict.fromkeys(("", "withdrawn", "retiré"), 2),
}


def read_votes(path: Path) -> Votes:
    """Return the votes of a CSV file.

    Three shapes are known: Polis's ``votes.csv`` (timestamp, comment-id, voter-id, vote), Polis's
    ``participants-votes.csv`` (a row a participant, a column a statement), or any table with a
    participant, a statement and a vote (1, 0, −1, or agree, pass, disagree). The last vote counts;
    an empty one withdraws it.

    Raises
    ------
    FileUnreadable
        The file cannot be opened or parsed.
    BallotError
        No shape fits, or a vote is not understood.
    """
    table = _table(path)
    names = {name.strip().lower(): name for name in table.column_names}
    who, what, vote = (_first(names, some) for some in (_WHO, _WHAT, _VOTE))
    if who and what and vote:
        timed = "timestamp" in names
        if timed:
            at = table[names["timestamp"]].cast(pa.float64())
            timed = pc.count_distinct(at).as_py() > 1  # all the same where times are not kept
            table = table.take(pc.array_sort_indices(at)) if timed else table
        values = _understood(table[vote], path.name)
        return Votes.cast(table[who].to_numpy(), table[what].to_numpy(), values, timed=timed)
    statements = [name for name in table.column_names if name.strip().isdecimal()]
    if who and statements:
        return _wide(table, who, statements, path.name)
    raise BallotError(
        "{file} holds no votes that are known. Give a participant, a statement and a vote on each"
        " row, or an export of Polis.",
        file=path.name,
    )


def read_statements(path: Path) -> tuple[dict[str, str], frozenset[str]]:
    """Return the texts of Polis's ``comments.csv`` by id, and those moderated out.

    Raises
    ------
    FileUnreadable
        The file cannot be opened.
    BallotError
        It holds no texts of statements.
    """
    try:
        rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True)))
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error
    if not rows or not {"comment-id", "comment-body"} <= set(rows[0]):
        raise BallotError(
            "{file} holds no statements: comment-id and comment-body are missing.", file=path.name
        )
    texts = {row["comment-id"]: row["comment-body"] or "" for row in rows}
    out = frozenset(row["comment-id"] for row in rows if row.get("moderated") == "-1")
    return texts, out


def _table(path: Path) -> pa.Table:
    """Return the cells of a CSV file, as texts."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as stream:
            header = next(csv.reader(stream), [])
        kinds = arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=False
        )
        layout = arrow_csv.ParseOptions(newlines_in_values=True)
        return arrow_csv.read_csv(path, convert_options=kinds, parse_options=layout)
    except (OSError, UnicodeDecodeError, pa.ArrowInvalid) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> FileUnreadable:
    return FileUnreadable(
        "{file} cannot be read: {error}. Give a CSV file in UTF-8.",
        file=path.name,
        error=str(error),
    )


def _first(names: dict[str, str], known: tuple[str, ...]) -> str | None:
    return next((names[name] for name in known if name in names), None)


def _understood(column: pa.ChunkedArray, file: str) -> np.ndarray:
    """Return votes as 1, 0, −1, or 2 where they are withdrawn."""
    coded = column.combine_chunks().dictionary_encode()
    words = [word.strip().lower() for word in coded.dictionary.to_pylist()]
    unknown = [word for word in words if word not in _WORDS]
    if unknown:
        raise BallotError(
            "{file}: the vote “{vote}” is not understood. Write 1 to agree, 0 to pass, -1 to"
            " disagree.",
            file=file,
            vote=unknown[0],
        )
    values = np.array([_WORDS[word] for word in words], dtype=np.int8)
    found: np.ndarray = values[coded.indices.to_numpy()]
    return found


def _wide(table: pa.Table, who: str, statements: list[str], file: str) -> Votes:
    """Return the votes of a table with a row a participant."""
    people = table[who].to_numpy()
    columns = [_understood(table[name], file) for name in statements]
    values = np.concatenate(columns)
    cast = values != 2
    names = np.repeat(np.array([name.strip() for name in statements]), len(people))
    return Votes.cast(np.tile(people.astype(str), len(statements))[cast], names[cast], values[cast])
