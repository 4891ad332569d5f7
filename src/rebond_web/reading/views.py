"""The pages that are read: what matters, the voices, the themes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe
from markupsafe import Markup

from rebond.report.writing import helpers
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.reading.ahead import awaited
from rebond_web.reading.loop import loop
from rebond_web.reading.reporter import reporter_of
from rebond_web.reading.sections import home_page
from rebond_web.reading.soon import soon
from rebond_web.reading.waiting import waiting_for
from rebond_web.workspaces.access import Sitting, sitting_of


@require_safe
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what holds now, in sentences, and the scores."""
    sitting = sitting_of(request, slug)
    if awaited(sitting, "home", language_of(request)):
        return soon(request, sitting, "home")
    return _home(request, sitting)


def _home(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    reporter = reporter_of(sitting, language_of(request))
    head, sections = home_page(reporter)
    deciding = {"sitting": sitting, "t": reporter.t, "csrf_token": get_token(request)}
    return page(
        request,
        "site/home.html",
        sitting=sitting,
        here="home",
        head=head,
        sections=sections,
        stations=loop(sitting, reporter),
        waiting=waiting_for(sitting),
        decide=lambda card: Markup(
            render_to_string(
                "insights/decide.html",
                {**deciding, "id": card.id, "held": card.held, "back_to": "home", "url": reverse},
            )
        ),
        insight_page=lambda name: reverse(
            "insight", kwargs={"slug": sitting.slug, "insight": name}
        ),
        **helpers(reporter),
    )
