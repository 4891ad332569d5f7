"""Saying which voices ask for an idea, for those who run its space."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from rebond.languages.typography import month
from rebond.report.writing import helpers
from rebond_web.challenges.contributions import State
from rebond_web.ideas.access import idea_of
from rebond_web.ideas.behind import (
    candidates,
    confirmed,
    first_month,
    say_of_voices,
    who_asked,
)
from rebond_web.ideas.models import Idea, IdeaVoice
from rebond_web.ideas.segments import segments_of
from rebond_web.pages.preferences import language_of
from rebond_web.spaces.access import Visit, visit_of
from rebond_web.spaces.shell import space_page
from rebond_web.voices.listing import told_voices, voices_reporter
from rebond_web.workspaces.access import Sitting, account_of, analyst_of

_SHOWN = 12


@require_http_methods(["GET", "HEAD", "POST"])
def voices_behind(request: HttpRequest, slug: str, space: str, idea: int) -> HttpResponse:
    """Show voices that may ask for an idea; keep whether they do."""
    visit = visit_of(request, slug, space)
    if not visit.runs:
        raise Http404
    found = idea_of(visit, idea)
    if found.state != State.PUBLISHED:
        raise Http404
    sitting = analyst_of(request, slug)
    if request.method == "POST":
        said = {
            name.removeprefix("voice-"): value
            for name, value in request.POST.items()
            if name.startswith("voice-") and isinstance(value, str)
        }
        say_of_voices(found, said, sitting.perimeter, by=account_of(request))
        return redirect(request.path)
    return _page(request, visit, sitting, found)


def _page(request: HttpRequest, visit: Visit, sitting: Sitting, idea: Idea) -> HttpResponse:
    reporter = voices_reporter(sitting, language_of(request))
    asked = who_asked(idea, sitting.perimeter)
    first = first_month(asked) if asked else None
    return space_page(
        request,
        "ideas/voices.html",
        visit=visit,
        here="ideas",
        idea=idea,
        asked=asked,
        since=month(first, language_of(request)) if first else "",
        segments=segments_of(asked, reporter) if asked else [],
        asking=told_voices(reporter, confirmed(idea, sitting.perimeter)[:_SHOWN]),
        doubtful=told_voices(reporter, candidates(idea, sitting.perimeter)[:_SHOWN]),
        refused=IdeaVoice.objects.filter(idea=idea, asks=False).count(),
        **helpers(reporter),
    )
