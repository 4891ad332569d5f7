"""The pages of themes: the tree with what weighs and where, and each theme on its own."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rebond.errors import QuestionError
from rebond.report.writing import helpers
from rebond_web.codebook.actions import candidates_left
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.reading.ahead import awaited
from rebond_web.reading.drawn import drawn
from rebond_web.reading.reporter import reporter_of
from rebond_web.reading.soon import soon
from rebond_web.themes.content import map_of, themes_page
from rebond_web.themes.one import theme_page
from rebond_web.workspaces.access import sitting_of


@require_safe
def themes(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the themes as a tree, what weighs, where and since when."""
    sitting = sitting_of(request, slug)
    language = language_of(request)
    if awaited(sitting, "themes", language):
        return soon(request, sitting, "themes")
    wanted = request.GET.get("by", "")
    candidates = len(candidates_left(sitting)) if sitting.brings_in else 0

    def content() -> dict[str, Any]:
        reporter = reporter_of(sitting, language)
        found = themes_page(reporter)
        if wanted and wanted not in found.attributes:
            raise Http404
        heat = map_of(reporter, wanted) if wanted else found.heat
        return {
            "content": found,
            "heat": heat,
            "candidates": candidates,
            "by": wanted or (heat.attribute if heat else ""),
            **helpers(reporter),
        }

    what = f"{candidates} {wanted}"
    tree = drawn(request, sitting, "themes/content.html", what, content)
    return page(request, "themes/themes.html", sitting=sitting, here="themes", content=tree)


@require_safe
def theme(request: HttpRequest, slug: str, theme: str) -> HttpResponse:
    """Show one theme: how much, how well, since when, where, for and against."""
    sitting = sitting_of(request, slug)
    language = language_of(request)
    if awaited(sitting, "themes", language):
        return soon(request, sitting, "themes")
    reporter = reporter_of(sitting, language)
    try:
        found = theme_page(reporter, theme)
    except QuestionError as error:
        raise Http404 from error
    if found is None:
        raise Http404
    return page(
        request,
        "themes/theme.html",
        sitting=sitting,
        here="themes",
        one=found,
        **helpers(reporter),
    )
