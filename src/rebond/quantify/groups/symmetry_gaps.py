"""Mirrored gaps: places where the team stands apart from other teams, and its customers too.

For each place of an attribute that both sides name, and for everything said, then theme by theme
of those that both sides speak of: the gap of its employees from the employees of other places, and
that of its customers from other customers. Both must hold for the pair to be told.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rebond.quantify.asking.measures import measured
from rebond.quantify.asking.rows import Rows
from rebond.quantify.asking.themes import is_specific
from rebond.quantify.groups.comparing import PEOPLE, TOTAL, N, compared, shrinkage, table_of
from rebond.quantify.groups.gaps import dimension_of
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
    Berger 1982, doi:10.1080/00401706.1982.10487790). Each gap is that of `comparing.compared`,
    clustered by person, drawn towards 0 with those of its own side.
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
    names = sorted(places)
    ones = table_of([places[name] for name in names])
    rests = ones.sum(axis=0) - ones
    enough = (ones[:, PEOPLE] >= LEAST_PEOPLE) & (rests[:, PEOPLE] >= LEAST_PEOPLE)
    names = [name for name, one in zip(names, enough, strict=True) if one]
    ones, rests = ones[enough], rests[enough]
    if len(names) < 2:
        return {}
    p_values, errors = compared(ones, rests, share=False)
    tested = np.flatnonzero(~np.isnan(p_values))
    if len(tested) < 2:
        return {}
    figures, others = ones[:, TOTAL] / ones[:, N], rests[:, TOTAL] / rests[:, N]
    shown = shrinkage((figures - others)[tested], errors[tested])
    return {
        names[i]: Side(
            100 * float(figures[i]),
            100 * float(others[i]),
            100 * centre,
            100 * low,
            100 * high,
            int(ones[i, N]),
            float(p_values[i]),
        )
        for i, centre, low, high in zip(tested, *shown, strict=True)
    }
