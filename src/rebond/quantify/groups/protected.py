"""Small groups of employees: their figures are hidden, and never the only one of a row.

A figure of fewer than `LEAST` people tells what one of them answered. Hiding it alone does not
help: the total less the others gives it back. A second cell is hidden with it, the smallest of the
same row, in every direction of the table, until no row has a single one hidden. The shops of one
region and the months of one year are rows too: their total is asked as easily.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from rebond.quantify.figure import Cell, Figure
from rebond.vocabulary import Message

LEAST = 5  # people
Keys = tuple[str, ...]
Above = Mapping[int, Sequence[Mapping[str, str]]]  # place of a dimension → key → what it is under

SOME_WITHHELD = Message(
    "Groups of fewer than {least} employees are withheld, and another with each, so that none can"
    " be found back.",
    {"least": LEAST},
)
TOO_FEW = Message(
    "Fewer than {least} employees are behind this figure, or behind one that would give it back:"
    " it is withheld, so that nobody can be told apart.",
    {"least": LEAST},
)
TOO_NARROW = Message(
    "What employees say is withheld under such conditions: two figures of nearly the same people"
    " tell what one of them said. Ask by at most two of place, theme and time, each with “=”."
)
WITHOUT_EMPLOYEES = Message(
    "Employees are left out of this figure: with the customers’ own, it would give back what a"
    " group of fewer than {least} of them say.",
    {"least": LEAST},
)
_NOBODY_NAMED = Message("Employees, in a number that is withheld.")


def without_small_groups(figure: Figure, is_hidden: Callable[[Keys], bool]) -> Figure:
    """Return a figure without the numbers of hidden groups, with the note that says so.

    ``is_hidden`` takes the keys of the question's dimensions: all readings of a group (the figure's
    ``details``) are hidden together. A hidden cell keeps its keys, and nothing else.
    """
    depth = len(figure.question.dimensions)
    cells = tuple(hidden(c) if is_hidden(c.keys[:depth]) else c for c in figure.cells)
    if not any(cell.withheld for cell in cells):
        return figure
    return replace(figure, cells=cells, notes=(SOME_WITHHELD, *figure.notes))


def withheld(figure: Figure, why: Message) -> Figure:
    """Return a figure without any number: not even the names of its cells, which may be words."""
    total = hidden(figure.total)
    return replace(
        figure,
        cells=() if figure.dimensions else (total,),
        total=total,
        population=_NOBODY_NAMED,
        notes=(why,),
    )


def hidden(cell: Cell) -> Cell:
    """Return a cell without its numbers."""
    return Cell(cell.keys, None, None, None, 0, 0, unit=cell.unit, withheld=True)


def hidden_groups(people: Mapping[Keys, int], above: Above | None = None) -> set[Keys]:
    """Return the groups to hide: those of too few people, and one more where one would be alone.

    Parameters
    ----------
    people : mapping
        The people of each group that has some.
    above : mapping, optional
        For the place of a dimension, what its keys stand under: shop → region, month → year…

    >>> sorted(hidden_groups({("a",): 2, ("b",): 9, ("c",): 30}))
    [('a',), ('b',)]
    >>> regions = {0: [{"a": "North", "b": "South", "c": "North"}]}
    >>> sorted(hidden_groups({("a",): 2, ("b",): 9, ("c",): 30}, regions))
    [('a',), ('c',)]
    """
    rows = _rows(people, above or {})
    found = {keys for keys, n in people.items() if n < LEAST}
    while extra := _second(people, rows, found):
        found.add(extra)
    return found


def _second(people: Mapping[Keys, int], rows: list[list[Keys]], found: set[Keys]) -> Keys | None:
    """Return the smallest group of a row that has a single one hidden, None when none has."""
    for row in rows:
        if sum(keys in found for keys in row) == 1:
            shown = [keys for keys in row if keys not in found]
            return min(shown, key=lambda keys: (people[keys], keys))
    return None


def _rows(people: Iterable[Keys], above: Above) -> list[list[Keys]]:
    """Return the groups whose total is asked as well, the narrowest first.

    Those that share all keys but one, and among them those that stand under the same.
    """
    under: dict[tuple[object, ...], list[Keys]] = {}
    wide: dict[tuple[object, ...], list[Keys]] = {}
    for keys in sorted(people):
        for place, key in enumerate(keys):
            rest = keys[:place] + keys[place + 1 :]
            wide.setdefault((place, rest), []).append(keys)
            for level, parents in enumerate(above.get(place, ())):
                if key in parents:
                    under.setdefault((place, level, parents[key], rest), []).append(keys)
    return [row for row in (*under.values(), *wide.values()) if len(row) > 1]
