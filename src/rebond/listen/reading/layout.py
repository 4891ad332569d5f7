"""How a text file is laid out as a table: its separator, its header, its width."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rebond.errors import FileUnreadable
from rebond.listen.columns.names import is_known_name
from rebond.listen.reading import limits
from rebond.listen.rows import column_names
from rebond.vocabulary import Message

NO_SEPARATOR = "\x1f"  # stands for the separator of a table of one column
_CANDIDATES = (";", ",", "\t", "|")
_SEPARATOR_LINE = re.compile(r"^\s*\"?sep=(.)\"?\s*$", re.IGNORECASE)
_VALUE = re.compile(
    r"^[-+]?[\d\s.,\u00a0\u202f]*\d\s*[%€$]?$|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b.*$|^\d{1,2}:\d{2}.*$|^\S+@\S+\.\w+$"
)
_HEADER_ROWS = 25  # rows among which the header is looked for


@dataclass(frozen=True)
class Layout:
    """Where the cells of a text file are.

    ``first_line`` : the line where the data start, from 1, after the header when there is one;
    ``names`` : of the columns; ``width`` : cells of most rows, at most ``len(names)``.
    """

    separator: str
    first_line: int
    names: tuple[str, ...]
    width: int
    has_names: bool
    understood: tuple[Message, ...]


def layout_of(text: str, name: str) -> Layout:
    """Find the layout of the table that starts with ``text``.

    ``text`` : whole lines from the start of the file, decoded.
    Raises FileUnreadable when there is no row or too many columns.
    """
    understood: list[Message] = []
    lines_before, separator = 0, None
    first, _, rest = text.partition("\n")
    if declared := _SEPARATOR_LINE.match(first.rstrip("\r")):
        separator, text, lines_before = declared.group(1), rest, 1
        understood.append(_said(separator, "by the “sep=” line that opens the file"))
    if separator is None:
        separator = _likeliest_separator(text)
        if separator != NO_SEPARATOR:
            understood.append(_said(separator, "by its regular count in each row"))
    rows = rows_with_lines(text, separator, limit=400)
    if not rows:
        raise FileUnreadable("{file} holds no row. Export it again.", file=name)
    widest = max(len(cells) for _, cells in rows)
    if widest > limits.MAX_COLUMNS:
        raise FileUnreadable(
            "{file} has {count} columns, more than {limit}. Keep the columns of "
            "the answers, or turn "
            "the table so that each answer is one row.",
            file=name,
            count=widest,
            limit=limits.MAX_COLUMNS,
        )
    header = header_index([cells for _, cells in rows])
    data = rows if header is None else rows[header + 1 :]
    width = _usual_width([cells for _, cells in data] or [rows[-1][1]])
    if header is None:
        names = column_names([""] * width)
        first_line = 1 + lines_before if rows[0][0] == 1 else rows[0][0] + lines_before
        understood.append(Message("No header: the columns are named by their place"))
    else:
        cells = _without_empty_end(rows[header][1], width)
        names = column_names([*cells, *[""] * (width - len(cells))])
        first_line = _line_after(rows, header) + lines_before
        understood.append(
            Message("Header on line {line}", {"line": rows[header][0] + lines_before})
        )
        understood += above_the_header([cells for _, cells in rows[:header]])
        if width < len(names) and data:
            understood.append(
                Message(
                    "Most rows have {cells} cells and the header has {names}: the last columns are "
                    "empty, or a name holding the separator shifts the names after it; check them",
                    {"cells": width, "names": len(names)},
                )
            )
    return Layout(separator, first_line, names, width, header is not None, tuple(understood))


def above_the_header(rows: Sequence[Sequence[str]]) -> list[Message]:
    """Return what is said of the lines above the header, which are not responses."""
    if not rows:
        return []
    text = " ".join(cell for cells in rows for cell in cells if cell)
    shown = text if len(text) <= 80 else text[:79] + "…"
    return [Message("Above the header, not read as responses: “{text}”", {"text": shown})]


def _said(separator: str, why: str) -> Message:
    shown = {"\t": Message("tabulation")}.get(separator, separator)
    return Message("Separator: {separator}, {why}", {"separator": shown, "why": Message(why)})


def rows_with_lines(text: str, separator: str, limit: int) -> list[tuple[int, list[str]]]:
    """Return the first ``limit`` non-empty rows of ``text`` with the line where each starts."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((start, cells))
            start = reader.line_num + 1
            if len(rows) >= limit:
                break
    except csv.Error:
        pass  # a cell above the limit of the csv module: the rows before it are enough
    return rows


def _line_after(rows: Sequence[tuple[int, list[str]]], index: int) -> int:
    """Return the line that follows row ``index``, whose cells may hold line breaks."""
    line, cells = rows[index]
    return line + 1 + sum(len(re.findall(r"\r\n|\r|\n", cell)) for cell in cells)


def _likeliest_separator(text: str) -> str:
    """Return the separator that cuts the rows most regularly into at least two cells."""
    best, best_score = NO_SEPARATOR, 0.0
    for candidate in _CANDIDATES:
        if candidate not in text:
            continue
        rows = [cells for _, cells in rows_with_lines(text, candidate, limit=200)]
        if not rows:
            continue
        widths = Counter(len(cells) for cells in rows)
        width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
        share = count / len(rows)
        if width < 2 or share < 0.5:
            continue
        tidy = _tidy(rows, width)
        if tidy < 0.65 and share < 0.95:
            continue  # sentences, one per line, cut at their commas
        # A regular cut wins; between two regular ones, the one that makes more cells.
        score = share**3 * (1 + 0.1 * min(width, 30)) * tidy
        if score > best_score:
            best, best_score = candidate, score
    return best


def _tidy(rows: Sequence[Sequence[str]], width: int) -> float:
    """Return less than 1 when cells start with a space, as pieces of cut sentences do."""
    cells = [cell for row in rows if len(row) == width for cell in row[1:] if cell]
    if not cells:
        return 0.5
    return 1.0 - 0.7 * sum(cell[0] == " " for cell in cells) / len(cells)


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    widths = Counter(len(row) for row in rows)
    return max(widths.items(), key=lambda item: (item[1], item[0]))[0]


def _without_empty_end(cells: Sequence[str], width: int) -> list[str]:
    kept = list(cells)
    while len(kept) > width and not kept[-1].strip():
        kept.pop()
    return kept


def header_index(rows: Sequence[Sequence[str]]) -> int | None:
    """Return which of the first rows names the columns, or None when none does."""
    if not rows:
        return None
    usual = _usual_width(rows)
    for index, cells in enumerate(rows[:_HEADER_ROWS]):
        filled = [cell.strip() for cell in cells if cell.strip()]
        if len(filled) < max(1, 0.6 * min(usual, len(cells))) or len(cells) < 0.6 * usual:
            continue  # a title above the table
        return index if _names_columns(filled, cells, rows[index + 1 :]) else None
    return 0 if _names_columns([cell for cell in rows[0] if cell], rows[0], rows[1:]) else None


def _names_columns(
    filled: Sequence[str], cells: Sequence[str], below: Sequence[Sequence[str]]
) -> bool:
    """Tell whether ``cells`` look like names rather than like the rows below them."""
    known = sum(is_known_name(cell) for cell in filled)
    values = sum(bool(_VALUE.match(cell)) for cell in filled)
    if values > 0.3 * len(filled):
        return False
    if len(filled) == 1:
        return _names_one_column(filled[0], [row[0] for row in below if row])
    if values:
        return known >= 0.5 * len(filled)
    if known >= max(1, 0.2 * len(filled)) or not below:
        return True
    return _contrast(cells, below)


def _names_one_column(name: str, below: Sequence[str]) -> bool:
    if is_known_name(name) and len(name) <= 60:
        return True
    if not below:
        return False
    usual = sorted(len(cell) for cell in below)[len(below) // 2]
    return len(name) <= 40 and len(name.split()) <= 4 and usual > 3 * len(name)


def _contrast(cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Tell whether a column holds values under a word, or never repeats its name in its data."""
    repeated = 0
    for position, cell in enumerate(cells):
        column = [row[position].strip() for row in below if position < len(row)]
        column = [value for value in column if value]
        if column and sum(bool(_VALUE.match(value)) for value in column) > 0.8 * len(column):
            return True
        repeated += cell.strip() in column
    short = all(len(cell) <= 60 for cell in cells)
    return repeated == 0 and (short or any(cell.rstrip().endswith("?") for cell in cells))
