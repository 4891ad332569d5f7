"""What people add to an insight: comments and improvement plans."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.db import models

from rebond.vocabulary import Message
from rebond_web.accounts.models import Account
from rebond_web.workspaces.models import Seat, Tenant

LONGEST_COMMENT = 2000  # characters
LONGEST_PLAN = 300


class Comment(models.Model):
    """What somebody says of an insight.

    ``perimeter`` is that of the seat it was written from: who sees a part of the workspace reads
    only what was written from the same part.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="comments")
    insight = models.CharField(max_length=8)
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True)
    perimeter = models.TextField(blank=True)
    text = models.TextField(max_length=LONGEST_COMMENT)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "insight"], name="comments_of_an_insight")
        ]

    def __str__(self) -> str:
        return f"comment {self.pk} on {self.insight}"


class PlanState(models.TextChoices):
    """Where a plan is."""

    PLANNED = "planned"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"


STATE_MESSAGES = {
    PlanState.PLANNED: Message("planned"),
    PlanState.DOING: Message("under way"),
    PlanState.DONE: Message("done"),
    PlanState.DROPPED: Message("dropped"),
}


class Plan(models.Model):
    """What will be done about an insight, by whom and until when."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="plans")
    insight = models.CharField(max_length=8)
    what = models.CharField(max_length=LONGEST_PLAN)
    owner = models.ForeignKey(Seat, on_delete=models.SET_NULL, null=True, related_name="plans")
    due = models.DateField()
    state = models.CharField(max_length=8, choices=PlanState.choices, default=PlanState.PLANNED)
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True)
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "insight"], name="plans_of_an_insight")
        ]

    def __str__(self) -> str:
        return f"plan {self.pk} on {self.insight}: {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether something remains to be done."""
        return self.state in (PlanState.PLANNED, PlanState.DOING)

    def is_late(self, today: datetime.date) -> bool:
        """Return whether its date is past and something remains to be done."""
        return self.is_open and self.due < today

    @property
    def said(self) -> Message:
        """Its state, in words."""
        return STATE_MESSAGES[PlanState(self.state)]
