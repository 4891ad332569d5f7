"""Rules that people make for themselves, the alerts that came of them, when all was looked at."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from rebond_web.mail.models import Letter
from rebond_web.workspaces.models import Seat, Tenant


class Kind(models.TextChoices):
    """What a rule watches."""

    FALLS = "falls"  # net polarity of themes falls
    COMPLAINTS = "complaints"  # more complaints than in the same weeks of last year
    UNDER = "under"  # a score is under a threshold


class Rule(models.Model):
    """One rule of one person, evaluated on the rows that their seat sees.

    ``theme`` is "" for every theme, each apart; ``attribute`` "" for everything together, else
    each of its values apart. ``weeks`` are looked at together; ``certainty`` is in %.
    ``quiet_until`` silences it for a time, ``muted`` until its person wants it again.
    """

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="alert_rules")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    theme = models.CharField(max_length=120, blank=True)
    attribute = models.CharField(max_length=200, blank=True)
    score = models.CharField(max_length=200, blank=True)
    is_nps = models.BooleanField(default=False)
    threshold = models.FloatField(default=0)
    weeks = models.PositiveSmallIntegerField(default=4)
    certainty = models.PositiveSmallIntegerField(default=95)
    language = models.CharField(max_length=2, default="en")
    quiet_until = models.DateField(null=True)
    muted = models.BooleanField(default=False)
    why = models.CharField(max_length=300, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=[
                    *("seat", "kind", "theme", "attribute", "score", "threshold", "weeks"),
                    "certainty",
                ],
                name="one_rule_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"rule {self.pk}: {self.kind}"

    @property
    def rate(self) -> float:
        """The rate of false alerts that its certainty leaves."""
        return 1 - self.certainty / 100


class Alert(models.Model):
    """What one rule found in one week (its Monday): all of it in one alert.

    ``lines`` hold its figures as they were; ``held`` alerts were beyond the person's budget of the
    week and were not sent.
    """

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="alerts")
    week = models.DateField()
    at = models.DateTimeField()
    lines: models.JSONField[Any, Any] = models.JSONField(default=list)
    held = models.BooleanField(default=False)
    seen = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)
    letter = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["rule", "week"], name="one_alert_a_rule_and_week"),
        ]

    def __str__(self) -> str:
        return f"alert {self.pk} of {self.rule_id}"


class Budget(models.Model):
    """How many alerts a week a person wants at most."""

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="alert_budget")
    most = models.PositiveSmallIntegerField(default=2)

    def __str__(self) -> str:
        return f"{self.most} a week for {self.seat_id}"


class Checked(models.Model):
    """When the rules of a workspace were last evaluated, and on which version of its data."""

    tenant = models.OneToOneField(Tenant, on_delete=models.CASCADE, related_name="alerts_checked")
    at = models.DateTimeField()
    data_version = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.tenant_id} at {self.at}"
