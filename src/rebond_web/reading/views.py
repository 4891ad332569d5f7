"""The pages that are read: what matters, the voices, the themes."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from rebond.report.writing import helpers
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.reading.ahead import awaited
from rebond_web.reading.drawn import drawn
from rebond_web.reading.kept import kept
from rebond_web.reading.loop import loop
from rebond_web.reading.reporter import PageReporter, reporter_of
from rebond_web.reading.sections import home_page, page_name
from rebond_web.reading.soon import soon
from rebond_web.reading.waiting import waiting_for
from rebond_web.workspaces.access import Sitting, sitting_of


@require_safe
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what holds now, in sentences, and the scores."""
    sitting, language = sitting_of(request, slug), language_of(request)
    if awaited(sitting, "home", language):
        return soon(request, sitting, "home")
    return _home(request, sitting, language)


def _home(request: HttpRequest, sitting: Sitting, language: str) -> HttpResponse:
    @cache
    def reporter() -> PageReporter:
        return reporter_of(sitting, language)

    def content() -> dict[str, Any]:
        def insight_page(name: str) -> str:
            return reverse("insight", kwargs={"slug": sitting.slug, "insight": name})

        sections = home_page(reporter()).sections
        return {"sections": sections, "insight_page": insight_page, **helpers(reporter())}

    name = page_name(sitting.perimeter, sitting.slug, language, "home")
    heard = kept(sitting.perimeter, f"heard {name}", lambda: home_page(reporter()).heard)
    return page(
        request,
        "site/home.html",
        sitting=sitting,
        here="home",
        head=heard.head,
        stations=loop(sitting, heard, language),
        waiting=waiting_for(sitting),
        sections=drawn(request, sitting, "site/home_sections.html", name, content),
    )
