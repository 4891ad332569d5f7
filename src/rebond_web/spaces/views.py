"""A space: what it asks now, how one comes in, what one gave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from rebond.errors import InputError
from rebond.vocabulary import Message
from rebond_web.answers.returns import unread_by
from rebond_web.challenges.access import challenges_of
from rebond_web.challenges.models import Challenge
from rebond_web.challenges.outcomes import outcomes_of
from rebond_web.challenges.phases import Step, counts_of, is_over, steps_of
from rebond_web.pages.limits import limited
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.ratings.people import is_named
from rebond_web.spaces.access import signed_in, spaces_seen, visit_of
from rebond_web.spaces.entering import takes_addresses
from rebond_web.spaces.given import erase_all, gifts_of
from rebond_web.spaces.joining import join, keep_device, keep_link
from rebond_web.spaces.models import LONGEST_NAME, Opening, Space
from rebond_web.spaces.sections import space_sections
from rebond_web.spaces.shell import short_day, space_page
from rebond_web.workspaces.models import Seat, Tenant

HOUR = 3600  # seconds


@dataclass(frozen=True)
class Shown:
    """A challenge in a list: where it is, and what came of it."""

    challenge: Challenge
    steps: Sequence[Step]
    became: Sequence[Message]


@require_safe
def community(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the spaces of a workspace that are open to who asks; Http404 where there is none."""
    tenant = Tenant.objects.filter(slug=slug).first()
    under_way = Q(challenges__opened__isnull=False, challenges__closed=None)
    spaces = spaces_seen(request, slug).annotate(asking=Count("challenges", filter=under_way))
    account = signed_in(request)
    seated = account and Seat.objects.filter(account=account, tenant=tenant).exists()
    if tenant is None or not (spaces or seated):
        raise Http404
    rated = account is not None and is_named(account, tenant)
    return page(request, "spaces/community.html", tenant=tenant, spaces=spaces, rated=rated)


@require_safe
def space(request: HttpRequest, slug: str, space: str) -> HttpResponse:
    """Show what a space asks, and what came of what it asked."""
    visit = visit_of(request, slug, space)
    found = list(challenges_of(visit))
    opened = [one for one in found if not one.is_draft]
    counts, became = counts_of(opened), outcomes_of([one for one in opened if is_over(one)])
    shown = [Shown(one, steps_of(one, counts), became.get(one.pk, ())) for one in opened]
    return space_page(
        request,
        "spaces/space.html",
        visit=visit,
        here="space",
        asked=[one for one in shown if not is_over(one.challenge)],
        past=[one for one in shown if is_over(one.challenge)],
        drafts=[one for one in found if one.is_draft],
        publics=list(visit.space.publics.order_by("pk")),
        sections=space_sections(request, visit),
        short=short_day(request),
    )


@limited("join", most=60, seconds=HOUR)
@require_http_methods(["GET", "HEAD", "POST"])
def join_space(request: HttpRequest, slug: str, space: str) -> HttpResponse:
    """Ask who comes in which public they are of, then bring them back to where they were."""
    visit = visit_of(request, slug, space)
    back = back_to(request, reverse("space", kwargs={"slug": slug, "space": space}))
    if visit.participant is not None:
        return redirect(back)
    refused = None
    if request.method == "POST":
        public, name = (request.POST.get(one, "").replace("\0", "") for one in ("public", "name"))
        accepted = request.POST.get("charter") == "on"
        try:
            secret = join(request, visit, public, name, language_of(request), accepted=accepted)
        except InputError as error:
            refused = error.message
        else:
            answer = redirect(back)
            if secret:
                keep_device(request, answer, secret)
            return answer
    return space_page(
        request,
        "spaces/join.html",
        visit=visit,
        status=400 if refused else 200,
        refused=refused,
        publics=list(visit.space.publics.order_by("pk")),
        to=back,
        given={name: request.POST.get(name, "") for name in ("public", "name")},
        longest=LONGEST_NAME,
        account=signed_in(request),
        by_mail=takes_addresses(visit.space),
    )


@limited("space link", most=60, seconds=HOUR, methods=("GET", "HEAD"))
@require_safe
def by_link(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Let in whoever has the link of a space."""
    found = Space.objects.filter(
        tenant__slug=slug, token=token, opening__in=(Opening.LINK, Opening.PUBLIC)
    ).first()
    if found is None:
        raise Http404
    answer = redirect("space", slug=slug, space=found.slug)
    keep_link(request, answer, found)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest, slug: str, space: str) -> HttpResponse:
    """Show a participant what they gave, and erase it all when they say so."""
    visit = visit_of(request, slug, space)
    if visit.participant is None:
        raise Http404
    refused = None
    if request.method == "POST":
        if request.POST.get("sure") == "on":
            account = signed_in(request)
            erase_all(visit.participant, by=account.pk if account else None)
            return page(request, "spaces/gone.html")
        refused = Message("Tick the box first: what is erased cannot be brought back.")
    return space_page(
        request,
        "spaces/me.html",
        visit=visit,
        here="space-me",
        status=400 if refused else 200,
        refused=refused,
        gifts=gifts_of(visit.participant),
        unread=unread_by(visit.participant),
    )


def back_to(request: HttpRequest, otherwise: str) -> str:
    """Return the address of this site that a request wants to come back to, else ``otherwise``."""
    back = request.POST.get("back", "") or request.GET.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return back if safe and back else otherwise
