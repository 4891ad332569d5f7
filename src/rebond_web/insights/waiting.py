"""What of insights and plans waits for a person, for the home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from rebond.vocabulary import Message
from rebond_web.cases.waiting import Waiting, lateness
from rebond_web.insights.models import Plan, PlanState

if TYPE_CHECKING:
    from rebond_web.workspaces.access import Sitting


def waiting_for(sitting: Sitting) -> list[Waiting]:
    """Return the plans of this person that are not done; nothing when there are none."""
    undone = (PlanState.PLANNED, PlanState.DOING)
    plans = Plan.objects.filter(tenant=sitting.seat.tenant, owner=sitting.seat, state__in=undone)
    due = sorted(plans.values_list("due", flat=True))
    if not due:
        return []
    what = Message("plan is yours") if len(due) == 1 else Message("plans are yours")
    return [Waiting(len(due), what, lateness(due), reverse("plans", kwargs={"slug": sitting.slug}))]
