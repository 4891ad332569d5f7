"""What the customers and the team of a place say, side by side; small groups are hidden.

The team's figures come from one declared table, places by themes, hidden as a whole by `ask`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rebond.errors import QuestionError
from rebond.quantify import Cell, Figure, Filter, Question, ask
from rebond.quantify.groups.gaps import dimension_of
from rebond.quantify.groups.teams import EMPLOYEE
from rebond_web.reading.kept import kept
from rebond_web.reading.reporter import PageReporter

SHOWN = 8
LEAST_VOICES = 5
Numbers = dict[str, Cell]


@dataclass(frozen=True)
class BothSides:
    """One theme, as customers and as the team speak of it; None where nobody does, or too few."""

    theme: str
    customers: Cell | None
    team: Cell | None


@dataclass(frozen=True)
class Sides:
    """Both sides of a place: their voices, theme by theme; ``team`` None where it is too small."""

    customers: int
    team: int | None
    themes: Sequence[BothSides]


def sides_of(reporter: PageReporter, attribute: str, value: str) -> Sides | None:
    """Return both sides of a place; None where no employee speaks in the workspace."""
    if {EMPLOYEE, "customer"} - {cell.keys[0] for cell in reporter.stakeholders}:
        return None
    by = dimension_of(attribute)
    team_voices = _at(_figure(reporter, Question("voices", (by,)), EMPLOYEE), value)
    customer_voices = _at(_figure(reporter, Question("voices", (by,)), "customer"), value)
    ours = _by_theme(_figure(reporter, Question("net_polarity", (by, "theme")), EMPLOYEE), value)
    theirs = _by_theme(
        _figure(reporter, Question("net_polarity", (by, "theme")), "customer"), value
    )
    told = sorted(
        (theme for theme in {*ours, *theirs} if theme and reporter.is_specific(theme)),
        key=lambda theme: (theme not in ours, -_n(theirs, theme) - _n(ours, theme), theme),
    )
    shown = [BothSides(reporter.theme(one), theirs.get(one), ours.get(one)) for one in told]
    return Sides(
        customers=customer_voices.n if customer_voices else 0,
        team=team_voices.n if team_voices and team_voices.people else None,
        themes=shown[:SHOWN],
    )


def _figure(reporter: PageReporter, question: Question, side: str) -> Figure | None:
    rows = reporter.perimeter.where(Filter("stakeholder", "=", (side,)))

    def asked() -> Figure | None:
        try:
            return ask(question, rows)
        except QuestionError:  # none of them says anything here
            return None

    return kept(rows, f"side {question}", asked)


def _at(figure: Figure | None, value: str) -> Cell | None:
    return figure.cell(value) if figure else None


def _by_theme(figure: Figure | None, value: str) -> Numbers:
    if figure is None:
        return {}
    return {
        cell.keys[1]: cell
        for cell in figure.cells
        if cell.keys[0] == value and cell.value is not None and cell.n >= LEAST_VOICES
    }


def _n(cells: Numbers, theme: str) -> int:
    return cells[theme].n if theme in cells else 0
