"""What a person says of a voice, until the workspace has it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from rebond_web.workspaces.models import Tenant


class Kind(models.TextChoices):
    """What a saying is: of a voice drawn, of one that people differ on, or of one chosen."""

    LABEL = "label"
    SETTLED = "settled"
    CORRECTION = "correction"


class Saying(models.Model):
    """All that one person says that a voice says: ids of themes, polarities, places of words.

    It joins the workspace by batches, since each batch of labels changes figures.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    labeller = models.CharField(max_length=40)
    voice_id = models.CharField(max_length=80)
    said: models.JSONField[Any, Any] = models.JSONField(default=list)
    codebook_version = models.CharField(max_length=120)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["tenant", "kind", "labeller", "voice_id"], name="one_saying_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.voice_id} by {self.labeller}"
