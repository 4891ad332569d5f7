"""Which comments and plans a person sees: the one way to each."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from rebond_web.insights.models import Comment, Plan
from rebond_web.workspaces.access import Sitting
from rebond_web.workspaces.models import Seat
from rebond_web.workspaces.rights import ALLOWED, Right


def comments_of(sitting: Sitting, insight: str) -> QuerySet[Comment]:
    """Return the comments on an insight that this person may read, the oldest first."""
    found = Comment.objects.filter(tenant=sitting.seat.tenant, insight=insight)
    if sitting.seat.perimeter:
        found = found.filter(perimeter=sitting.seat.perimeter)
    return found.select_related("account").order_by("at", "pk")


def own_comment(sitting: Sitting, insight: str, comment: int) -> Comment:
    """Return a comment that this person may remove: their own, or any for an owner.

    Raises
    ------
    Http404
        When there is none.
    """
    found = comments_of(sitting, insight).filter(pk=comment)
    if not sitting.owns:
        found = found.filter(account=sitting.seat.account_id)
    one = found.first()
    if one is None:
        raise Http404
    return one


def plans_of(sitting: Sitting) -> QuerySet[Plan]:
    """Return the plans that this person may read, the next due first.

    Who sees a part of the workspace reads those that were given to them.
    """
    found = Plan.objects.filter(tenant=sitting.seat.tenant)
    if sitting.seat.perimeter:
        found = found.filter(owner=sitting.seat)
    return found.select_related("owner__account").order_by("due", "pk")


def owners_of(sitting: Sitting) -> QuerySet[Seat]:
    """Return the seats that may be given a plan: those that read here."""
    seats = Seat.objects.filter(tenant=sitting.seat.tenant, role__in=ALLOWED[Right.READ])
    return seats.select_related("account").order_by("account__email")


def plan_to_move(sitting: Sitting, plan: int) -> Plan:
    """Return a plan whose state this person may change.

    Raises
    ------
    Http404
        When there is none.
    """
    found = plans_of(sitting).filter(pk=plan).first()
    if found is None:
        raise Http404
    return found
