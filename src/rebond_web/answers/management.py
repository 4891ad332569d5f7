"""What waits for an answer in a workspace, for those who decide."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rebond.vocabulary import Message
from rebond_web.answers.access import CURRENT
from rebond_web.answers.listing import Awaited, ideas_decided_by, ideas_of_tenant, unanswered
from rebond_web.answers.models import Decision
from rebond_web.answers.rates import days_said, rate_of
from rebond_web.answers.thread import answer_address
from rebond_web.challenges.contributions import address_of
from rebond_web.pages.shell import page
from rebond_web.spaces.models import Space
from rebond_web.workspaces.access import sitting_of

WHICH = {
    "waiting": Message("To answer"),
    "late": Message("Past their date"),
    "answered": Message("Answered"),
}
_SHOWN = 100


@require_safe
def decisions(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the ideas that wait for an answer, the first due first, or those that have theirs."""
    sitting = sitting_of(request, slug)
    asked = request.GET.get("which", "waiting")
    which = asked if asked in WHICH else "waiting"
    space = request.GET.get("space", "")
    waiting = [one for one in unanswered(sitting.seat) if _in(one, space)]
    late = [one for one in waiting if one.late]
    theirs = ideas_decided_by(sitting.seat)
    answered = Decision.objects.filter(CURRENT, idea__in=theirs)
    if space:
        answered = answered.filter(idea__challenge__space__slug=space)
    answered = answered.select_related("idea__challenge__space__tenant", "owner__account")
    shown = late if which == "late" else waiting
    return page(
        request,
        "answers/decisions.html",
        sitting=sitting,
        here="plans",
        which=which,
        choices=WHICH,
        space=space,
        spaces=list(Space.objects.filter(tenant=sitting.seat.tenant).order_by("name", "pk")),
        title=_title(waiting, len(late)),
        waiting=shown[:_SHOWN] if which != "answered" else [],
        more=max(0, len(shown) - _SHOWN) if which != "answered" else 0,
        answered=list(answered.order_by("-at", "-pk")[:_SHOWN]) if which == "answered" else [],
        rate=rate_of(ideas_of_tenant(sitting.seat.tenant)) if sitting.brings_in else None,
        days=days_said,
        address=address_of,
        whole=answer_address,
    )


def _in(one: Awaited, space: str) -> bool:
    return not space or one.idea.challenge.space.slug == space


def _title(waiting: Sequence[Awaited], late: int) -> Message:
    if not waiting:
        return Message("No idea waits for an answer")
    if late:
        return Message(
            "Ideas that wait for an answer: {n}, of which past their date: {late}",
            {"n": len(waiting), "late": late},
        )
    return Message("Ideas that wait for an answer: {n}, none past its date", {"n": len(waiting)})
