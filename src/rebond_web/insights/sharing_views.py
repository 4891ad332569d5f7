"""The files of an insight: a picture, a document, the table behind its chart."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rebond.languages.typography import day
from rebond.quantify.insights.keeping import marks_of
from rebond_web.answers.access import decisions_on_insight
from rebond_web.insights.content import Content, found_since, insight_named, shown
from rebond_web.insights.history import history_of
from rebond_web.insights.sharing import About, document_of, picture_of, table_of
from rebond_web.pages.files import attachment, csv_of
from rebond_web.pages.preferences import language_of
from rebond_web.reading.reporter import PageReporter, reporter_of
from rebond_web.workspaces.access import Sitting, sitting_of


@require_safe
def image(request: HttpRequest, slug: str, insight: str) -> HttpResponse:
    """Send an insight as a picture."""
    sitting, reporter, content = _asked(request, slug, insight)
    drawn = picture_of(reporter, content, _about(request, sitting, insight))
    return attachment(drawn, f"rebond-{insight}.png", "image/png")


@require_safe
def document(request: HttpRequest, slug: str, insight: str) -> HttpResponse:
    """Send an insight as a document."""
    sitting, reporter, content = _asked(request, slug, insight)
    whole = not sitting.seat.perimeter
    events = history_of(
        found_since(reporter, insight),
        marks_of(sitting.workspace).get(insight, ()),
        decisions_on_insight(sitting, insight).prefetch_related("steps"),
        whole=whole,
    )
    lines = [
        " · ".join(
            part
            for part in (day(e.at.date(), reporter.language), reporter.t(e.said), e.note)
            if part
        )
        for e in events
    ]
    made = document_of(reporter, content, _about(request, sitting, insight), lines)
    return attachment(made, f"rebond-{insight}.pdf", "application/pdf")


@require_safe
def figures(request: HttpRequest, slug: str, insight: str) -> HttpResponse:
    """Send the table behind the chart of an insight."""
    _, reporter, content = _asked(request, slug, insight)
    table = csv_of(table_of(content.card), reporter.language)
    return attachment(table, f"rebond-{insight}.csv", "text/csv; charset=utf-8")


def _asked(request: HttpRequest, slug: str, name: str) -> tuple[Sitting, PageReporter, Content]:
    sitting = sitting_of(request, slug)
    reporter = reporter_of(sitting, language_of(request))
    found = insight_named(reporter, name)
    if found is None:
        raise Http404
    return sitting, reporter, shown(reporter, found)


def _about(request: HttpRequest, sitting: Sitting, insight: str) -> About:
    address = reverse("insight", kwargs={"slug": sitting.slug, "insight": insight})
    return About(sitting.name, request.build_absolute_uri(address), timezone.localdate())
