"""Which decisions a person sees, and on what they may decide: the one way to each."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.http import Http404

from rebond_web.answers.models import Decision
from rebond_web.cases.models import Case
from rebond_web.challenges.contributions import State
from rebond_web.ideas.access import idea_of
from rebond_web.ideas.models import Idea
from rebond_web.spaces.access import Visit
from rebond_web.workspaces.access import Sitting
from rebond_web.workspaces.models import Seat, Tenant
from rebond_web.workspaces.rights import ALLOWED, Right

CURRENT = Q(replaced_by__isnull=True)
_ALL = ("owner__account", "idea__challenge__space", "case")


def decisions_of(sitting: Sitting) -> QuerySet[Decision]:
    """Return the decisions that hold and that this person may read, the next due first.

    Who sees a part of the workspace reads those that were given to them.
    """
    found = Decision.objects.filter(CURRENT, tenant=sitting.seat.tenant)
    if sitting.seat.perimeter:
        found = found.filter(owner=sitting.seat)
    return found.select_related(*_ALL).order_by("due", "pk")


def decision_to_move(sitting: Sitting, decision: int) -> Decision:
    """Return a decision whose progress this person may tell.

    Raises
    ------
    Http404
        When there is none, or a perimeter hides it.
    """
    found = decisions_of(sitting).filter(pk=decision).first()
    if found is None:
        raise Http404
    return found


def owners_of(tenant: Tenant) -> QuerySet[Seat]:
    """Return the seats that may be given a decision: those that read here."""
    seats = Seat.objects.filter(tenant=tenant, role__in=ALLOWED[Right.READ])
    return seats.select_related("account").order_by("account__email")


def may_decide(visit: Visit, idea: Idea) -> bool:
    """Return whether a visitor decides of an idea: who runs the space, or who was named for it."""
    seat = visit.seat
    return visit.runs or (seat is not None and idea.challenge.decider_id == seat.pk)


def idea_to_decide(visit: Visit, idea: int) -> Idea:
    """Return an idea that this visitor may decide of: one that everybody sees by itself.

    Raises
    ------
    Http404
        When there is none, or it is not theirs to decide.
    """
    found = idea_of(visit, idea)
    owed = found.state == State.PUBLISHED and found.merged_into_id is None
    if not owed or not may_decide(visit, found):
        raise Http404
    return found


def answers_of(visit: Visit) -> QuerySet[Decision]:
    """Return the decisions that hold on what everybody sees in a space, the last first."""
    found = Decision.objects.filter(
        CURRENT, idea__challenge__space=visit.space, idea__state=State.PUBLISHED
    )
    return found.select_related("idea__challenge__space__tenant", "idea__author__public").order_by(
        "-at", "-pk"
    )


def answer_of(visit: Visit, decision: int) -> Decision:
    """Return a decision of a space, one that was replaced included.

    Raises
    ------
    Http404
        When there is none.
    """
    found = Decision.objects.filter(
        pk=decision, idea__challenge__space=visit.space, idea__state=State.PUBLISHED
    )
    one = found.select_related(
        "idea__challenge__space__tenant", "idea__author__public", "owner", "replaced_by"
    ).first()
    if one is None:
        raise Http404
    return one


def answer_on(idea: Idea) -> Decision | None:
    """Return the decision that holds on an idea, None where nothing is decided."""
    return Decision.objects.filter(CURRENT, idea=idea).first()


def decisions_on_insight(sitting: Sitting, insight: str) -> QuerySet[Decision]:
    """Return the decisions that hold on an insight and that this person may read."""
    return decisions_of(sitting).filter(insight=insight)


def decision_on_case(case: Case) -> Decision | None:
    """Return the decision that holds on a case, None where nothing is decided."""
    found = Decision.objects.filter(CURRENT, case=case)
    return found.select_related("owner__account").first()


def decided_on(tenant: Tenant, insights: Collection[str]) -> int:
    """Return how many decisions that hold are on some insights."""
    return Decision.objects.filter(CURRENT, tenant=tenant, insight__in=insights).count()


def idea_decided(decision: Decision) -> Idea:
    """Return the idea that a decision is on; Http404 for one that is on something else."""
    if decision.idea is None:
        raise Http404
    return decision.idea


def answer_to_tell(visit: Visit, decision: int) -> Decision:
    """Return a decision of a space that holds, and that this visitor may tell how far it is.

    Raises
    ------
    Http404
        When there is none, or it is not theirs: who decides, or who was given it.
    """
    found = answer_of(visit, decision)
    seat = visit.seat
    theirs = seat is not None and found.owner_id == seat.pk
    if hasattr(found, "replaced_by") or not (theirs or may_decide(visit, idea_decided(found))):
        raise Http404
    return found
