"""An exchange, the links by which both sides rate it, what they said, and what is published."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from rebond_web.accounts.models import Account
from rebond_web.ratings.wording import Kind, Reason, Relation, Side
from rebond_web.workspaces.models import Seat, Tenant


class Exchange(models.Model):
    """Something that happened between two sides.

    ``seat`` is who was there for us, None for a team or the company. ``attribute`` names what
    ``place`` is a value of; ``attributes`` are those that the place tells. ``outside_key`` is the
    pseudonym of the customer or partner where they were named; ``sealed`` their identifier,
    encrypted, emptied once it is revealed. ``reference`` is the keyed hash of the sender's own.
    Until ``revealed`` nobody reads what the other side said; from ``due`` on nobody rates any more.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="exchanges")
    relation = models.CharField(max_length=8, choices=Relation.choices)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    happened = models.DateField()
    attribute = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=120)
    attributes: models.JSONField[Any, Any] = models.JSONField(default=dict)
    seat = models.ForeignKey(Seat, on_delete=models.SET_NULL, null=True, related_name="exchanges")
    outside_key = models.CharField(max_length=32, blank=True, db_index=True)
    sealed = models.BinaryField(blank=True)
    reference = models.CharField(max_length=32, blank=True)
    due = models.DateTimeField()
    revealed = models.DateTimeField(null=True)
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["tenant", "reference"],
                condition=~models.Q(reference=""),
                name="one_exchange_for_a_reference",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due"], condition=models.Q(revealed=None), name="exchanges_to_reveal"
            ),
            models.Index(fields=["tenant", "-happened"], name="exchanges_of_a_workspace"),
        ]

    def __str__(self) -> str:
        return f"exchange {self.pk}"

    @property
    def period(self) -> str:
        """The quarter it happened in, as "2026-Q3"."""
        return f"{self.happened.year}-Q{(self.happened.month + 2) // 3}"

    @property
    def last_day(self) -> date:
        """The last day on which one may rate."""
        return timezone.localdate(self.due) - timedelta(days=1)

    def takes_ratings(self, now: datetime | None = None) -> bool:
        """Return whether one may still rate, or change one's rating."""
        return self.revealed is None and (now or timezone.now()) < self.due


class Link(models.Model):
    """An address where one side rates; it never shows what anybody said."""

    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="links")
    side = models.CharField(max_length=8, choices=Side.choices)
    token = models.CharField(max_length=24, unique=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["exchange", "side"], name="one_link_a_side"),
        ]

    def __str__(self) -> str:
        return f"link {self.pk} of exchange {self.exchange_id}"


class Batch(models.Model):
    """Ratings published together, of five people at least; ``withdrawn`` once one of them goes.

    ``period`` is "" where they are what was left of several periods.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="rating_batches")
    relation = models.CharField(max_length=8, choices=Relation.choices)
    side = models.CharField(max_length=8, choices=Side.choices)
    place = models.CharField(max_length=120)
    period = models.CharField(max_length=7, blank=True)
    withdrawn = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"batch {self.pk}"


class Rating(models.Model):
    """What one side said.

    ``sealed`` holds its words, encrypted. ``digest`` is that of the code that only its author has;
    ``answer_id`` and ``response_id`` those of its response in the workspace, the latter "" while
    there is none. ``rater`` and ``rated`` are keys, the same for the same person; ``rated`` is ""
    where nobody was named. ``aside`` says why it was set aside, "" where it counts.
    """

    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="ratings")
    side = models.CharField(max_length=8, choices=Side.choices)
    marks: models.JSONField[Any, Any] = models.JSONField()
    sealed = models.BinaryField(blank=True)
    consent = models.BooleanField(default=False)
    language = models.CharField(max_length=2)
    digest = models.CharField(max_length=64, unique=True)
    answer_id = models.CharField(max_length=32)
    response_id = models.CharField(max_length=32, blank=True, db_index=True)
    rater = models.CharField(max_length=160)
    rated = models.CharField(max_length=40, blank=True)
    given = models.DateTimeField()
    batch = models.ForeignKey(Batch, on_delete=models.SET_NULL, null=True, related_name="ratings")
    aside = models.CharField(max_length=8, choices=Reason.choices, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["exchange", "side"], name="one_rating_a_side"),
        ]

    def __str__(self) -> str:
        return f"rating {self.pk}"
