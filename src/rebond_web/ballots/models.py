"""A vote: its rule, its options, who voted, what ballots say. Ballots and roll share nothing."""

from __future__ import annotations

import datetime
import secrets
from typing import Any, ClassVar

from django.db import models

from rebond_web.accounts.models import Account
from rebond_web.challenges.models import Challenge, Phase
from rebond_web.spaces.models import Participant, Public

LONGEST_TITLE = 120  # characters
MOST_CHOICES = 100
_BITS = 62  # of a number that is drawn: it fits in 64 bits with a sign


def drawn() -> int:
    """Return a number drawn by lot: as the key of a row, it tells nothing of when it was written.

    SQLite keeps rows in the order of this very number, and no other beside it.
    """
    return secrets.randbits(_BITS) + 1


class Rule(models.TextChoices):
    """How ballots are counted; the words of ``rebond choose --rule``."""

    APPROVAL = "approval"
    LIMITED = "limited"
    GRADES = "majority-judgment"
    BUDGET = "equal-shares"


class Election(models.Model):
    """The vote of a challenge. Once it is opened its rule and its options stay as they are.

    ``most`` votes a ballot under limited votes; ``seats`` options are chosen, but under a budget,
    which is in cents as costs are. Who may vote: those of ``publics`` (all if none), who joined by
    the day ``joined_by``, with an account if it says so. ``glimpse`` is what is shown before the
    close of a vote that is not ``hidden``.
    """

    challenge = models.OneToOneField(Challenge, on_delete=models.CASCADE, related_name="election")
    rule = models.CharField(max_length=20, choices=Rule.choices, default=Rule.APPROVAL)
    most = models.PositiveSmallIntegerField(default=0)
    seats = models.PositiveSmallIntegerField(default=1)
    budget = models.PositiveBigIntegerField(default=0)
    currency = models.CharField(max_length=4, default="€")
    hidden = models.BooleanField(default=True)
    publics: models.ManyToManyField[Public, Any] = models.ManyToManyField(Public, related_name="+")
    joined_by = models.DateField(null=True)
    with_account = models.BooleanField(default=False)
    opened = models.DateTimeField(null=True)
    closed = models.DateTimeField(null=True)
    glimpse: models.JSONField[Any, Any] = models.JSONField(default=dict)
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(opened__isnull=True)
                | ~models.Q(rule=Rule.LIMITED)
                | models.Q(most__gt=0),
                name="limited_votes_have_a_limit",
            ),
            models.CheckConstraint(
                condition=models.Q(opened__isnull=True)
                | ~models.Q(rule=Rule.BUDGET)
                | models.Q(budget__gt=0),
                name="a_budget_has_money",
            ),
        ]

    def __str__(self) -> str:
        return f"vote of challenge {self.challenge_id}"

    def slate(self) -> list[Choice]:
        """Return its options, in their order, with the ideas that they were drawn from."""
        return list(self.choices.select_related("idea"))

    @property
    def is_open(self) -> bool:
        """Whether ballots are taken now."""
        begun = self.opened is not None and self.closed is None
        return begun and self.challenge.runs(Phase.CHOOSE)

    @property
    def last_day(self) -> datetime.date | None:
        """The last day on which ballots are taken; None while no phase says it."""
        found = (one.closes for one in self.challenge.periods.all() if one.phase == Phase.CHOOSE)
        return next(found, None)

    def is_due(self, today: datetime.date) -> bool:
        """Whether it is to be closed and counted: its last day is over, or its challenge is."""
        if self.opened is None or self.closed is not None:
            return False
        over = self.challenge.closed is not None or self.challenge.space.closed
        return over or (self.last_day is not None and self.last_day < today)


class Choice(models.Model):
    """An option: an idea of the challenge, or words of those who run it.

    ``key`` names it on ballots; it is drawn by lot when the vote opens, and unties equal votes.
    ``cost`` is in cents. The title is that of the idea when the vote opened, and ``author`` wrote
    it: both are emptied when they are forgotten.
    """

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="choices")
    key = models.CharField(max_length=3)
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    cost = models.PositiveBigIntegerField(default=0)
    idea = models.ForeignKey("ideas.Idea", on_delete=models.SET_NULL, null=True, related_name="+")
    author = models.ForeignKey(Participant, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["key"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["election", "key"], name="one_choice_a_key"),
        ]

    def __str__(self) -> str:
        return f"choice {self.key} of vote {self.election_id}"


class Shuffled(models.Model):
    """A row of a vote whose number is drawn by lot; `box.put_in` writes it."""

    id = models.BigAutoField(primary_key=True, default=drawn)
    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True


class Voter(Shuffled):
    """On the roll: this participant voted. Neither when, nor what; None once they are forgotten.

    ``mark`` is a keyed digest of whoever was forgotten while the vote was open, so that they do not
    come back to vote again; it is removed at the close.
    """

    participant = models.ForeignKey(Participant, on_delete=models.SET_NULL, null=True)
    mark = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["election", "participant"], name="one_vote_a_person"),
        ]

    def __str__(self) -> str:
        return f"voter {self.pk}"


class Ballot(Shuffled):
    """What somebody chose, until the close. Nothing leads from it to a person.

    ``digest`` is what is kept of the code that opens it, "" for those brought in from ``paper``.
    ``marks`` are the keys of what is approved, in order, or a grade (0 is the worst) for each key.
    """

    digest = models.CharField(max_length=64, blank=True)
    marks: models.JSONField[Any, Any] = models.JSONField()
    paper = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["digest"], condition=~models.Q(digest=""), name="one_ballot_a_code"
            ),
        ]

    def __str__(self) -> str:
        return f"ballot {self.pk}"


class Result(models.Model):
    """What a vote gave. ``people`` cast a ballot, ``paper`` of them on paper. ``file`` is every
    ballot, sorted, "" when they were too few to be shown.

    ``outcome`` is what the rule says, in sentences; ``fingerprint`` the SHA-256 of the file.
    """

    election = models.OneToOneField(Election, on_delete=models.CASCADE, related_name="result")
    people = models.PositiveIntegerField()
    paper = models.PositiveIntegerField()
    file = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    outcome: models.JSONField[Any, Any] = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"result of vote {self.election_id}"
