"""Who moderates what: the one way to each. Nobody decides of what they wrote themselves."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from rebond_web.accounts.models import Account
from rebond_web.challenges.contributions import Contribution, State, kinds
from rebond_web.moderation.models import Appeal, Ruling
from rebond_web.spaces.access import Visit
from rebond_web.spaces.models import Participant, Space
from rebond_web.workspaces.access import Sitting, account_of, analyst_of
from rebond_web.workspaces.models import Seat, Tenant
from rebond_web.workspaces.rights import ALLOWED, Right

OPEN = (State.WAITING, State.PUBLISHED)  # what may be decided of


@dataclass(frozen=True)
class Bench:
    """Somebody who moderates a space, for one request."""

    sitting: Sitting
    space: Space
    account: Account


def bench_of(request: HttpRequest, slug: str, space: int) -> Bench:
    """Return the bench of who asks, who runs the space.

    Raises
    ------
    Http404
        When there is no such space, or they do not run it.
    """
    sitting = analyst_of(request, slug)
    spaces = Space.objects.select_related("tenant").filter(tenant=sitting.seat.tenant_id, pk=space)
    found = spaces.first()
    if found is None:
        raise Http404
    return Bench(sitting, found, account_of(request))


def contribution_of(space: Space, kind: str, number: int) -> Contribution:
    """Return a contribution of a space that waits or is shown.

    Raises
    ------
    Http404
        When there is none. Drafts, and what was withdrawn, are their author's alone.
    """
    model = kinds().get(kind)
    if model is None:
        raise Http404
    found = model._default_manager.filter(challenge__space=space, state__in=OPEN, pk=number)
    one = found.select_related("author__public", "author__account", "challenge__space__tenant")
    contribution = one.first()
    if contribution is None:
        raise Http404
    return contribution


def shown_of(visit: Visit, kind: str, number: int) -> Contribution:
    """Return a contribution that everybody in a space sees.

    Raises
    ------
    Http404
        When there is none.
    """
    found = contribution_of(visit.space, kind, number)
    if found.state != State.PUBLISHED or found.challenge.is_draft:
        raise Http404
    return found


def participant_of(space: Space, participant: int) -> Participant:
    """Return a participant of a space.

    Raises
    ------
    Http404
        When there is none.
    """
    found = Participant.objects.filter(space=space, pk=participant).first()
    if found is None:
        raise Http404
    return found


def told_to(visit: Visit, ruling: int) -> Ruling:
    """Return a decision about who visits.

    Raises
    ------
    Http404
        When there is none.
    """
    if visit.participant is None:
        raise Http404
    found = Ruling.objects.filter(author=visit.participant, pk=ruling).first()
    if found is None:
        raise Http404
    return found


def wrote(account: Account, author: Participant | None) -> bool:
    """Return whether somebody is the author of what they would decide of."""
    return author is not None and author.account_id == account.pk


def appeal_of(space: Space, appeal: int) -> Appeal:
    """Return an appeal in a space.

    Raises
    ------
    Http404
        When there is none.
    """
    found = Appeal.objects.filter(ruling__space=space, pk=appeal)
    one = found.select_related("ruling__author__account", "ruling__space__tenant").first()
    if one is None:
        raise Http404
    return one


def team_of(tenant: Tenant) -> frozenset[int]:
    """Return the accounts of those who run the spaces of a workspace."""
    seats = Seat.objects.filter(tenant=tenant, role__in=ALLOWED[Right.WORK])
    return frozenset(seats.values_list("account_id", flat=True))


def others_who_hear(ruling: Ruling, team: frozenset[int]) -> bool:
    """Return whether somebody else than who decided, and than its author, may hear an appeal."""
    author = ruling.author.account_id if ruling.author else None
    return bool(team - {ruling.by_id, author})
