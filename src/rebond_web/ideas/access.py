"""Which ideas and rebounds a visitor sees: the one way to each."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse

from rebond_web.challenges.contributions import Contribution, State
from rebond_web.ideas.models import Idea, Rebound
from rebond_web.spaces.access import Visit


def ideas_of(visit: Visit) -> QuerySet[Idea]:
    """Return the ideas of a space that are shown to everybody in it, the last published first."""
    found = Idea.objects.filter(challenge__space=visit.space, challenge__opened__isnull=False)
    found = found.filter(state=State.PUBLISHED)
    return found.select_related("author__public", "challenge").order_by("-published", "-pk")


def idea_of(visit: Visit, idea: int) -> Idea:
    """Return an idea that a visitor may see: published, their own, or any for who runs the space.

    Raises
    ------
    Http404
        When there is none. Drafts are their author's alone.
    """
    found = Idea.objects.filter(challenge__space=visit.space, pk=idea)
    found = found.filter(_seen(visit)).select_related("author__public", "challenge__space__tenant")
    one = found.first()
    if one is None:
        raise Http404
    return one


def rebounds_of(visit: Visit, idea: Idea) -> QuerySet[Rebound]:
    """Return the rebounds on an idea that a visitor may see, in their order."""
    found = Rebound.objects.filter(_seen(visit), idea=idea)
    return found.select_related("author__public", "combined").order_by("published", "pk")


def address_of_idea(contribution: Contribution) -> str:
    """Return where an idea is seen, or the idea that a contribution is on."""
    idea = contribution.idea_id if isinstance(contribution, Rebound) else contribution.pk
    space = contribution.challenge.space
    return reverse("idea", kwargs={"slug": space.tenant.slug, "space": space.slug, "idea": idea})


def _seen(visit: Visit) -> Q:
    seen = Q(state=State.PUBLISHED)
    if visit.participant is not None:
        seen |= Q(author=visit.participant)
    if visit.runs:
        seen |= ~Q(state__in=(State.DRAFT, State.WITHDRAWN))
    return seen
