"""Evaluating rules: what each found of late, and how often it would have rung."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rebond.errors import QuestionError
from rebond.quantify import Perimeter
from rebond.quantify.asking.names import dimension_named
from rebond.quantify.question import ATTRIBUTE_PREFIX
from rebond_web.alerts.models import Rule
from rebond_web.alerts.ringing import HALF_A_YEAR, Rung, rings
from rebond_web.alerts.telling import lines_of
from rebond_web.alerts.watching import Watched, known_weeks, watched
from rebond_web.reading.kept import kept

_SHOWN = 12  # weeks of a preview told with their figures


@dataclass(frozen=True)
class Past:
    """One week at which a rule would have rung: its Monday, its lines, how many rang in all."""

    week: datetime.date
    lines: list[dict[str, Any]]
    total: int


@dataclass(frozen=True)
class Preview:
    """What a rule would have done over the last half year.

    ``weeks`` are those looked at, ``series`` how many comparisons a week holds, ``tested`` those
    with enough voices in the last week.
    """

    weeks: Sequence[datetime.date]
    rang: Sequence[Past]
    series: int
    tested: int


def preview(rule: Rule, perimeter: Perimeter) -> Preview:
    """Return `on_the_past` of a rule, computed once for the same rows.

    Raises
    ------
    QuestionError
        When it names what the workspace does not have.
    """
    what = f"alerts {rule.kind} {rule.theme} {rule.attribute} {rule.score} {rule.threshold}"
    what += f" {rule.is_nps} {rule.weeks} {rule.certainty}"
    return kept(perimeter, what, lambda: on_the_past(rule, perimeter))


def on_the_past(rule: Rule, perimeter: Perimeter) -> Preview:
    """Return how often a rule would have rung in the last 26 weeks, as it would have then."""
    found = watched(rule, perimeter)
    last = list(found.weeks[-HALF_A_YEAR:])
    rung = [one for one in _rings(rule, found) if found.weeks[one.week] in last]
    past = [_past(rule, perimeter, found, one) for one in rung[-_SHOWN:]]
    tested = int((found.p[-1] < 1).sum()) if found.p.size else 0
    return Preview(last, past, len(found.names), tested)


def latest(rule: Rule, perimeter: Perimeter) -> Past | None:
    """Return what a rule finds newly established in the last whole week, None for nothing."""
    found = watched(rule, perimeter)
    last = len(found.weeks) - 1
    rung = next((one for one in _rings(rule, found) if one.week == last), None)
    return _past(rule, perimeter, found, rung) if rung else None


def _rings(rule: Rule, found: Watched) -> list[Rung]:
    return rings(found.p, rule.rate, rule.weeks) if found.p.size else []


def _past(rule: Rule, perimeter: Perimeter, found: Watched, rung: Rung) -> Past:
    lines = lines_of(rule, perimeter, found, rung)
    return Past(found.weeks[rung.week], lines, len(rung.series))


def watchable_attributes(perimeter: Perimeter) -> list[str]:
    """Return the attributes that part the responses in 2 to 300 values."""
    facts = perimeter.facts()
    return [
        name
        for name in perimeter.workspace.attribute_names()
        if 2 <= len(facts.values_of_attribute(_dimension(name))) <= 300
    ]


def _dimension(name: str) -> str:
    return name if dimension_named(name) is None else ATTRIBUTE_PREFIX + name


def weeks_known(perimeter: Perimeter) -> int:
    """Return how many whole weeks have responses."""
    try:
        return len(known_weeks(perimeter))
    except QuestionError:
        return 0
