"""Mirrored gaps: places where the team stands apart from other teams, and its customers too.

For each place of an attribute that both sides name, and for everything said, then theme by theme
of those that both sides speak of: the gap of its employees from the employees of other places, and
that of its customers from other customers. Both must hold for the pair to be told.
"""

from __future__ import annotations

from dataclasses import dataclass

from rebond.quantify.asking.measures import measured
from rebond.quantify.asking.rows import Rows
from rebond.quantify.asking.themes import is_specific
from rebond.quantify.groups.gaps import added, dimension_of, gap_p, less, shrinkage
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Filter, Question
from rebond.quantify.statistics.intervals import Moments

LEAST_PEOPLE = 10  # of a place, on each side
MOST_ATTRIBUTES = 30
_SIDES = ("employee", "customer")


@dataclass(frozen=True)
class Side:
    """One side of a pair, in points of net polarity: the gap, drawn towards 0, and its interval."""

    figure: float
    rest: float
    difference: float
    low: float
    high: float
    n: int
    p_value: float


@dataclass(frozen=True)
class Mirrored:
    """A place whose team and whose customers stand apart, on one theme or on all (None).

    ``together`` when both are apart on the same side. ``p_value`` is the larger of the two.
    """

    attribute: str
    place: str
    theme: str | None
    employees: Side
    customers: Side
    p_value: float
    question: Question

    @property
    def together(self) -> bool:
        """Whether the team and the customers are apart the same way."""
        return self.employees.difference * self.customers.difference > 0


def mirrored_tested(perimeter: Perimeter) -> list[Mirrored]:
    """Return every pair of gaps that both sides have enough people for.

    Notes
    -----
    A pair holds when both gaps do: its p-value is the larger of the two (intersection-union test,
    Berger 1982, doi:10.1080/00401706.1982.10487790). Each gap is that of `gaps.gap_p`, clustered by
    person, drawn towards 0 with those of its own side.
    """
    sides = {side: perimeter.where(Filter("stakeholder", "=", (side,))) for side in _SIDES}
    found: list[Mirrored] = []
    for attribute in perimeter.facts().attribute_names[:MOST_ATTRIBUTES]:
        by = dimension_of(attribute)
        for dimensions in ((by,), (by, "theme")):
            gaps = [_gaps(inside, dimensions) for inside in sides.values()]
            if not any(gaps[0].values()):
                break  # too few employees of any place, for themes all the more
            for theme in sorted(gaps[0].keys() & gaps[1].keys(), key=lambda name: name or ""):
                ours, theirs = gaps[0][theme], gaps[1][theme]
                for place in sorted(ours.keys() & theirs.keys()):
                    about = (Filter("theme", "=", (theme,)),) if theme else ()
                    where = Filter(by, "=", (place,))
                    found.append(
                        Mirrored(
                            attribute=attribute,
                            place=place,
                            theme=theme,
                            employees=ours[place],
                            customers=theirs[place],
                            p_value=max(ours[place].p_value, theirs[place].p_value),
                            question=Question("net_polarity", ("stakeholder",), (where, *about)),
                        )
                    )
    return found


def _gaps(perimeter: Perimeter, dimensions: tuple[str, ...]) -> dict[str | None, dict[str, Side]]:
    """Return the gaps of one side, by theme (None: all said) and place."""
    result = measured(Rows(Question("net_polarity", dimensions), perimeter, perimeter.facts()))
    by_theme: dict[str | None, dict[str, Moments]] = {}
    for keys, moments in result.cells.items():
        theme = str(keys[1]) if len(keys) > 1 else None
        if keys[0] and (theme is None or is_specific(perimeter.workspace, theme)):
            by_theme.setdefault(theme, {})[str(keys[0])] = moments
    return {theme: _sides(places) for theme, places in by_theme.items()}


def _sides(places: dict[str, Moments]) -> dict[str, Side]:
    whole = added(list(places.values()))
    rows: list[tuple[str, Moments, Moments, float, float]] = []
    for place, one in sorted(places.items()):
        rest = less(whole, one)
        if one.people < LEAST_PEOPLE or rest.people < LEAST_PEOPLE:
            continue
        p, error = gap_p(one, rest, share=False)
        if p is not None:
            rows.append((place, one, rest, p, error))
    if len(rows) < 2:
        return {}
    shown = shrinkage(
        [one.ratio - rest.ratio for _, one, rest, _, _ in rows], [error for *_, error in rows]
    )
    return {
        place: Side(
            100 * one.ratio, 100 * rest.ratio, 100 * centre, 100 * low, 100 * high, one.n, p
        )
        for (place, one, rest, p, _), centre, low, high in zip(rows, *shown, strict=True)
    }
