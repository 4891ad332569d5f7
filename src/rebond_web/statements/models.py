"""A statement, and what each participant thinks of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from rebond_web.challenges.contributions import Contribution
from rebond_web.spaces.models import Participant

LONGEST_STATEMENT = 140  # characters


class Statement(Contribution):
    """A short sentence to agree with, disagree with or pass on.

    ``idea`` is the one that it was drawn from, where it was.
    """

    text = models.CharField(max_length=LONGEST_STATEMENT)
    idea = models.ForeignKey(
        "ideas.Idea", on_delete=models.SET_NULL, null=True, related_name="statements"
    )

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["challenge", "state"], name="statements_of_a_challenge")
        ]

    def __str__(self) -> str:
        return f"statement {self.pk}"

    @property
    def words(self) -> str:
        """All that it says."""
        return self.text


class Vote(models.Model):
    """What one participant thinks of one statement: 1 agrees, −1 disagrees, 0 passes.

    A vote withdrawn is removed; one changed is overwritten: how often is not kept.
    """

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="votes")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="votes")
    value = models.SmallIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["statement", "participant"], name="one_vote_each"),
            models.CheckConstraint(condition=models.Q(value__in=(-1, 0, 1)), name="a_vote_is_one"),
        ]

    def __str__(self) -> str:
        return f"vote on statement {self.statement_id}"
