"""A job: what is to be done, how far it is, what came of it."""

from __future__ import annotations

from typing import Any

from django.db import models

from rebond_web.accounts.models import Account
from rebond_web.workspaces.models import Tenant


class State(models.TextChoices):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(models.Model):
    """One piece of long work for a workspace.

    ``asked`` is what it works on; ``told`` what came of it, or why it failed. A job that runs holds
    a ``lease``: past it, its worker is taken for dead and another takes the job up, so that doing a
    job twice must change nothing. One that waits for its turn to write is not taken before its own.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="jobs")
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    asked: models.JSONField[Any, Any] = models.JSONField(default=dict)
    told: models.JSONField[Any, Any] = models.JSONField(default=dict)
    step = models.CharField(max_length=200, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    lease = models.DateTimeField(null=True)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.state}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (State.DONE, State.FAILED)
