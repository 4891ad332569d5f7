"""Places: the values that an attribute has in the data, and the wider ones that each tells."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from rebond.errors import RebondError
from rebond.quantify import Perimeter, Question, ask
from rebond.quantify.asking.trees import Level, parents_of, trees

MOST = 500  # values offered of one attribute


def with_wider_places(perimeter: Perimeter, attributes: Mapping[str, str]) -> dict[str, str]:
    """Return attributes completed by those that they tell: the region of a shop.

    Without them, who sees a region would not see what is said in its shops.
    """
    known = dict(attributes)
    try:
        facts = perimeter.facts()
        for tree in trees(facts):
            for name, wider in itertools.pairwise(tree.levels):
                if name in known and wider not in known:
                    found = parents_of(Level(wider, name), facts).get(known[name])
                    if found:
                        known[wider] = found
    except RebondError:  # nothing is known of the data yet
        return dict(attributes)
    return known


def values_of(attribute: str, perimeter: Perimeter) -> list[str]:
    """Return the values of an attribute that this reader sees, in order, at most `MOST`."""
    if not attribute:
        return []
    try:
        figure = ask(Question("responses", (attribute,)), perimeter)
    except RebondError:  # no such attribute here
        return []
    counted = sorted(figure.cells, key=lambda cell: -(cell.n or 0))[:MOST]
    return sorted(cell.keys[0] for cell in counted if cell.keys[0])


def finest_place(perimeter: Perimeter) -> str:
    """Return the attribute that says best where something happened, "" when none does.

    The finest level of the first tree of the data: the shop, where shops are in regions.
    """
    try:
        found = trees(perimeter.facts())
    except RebondError:
        return ""
    return found[0].levels[0] if found else ""
