"""The index of places, and the page of one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from rebond.report.writing import helpers
from rebond_web.asking.guard import names_people, sees_scores_of_people
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.places.arriving import only_place
from rebond_web.places.content import place_of
from rebond_web.places.listing import attributes_of, listing_of, values_of
from rebond_web.reading.ahead import awaited
from rebond_web.reading.reporter import PageReporter, reporter_of
from rebond_web.reading.soon import soon
from rebond_web.workspaces.access import Sitting, sitting_of


@require_safe
def places(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the places of the first attribute; a manager of one place sees it at once."""
    sitting = sitting_of(request, slug)
    if awaited(sitting, "home", language_of(request)):
        return soon(request, sitting, "places")
    reporter = reporter_of(sitting, language_of(request))
    own = _own_place(sitting, reporter)
    if own:
        return redirect("place", slug=slug, attribute=own[0], value=own[1])
    found = attributes_of(reporter)
    return _places(request, sitting, reporter, found[0][0] if found else "")


@require_safe
def places_of(request: HttpRequest, slug: str, attribute: str) -> HttpResponse:
    """Show the places of an attribute."""
    sitting = sitting_of(request, slug)
    if awaited(sitting, "home", language_of(request)):
        return soon(request, sitting, "places")
    reporter = reporter_of(sitting, language_of(request))
    _known(reporter, attribute)
    return _places(request, sitting, reporter, attribute)


@require_safe
def place(request: HttpRequest, slug: str, attribute: str, value: str) -> HttpResponse:
    """Show a place among its peers, and what its customers and its team say."""
    sitting = sitting_of(request, slug)
    if awaited(sitting, "home", language_of(request)):
        return soon(request, sitting, "places")
    reporter = reporter_of(sitting, language_of(request))
    _known(reporter, attribute)
    if value not in values_of(reporter, attribute):
        raise Http404
    scored = _scored(sitting, attribute)
    return page(
        request,
        "places/place.html",
        sitting=sitting,
        here="places",
        found=place_of(reporter, attribute, value, scored=scored),
        scored=scored,
        **helpers(reporter),
    )


def _places(
    request: HttpRequest, sitting: Sitting, reporter: PageReporter, attribute: str
) -> HttpResponse:
    scored = _scored(sitting, attribute)
    return page(
        request,
        "places/places.html",
        sitting=sitting,
        here="places",
        trees=attributes_of(reporter),
        listing=listing_of(reporter, attribute, scored=scored) if attribute else None,
        scored=scored,
        **helpers(reporter),
    )


def _known(reporter: PageReporter, attribute: str) -> None:
    """Refuse an attribute that has no places here."""
    if not any(attribute in row for row in attributes_of(reporter)):
        raise Http404


def _scored(sitting: Sitting, attribute: str) -> bool:
    """Return whether scores are shown: those of named people to their manager only."""
    return not names_people(attribute) or sees_scores_of_people(sitting)


def _own_place(sitting: Sitting, reporter: PageReporter) -> tuple[str, str] | None:
    """Return the one place that a manager's seat is about, None where it is about several."""
    one = only_place(sitting.seat, sitting.perimeter.filters)
    if one is None:
        return None
    for row in attributes_of(reporter):
        for name in row:
            if name == one.field and one.values[0] in values_of(reporter, name):
                return name, one.values[0]
    return None
