"""Which comments a person sees: the one way to each."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from rebond_web.insights.models import Comment
from rebond_web.workspaces.access import Sitting


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
