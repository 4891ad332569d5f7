"""What people who work here were given: on their own page, and on their manager's."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rebond.languages.typography import number
from rebond.vocabulary import Stakeholder
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.ratings.models import Exchange, Link, Rating
from rebond_web.ratings.people import LEAST, Own, given_to, people_of, to_rate
from rebond_web.ratings.seeing import manager_of, seen, sees
from rebond_web.ratings.setting_aside import set_aside
from rebond_web.ratings.wording import CRITERIA, KINDS, REASONS, Side
from rebond_web.workspaces.access import Sitting, account_of, seat_of, sitting_of
from rebond_web.workspaces.models import Seat
from rebond_web.workspaces.rights import Right, allows


@never_cache
@require_safe
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """Show oneself what one was given, and what is still to rate."""
    seat = seat_of(request, slug, Right.TAKE_PART)
    reads = allows(seat.role, Right.READ)
    if not reads and seat.kind != Stakeholder.EMPLOYEE:
        raise Http404
    waiting = to_rate(seat)
    links = Link.objects.filter(exchange__in=[one.pk for one in waiting], side=Side.INSIDE)
    by_exchange = {link.exchange_id: link.token for link in links}
    return _person(
        request,
        given_to(seat),
        sitting=sitting_of(request, slug) if reads else None,
        own=True,
        waiting=[(one, by_exchange[one.pk]) for one in waiting],
    )


@never_cache
@require_safe
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a manager those who were rated by name where she sees."""
    sitting = _manager(request, slug)
    language = language_of(request)
    return page(
        request,
        "ratings/people.html",
        sitting=sitting,
        here="ratings",
        people=people_of(sitting),
        criteria=CRITERIA,
        least=LEAST,
        num=lambda value: number(value, 1, language),
    )


@never_cache
@require_safe
def person(request: HttpRequest, slug: str, seat: int) -> HttpResponse:
    """Show a manager what one person was given where she sees."""
    sitting = _manager(request, slug)
    found = Seat.objects.select_related("account", "tenant").filter(
        tenant=sitting.seat.tenant, pk=seat
    )
    named = found.first()
    theirs = _exchanges(sitting, seat) if named else []
    if named is None or not theirs:
        raise Http404
    return _person(request, given_to(named, theirs), sitting=sitting, own=False)


@require_POST
def aside(request: HttpRequest, slug: str, rating: int) -> HttpResponse:
    """Set a rating aside with its reason, or have it count again."""
    sitting = _manager(request, slug)
    found = Rating.objects.select_related("exchange").filter(
        exchange__tenant=sitting.seat.tenant,
        exchange__revealed__isnull=False,
        exchange__seat__isnull=False,
        side=Side.OUTSIDE,
        pk=rating,
    )
    one = found.first()
    reason = request.POST.get("reason", "")
    if one is None or not sees(sitting, one.exchange.attributes) or reason not in ("", *REASONS):
        raise Http404
    set_aside(one, reason, by=account_of(request))
    there = reverse("rated-person", kwargs={"slug": slug, "seat": one.exchange.seat_id})
    return redirect(f"{there}#rating-{one.pk}")


def _manager(request: HttpRequest, slug: str) -> Sitting:
    sitting = sitting_of(request, slug)
    if not manager_of(sitting):
        raise Http404
    return sitting


def _exchanges(sitting: Sitting, seat: int) -> list[Exchange]:
    named = Exchange.objects.filter(tenant=sitting.seat.tenant, seat=seat, revealed__isnull=False)
    return seen(sitting, named)


def _person(
    request: HttpRequest,
    given: Own,
    *,
    sitting: Sitting | None,
    own: bool,
    waiting: Sequence[tuple[Exchange, str]] = (),
) -> HttpResponse:
    language = language_of(request)
    return page(
        request,
        "ratings/person.html",
        sitting=sitting,
        here="ratings",
        slug=given.seat.tenant.slug,
        found=given,
        own=own,
        waiting=waiting,
        criteria=CRITERIA,
        kinds=KINDS,
        reasons=REASONS,
        least=LEAST,
        num=lambda value, signed=False: number(value, 1, language, signed=signed),
    )
