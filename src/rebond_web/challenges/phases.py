"""Where a challenge is: its phases, when each runs, how many contributions each had."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from rebond.vocabulary import Message
from rebond_web.challenges.contributions import State, kinds
from rebond_web.challenges.models import Challenge, Phase

NAMES = {
    Phase.PROPOSE: Message("Propose"),
    Phase.REBOUND: Message("Rebound"),
    Phase.SORT: Message("Sort"),
    Phase.CHOOSE: Message("Choose"),
    Phase.ANSWER: Message("Answer"),
}
# What a contributor does in each; the team answers.
DOES = {
    Phase.PROPOSE: Message("Propose an idea"),
    Phase.REBOUND: Message("Rebound on an idea"),
    Phase.SORT: Message("Sort the statements"),
    Phase.CHOOSE: Message("Choose among the ideas"),
}
_GATHERS = {Phase.PROPOSE: "idea", Phase.REBOUND: "rebound", Phase.SORT: "statement"}
Counts = dict[tuple[int, str], int]  # by challenge and phase: contributions published


@dataclass(frozen=True)
class Step:
    """A phase on the thread; ``gathered`` counts its contributions, None where it gathers none."""

    phase: str
    name: Message
    opens: datetime.date
    closes: datetime.date
    gathered: int | None
    is_past: bool
    is_now: bool


def counts_of(challenges: Sequence[Challenge]) -> Counts:
    """Return how many contributions each phase of these challenges gathered."""
    found: Counts = {}
    for phase, kind in _GATHERS.items():
        model = kinds().get(kind)
        if model is None:
            continue
        rows = model._default_manager.filter(challenge__in=challenges, state=State.PUBLISHED)
        for one in rows.values("challenge").annotate(n=Count("pk")):
            found[one["challenge"], phase] = one["n"]
    return found


def steps_of(challenge: Challenge, counts: Counts) -> list[Step]:
    """Return the phases of a challenge that have dates, in the order in which they are done."""
    today = timezone.localdate()
    periods = {one.phase: one for one in challenge.periods.all()}
    return [
        Step(
            phase,
            NAMES[phase],
            periods[phase].opens,
            periods[phase].closes,
            counts.get((challenge.pk, phase), 0) if phase in _GATHERS else None,
            is_past=not challenge.is_draft
            and (is_over(challenge) or periods[phase].closes < today),
            is_now=challenge.runs(phase, today),
        )
        for phase in Phase
        if phase in periods
    ]


def is_over(challenge: Challenge) -> bool:
    """Return whether nothing is done in a challenge any more: closed, or past its last day."""
    if challenge.closed is not None or challenge.space.closed:
        return True
    ends = [one.closes for one in challenge.periods.all()]
    return bool(ends) and max(ends) < timezone.localdate()
