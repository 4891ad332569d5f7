"""The list of what will be done, and what becomes of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from rebond.errors import InputError
from rebond.report.writing import helpers
from rebond.vocabulary import Message
from rebond_web.answers import access
from rebond_web.answers.actions import advance
from rebond_web.answers.models import (
    CARRIED_OUT,
    LONGEST_WORDS,
    STATE_MESSAGES,
    Decision,
)
from rebond_web.insights.content import insights_of
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.reading.reporter import reporter_of
from rebond_web.workspaces.access import Sitting, account_of, sitting_of


@dataclass(frozen=True)
class Planned:
    """A decision that is carried out, and what it is about.

    ``insight`` is the sentence of its insight, None once it is not announced any more.
    """

    plan: Decision
    insight: Message | None
    late: bool


@require_safe
def plans(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is planned, the next due first, and what was done."""
    return _plans(request, sitting_of(request, slug))


@require_POST
def move_plan(request: HttpRequest, slug: str, plan: int) -> HttpResponse:
    """Tell how far a decision is."""
    sitting = sitting_of(request, slug)
    found = access.decision_to_move(sitting, plan)
    told = (request.POST.get(name, "") for name in ("state", "words", "due"))
    try:
        advance(found, *told, by=account_of(request))
    except InputError as error:
        return _plans(request, sitting, error.message, plan)
    return redirect(reverse("plans", kwargs={"slug": slug}) + f"#plan-{plan}")


def _plans(
    request: HttpRequest, sitting: Sitting, refused: Message | None = None, at: int = 0
) -> HttpResponse:
    reporter = reporter_of(sitting, language_of(request))
    found = list(access.decisions_of(sitting).filter(state__in=CARRIED_OUT))
    on_insights = any(one.insight for one in found)
    told = {one.id: one.sentence for one in insights_of(reporter)} if on_insights else {}
    today = timezone.localdate()
    shown = [Planned(one, told.get(one.insight), one.is_late(today)) for one in found]
    waiting = [one for one in shown if one.plan.is_open]
    over = sorted(
        (one for one in shown if not one.plan.is_open),
        key=lambda one: one.plan.changed,
        reverse=True,
    )
    return page(
        request,
        "answers/plans.html",
        sitting=sitting,
        here="plans",
        status=400 if refused else 200,
        refused=refused,
        at=at,
        written=request.POST.get("words", ""),
        title=_title(waiting),
        waiting=waiting,
        over=over,
        states=[(str(state), STATE_MESSAGES[state]) for state in CARRIED_OUT],
        longest=LONGEST_WORDS,
        **helpers(reporter),
    )


def _title(waiting: Sequence[Planned]) -> Message:
    late = sum(one.late for one in waiting)
    if not waiting:
        return Message("Nothing is waiting to be done")
    if late:
        values = {"n": len(waiting), "late": late}
        return Message("Plans under way: {n}, of which past their date: {late}", values)
    return Message("Plans under way: {n}, none past its date", {"n": len(waiting)})
