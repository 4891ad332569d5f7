"""An answer received: what it says until the workspace has it, then only that it was received."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from rebond_web.workspaces.models import Tenant


class State(models.TextChoices):
    """Where an answer is."""

    WAITING = "waiting"  # only here
    IMPORTED = "imported"  # in the workspace, its voices not read yet
    READ = "read"
    STUCK = "stuck"  # only here: it could not be brought in, and is tried again later


class Received(models.Model):
    """One answer.

    ``response_id`` is the pseudonym that its response has in the workspace, from its source and
    the id that its sender gave: two answers of the same id are one. ``sealed`` is what it says,
    encrypted under the workspace's secret, empty once it is imported; ``people`` the pseudonyms of
    who answered, emptied then too; ``content_key`` tells whether another answer says the same.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="received")
    response_id = models.CharField(max_length=32)
    source = models.CharField(max_length=120)
    content_key = models.CharField(max_length=32)
    sealed = models.BinaryField(blank=True)
    people: models.JSONField[Any, Any] = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "response_id"], name="one_answer_for_an_id"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["tenant", "state"],
                condition=~models.Q(state=State.READ),
                name="answers_on_their_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response_id}: {self.state}"
