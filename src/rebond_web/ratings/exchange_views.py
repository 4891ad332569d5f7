"""Exchanges, for those who work here: recorded by hand or by a file, listed, their links given."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rebond.errors import InputError
from rebond.languages.speaker import Speaker
from rebond.vocabulary import Message
from rebond_web.pages.files import attachment
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.ratings.csv_file import LARGEST, links_file, record_file
from rebond_web.ratings.models import Exchange, Link
from rebond_web.ratings.recording import (
    OPEN_FOR,
    Given,
    attributes_of,
    links_to_give,
    named_to,
    place_of,
    places_of,
    record_exchange,
    take_back,
)
from rebond_web.ratings.revealing import reveal_when_due
from rebond_web.ratings.seeing import exchange_of, seen
from rebond_web.ratings.wording import KINDS, RELATIONS, Kind, Relation, Side
from rebond_web.surveys.drawing import qr_drawing
from rebond_web.surveys.views import is_only_here
from rebond_web.workspaces.access import Sitting, account_of, sitting_of

_PAGE = 50
_LISTED = 2000  # exchanges looked through for a manager
_FIELDS = ("day", "place", "attribute", "kind", "relation", "who", "person", "reference")


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """Record an exchange by hand; another software's link may fill the form in."""
    sitting = sitting_of(request, slug)
    told = request.POST if request.method == "POST" else request.GET
    given = Given(
        **{
            "day": timezone.localdate().isoformat(),
            **{name: told[name][:300] for name in _FIELDS if told.get(name)},
        }
    )
    if request.method != "POST":
        return _record(request, sitting, given=given)
    try:
        made, _ = record_exchange(sitting, given, by=account_of(request))
    except InputError as error:
        return _record(request, sitting, given=given, refused=error.message)
    return redirect("exchange", slug=slug, exchange=made.pk)


@require_POST
def record_by_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Record the exchanges of a file, and give their links as another."""
    sitting = sitting_of(request, slug)
    given = request.FILES.get("file")
    try:
        content = given.read(LARGEST + 1) if given else b""
        made = record_file(sitting, content, by=account_of(request))
    except InputError as error:
        return _record(request, sitting, refused=error.message)
    told = links_file(made, lambda link: _address(request, link), language_of(request))
    return attachment(told, "links.csv", "text/csv")


@require_safe
def exchanges(request: HttpRequest, slug: str) -> HttpResponse:
    """List exchanges: what and when, never what was said, nor whether a side has rated."""
    sitting = sitting_of(request, slug)
    found = Exchange.objects.filter(tenant=sitting.seat.tenant).order_by("-happened", "-pk")
    ours = seen(sitting, found[:_LISTED]) if sitting.perimeter.filters else found
    return page(
        request,
        "ratings/exchanges.html",
        sitting=sitting,
        here="ratings",
        exchanges=Paginator(ours, _PAGE).get_page(request.GET.get("page")),
        kinds=KINDS,
    )


@require_safe
def exchange(request: HttpRequest, slug: str, exchange: int) -> HttpResponse:
    """Show the links of an exchange, to be given to each side."""
    sitting = sitting_of(request, slug)
    return _exchange(request, sitting, exchange_of(sitting, exchange))


@require_POST
def exchange_back(request: HttpRequest, slug: str, exchange: int) -> HttpResponse:
    """Take back an exchange recorded by mistake."""
    sitting = sitting_of(request, slug)
    found = exchange_of(sitting, exchange)
    try:
        take_back(found, by=account_of(request))
    except InputError as error:
        return _exchange(request, sitting, found, refused=error.message)
    return redirect("exchanges", slug=slug)


def _record(
    request: HttpRequest,
    sitting: Sitting,
    *,
    given: Given | None = None,
    refused: Message | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    return page(
        request,
        "ratings/record.html",
        sitting=sitting,
        here="ratings",
        status=400 if refused else 200,
        given=given or Given(today.isoformat()),
        refused=refused,
        today=today,
        first=today - OPEN_FOR + _ONE,
        attribute=place_of(sitting),
        attributes=attributes_of(sitting),
        places=places_of(sitting),
        kinds=KINDS,
        relations=RELATIONS,
        staff=named_to(sitting),
    )


_ONE = OPEN_FOR // OPEN_FOR.days  # a day


def _exchange(
    request: HttpRequest, sitting: Sitting, found: Exchange, refused: Message | None = None
) -> HttpResponse:
    reveal_when_due(found)
    links = {link.side: _address(request, link) for link in links_to_give([found])}
    said = Speaker(language_of(request)).t
    return page(
        request,
        "ratings/exchange.html",
        sitting=sitting,
        here="ratings",
        status=409 if refused else 200,
        exchange=found,
        kind=KINDS[Kind(found.kind)],
        relation=RELATIONS[Relation(found.relation)],
        links=[
            (side, said(_WHOSE[found.relation, side]), links[side], qr_drawing(links[side]))
            for side in Side.values
            if side in links
        ],
        only_here=is_only_here(request),
        refused=refused,
    )


_WHOSE = {
    ("customer", "outside"): Message("For the customer"),
    ("customer", "inside"): Message("For our side"),
    ("partner", "outside"): Message("For the partner"),
    ("partner", "inside"): Message("For our side"),
}


def _address(request: HttpRequest, link: Link) -> str:
    return request.build_absolute_uri(reverse("rate", kwargs={"token": link.token}))
