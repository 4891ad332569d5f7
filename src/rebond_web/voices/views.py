"""The pages of voices: the list, one facet whole, one person's thread."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from markupsafe import Markup

from rebond.errors import InputError
from rebond.quantify import Filter, Question, evidence
from rebond.quantify.threads import threads_of
from rebond.report.content.people import channel_name
from rebond.report.writing import helpers
from rebond.vocabulary import Message
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page, piece
from rebond_web.reading.drawn import drawn
from rebond_web.voices.asking import LATEST, MOST_PAGES, Asked
from rebond_web.voices.facets import facet, facet_name, is_there, matching, others_to_show
from rebond_web.voices.listing import (
    are_findings_known,
    told_voices,
    voice_page,
    voices_reporter,
)
from rebond_web.voices.saved import views_of
from rebond_web.workspaces.access import Sitting, account_of, sitting_of

_PAGE, _CONTENT = "voices/voices.html", "voices/content.html"
_MOST_VALUES = 400  # on the page of one facet
_MOST_OF_A_PERSON = 200  # voices


@require_safe
def voices(request: HttpRequest, slug: str) -> HttpResponse:
    """Show voices, found by words and by meaning, narrowed by conditions."""
    sitting = sitting_of(request, slug)
    asked = Asked(slug, Question("voices"), request.GET.get("q", "").strip()[:300])
    try:
        asked = Asked.of(slug, request.GET.dict(), tuple(request.GET.getlist("facet")))
        content = _found(request, sitting, asked)
    except InputError as error:
        content = _refused(request, sitting, asked, error)
        return page(request, _PAGE, sitting=sitting, here="voices", status=400, content=content)
    return page(request, _PAGE, sitting=sitting, here="voices", content=content)


def _found(request: HttpRequest, sitting: Sitting, asked: Asked) -> Markup:
    """Return the voices found; those of a search by words are found anew each time."""
    language = language_of(request)
    given = request.GET.get("page", "1")
    number = min(max(1, int(given)), MOST_PAGES) if given.isdecimal() else 1

    def content() -> dict[str, Any]:
        reporter = voices_reporter(sitting, language)
        found = voice_page(reporter, asked, number)
        return {
            "asked": asked,
            "where": asked.where,
            "found": found,
            "refused": None,
            "others": others_to_show(reporter, asked, found.facets),
            "field_name": lambda name: facet_name(reporter, name),
            "latest": LATEST,
            **helpers(reporter),
        }

    kept_views = piece(
        request,
        "voices/views.html",
        sitting,
        asked=asked,
        views=views_of(sitting, account_of(request)),
    )
    if asked.words:
        return piece(request, _CONTENT, sitting, views=kept_views, **content())
    what = f"{asked} {number} {are_findings_known(sitting)}"
    return drawn(request, sitting, _CONTENT, what, content, views=kept_views)


def _refused(request: HttpRequest, sitting: Sitting, asked: Asked, error: InputError) -> Markup:
    where = request.GET.get("where", "").strip()
    refused = refusal_for(sitting, error.message)
    shown: dict[str, Any] = {"asked": asked, "where": where, "refused": refused}
    return piece(request, _CONTENT, sitting, found=None, **shown)


@require_safe
def by(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every value of one facet, and those that hold some words."""
    sitting = sitting_of(request, slug)
    reporter = voices_reporter(sitting, language_of(request))
    field, wanted = request.GET.get("field", ""), request.GET.get("find", "").strip()[:80]
    if not is_there(reporter, field):
        raise Http404
    try:
        asked = Asked.of(slug, request.GET.dict(), tuple(request.GET.getlist("facet")))
        found = facet(reporter, asked, field, most=_MOST_VALUES)
    except InputError as error:
        raise Http404 from error
    return page(
        request,
        "voices/by.html",
        sitting=sitting,
        here="voices",
        asked=asked,
        facet=matching(found, wanted) if wanted else found,
        everything=len(found.choices),
        field=field,
        shown=field in asked.facets,
        wanted=wanted,
        **helpers(reporter),
    )


@require_safe
def thread(request: HttpRequest, slug: str, person: str) -> HttpResponse:
    """Show the voices of one person in time, in every channel, as far as the reader may see."""
    sitting = sitting_of(request, slug)
    perimeter = sitting.perimeter
    known = threads_of(perimeter, [person]).get(person)
    if known is None:
        raise Http404
    reporter = voices_reporter(sitting, language_of(request))
    question = Question("voices", (), (Filter("person", "=", (person,)),))
    found = evidence(question, perimeter, latest=True, limit=_MOST_OF_A_PERSON)
    channels = dict.fromkeys(channel_name(reporter, voice.channel) for voice in found)
    return page(
        request,
        "voices/thread.html",
        sitting=sitting,
        here="voices",
        told=told_voices(reporter, found),
        known=known,
        channels=list(channels),
        **helpers(reporter),
    )


def refusal_for(sitting: Sitting, message: Message) -> Message:
    """Return why conditions are refused; a manager is not told values outside their perimeter."""
    if not sitting.seat.perimeter:
        return message
    return Message(
        "A condition cannot be read, or names what your voices do not have. Choose one on the left."
    )
