"""Spaces, for those who run them: seen, made, changed, closed, people invited."""

from __future__ import annotations

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rebond.errors import RebondError
from rebond.vocabulary import Message
from rebond_web.mail.post_office import why_nothing_is_sent
from rebond_web.pages.shell import page
from rebond_web.spaces import actions, inviting
from rebond_web.spaces.inviting import AT_ONCE, Guest, address_of, invite_people
from rebond_web.spaces.models import (
    Invited,
    Moderation,
    Opening,
    Space,
)
from rebond_web.spaces.shell import short_day
from rebond_web.surveys.drawing import qr_drawing, qr_file
from rebond_web.surveys.views import is_only_here
from rebond_web.workspaces.access import Sitting, account_of, analyst_of, sitting_of
from rebond_web.workspaces.views import KINDS

OPENINGS = {
    Opening.PUBLIC: Message("Anybody"),
    Opening.LINK: Message("Whoever has its link"),
    Opening.INVITATION: Message("Those who are invited"),
    Opening.PROFILE: Message("Those whose answers fulfil conditions"),
}
MODERATIONS = {
    Moderation.AFTER: Message("Shown at once, looked at where something is doubtful"),
    Moderation.BEFORE: Message("Shown once somebody has looked at it"),
}

_SHOWN = 200  # people awaited, on one page


@require_safe
def spaces(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the spaces of the workspace, to those who read in it."""
    sitting = sitting_of(request, slug)
    found = Space.objects.filter(tenant=sitting.seat.tenant).annotate(
        people=Count("participants", distinct=True), asked=Count("challenges", distinct=True)
    )
    return page(
        request,
        "spaces/manage/spaces.html",
        sitting=sitting,
        here="spaces",
        spaces=found.order_by("closed", "name", "pk"),
        openings=OPENINGS,
    )


@never_cache
@require_safe
def space(request: HttpRequest, slug: str, space: int) -> HttpResponse:
    """Show a space to those who run it: its link, its challenges, who takes part."""
    return _space(request, *space_of(request, slug, space))


@require_POST
def close(request: HttpRequest, slug: str, space: int) -> HttpResponse:
    """Close a space, or open it again."""
    _, found = space_of(request, slug, space)
    actions.set_closed(found, request.POST.get("closed") == "yes", by=account_of(request))
    return redirect("manage-space", slug=slug, space=space)


@require_POST
def link(request: HttpRequest, slug: str, space: int) -> HttpResponse:
    """Give a space another link."""
    _, found = space_of(request, slug, space)
    actions.change_link(found, by=account_of(request))
    return redirect("manage-space", slug=slug, space=space)


@never_cache
@require_POST
def invite(request: HttpRequest, slug: str, space: int) -> HttpResponse:
    """Invite people, and show the links of those who get none by e-mail."""
    sitting, found = space_of(request, slug, space)
    number, emails = request.POST.get("public", ""), request.POST.get("emails", "")
    publics = {str(one.pk): one for one in found.publics.all()}
    if number not in publics:
        return _space(request, sitting, found, refused=Message("Say which public they are of."))
    try:
        guests = invite_people(found, emails, publics[number], by=account_of(request))
    except RebondError as error:
        return _space(request, sitting, found, refused=error.message)
    return _space(request, sitting, found, guests=guests)


@require_POST
def take_back(request: HttpRequest, slug: str, space: int, invited: int) -> HttpResponse:
    """Take an invitation back."""
    _, found = space_of(request, slug, space)
    inviting.take_back(found, invited, by=account_of(request))
    return redirect("manage-space", slug=slug, space=space)


@require_safe
def qr(request: HttpRequest, slug: str, space: int) -> HttpResponse:
    """Give the QR code of a space as a file."""
    _, found = space_of(request, slug, space)
    answer = HttpResponse(qr_file(_address(request, found)), content_type="image/svg+xml")
    answer["Content-Disposition"] = f'attachment; filename="{found.slug}.svg"'
    return answer


def spaces_of(sitting: Sitting) -> QuerySet[Space]:
    """Return the spaces of a workspace."""
    return Space.objects.filter(tenant=sitting.seat.tenant).select_related("tenant")


def space_of(request: HttpRequest, slug: str, space: int) -> tuple[Sitting, Space]:
    """Return the sitting of who runs spaces, and a space of the workspace; else Http404."""
    sitting = analyst_of(request, slug)
    found = spaces_of(sitting).filter(pk=space).first()
    if found is None:
        raise Http404
    return sitting, found


def _address(request: HttpRequest, space: Space) -> str:
    """Return the address to give: with the key for a space by link, else the space's own."""
    if space.opening == Opening.LINK:
        path = reverse("space-link", kwargs={"slug": space.tenant.slug, "token": space.token})
    else:
        path = reverse("space", kwargs=address_of(space))
    return request.build_absolute_uri(path)


def _space(
    request: HttpRequest,
    sitting: Sitting,
    space: Space,
    *,
    refused: Message | None = None,
    guests: list[Guest] | None = None,
) -> HttpResponse:
    address = _address(request, space)
    publics = space.publics.annotate(people=Count("participants")).order_by("pk")
    return page(
        request,
        "spaces/manage/space.html",
        sitting=sitting,
        here="spaces",
        status=400 if refused else 200,
        space=space,
        opening=OPENINGS[Opening(space.opening)],
        moderation=MODERATIONS[Moderation(space.moderation)],
        fit=_fit(space),
        address=address,
        drawing=qr_drawing(address),
        only_here=is_only_here(request),
        challenges=list(space.challenges.order_by("-created", "-pk")),
        panels=list(space.panels.order_by("-created", "-pk")),
        publics=publics,
        kinds=KINDS,
        invited=Invited.objects.filter(space=space).count(),
        awaited=list(inviting.waiting_for(space)[:_SHOWN]),
        no_mail=why_nothing_is_sent(),
        guests=[(one, request.build_absolute_uri(one.path)) for one in guests or ()],
        at_once=AT_ONCE,
        given=request.POST.get("emails", "") if refused else "",
        refused=refused,
        short=short_day(request),
    )


def _fit(space: Space) -> int | None:
    """Return how many people fulfil the profile of a space, None where it has none that counts."""
    if space.opening != Opening.PROFILE:
        return None
    try:
        return actions.who_fits(space.tenant, space.profile)
    except RebondError:  # the data do not know these conditions any more: nobody fulfils them
        return 0
