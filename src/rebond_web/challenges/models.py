"""A challenge: a question opened to a space, when each of its phases runs, who decides."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from rebond_web.accounts.models import Account
from rebond_web.spaces.models import Space
from rebond_web.workspaces.models import Seat

LONGEST_QUESTION = 200  # characters
LONGEST_WHY = 2000


class Phase(models.TextChoices):
    """What a community is asked to do, in the order in which it does."""

    PROPOSE = "propose"
    REBOUND = "rebound"
    SORT = "sort"  # agree or disagree with statements
    CHOOSE = "choose"  # vote under a rule
    ANSWER = "answer"  # the team decides and tells everybody


class Challenge(models.Model):
    """A question opened to a space.

    ``why`` says why it is asked, ``outcome`` what will be done with what people give. ``insight``
    names the insight that it was born from, "" for none; ``evidence`` what came along: the sentence
    of the insight, its figure, and verbatims without who said them. A draft is seen by those who
    run the space only. ``decider`` decides; ``decider_name`` is how contributors know them.
    """

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="challenges")
    question = models.CharField(max_length=LONGEST_QUESTION)
    why = models.TextField(max_length=LONGEST_WHY, blank=True)
    outcome = models.TextField(max_length=LONGEST_WHY, blank=True)
    language = models.CharField(max_length=2)
    insight = models.CharField(max_length=8, blank=True)
    evidence: models.JSONField[Any, Any] = models.JSONField(default=dict)
    decider = models.ForeignKey(Seat, on_delete=models.SET_NULL, null=True, related_name="+")
    decider_name = models.CharField(max_length=120, blank=True)
    opened = models.DateTimeField(null=True)  # a draft until then
    closed = models.DateTimeField(null=True)
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["space", "-opened"], name="challenges_of_a_space")
        ]

    def __str__(self) -> str:
        return f"challenge {self.pk}"

    @property
    def is_draft(self) -> bool:
        """Whether it was not opened yet."""
        return self.opened is None

    def runs(self, phase: str, day: datetime.date | None = None) -> bool:
        """Return whether a phase is under way on a day, today if none is given."""
        if self.is_draft or self.closed is not None or self.space.closed:
            return False
        today = day or timezone.localdate()
        return any(one.phase == phase and one.holds(today) for one in self.periods.all())


class Period(models.Model):
    """When a phase of a challenge runs: from a day to a day, both included; phases may overlap."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="periods")
    phase = models.CharField(max_length=8, choices=Phase.choices)
    opens = models.DateField()
    closes = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["challenge", "phase"], name="one_period_a_phase"),
            models.CheckConstraint(
                condition=models.Q(opens__lte=models.F("closes")),
                name="a_period_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phase} of challenge {self.challenge_id}"

    def holds(self, day: datetime.date) -> bool:
        """Return whether a day is in it."""
        return self.opens <= day <= self.closes
