"""An edit of a codebook: what is asked, what it would move, whether it was done."""

from __future__ import annotations

from typing import Any

from django.db import models

from rebond_web.accounts.models import Account
from rebond_web.jobs.models import Job
from rebond_web.workspaces.models import Tenant

# What settings of the workspace that belong to an edit begin with.
DRAFT, LESSON = "codebook draft ", "codebook lesson "


class Edit(models.Model):
    """One edit. ``operation`` holds ids, labels and expressions, never a sentence of a voice.

    ``base`` is the version of the codebook that it was made on; ``preview`` the job that tells what
    it would move; ``adoption`` the job that reads the voices again with it, once it is wanted.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    operation: models.JSONField[Any, Any] = models.JSONField(default=dict)
    base = models.CharField(max_length=120)
    preview = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    adoption = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    dropped = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.operation.get('what')} on {self.base}"

    @property
    def draft(self) -> str:
        """The setting of the workspace that holds the codebook as it would be."""
        return f"{DRAFT}{self.pk}"

    @property
    def lesson(self) -> str:
        """The setting of the workspace that holds the sentences that the edit teaches, if any."""
        return f"{LESSON}{self.pk}"
