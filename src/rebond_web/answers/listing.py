"""The ideas that wait for an answer, and until when one was promised."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from rebond_web.challenges.contributions import State
from rebond_web.challenges.models import Challenge, Phase
from rebond_web.ideas.models import Idea
from rebond_web.workspaces.models import Seat, Tenant
from rebond_web.workspaces.rights import Right, allows


@dataclass(frozen=True)
class Awaited:
    """An idea that nobody answered yet; ``due`` is the end of its challenge's phase of answers.

    None where the challenge promised no date.
    """

    idea: Idea
    due: datetime.date | None

    @property
    def late(self) -> int:
        """By how many days its date is past, 0 for none."""
        return max(0, (timezone.localdate() - self.due).days) if self.due else 0


def to_answer(ideas: QuerySet[Idea]) -> QuerySet[Idea]:
    """Return those of some ideas that everybody sees by themselves: each is owed an answer.

    One that became a part of another is answered with it.
    """
    found = ideas.filter(state=State.PUBLISHED, merged_into=None, challenge__opened__isnull=False)
    return found.select_related("challenge__space__tenant", "author__public")


def ideas_of_tenant(tenant: Tenant) -> QuerySet[Idea]:
    """Return the ideas of a workspace, in every space, each of which is owed an answer."""
    return to_answer(Idea.objects.filter(challenge__space__tenant=tenant))


def awaited(ideas: QuerySet[Idea]) -> Sequence[Awaited]:
    """Return those of some ideas that have no answer, the first due first, those without last."""
    waiting = ideas.filter(decisions=None).prefetch_related("challenge__periods")
    found = [Awaited(idea, due_of(idea.challenge)) for idea in waiting]
    return sorted(found, key=lambda one: (one.due or datetime.date.max, one.idea.pk))


def ideas_decided_by(seat: Seat) -> QuerySet[Idea]:
    """Return the ideas that a person answers: those they were named to decide of.

    Who runs the spaces answers those for which nobody was named too.
    """
    ideas = ideas_of_tenant(seat.tenant)
    named = Q(challenge__decider=seat)
    return ideas.filter(
        named | Q(challenge__decider=None) if allows(seat.role, Right.WORK) else named
    )


def unanswered(seat: Seat) -> Sequence[Awaited]:
    """Return the ideas that wait for a person's answer, the first due first."""
    return awaited(ideas_decided_by(seat))


def due_of(challenge: Challenge) -> datetime.date | None:
    """Return the day by which a challenge promised its answers, None for none."""
    periods = challenge.periods.all()
    return next((one.closes for one in periods if one.phase == Phase.ANSWER), None)
