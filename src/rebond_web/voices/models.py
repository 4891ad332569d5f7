"""Views that people keep: a search and its conditions, under a name."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from rebond_web.accounts.models import Account
from rebond_web.workspaces.models import Tenant


class SavedView(models.Model):
    """What a person searched and kept. It holds what is asked, never what was found.

    Whoever opens a shared view asks it of the rows that they may see.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    words = models.CharField(max_length=300, blank=True)
    conditions = models.TextField(blank=True)
    sort = models.CharField(max_length=10, blank=True)
    shared = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["tenant", "account", "name"], name="one_view_of_each_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name
