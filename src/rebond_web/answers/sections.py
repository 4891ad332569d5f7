"""What the page of an idea shows of its answer, and of the way it came."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from rebond_web.answers.access import answer_on, may_decide
from rebond_web.answers.credits import told_to
from rebond_web.answers.effects import figure_said
from rebond_web.answers.forms import form_of
from rebond_web.answers.listing import due_of
from rebond_web.answers.models import Decision, State
from rebond_web.answers.thread import answer_address, thread_of_idea
from rebond_web.challenges.contributions import State as Life
from rebond_web.challenges.sections import Section
from rebond_web.ideas.models import Idea
from rebond_web.spaces.access import Visit


def thread(request: HttpRequest, visit: Visit, idea: Idea) -> Section | None:
    """Return the thread through an idea that others see."""
    del request
    if idea.state != Life.PUBLISHED:
        return None
    return Section("answers/thread.html", {"knots": thread_of_idea(visit, idea)})


def answer(request: HttpRequest, visit: Visit, idea: Idea) -> Section | None:
    """Return the answer given to an idea, or until when it waits for one; and where to decide."""
    if idea.state != Life.PUBLISHED or idea.merged_into_id is not None:
        return None
    given = answer_on(idea)
    decides = may_decide(visit, idea) and visit.seat is not None
    shown = shown_answer(given) if given else None
    deciding = None
    if decides and visit.seat is not None:
        deciding = form_of(request, visit.seat, given, idea.challenge.decider_name)
    return Section(
        "answers/answer.html",
        {
            "shown": shown,
            "due": due_of(idea.challenge),
            "today": timezone.localdate(),
            "deciding": deciding,
            "to": reverse(
                "decide-idea",
                kwargs={"slug": visit.slug, "space": visit.space.slug, "idea": idea.pk},
            ),
        },
    )


def shown_answer(decision: Decision) -> dict[str, object]:
    """Return what is shown of a decision: its steps since, its effect, to how many it was told."""
    steps = list(decision.steps.order_by("at", "pk"))
    return {
        "decision": decision,
        "since": steps[1:],
        "last": steps[-1] if len(steps) > 1 else None,
        "figures": {
            one.pk: figure_said(one.figure) for one in steps if one.state == State.MEASURED
        },
        "told": told_to(decision),
        "address": answer_address(decision),
    }
