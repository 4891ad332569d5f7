"""Small groups of employees: their figures are hidden, and never the only one of a row.

A figure of fewer than `LEAST` people tells what one of them answered. Hiding it alone does not
help: the total less the others gives it back. A second cell is hidden with it, the smallest of the
same row, in every direction of the table, until no row has a single one hidden.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rebond.quantify.figure import Cell, Figure
from rebond.quantify.groups.symmetry import LEAST_EMPLOYEES

LEAST = LEAST_EMPLOYEES  # people
Keys = tuple[str, ...]


def protected(figure: Figure) -> Figure:
    """Return a figure without the numbers of small groups, nor of those that would give them back.

    A hidden cell keeps its keys, without value, interval, n nor people. Where a figure has no
    dimension, its one cell is hidden when it is small. Readings of the same place (``details``) are
    hidden together.
    """
    depth = len(figure.question.dimensions)
    people: dict[Keys, int] = {}
    for cell in figure.cells:
        keys = cell.keys[:depth]
        people[keys] = min(cell.people, people.get(keys, cell.people))
    hidden = hidden_groups(people)
    total = _hidden(figure.total) if figure.total.people < LEAST else figure.total
    cells = (_hidden(one) if one.keys[:depth] in hidden else one for one in figure.cells)
    return replace(figure, cells=tuple(cells), total=total)


def hidden_groups(people: dict[Keys, int]) -> set[Keys]:
    """Return the groups to hide: those of too few people, and one more where one would be alone.

    >>> sorted(hidden_groups({("a",): 2, ("b",): 9, ("c",): 30}))
    [('a',), ('b',)]
    """
    hidden = {keys for keys, n in people.items() if n < LEAST}
    while extra := _second(people, hidden):
        hidden.add(extra)
    return hidden


def _second(people: dict[Keys, int], hidden: set[Keys]) -> Keys | None:
    """Return the smallest group of a row that has a single one hidden, None when none has."""
    for row in _rows(people):
        if sum(keys in hidden for keys in row) == 1 and len(row) > 1:
            shown = [keys for keys in row if keys not in hidden]
            return min(shown, key=lambda keys: (people[keys], keys))
    return None


def _rows(people: Iterable[Keys]) -> list[list[Keys]]:
    """Return the groups that share all keys but one, for each of the dimensions."""
    rows: dict[tuple[int, Keys], list[Keys]] = {}
    for keys in sorted(people):
        for place in range(len(keys)):
            rows.setdefault((place, keys[:place] + keys[place + 1 :]), []).append(keys)
    return list(rows.values())


def _hidden(cell: Cell) -> Cell:
    return Cell(cell.keys, None, None, None, 0, 0, unit=cell.unit)
