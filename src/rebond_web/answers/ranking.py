"""What to begin with: what waits for a decision, put in order, and how far that order holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count

from rebond.decide import (
    RICE,
    Candidate,
    Estimate,
    Priorities,
    from_listening,
    priorities,
    supported,
    with_unknown,
)
from rebond.errors import RebondError
from rebond.quantify.insights.claims import claim_of
from rebond.vocabulary import Message
from rebond_web.answers.access import CURRENT
from rebond_web.answers.behind import behind_challenge
from rebond_web.answers.listing import ideas_of_tenant
from rebond_web.answers.models import Assessed, Decision, Kind
from rebond_web.answers.participation import people_of
from rebond_web.challenges.contributions import address_of
from rebond_web.ideas.models import Idea
from rebond_web.insights.content import insights_of
from rebond_web.reading.reporter import PageReporter
from rebond_web.workspaces.access import Sitting

# The factors, in the order in which they are shown: how each is named, and what it counts.
FACTORS: Mapping[str, Message] = {
    "people": Message("people"),
    "weight": Message("weight"),
    "trend": Message("trend"),
    "support": Message("support"),
    "effort": Message("effort"),
    "success": Message("success"),
}
VALUE: Mapping[str, float] = {
    "people": 1, "weight": 1, "trend": 1, "support": 1, "effort": -1, "success": 1,
}  # fmt: skip
# RICE's factors, as they are measured here.
_AS_RICE = {"reach": "people", "impact": "weight", "confidence": "success", "effort": "effort"}
RICE_HERE: Mapping[str, float] = {_AS_RICE[name]: power for name, power in RICE.items()}
MOST = 100  # candidates put in order together
TOP = 3


@dataclass(frozen=True)
class Ranked:
    """Something to decide on: its words, where it is, and what the team assessed of it."""

    id: str
    words: Message | str
    address: str
    assessed: Assessed | None
    factors: Mapping[str, Estimate]

    @property
    def on_idea(self) -> bool:
        """Whether it is an idea; else an insight."""
        return self.id.startswith("idea-")


@dataclass(frozen=True)
class Ranking:
    """The order, and what is put in order by id; ``left_out`` factors are known of nothing."""

    found: Mapping[str, Ranked] = field(default_factory=dict)
    order: Priorities | None = None
    left_out: Sequence[Message] = ()
    undecided: frozenset[str] = frozenset()


def ranking_of(sitting: Sitting, reporter: PageReporter, weights: Mapping[str, float]) -> Ranking:
    """Return the order of what waits for a decision.

    Raises
    ------
    BallotError
        When every weight is 0.
    """
    found = {one.id: one for one in (*_ideas(sitting, reporter), *_insights(sitting, reporter))}
    if not found:
        return Ranking()
    given = [Candidate(one.id, str(one.words), one.factors) for one in found.values()]
    filled, used = with_unknown(given, weights)
    asked = [name for name, weight in weights.items() if weight]
    left_out = [FACTORS[name] for name in asked if name not in used]
    if asked and not used:
        return Ranking(found, None, left_out)
    order = priorities(filled, used, top=TOP)
    close = frozenset(first for first, _ in order.undecided())
    return Ranking(found, order, left_out, close)


def _ideas(sitting: Sitting, reporter: PageReporter) -> list[Ranked]:
    """Return the ideas that nothing was decided on, or that were postponed."""
    settled = Decision.objects.filter(CURRENT, tenant=sitting.seat.tenant, idea__isnull=False)
    settled = settled.exclude(kind=Kind.POSTPONE)
    ideas = (
        ideas_of_tenant(sitting.seat.tenant)
        .exclude(pk__in=settled.values("idea"))
        .annotate(supporters=Count("supports"))
        .order_by("-published", "-pk")
    )
    found = list(ideas[:MOST])
    known = {one.idea_id: one for one in Assessed.objects.filter(idea__in=found)}
    asked = people_of({one.challenge_id for one in found})
    asked_of = {one.challenge_id: one.challenge for one in found}
    themes = {number: behind_challenge(one).theme for number, one in asked_of.items()}
    return [
        Ranked(
            f"idea-{one.pk}",
            one.title,
            address_of(one),
            known.get(one.pk),
            {
                **_heard(themes[one.challenge_id], reporter),
                **_supported(one, asked.get(one.challenge_id, 0)),
                **_assessed(known.get(one.pk)),
            },
        )
        for one in found
    ]


def _insights(sitting: Sitting, reporter: PageReporter) -> list[Ranked]:
    """Return the insights that are announced and that nothing was decided on."""
    from django.urls import reverse

    tenant = sitting.seat.tenant
    settled = set(
        Decision.objects.filter(CURRENT, tenant=tenant)
        .exclude(kind=Kind.POSTPONE)
        .values_list("insight", flat=True)
    )
    known = {one.insight: one for one in Assessed.objects.filter(tenant=tenant, idea=None)}
    return [
        Ranked(
            f"insight-{one.id}",
            one.sentence,
            reverse("insight", kwargs={"slug": sitting.slug, "insight": one.id}),
            known.get(one.id),
            {
                **_heard(claim_of(one.main).theme or "", reporter),
                **_assessed(known.get(one.id)),
            },
        )
        for one in insights_of(reporter)
        if one.id not in settled
    ]


def _heard(theme: str, reporter: PageReporter) -> Mapping[str, Estimate]:
    """Return what listening says of a theme; nothing for none, or one that is gone."""
    if not theme:
        return {}
    try:
        return from_listening(theme, reporter.perimeter, reporter.ask)
    except RebondError:
        return {}


def _supported(idea: Idea, asked: int) -> Mapping[str, Estimate]:
    given: int = idea.supporters  # type: ignore[attr-defined]
    found = supported(min(given, asked), asked)
    return {"support": found} if found else {}


def _assessed(one: Assessed | None) -> Mapping[str, Estimate]:
    if one is None:
        return {}
    effort = Estimate((one.low * one.high) ** 0.5, one.low, one.high)
    return {"effort": effort, "success": Estimate.sure(1 - one.risk / 100)}
