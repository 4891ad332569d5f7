"""The audit log: lines are added; the database itself refuses to change or remove them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """One change. Numbers, not links: a line outlives what it speaks of."""

    at = models.DateTimeField(auto_now_add=True)
    account = models.BigIntegerField(null=True)
    tenant = models.BigIntegerField(null=True)
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "-id"], name="changes_of_a_workspace")
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"


def record(action: str, *, by: int | None, tenant: int | None = None, subject: object = "") -> None:
    """Add a line; ``subject`` is the id of what was changed, never what it says."""
    Entry.objects.create(action=action, account=by, tenant=tenant, subject=str(subject))
