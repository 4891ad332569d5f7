"""A case: one voice that needs an answer, who answers it and until when, what was said."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from rebond_web.accounts.models import Account
from rebond_web.mail.models import Letter
from rebond_web.workspaces.models import Seat, Tenant


class State(models.TextChoices):
    """Where a case is."""

    OPEN = "open"
    WAITING = "waiting"  # for somebody else: the person, a supplier
    ANSWERED = "answered"
    CLOSED = "closed"
    REOPENED = "reopened"


# Those on which somebody still has to act.
PENDING = (State.OPEN, State.REOPENED, State.WAITING)


class Case(models.Model):
    """One case. The voice's words stay in the workspace: a case knows it by its id only.

    ``answered`` is when it was first answered, whatever became of it since.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="cases")
    voice_id = models.CharField(max_length=64)
    response_id = models.CharField(max_length=32)
    owner = models.ForeignKey(Seat, on_delete=models.SET_NULL, null=True, related_name="cases")
    due = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    opened = models.DateTimeField()
    answered = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "voice_id"], name="one_case_a_voice"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "state", "due"], name="cases_by_state"),
            models.Index(fields=["tenant", "response_id"], name="cases_of_a_response"),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}: {self.state}"

    @property
    def is_pending(self) -> bool:
        """Whether somebody still has to act."""
        return self.state in PENDING


class Step(models.Model):
    """A case came to a state."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.state}"


class Note(models.Model):
    """Words about a case for those who work on it; never sent."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True)
    at = models.DateTimeField()
    text = models.TextField()

    def __str__(self) -> str:
        return f"note {self.pk}"


class Reply(models.Model):
    """What is answered to a person.

    ``letter`` carries it where it could be sent; elsewhere ``why`` says what stood in the way.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="replies")
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True)
    at = models.DateTimeField()
    text = models.TextField()
    letter = models.OneToOneField(Letter, on_delete=models.SET_NULL, null=True)
    why: models.JSONField[Any, Any] = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"reply {self.pk}"


class Rule(models.Model):
    """Which voices are suggested as cases in a workspace, and how long an answer may take.

    A complaint is one whose person gave at most ``score_at_most`` to the question ``score``, or
    any complaint where no score is named. ``reachable`` keeps those who may be written to.
    """

    tenant = models.OneToOneField(Tenant, on_delete=models.CASCADE, related_name="case_rule")
    questions = models.BooleanField(default=True)
    complaints = models.BooleanField(default=True)
    score = models.CharField(max_length=200, blank=True)
    score_at_most = models.FloatField(default=6)
    reachable = models.BooleanField(default=False)
    days = models.PositiveSmallIntegerField(default=3)
    look_back = models.PositiveSmallIntegerField(default=30)

    def __str__(self) -> str:
        return f"rule of {self.tenant_id}"
