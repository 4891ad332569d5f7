"""Whom an answer owes what: each contribution and what it became, and how many others took part.

Authors and those who rebounded wrote in their name: they are named. Those who supported, sorted or
voted did not: they are counted together, never named.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from rebond.vocabulary import Message
from rebond_web.answers.models import Decision, Return
from rebond_web.challenges.contributions import State
from rebond_web.ideas.models import Coauthor, Idea, Rebound, ReboundKind
from rebond_web.spaces.models import Participant

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
    """Return who wrote and rebounded, in the order in which they did."""
    found = [_credit(idea.author, Message("proposed it"))]
    merged = Idea.objects.filter(merged_into=idea, state=State.PUBLISHED)
    for one in merged.select_related("author__public").order_by("published", "pk"):
        found.append(_credit(one.author, Message("proposed what became a part of it")))
    coauthors = Coauthor.objects.filter(idea=idea).select_related("participant__public")
    rebounds = Rebound.objects.filter(idea=idea, state=State.PUBLISHED)
    for rebound in rebounds.select_related("author__public").order_by("published", "pk"):
        if rebound.kind in _REBOUNDED:  # a reply of the authors adds nothing to credit
            taken = rebound.taken and Message("taken into version {n}", {"n": rebound.taken})
            did = _REBOUNDED[ReboundKind(rebound.kind)]
            found.append(_credit(rebound.author, did, taken or None))
    wrote = {one.author_id for one in (idea, *merged, *rebounds)}
    for coauthor in coauthors.order_by("pk"):
        if coauthor.participant_id not in wrote:
            found.append(_credit(coauthor.participant, Message("wrote it too")))
    return found


def others_of(decision: Decision, idea: Idea) -> int:
    """Return how many people had taken part without writing: they supported, sorted or voted.

    As many as when it was decided: a count that moved while people vote would tell who just did.
    """
    wrote = {idea.author_id}
    wrote |= set(Coauthor.objects.filter(idea=idea).values_list("participant", flat=True))
    rebounds = Rebound.objects.filter(idea=idea, state=State.PUBLISHED)
    wrote |= set(rebounds.values_list("author", flat=True))
    wrote |= set(Idea.objects.filter(merged_into=idea).values_list("author", flat=True))
    told = _told_first(decision).filter(participant__isnull=False)
    return told.exclude(participant__in=wrote - {None}).count()


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
