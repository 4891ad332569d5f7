"""What reading a file gives, whatever its form: batches of rows as strings, and rejected rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from rebond.vocabulary import Message


@dataclass(frozen=True)
class RejectedRow:
    """A row that cannot be read: where it is, what it holds, why, and how to mend it.

    ``line`` counts from 1, as an editor or a spreadsheet does; ``content`` is the row as written.
    """

    line: int
    content: str
    reason: Message


@dataclass(frozen=True)
class RowBatch:
    """Some rows of a file, in order.

    ``table`` : every column a string column, null where the cell is empty;
    ``lines`` : int64, the line (or row of the sheet) where each row of ``table`` starts, from 1;
    ``rejected`` : the rows met on the way that could not be read.
    """

    table: pa.Table
    lines: pa.Int64Array
    rejected: list[RejectedRow] = field(default_factory=list)


@dataclass
class RawTable:
    """A table found in a file, before its columns are understood.

    ``header`` : names of the columns, distinct and not empty;
    ``understood`` : how the file is read; reading may add to it;
    ``read`` : gives the rows from the first one, in batches of about the size asked.
    """

    header: tuple[str, ...]
    understood: list[Message]
    read: Callable[[int], Iterator[RowBatch]]
    has_names: bool = True


def column_names(cells: Sequence[str | None]) -> tuple[str, ...]:
    """Return distinct, non-empty names for the columns whose header cells are ``cells``.

    >>> column_names(["Note", "", "Note"])
    ('Note', 'column 2', 'Note (2)')
    """
    names: list[str] = []
    taken: set[str] = set()
    for position, cell in enumerate(cells, start=1):
        base = " ".join((cell or "").split()) or f"column {position}"
        name, rank = base, 1
        while name in taken:
            rank += 1
            name = f"{base} ({rank})"
        taken.add(name)
        names.append(name)
    return tuple(names)


def batch_of_rows(
    header: Sequence[str],
    rows: Sequence[Sequence[str | None]],
    lines: Sequence[int],
    rejected: list[RejectedRow],
) -> RowBatch:
    """Return the batch of ``rows``, each as long as ``header``; empty cells become null."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(header)
    arrays = [_string_array(column) for column in columns]
    table = pa.Table.from_arrays(arrays, names=list(header))
    return RowBatch(table, pa.array(lines, pa.int64()), rejected)


def _string_array(cells: Sequence[str | None]) -> pa.StringArray:
    return pa.array([cell or None for cell in cells], pa.string())


def in_batches(batches: Iterator[RowBatch], size: int) -> Iterator[RowBatch]:
    """Cut batches longer than ``size`` rows; the rejected rows go with the first piece."""
    for batch in batches:
        if batch.table.num_rows <= size:
            yield batch
            continue
        for start in range(0, batch.table.num_rows, size):
            yield RowBatch(
                batch.table.slice(start, size),
                batch.lines.slice(start, size),
                batch.rejected if start == 0 else [],
            )
