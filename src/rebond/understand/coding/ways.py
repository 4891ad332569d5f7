"""The ways in which the codes of verbatims are written: marks, lists, levels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rebond.errors import InputError
from rebond.understand.words import fold
from rebond.vocabulary import Message

Labels = tuple[str, ...]
Known = Callable[[str], bool]

_MARKS = frozenset({"1", "x", "oui", "yes", "true", "vrai", "✓", "✔", "v"})
_BLANKS = frozenset({"", "0", "non", "no", "false", "faux", "-", "."})
_SEPARATORS = (";", "|", "\n", ",", "/", "+")
_SURE = (";", "|", "\n")  # that no label holds
_CODED_NAME = re.compile(
    r"^(codes?|codage|codif\w*|themes?|topics?|tags?|labels?|categor\w+|sous[ _-]?\w+|sub\w*"
    r"|etiquettes?|sujets?|motifs?|niveau|level)\b"
)
_LEVEL_NAME = re.compile(r"(niveau|level|lvl|n|l)$")
_LONGEST_CODE = 80


@dataclass(frozen=True)
class Columns:
    """The columns of a table: cells by name, in the order of the file; the line of each row."""

    cells: Mapping[str, Sequence[str]]
    lines: Sequence[int]


@dataclass(frozen=True)
class Way:
    """How codes are written: the columns, what reads a row of them, what is said of it."""

    columns: tuple[str, ...]
    read: Callable[[Sequence[str]], list[Labels]]
    said: Message


def way_of(
    table: Columns, named: Sequence[str], others: Sequence[str], known: Known | None, file: str
) -> Way:
    """Return how the codes are written, in the columns named or in those that look like it."""
    marks = [name for name in named or others if _holds_marks(table.cells[name])]
    if not named:
        empty = [name for name in others if not any(table.cells[name])]
        marks = _likely_marks(marks, [name for name in others if name not in empty], known)
    if len(marks) > 1 and len(marks) >= 0.5 * len(named):
        return _by_marks(marks)
    coded = list(named) or _likely_codes(table, others, known)
    if not coded:
        raise InputError(
            "No column of {file} looks like codes: neither 0 and 1, nor codes or labels again and "
            "again. Name the columns with --codes, as in {example}.",
            file=file,
            example='--codes "Code 1,Code 2"',
        )
    levels = _levels(table, coded) if known is None and not _numbered(coded) else []
    if levels:
        return _by_levels(coded, levels)
    separator = _separator(table, coded, known)
    return _by_cells(coded, separator, known)


def _by_marks(columns: Sequence[str]) -> Way:
    def read(cells: Sequence[str]) -> list[Labels]:
        return [(name,) for name, cell in zip(columns, cells, strict=True) if fold(cell) in _MARKS]

    said = Message("Codes: {count} columns of 0 and 1, one per code", {"count": len(columns)})
    return Way(tuple(columns), read, said)


def _by_levels(columns: Sequence[str], levels: Sequence[str]) -> Way:
    places = [columns.index(name) for name in levels]

    def read(cells: Sequence[str]) -> list[Labels]:
        labels = [cells[place] for place in places if cells[place]]
        path = tuple(label for place, label in enumerate(labels) if label not in labels[:place])
        return [path] if path else []

    told = {"columns": ", ".join(levels)}
    return Way(tuple(columns), read, Message("Codes: levels, from the top: {columns}", told))


def _by_cells(columns: Sequence[str], separator: str, known: Known | None) -> Way:
    def read(cells: Sequence[str]) -> list[Labels]:
        found: dict[Labels, None] = {}
        for cell in cells:
            whole = not separator or (known is not None and known(cell))
            for piece in [cell] if whole else cell.split(separator):
                if piece.strip() and not (len(columns) > 1 and piece.strip() == "0"):
                    found[(piece.strip(),)] = None
        return list(found)

    if separator:
        said = Message(
            "Codes: column {columns}, several in a cell, separated by “{separator}”",
            {"columns": ", ".join(columns), "separator": separator.replace("\n", "↵")},
        )
    elif len(columns) > 1:
        said = Message("Codes: columns {columns}, one in each", {"columns": ", ".join(columns)})
    else:
        said = Message("Codes: column {columns}, one per verbatim", {"columns": columns[0]})
    return Way(tuple(columns), read, said)


def _holds_marks(cells: Sequence[str]) -> bool:
    told = {fold(cell) for cell in cells}
    return bool(told & _MARKS) and told <= _MARKS | _BLANKS


def _likely_marks(marks: Sequence[str], others: Sequence[str], known: Known | None) -> list[str]:
    """Return the columns of marks that are codes: those of the plan, else the longest run."""
    if known is not None:
        return [name for name in marks if known(name)]
    runs: list[list[str]] = [[]]
    for name in others:
        if name in marks:
            runs[-1].append(name)
        else:
            runs.append([])
    longest = max(runs, key=len)
    return longest if len(longest) > 2 else []


def _likely_codes(table: Columns, others: Sequence[str], known: Known | None) -> list[str]:
    """Return the columns whose cells are codes of the plan, or are named so and often repeated."""
    found = []
    for name in others:
        told = [cell for cell in table.cells[name] if cell]
        if not told:
            continue
        if known is not None:
            pieces = [piece for cell in told for piece in _pieces(cell, known)]
            if sum(known(piece) for piece in pieces) >= 0.6 * len(pieces):
                found.append(name)
        elif _CODED_NAME.match(fold(name)) and all(len(cell) <= _LONGEST_CODE for cell in told):
            found.append(name)
    return found


def _pieces(cell: str, known: Known) -> list[str]:
    if known(cell):
        return [cell]
    split = [cell.split(separator) for separator in _SEPARATORS if separator in cell]
    best = max(split, key=lambda listed: sum(known(p.strip()) for p in listed), default=[cell])
    return [piece.strip() for piece in best if piece.strip()]


def _separator(table: Columns, columns: Sequence[str], known: Known | None) -> str:
    """Return what separates the codes of a cell, "" when a cell holds one code."""
    cells = [cell for name in columns for cell in table.cells[name] if cell]
    whole = len(set(cells))
    best, most = "", 0.0
    for separator in _SEPARATORS:
        several = [cell for cell in cells if separator in cell]
        if not several:
            continue
        pieces = [piece.strip() for cell in cells for piece in cell.split(separator)]
        numbers = all(piece.replace(".", "").isdigit() for piece in pieces if piece)
        if known is None and (separator in _SURE or numbers):
            return separator
        if known is not None:
            right = sum(known(piece) for piece in pieces) / len(pieces)
            gained = right - sum(map(known, cells)) / len(cells)
        else:
            # Codes come again in other cells: splitting leaves fewer different ones.
            gained = 1 - len({piece for piece in pieces if piece}) / whole
        if gained > max(most, 0.05):
            best, most = separator, gained
    return best


def _numbered(columns: Sequence[str]) -> bool:
    """Tell whether columns are called "Code 1", "Code 2"…: several codes, unless called levels."""
    stems = {re.sub(r"[\s_-]*\d+$", "", fold(name)) for name in columns}
    return len(columns) < 2 or (len(stems) == 1 and not _LEVEL_NAME.match(next(iter(stems))))


def _levels(table: Columns, columns: Sequence[str]) -> list[str]:
    """Return the columns from the broadest level to the finest, [] when they are no levels.

    A level is told by the one below it: each label below belongs to one above. Codes written in
    several columns share their values instead.
    """
    values = {name: list(table.cells[name]) for name in columns}
    kinds = {name: set(values[name]) - {""} for name in columns}
    ordered = sorted(columns, key=lambda name: (len(kinds[name]), columns.index(name)))
    for one, other in pairwise(ordered):
        shared = kinds[one] & kinds[other]
        if len(shared) > 0.6 * len(kinds[one]):
            return []
        above: dict[str, Counter[str]] = {}
        for broad, fine in zip(values[one], values[other], strict=True):
            if fine:
                above.setdefault(fine, Counter())[broad] += 1
        usual = sum(counts.most_common(1)[0][1] for counts in above.values())
        if usual < 0.9 * sum(counts.total() for counts in above.values()):
            return []
    texts = [name for name in ordered if any(len(value) > 4 for value in kinds[name])]
    return texts or ordered
