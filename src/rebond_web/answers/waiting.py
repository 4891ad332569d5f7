"""What of decisions waits for a person, for the home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from rebond.vocabulary import Message
from rebond_web.answers.access import CURRENT
from rebond_web.answers.listing import unanswered
from rebond_web.answers.models import PENDING, Decision
from rebond_web.cases.waiting import Waiting, lateness

if TYPE_CHECKING:
    from rebond_web.workspaces.access import Sitting


def waiting_for(sitting: Sitting) -> list[Waiting]:
    """Return what this person has to carry out, and the ideas that wait for their answer."""
    return [*_plans(sitting), *_ideas(sitting)]


def _plans(sitting: Sitting) -> list[Waiting]:
    mine = Decision.objects.filter(
        CURRENT, tenant=sitting.seat.tenant, owner=sitting.seat, state__in=PENDING
    )
    due = sorted(day for day in mine.values_list("due", flat=True) if day)
    if not due:
        return []
    what = Message("plan is yours") if len(due) == 1 else Message("plans are yours")
    return [Waiting(len(due), what, lateness(due), reverse("plans", kwargs={"slug": sitting.slug}))]


def _ideas(sitting: Sitting) -> list[Waiting]:
    ideas = unanswered(sitting.seat)
    if not ideas:
        return []
    one = len(ideas) == 1
    what = Message("idea waits for an answer") if one else Message("ideas wait for an answer")
    due = sorted(idea.due for idea in ideas if idea.due)
    note = lateness(due) if due else Message("no date was given")
    address = reverse("decisions", kwargs={"slug": sitting.slug})
    return [Waiting(len(ideas), what, note, address)]
