"""What people add to an insight: comments."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from rebond_web.accounts.models import Account
from rebond_web.workspaces.models import Tenant

LONGEST_COMMENT = 2000  # characters


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
