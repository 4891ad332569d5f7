"""Whom an answer owes what: each contribution and what it became, and how many others took part.

Authors and those who rebounded wrote in their name: they are named. Those who supported, sorted or
voted did not: they are counted together, never named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from rebond.vocabulary import Message
from rebond_web.answers.models import Decision, Return
from rebond_web.challenges.contributions import State
from rebond_web.ideas.models import Coauthor, Idea, Rebound, ReboundKind
from rebond_web.spaces.models import Participant
from rebond_web.statements.models import Argument, Side

_REBOUNDED = {
    ReboundKind.ENRICH: Message("enriched it"),
    ReboundKind.COMBINE: Message("combined it with another"),
    ReboundKind.COUNTER: Message("objected"),
    ReboundKind.ASK: Message("asked"),
}


@dataclass(frozen=True)
class Credit:
    """One person's part: the name they chose ("" for none), their public, what they did.

    ``became`` says what it became, None where it stays in the lineage as it is.
    """

    name: str
    public: str
    did: Message
    became: Message | None = None


def credits_of(idea: Idea) -> list[Credit]:
    """Return who wrote, rebounded and argued, in the order in which they did."""
    merged = Idea.objects.filter(merged_into=idea, state=State.PUBLISHED)
    coauthors = Coauthor.objects.filter(idea=idea).select_related("participant__public")
    proposed = Message("proposed what became a part of it")
    found = [
        _credit(idea.author, Message("proposed it")),
        *(_credit(one.author, proposed) for one in _signed(merged)),
        *_rebounds(idea),
        *_arguments(idea),
    ]
    named = _writers(idea, merged)
    found += [
        _credit(one.participant, Message("wrote it too"))
        for one in coauthors.order_by("pk")
        if one.participant_id not in named
    ]
    return found


def _rebounds(idea: Idea) -> list[Credit]:
    rebounds = Rebound.objects.filter(idea=idea, state=State.PUBLISHED, kind__in=_REBOUNDED)
    return [
        _credit(
            one.author,
            _REBOUNDED[ReboundKind(one.kind)],
            Message("taken into version {n}", {"n": one.taken}) if one.taken else None,
        )
        for one in _signed(rebounds)
    ]


def _arguments(idea: Idea) -> list[Credit]:
    said = Argument.objects.filter(idea=idea, state=State.PUBLISHED)
    sides = {Side.FOR: Message("argued for it"), Side.AGAINST: Message("argued against it")}
    return [_credit(one.author, sides[Side(one.side)]) for one in _signed(said)]


def _signed(written: QuerySet[Any]) -> QuerySet[Any]:
    return written.select_related("author__public").order_by("published", "pk")


def _writers(idea: Idea, merged: QuerySet[Idea]) -> set[int]:
    """Return the participants who are named: they wrote, rebounded or argued."""
    found = {idea.author_id, *merged.values_list("author", flat=True)}
    for kind in (Rebound, Argument):
        written = kind._default_manager.filter(idea=idea, state=State.PUBLISHED)
        found |= set(written.values_list("author", flat=True))
    return {one for one in found if one is not None}


def others_of(decision: Decision, idea: Idea) -> int:
    """Return how many people had taken part without writing: they supported, sorted or voted.

    As many as when it was decided: a count that moved while people vote would tell who just did.
    """
    merged = Idea.objects.filter(merged_into=idea)
    wrote = _writers(idea, merged)
    wrote |= set(Coauthor.objects.filter(idea=idea).values_list("participant", flat=True))
    told = _told_first(decision).filter(participant__isnull=False)
    return told.exclude(participant__in=wrote).count()


def told_to(decision: Decision) -> int:
    """Return to how many people a decision was told when it was taken, or since by e-mail."""
    return _told_first(decision).count()


def _told_first(decision: Decision) -> QuerySet[Return]:
    first = decision.steps.order_by("pk").values_list("pk", flat=True)[:1]
    return Return.objects.filter(step__in=list(first))


def _credit(person: Participant | None, did: Message, became: Message | None = None) -> Credit:
    if person is None:
        return Credit("", "", did, became)
    return Credit(person.name, person.public.name, did, became)
