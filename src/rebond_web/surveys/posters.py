"""A link of a survey: its address, its QR code, its poster, the line that embeds it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from markupsafe import Markup

from rebond.languages.speaker import Speaker
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.surveys.drawing import qr_drawing, qr_file
from rebond_web.surveys.models import Link
from rebond_web.surveys.views import is_only_here, link_of, survey_of

SIZES = ("a5", "a6")
_SHEETS = 30  # posters on one page: it stays small enough to be opened


@require_safe
def link(request: HttpRequest, slug: str, survey: int, token: str) -> HttpResponse:
    """Show what one link is given to people by."""
    sitting, found = survey_of(request, slug, survey)
    wanted = link_of(found, token)
    address = _address(request, wanted)
    frame = Markup('<iframe src="{}in/" title="{}" width="100%" height="640"></iframe>')
    return page(
        request,
        "surveys/link.html",
        sitting=sitting,
        here="surveys",
        survey=found,
        link=wanted,
        address=address,
        drawing=qr_drawing(address),
        line=str(frame.format(address, found.text("question", language_of(request)))),
        only_here=is_only_here(request),
        is_open=found.takes_answers() and not wanted.closed,
    )


@require_safe
def qr(request: HttpRequest, slug: str, survey: int, token: str) -> HttpResponse:
    """Give the QR code as a file."""
    _, found = survey_of(request, slug, survey)
    wanted = link_of(found, token)
    answer = HttpResponse(qr_file(_address(request, wanted)), content_type="image/svg+xml")
    answer["Content-Disposition"] = f'attachment; filename="{wanted.token}.svg"'
    return answer


@require_safe
def posters(request: HttpRequest, slug: str, survey: int) -> HttpResponse:
    """Show the posters of a survey, one a sheet once printed: all of them, or one link's."""
    sitting, found = survey_of(request, slug, survey)
    asked = found.links.filter(closed=False).order_by("label", "pk")
    token = request.GET.get("link", "")
    if token:
        asked = asked.filter(token=token)
    sheets = Paginator(asked, _SHEETS).get_page(request.GET.get("page"))
    size, spoken = request.GET.get("size", ""), request.GET.get("lang", "")
    spoken = spoken if spoken in found.languages else found.languages[0]
    return page(
        request,
        "surveys/posters.html",
        sitting=sitting,
        here="surveys",
        survey=found,
        token=token,
        size=size if size in SIZES else SIZES[0],
        sizes=SIZES,
        spoken=spoken,
        promise=Speaker(spoken).t("One minute, without an account or a name."),
        sheets=sheets,
        posters=[(one, *_drawn(request, one)) for one in sheets],
    )


def _drawn(request: HttpRequest, link: Link) -> tuple[str, Markup]:
    address = _address(request, link)
    return address, qr_drawing(address)


def _address(request: HttpRequest, link: Link) -> str:
    return request.build_absolute_uri(reverse("answer", kwargs={"token": link.token}))
