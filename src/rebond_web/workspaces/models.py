"""A workspace that the site shows, and the seats that people have in it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from rebond.vocabulary import Stakeholder
from rebond_web.accounts.models import Account


class Tenant(models.Model):
    """A workspace, by the short name that its addresses bear and the folder where it lives."""

    slug = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=120)
    folder = models.CharField(max_length=1000, unique=True)

    def __str__(self) -> str:
        return self.slug


class Role(models.TextChoices):
    """What a seat is for; what each allows is in `rights`."""

    OWNER = "owner"
    ANALYST = "analyst"
    MANAGER = "manager"
    CONTRIBUTOR = "contributor"
    GUEST = "guest"


class Seat(models.Model):
    """What one account may do in one workspace.

    ``perimeter`` holds conditions as a question does ("Région = Ouest"); a manager has one, and
    sees only the rows where it holds. ``kind`` says whether a contributor is a customer, an
    employee or a partner. ``source`` names the directory that gave the seat and may take it back;
    one given by a person has none.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="seats")
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="seats")
    role = models.CharField(max_length=12, choices=Role.choices)
    perimeter = models.TextField(blank=True)
    kind = models.CharField(
        max_length=8, blank=True, choices=[(str(k), str(k)) for k in Stakeholder]
    )

    source = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "tenant"], name="one_seat_each"),
            models.CheckConstraint(
                condition=~models.Q(role=Role.MANAGER) | ~models.Q(perimeter=""),
                name="a_manager_has_a_perimeter",
            ),
            models.CheckConstraint(
                condition=~models.Q(role=Role.CONTRIBUTOR) | ~models.Q(kind=""),
                name="a_contributor_has_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.tenant_id}"
