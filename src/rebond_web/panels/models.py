"""A test panel, its steps, who applied to it, and what was heard of each step."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from rebond_web.accounts.models import Account
from rebond_web.spaces.models import Participant, Public, Space

LONGEST_TEXT = 4000  # characters
LONGEST_ANSWER = 1000
MOST_QUESTIONS = 6


class Panel(models.Model):
    """A call for people who try something before everybody does.

    Its ``name`` is the source of what testers say, in the workspace. ``profile`` holds conditions
    as a space's does, "" for none; ``public`` narrows it to one public. ``questions`` are those of
    the application; ``consent`` is the agreement that each tester accepts. It is a draft until
    ``opened``; ``outcome`` says to all who were in it what came of it.
    """

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="panels")
    name = models.CharField(max_length=100)
    about = models.TextField(max_length=LONGEST_TEXT)
    protocol = models.TextField(max_length=LONGEST_TEXT)
    consent = models.TextField(max_length=LONGEST_TEXT)
    contact = models.CharField(max_length=120, blank=True)
    places = models.PositiveIntegerField()
    public = models.ForeignKey(Public, on_delete=models.SET_NULL, null=True, related_name="+")
    profile = models.TextField(blank=True)
    questions: models.JSONField[Any, Any] = models.JSONField(default=list)
    opened = models.DateTimeField(null=True)
    closed = models.DateTimeField(null=True)
    outcome = models.TextField(max_length=LONGEST_TEXT, blank=True)
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["space", "name"], name="one_panel_a_name"),
            models.CheckConstraint(condition=models.Q(places__gte=1), name="a_panel_has_places"),
        ]

    def __str__(self) -> str:
        return f"panel {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether one may apply to it and speak of its steps."""
        return self.opened is not None and self.closed is None and not self.space.closed


class Step(models.Model):
    """What testers do from a day to a day, both included, then say what they think of it."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="steps")
    name = models.CharField(max_length=80)
    what = models.TextField(max_length=LONGEST_ANSWER, blank=True)
    opens = models.DateField()
    closes = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["panel", "name"], name="one_step_a_name"),
            models.CheckConstraint(
                condition=models.Q(opens__lte=models.F("closes")),
                name="a_step_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"step {self.pk} of panel {self.panel_id}"

    def holds(self, day: datetime.date | None = None) -> bool:
        """Return whether a day, today if none is given, is in it."""
        return self.opens <= (day or timezone.localdate()) <= self.closes


class State(models.TextChoices):
    """Where an application is."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by who applied


class Application(models.Model):
    """Somebody who would test; ``reason`` is told to them. ``agreed`` is the consent they gave."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="applications")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="applications"
    )
    answers: models.JSONField[Any, Any] = models.JSONField(default=list)
    agreed = models.TextField(max_length=LONGEST_TEXT)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=LONGEST_ANSWER, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    decided = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["panel", "participant"], name="applied_once"),
        ]

    def __str__(self) -> str:
        return f"application {self.pk}"


class Feedback(models.Model):
    """That a tester spoke of a step: what they said is a response of the workspace."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="feedback")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="feedback")
    response_id = models.CharField(max_length=32)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "step"], name="heard_once_a_step"),
        ]

    def __str__(self) -> str:
        return f"feedback {self.pk}"
