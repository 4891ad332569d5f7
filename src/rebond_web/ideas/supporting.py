"""Supports: one each, withdrawn at any time, moved by nobody but who gave it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from rebond.errors import InputError
from rebond.vocabulary import Message
from rebond_web.answers.models import KIND_MESSAGES, Decision, Kind
from rebond_web.audit.models import record
from rebond_web.challenges.contributions import State
from rebond_web.ideas.models import Idea, Rebound, Support
from rebond_web.ideas.rules import is_open
from rebond_web.spaces.models import Participant, Space


@dataclass(frozen=True)
class Counted:
    """How many people support an idea, how many rebounds it had, what was answered, None yet."""

    supports: int = 0
    rebounds: int = 0
    answer: Message | None = None


def support(idea: Idea, participant: Participant, *, wanted: bool) -> None:
    """Have a participant support an idea, or no longer.

    Raises
    ------
    InputError
        When nothing is supported any more, or the idea became a part of another.
    """
    if not is_open(idea.challenge):
        raise InputError("This challenge is closed: supports are what they were.")
    if not wanted:
        gone, _ = Support.objects.filter(idea=idea, participant=participant).delete()
        if gone:
            _record("support withdrawn", idea, participant)
        return
    if idea.merged_into_id is not None:
        raise InputError("This idea became a part of another: support that one.")
    _, made = Support.objects.get_or_create(idea=idea, participant=participant)
    if made:
        _record("idea supported", idea, participant)


def counted(ideas: Iterable[Idea]) -> dict[int, Counted]:
    """Return what is counted of some ideas, by their number, in three queries."""
    numbers = [one.pk for one in ideas]
    supports = Support.objects.filter(idea__in=numbers).values("idea").annotate(n=Count("pk"))
    found = {one["idea"]: one["n"] for one in supports}
    shown = Rebound.objects.filter(idea__in=numbers, state=State.PUBLISHED)
    rebounds = {
        one["idea"]: one["n"] for one in shown.values("idea").annotate(n=Count("pk"))
    }  # fmt: skip
    given = Decision.objects.filter(idea__in=numbers, replaced_by=None)
    answers = {idea: KIND_MESSAGES[Kind(kind)] for idea, kind in given.values_list("idea", "kind")}
    return {
        one: Counted(found.get(one, 0), rebounds.get(one, 0), answers.get(one)) for one in numbers
    }


def by_public(idea: Idea, space: Space) -> list[tuple[str, int, int]]:
    """Return each public of a space: its name, how many support an idea, how many take part."""
    given = Support.objects.filter(idea=idea).values("participant__public")
    supports = {one["participant__public"]: one["n"] for one in given.annotate(n=Count("pk"))}
    publics = space.publics.annotate(people=Count("participants")).order_by("pk")
    return [(one.name, supports.get(one.pk, 0), one.people) for one in publics]


def _record(action: str, idea: Idea, participant: Participant) -> None:
    tenant = idea.challenge.space.tenant_id
    record(action, by=participant.account_id, tenant=tenant, subject=idea.pk)
