"""How long the responses of each source are kept."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from rebond_web.workspaces.models import Tenant


class Retention(models.Model):
    """The responses of a source are erased ``months`` after they were given."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="retentions")
    source = models.CharField(max_length=300)
    months = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "source"], name="one_retention_a_source"),
            models.CheckConstraint(condition=models.Q(months__gt=0), name="a_retention_lasts"),
        ]

    def __str__(self) -> str:
        return f"{self.months} months"
