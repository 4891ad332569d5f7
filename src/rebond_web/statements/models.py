"""A statement, what each participant thinks of it, and what is kept of how they group."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from rebond_web.challenges.contributions import Contribution
from rebond_web.challenges.models import Challenge
from rebond_web.spaces.models import Participant

LONGEST_STATEMENT = 140  # characters that participants may write
LONGEST_KEPT = 1000  # of those brought in from elsewhere
LONGEST_ARGUMENT = 600
LONGEST_GROUP = 40


class Statement(Contribution):
    """A short sentence to agree with, disagree with or pass on.

    ``idea`` is the one that it was drawn from, where it was. A ``seed`` was written by those who
    run the space: it has no author.
    """

    text = models.CharField(max_length=LONGEST_KEPT)
    idea = models.ForeignKey(
        "ideas.Idea", on_delete=models.SET_NULL, null=True, related_name="statements"
    )
    seed = models.BooleanField(default=False)

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


class Sorting(models.Model):
    """What was last computed of the votes of a challenge: nobody can be told from it.

    ``stale`` once a vote changed since; ``asked`` when computing was last asked for. ``told`` is
    what pages draw (`counting.py`), ``names`` those given to groups, by their number.
    """

    challenge = models.OneToOneField(
        Challenge, on_delete=models.CASCADE, primary_key=True, related_name="sorting"
    )
    stale = models.BooleanField(default=True)
    asked = models.DateTimeField(null=True)
    told: models.JSONField[Any, Any] = models.JSONField(default=dict)
    names: models.JSONField[Any, Any] = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"sorting of challenge {self.challenge_id}"


class Side(models.TextChoices):
    """Which way an argument pulls."""

    FOR = "for"
    AGAINST = "against"


class Argument(Contribution):
    """A reason for or against an idea."""

    idea = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="arguments")
    side = models.CharField(max_length=7, choices=Side.choices)
    text = models.CharField(max_length=LONGEST_ARGUMENT)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["idea", "state"], name="arguments_on_an_idea")
        ]

    def __str__(self) -> str:
        return f"argument {self.pk}"

    @property
    def words(self) -> str:
        """All that it says."""
        return self.text


class Thanks(models.Model):
    """One participant found one argument useful."""

    argument = models.ForeignKey(Argument, on_delete=models.CASCADE, related_name="thanks")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="thanks")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["argument", "participant"], name="thanked_once"),
        ]

    def __str__(self) -> str:
        return f"thanks for argument {self.argument_id}"


class Mention(models.Model):
    """One argument names one participant: ``@name``."""

    argument = models.ForeignKey(Argument, on_delete=models.CASCADE, related_name="mentions")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="mentions")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["argument", "participant"], name="mentioned_once"),
        ]

    def __str__(self) -> str:
        return f"mention in argument {self.argument_id}"
