"""Folders from which files are brought in by themselves."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from rebond_web.accounts.models import Account
from rebond_web.workspaces.models import Tenant


class WatchedFolder(models.Model):
    """A folder where the files of one source are laid.

    ``name`` is that of the folder, in the folder of the workspace, under the root that whoever runs
    the site chose: no path comes from a form.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="watched_folders")
    name = models.CharField(max_length=60)
    source = models.CharField(max_length=120)
    channel = models.CharField(max_length=12)
    stakeholder = models.CharField(max_length=12)
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "name"], name="one_watched_folder_a_name"),
        ]

    def __str__(self) -> str:
        return f"watched folder {self.pk}"
