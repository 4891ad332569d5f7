"""The list of improvement plans, and what becomes of each."""

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
from rebond_web.insights import access, actions
from rebond_web.insights.content import insights_of
from rebond_web.insights.models import STATE_MESSAGES, Plan, PlanState
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.reading.reporter import reporter_of
from rebond_web.workspaces.access import Sitting, account_of, sitting_of


@dataclass(frozen=True)
class Planned:
    """A plan and the insight it is about: its sentence, None once it is not announced any more."""

    plan: Plan
    insight: Message | None
    late: bool


@require_safe
def plans(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is planned, the next due first, and what was done."""
    return _plans(request, sitting_of(request, slug))


@require_POST
def move_plan(request: HttpRequest, slug: str, plan: int) -> HttpResponse:
    """Change the state or the date of a plan."""
    sitting = sitting_of(request, slug)
    found = access.plan_to_move(sitting, plan)
    state, due = request.POST.get("state", ""), request.POST.get("due", "")
    try:
        actions.move_plan(found, state, due, by=account_of(request))
    except InputError as error:
        return _plans(request, sitting, error.message)
    return redirect(reverse("plans", kwargs={"slug": slug}) + f"#plan-{plan}")


def _plans(request: HttpRequest, sitting: Sitting, refused: Message | None = None) -> HttpResponse:
    reporter = reporter_of(sitting, language_of(request))
    found = list(access.plans_of(sitting))
    told = {one.id: one.sentence for one in insights_of(reporter)} if found else {}
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
        "insights/plans.html",
        sitting=sitting,
        here="plans",
        status=400 if refused else 200,
        refused=refused,
        title=_title(waiting),
        waiting=waiting,
        over=over,
        states=[(str(state), STATE_MESSAGES[state]) for state in PlanState],
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
