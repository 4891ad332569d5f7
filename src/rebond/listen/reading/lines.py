"""Rows of a text file, read exactly, one line after the other.

This is the reference: `rebond.listen.reading.chunks` is faster and must give the same rows. A row
whose quotation marks do not hold together is rejected alone: reading goes on at its next line.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rebond.listen.reading import limits
from rebond.listen.reading.encoding import CONTROLS
from rebond.listen.rows import RejectedRow, RowBatch, batch_of_rows
from rebond.vocabulary import Message

csv.field_size_limit(4 * limits.MAX_CELL)

UNCLOSED = Message(
    "A quotation mark opens a cell and is never closed. Close it or double "
    "the marks inside the text."
)
TOO_LONG = Message(
    "A cell is longer than {limit} characters. Shorten it, or check the quotation marks before it.",
    {"limit": limits.MAX_CELL},
)


def wrong_width(found: int, expected: int) -> Message:
    """Return why a row of ``found`` cells does not fit a table of ``expected`` columns."""
    return Message(
        "{found} cells where {expected} are expected. Put quotation marks "
        "around the cells that hold "
        "the separator, or complete the row.",
        {"found": found, "expected": expected},
    )


class CutLine(str):
    """A line longer than a row may be, of which only the start is kept."""


class _Unclosed(Exception):
    """A row runs over more lines than a row may."""


class _Lines(Iterator[str]):
    """Numbered lines that can be read again from the second line of the current row."""

    def __init__(self, lines: Iterator[str], first: int) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self.number = first  # of the next line
        self.row: list[str] = []  # lines of the row being read
        self.ended_inside = False

    def __next__(self) -> str:
        if len(self.row) >= limits.MAX_ROW_LINES:
            raise _Unclosed
        try:
            line = self._again.popleft() if self._again else next(self._lines)
        except StopIteration:
            self.ended_inside = bool(self.row)
            raise
        self.number += 1
        self.row.append(line)
        return line

    def start_row(self) -> int:
        self.row = []
        self.ended_inside = False
        return self.number

    def peek_rows(self) -> list[str]:
        """Return the lines of the current row after its first one."""
        return self.row[1:]

    def rewind(self) -> None:
        """Give back the lines of the current row after its first one."""
        self._again.extendleft(reversed(self.row[1:]))
        self.number -= len(self.row) - 1
        del self.row[1:]


@dataclass(frozen=True)
class Shape:
    """How lines make rows: ``width`` cells each, unless one has ``len(names)``.

    ``size`` : rows of a batch, at most.
    """

    separator: str
    names: tuple[str, ...]
    width: int
    size: int


def exact_batches(lines: Iterator[str], shape: Shape, *, first_line: int) -> Iterator[RowBatch]:
    """Read ``lines`` (each with its line end), of which the first is ``first_line``, as rows.

    Lines without any filled cell are not rows: they are skipped.
    """
    separator, names, width = shape.separator, shape.names, shape.width
    source = _Lines(lines, first_line)
    reader = csv.reader(source, delimiter=separator)
    rows: list[list[str]] = []
    numbers: list[int] = []
    rejected: list[RejectedRow] = []
    while True:
        start = source.start_row()
        problem: Message | None = None
        cells: list[str] = []
        try:
            cells = next(reader)
        except StopIteration:
            break
        except _Unclosed:
            problem = UNCLOSED
        except csv.Error:
            problem = TOO_LONG if len(source.row) == 1 else UNCLOSED
        if problem is None and source.ended_inside and _open_quote(source.row, separator):
            problem = UNCLOSED
        if problem is None and len(source.row) > 1:
            problem = _doubt(source, cells, separator, width, len(names))
        if problem is UNCLOSED:
            source.rewind()
            reader = csv.reader(source, delimiter=separator)
        if any(isinstance(line, CutLine) for line in source.row):
            problem = TOO_LONG
        if problem is UNCLOSED:
            literal = _literal(source.row, separator, width, len(names))
            cells, problem = (cells, problem) if literal is None else (literal, None)
        if problem is None:
            if not any(cells):
                continue
            fitted = fit(cells, width, len(names))
            if isinstance(fitted, Message):
                problem = fitted
            else:
                rows.append(fitted)
                numbers.append(start)
        if problem is not None:
            content = "".join(source.row)[: limits.MAX_CELL].rstrip("\r\n")
            rejected.append(RejectedRow(start, content, problem))
        if len(rows) + len(rejected) >= shape.size:
            yield batch_of_rows(names, rows, numbers, rejected)
            rows, numbers, rejected = [], [], []
    if rows or rejected:
        yield batch_of_rows(names, rows, numbers, rejected)


def _literal(row: Sequence[str], separator: str, width: int, names: int) -> list[str] | None:
    """Return the cells of one line whose quotation marks are taken as plain characters.

    None when that does not give the right number of cells.
    """
    cells = row[0].rstrip("\r\n").split(separator)
    return cells if len(cells) in (width, names) else None


def _open_quote(row: Sequence[str], separator: str) -> bool:
    """Tell whether the file ends inside quotation marks, and not just without a line end."""
    try:
        list(csv.reader(row, delimiter=separator, strict=True))
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def _doubt(
    source: _Lines, cells: Sequence[str], separator: str, width: int, names: int
) -> Message | None:
    """Tell whether a row over several lines has swallowed the rows that follow it.

    That is so when its marks are ill-formed or its cells too few or too many, while half of its
    other lines read as whole rows; or when a cell of it is made of rows.
    """
    right = len(cells) in (width, names)
    if right:
        try:
            list(csv.reader(source.row, delimiter=separator, strict=True))
        except csv.Error:
            pass
        else:
            return UNCLOSED if swallows_rows(cells, separator) else None
    following = source.peek_rows()[:20]
    fitting = {width, names}
    whole = sum(
        _cells_of(line, separator) in fitting or line.count(separator) + 1 in fitting
        for line in following
    )
    return UNCLOSED if 2 * whole >= len(following) and following else None


def _cells_of(line: str, separator: str) -> int:
    """Return how many cells one line makes by itself."""
    try:
        return len(next(csv.reader([line], delimiter=separator), []))
    except csv.Error:
        return 0


_LINE_END = re.compile(r"\r\n|\r|\n")


def swallows_rows(cells: Sequence[str], separator: str) -> bool:
    """Tell whether a cell holds whole rows, taken in by a stray quotation mark."""
    return any(
        place >= 2 and "\n" in cell and swallows(cell, place, len(cells), separator)
        for place, cell in enumerate(cells)
    )


def swallows(cell: str, place: int, width: int, separator: str) -> bool:
    """Tell whether the lines of ``cell`` after the first are cut like rows of ``width`` cells.

    ``place`` : of the cell in its row, from 0; its last line ends there. Sentences put a space
    after their commas and semicolons, rows do not.
    """
    *inner, last = _LINE_END.split(cell)[1:]
    if last.count(separator) != place or separator + " " in last:
        return False
    rows: int = sum(
        line.count(separator) == width - 1 and separator + " " not in line for line in inner
    )
    return 2 * rows >= len(inner)


def fit(cells: list[str], width: int, names: int) -> list[str] | Message:
    """Return ``cells`` brought to ``names`` cells without losing one, or why it cannot be."""
    count = len(cells)
    if count > names:
        if any(cell.strip() for cell in cells[names:]):
            return wrong_width(count, names)
        cells = cells[:names]
    elif count < width:
        return wrong_width(count, width)
    elif count < names:
        cells = [*cells, *[""] * (names - count)]
    if max(map(len, cells)) > limits.MAX_CELL:
        return TOO_LONG
    return [CONTROLS.sub("", cell) for cell in cells] if _has_controls(cells) else cells


def _has_controls(cells: Sequence[str]) -> bool:
    return any(not cell.isprintable() and CONTROLS.search(cell) for cell in cells)
