"""Which challenges a visitor sees: the one way to each."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from rebond_web.challenges.models import Challenge
from rebond_web.spaces.access import Visit


def challenges_of(visit: Visit) -> QuerySet[Challenge]:
    """Return the challenges of a space that a visitor may see, the last opened first."""
    found = Challenge.objects.filter(space=visit.space)
    if not visit.runs:
        found = found.filter(opened__isnull=False)
    return found.select_related("space__tenant").prefetch_related("periods").order_by("-opened")


def challenge_of(visit: Visit, challenge: int) -> Challenge:
    """Return one of them.

    Raises
    ------
    Http404
        When there is none, or it is a draft of those who run the space.
    """
    found = challenges_of(visit).filter(pk=challenge).first()
    if found is None:
        raise Http404
    return found
