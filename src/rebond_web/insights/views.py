"""The page of an insight, what is said and decided on it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from rebond.errors import RebondError
from rebond.quantify.insights.insight import Insight
from rebond.quantify.insights.keeping import gone, marks_of
from rebond.report.writing import helpers
from rebond.vocabulary import Message
from rebond_web.answers.access import decisions_on_insight
from rebond_web.answers.actions import decide_insight
from rebond_web.answers.forms import form_of, given_in
from rebond_web.answers.thread import thread_of_insight
from rebond_web.challenges.born import challenges_born_from
from rebond_web.insights import access, actions
from rebond_web.insights.content import (
    NO_CAUSE,
    followed_now,
    found_since,
    insight_named,
    insights_of,
    shown,
)
from rebond_web.insights.history import history_of, news_of
from rebond_web.insights.methods import METHODS
from rebond_web.insights.models import LONGEST_COMMENT
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.reading.ahead import awaited
from rebond_web.reading.reporter import PageReporter, reporter_of
from rebond_web.reading.soon import soon
from rebond_web.workspaces.access import Sitting, account_of, analyst_of, sitting_of


@require_safe
def insight(request: HttpRequest, slug: str, insight: str) -> HttpResponse:
    """Show an insight whole; one that is not announced any more says so and since when."""
    sitting = sitting_of(request, slug)
    if awaited(sitting, "home", language_of(request)):
        return soon(request, sitting, "insight")
    return _insight(request, sitting, insight)


@require_POST
def decide(request: HttpRequest, slug: str, insight: str) -> HttpResponse:
    """Keep what is decided of an insight, and come back to where it was decided."""
    sitting = analyst_of(request, slug)
    found = _announced(request, sitting, insight)
    state, note = request.POST.get("state", ""), request.POST.get("note", "")
    try:
        actions.decide(sitting, found, state, note, by=account_of(request))
    except RebondError as error:
        return _insight(request, sitting, insight, error.message)
    if request.POST.get("back") == "home":
        return redirect(reverse("home", kwargs={"slug": slug}) + f"#insight-{insight}")
    return redirect(_address(slug, insight))


@require_POST
def comment(request: HttpRequest, slug: str, insight: str) -> HttpResponse:
    """Add a comment to an insight."""
    sitting = sitting_of(request, slug)
    _known(request, sitting, insight)
    try:
        text = request.POST.get("text", "")
        made = actions.comment(sitting, insight, text, by=account_of(request))
    except RebondError as error:
        return _insight(request, sitting, insight, error.message)
    return redirect(f"{_address(slug, insight)}#comment-{made.pk}")


@require_POST
def uncomment(request: HttpRequest, slug: str, insight: str, comment: int) -> HttpResponse:
    """Remove a comment."""
    sitting = sitting_of(request, slug)
    found = access.own_comment(sitting, insight, comment)
    actions.remove_comment(found, by=account_of(request))
    return redirect(f"{_address(slug, insight)}#comments")


@require_POST
def decision(request: HttpRequest, slug: str, insight: str) -> HttpResponse:
    """Decide what will be done about an insight, and say why."""
    sitting = analyst_of(request, slug)
    found = _announced(request, sitting, insight)
    try:
        decide_insight(sitting, found, given_in(request), by=account_of(request))
    except RebondError as error:
        return _insight(request, sitting, insight, error.message)
    return redirect(f"{_address(slug, insight)}#decisions")


@require_safe
def method(request: HttpRequest, slug: str, method: str) -> HttpResponse:
    """Show how a kind of figures is made."""
    sitting = sitting_of(request, slug)
    note = METHODS.get(method)
    if note is None:
        raise Http404
    return page(
        request, "insights/method.html", sitting=sitting, note=note, others=METHODS, name=method
    )


def _address(slug: str, insight: str) -> str:
    return reverse("insight", kwargs={"slug": slug, "insight": insight})


def _announced(request: HttpRequest, sitting: Sitting, name: str) -> Insight:
    found = insight_named(reporter_of(sitting, language_of(request)), name)
    if found is None:
        raise Http404
    return found


def _known(request: HttpRequest, sitting: Sitting, name: str) -> None:
    """Refuse an insight that this reader never could see."""
    reporter = reporter_of(sitting, language_of(request))
    if insight_named(reporter, name) is None and not _past(reporter, sitting, name):
        raise Http404


def _past(reporter: PageReporter, sitting: Sitting, name: str) -> bool:
    decided = not sitting.seat.perimeter and name in marks_of(sitting.workspace)
    return decided or found_since(reporter, name) is not None


def _insight(
    request: HttpRequest, sitting: Sitting, name: str, refused: Message | None = None
) -> HttpResponse:
    reporter = reporter_of(sitting, language_of(request))
    found = insight_named(reporter, name)
    if found is None:
        if not _past(reporter, sitting, name):
            raise Http404
        return _gone(request, sitting, reporter, name, refused)
    whole = not sitting.seat.perimeter
    marks = marks_of(sitting.workspace).get(name, ())
    now = followed_now(reporter, found, marks)
    return page(
        request,
        "insights/insight.html",
        sitting=sitting,
        here="insight",
        status=400 if refused else 200,
        refused=refused,
        found=shown(reporter, found),
        state=now.state,
        news=news_of(now) if whole else (),
        no_cause=NO_CAUSE,
        **_talk(request, sitting, reporter, name),
        **helpers(reporter),
    )


def _gone(
    request: HttpRequest,
    sitting: Sitting,
    reporter: PageReporter,
    name: str,
    refused: Message | None,
) -> HttpResponse:
    """Show what is left of an insight that newer data do not hold any more."""
    whole = not sitting.seat.perimeter
    lost = gone(insights_of(reporter), reporter.perimeter) if whole else ()
    again = next((one.retest for one in lost if one.id == name and one.retest), None)
    return page(
        request,
        "insights/gone.html",
        sitting=sitting,
        status=400 if refused else 200,
        refused=refused,
        name=name,
        again=again,
        seen=found_since(reporter, name),
        **_talk(request, sitting, reporter, name),
        **helpers(reporter),
    )


def _talk(
    request: HttpRequest, sitting: Sitting, reporter: PageReporter, name: str
) -> dict[str, Any]:
    """Return what people say and decided of an insight, as this reader may see it."""
    marks = marks_of(sitting.workspace).get(name, ())
    decisions = list(decisions_on_insight(sitting, name).prefetch_related("steps"))
    whole = not sitting.seat.perimeter
    return {
        "comments": list(access.comments_of(sitting, name)),
        "history": history_of(found_since(reporter, name), marks, decisions, whole=whole),
        "decisions": decisions,
        "challenges": list(challenges_born_from(sitting, name)),
        "knots": thread_of_insight(sitting, name),
        "deciding": form_of(request, sitting.seat) if sitting.brings_in else None,
        "account": sitting.seat.account_id,
        "given": {"text": request.POST.get("text", "")},
        "today": timezone.localdate(),
        "longest": {"comment": LONGEST_COMMENT},
        "address": request.build_absolute_uri(_address(sitting.slug, name)),
    }
