"""Exchanging with other tools, for those who run a space; webhooks, for owners."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from markupsafe import Markup

from rebond.errors import InputError
from rebond.vocabulary import Message
from rebond_web.audit.models import record
from rebond_web.challenges.models import Challenge
from rebond_web.following import outgoing as sending
from rebond_web.following.events import KINDS
from rebond_web.following.exchange import Told, bring_in, posts_of
from rebond_web.following.files import read_posts, written_csv, written_json
from rebond_web.following.models import Outgoing, Showing
from rebond_web.jobs.messages import message_of_json
from rebond_web.pages.files import attachment
from rebond_web.pages.limits import limited
from rebond_web.pages.shell import page
from rebond_web.spaces.models import Opening, Space
from rebond_web.surveys.actions import origins_of
from rebond_web.workspaces.access import Sitting, account_of, analyst_of, owner_of

_HOUR = 3600  # seconds
_SHOWN = 20  # messages of an address
_MOST_FILE = 20 << 20  # bytes


@require_http_methods(["GET", "HEAD", "POST"])
@limited("ideas brought in", most=60, seconds=_HOUR)
def exchange(request: HttpRequest, slug: str, space: int) -> HttpResponse:
    """Show what may be taken out of a space, and bring in ideas from a file."""
    sitting, found = _space(request, slug, space)
    if request.method != "POST":
        return _exchange(request, sitting, found)
    given, challenge = request.FILES.get("file"), _challenge(found, request.POST.get("challenge"))
    try:
        if given is None or (given.size or 0) > _MOST_FILE:
            raise InputError("Choose a file of {n} MB at most.", n=_MOST_FILE >> 20)
        told = bring_in(challenge, read_posts(given.read()), by=account_of(request))
    except InputError as error:
        return _exchange(request, sitting, found, refused=error.message)
    return _exchange(request, sitting, found, told=told)


@require_safe
def taken_out(
    request: HttpRequest, slug: str, space: int, challenge: int, form: str
) -> HttpResponse:
    """Give the ideas of a challenge as a file."""
    sitting, found = _space(request, slug, space)
    wanted = _challenge(found, str(challenge))
    posts = posts_of(wanted)
    record(
        "ideas taken out",
        by=sitting.seat.account_id,
        tenant=sitting.seat.tenant_id,
        subject=wanted.pk,
    )
    name = f"{found.slug}-{wanted.pk}"
    if form == "csv":
        return attachment(written_csv(posts), f"{name}.csv", "text/csv; charset=utf-8")
    if form == "json":
        about = {"space": found.name, "question": wanted.question}
        return attachment(written_json(about, posts), f"{name}.json", "application/json")
    raise Http404


@require_POST
def sites(request: HttpRequest, slug: str, space: int) -> HttpResponse:
    """Name the sites that may show the list of a space inside their pages."""
    sitting, found = _space(request, slug, space)
    try:
        origins = "\n".join(origins_of(request.POST.get("origins", "")))
    except InputError as error:
        return _exchange(request, sitting, found, refused=error.message)
    Showing.objects.update_or_create(space=found, defaults={"origins": origins})
    tenant = sitting.seat.tenant_id
    record("sites of a space named", by=account_of(request).pk, tenant=tenant, subject=found.pk)
    return redirect("exchange", slug=slug, space=space)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("webhooks sent", most=30, seconds=_HOUR)
def webhooks(request: HttpRequest, slug: str, space: int) -> HttpResponse:
    """Show the addresses to which the events of a space are sent; add one."""
    sitting, found = _owned(request, slug, space)
    if request.method != "POST":
        return _webhooks(request, sitting, found)
    address, kinds = request.POST.get("address", ""), request.POST.getlist("kinds")
    site = request.build_absolute_uri("/").rstrip("/")
    try:
        made, secret = sending.make_outgoing(
            found, address, kinds, site=site, by=account_of(request)
        )
    except InputError as error:
        return _webhooks(request, sitting, found, refused=error.message, given=address)
    return _webhooks(request, sitting, found, made=made, secret=secret)


@require_POST
@limited("webhook tried", most=30, seconds=_HOUR)
def webhook(request: HttpRequest, slug: str, space: int, outgoing: int) -> HttpResponse:
    """Send a test to an address, or remove it."""
    _, found = _owned(request, slug, space)
    one = Outgoing.objects.select_related("space__tenant").filter(space=found, pk=outgoing).first()
    if one is None:
        raise Http404
    if request.POST.get("do") == "remove":
        sending.remove_outgoing(one, by=account_of(request))
    else:
        sending.try_out(one)
    return redirect("webhooks-sent", slug=slug, space=space)


def _space(request: HttpRequest, slug: str, space: int) -> tuple[Sitting, Space]:
    return _of(analyst_of(request, slug), space)


def _owned(request: HttpRequest, slug: str, space: int) -> tuple[Sitting, Space]:
    return _of(owner_of(request, slug), space)


def _of(sitting: Sitting, space: int) -> tuple[Sitting, Space]:
    spaces = Space.objects.select_related("tenant").filter(tenant=sitting.seat.tenant_id, pk=space)
    found = spaces.first()
    if found is None:
        raise Http404
    return sitting, found


def _challenge(space: Space, number: str | None) -> Challenge:
    known = Challenge.objects.filter(space=space).select_related("space__tenant")
    asked = number or ""
    found = known.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 18 else None
    if found is None:
        raise Http404
    return found


def _exchange(
    request: HttpRequest,
    sitting: Sitting,
    space: Space,
    *,
    refused: Message | None = None,
    told: Told | None = None,
) -> HttpResponse:
    at = {"slug": sitting.slug, "space": space.slug}
    showing = Showing.objects.filter(space=space).first()
    frame = Markup('<iframe src="{}" title="{}" width="100%" height="640"></iframe>')
    address = request.build_absolute_uri(reverse("space-in", kwargs=at))
    return page(
        request,
        "following/exchange.html",
        sitting=sitting,
        here="spaces",
        status=400 if refused else 200,
        space=space,
        refused=refused,
        told=told,
        challenges=list(Challenge.objects.filter(space=space).order_by("-pk")),
        origins=showing.origins if showing else "",
        line=str(frame.format(address, space.name)),
        open_to_all=space.opening == Opening.PUBLIC,
    )


def _webhooks(
    request: HttpRequest,
    sitting: Sitting,
    space: Space,
    *,
    refused: Message | None = None,
    given: str = "",
    made: Outgoing | None = None,
    secret: str = "",
) -> HttpResponse:
    known = list(Outgoing.objects.filter(space=space).order_by("pk"))
    return page(
        request,
        "following/webhooks.html",
        sitting=sitting,
        here="spaces",
        status=400 if refused else 200,
        space=space,
        refused=refused,
        given=given,
        made=made,
        secret=secret,
        known=[(one, list(one.deliveries.order_by("-pk")[:_SHOWN])) for one in known],
        kinds=KINDS,
        not_allowed=None if sending.allowed() else sending.NOT_ALLOWED,
        sentence=message_of_json,
    )
