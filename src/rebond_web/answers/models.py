"""What was decided of an idea, an insight or a case, how far it is, and whom it is told to."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from rebond.vocabulary import Message
from rebond_web.accounts.models import Account
from rebond_web.cases.models import Case
from rebond_web.ideas.models import Idea
from rebond_web.mail.models import Letter
from rebond_web.spaces.models import Participant
from rebond_web.workspaces.models import Seat, Tenant

LONGEST_WHAT = 300  # characters
LONGEST_REASON = 2000
LONGEST_WORDS = 1000
LONGEST_NAME = 120


class Kind(models.TextChoices):
    """What may be decided."""

    ADOPT = "adopt"
    TEST = "test"
    DECLINE = "decline"
    POSTPONE = "postpone"


class State(models.TextChoices):
    """How far what was decided is."""

    DECIDED = "decided"  # nothing is to be carried out
    PLANNED = "planned"
    DOING = "doing"
    DONE = "done"
    STOPPED = "stopped"
    MEASURED = "measured"  # of a step only: what it changed is known


STATE_MESSAGES = {
    State.DECIDED: Message("decided"),
    State.PLANNED: Message("planned"),
    State.DOING: Message("under way"),
    State.DONE: Message("done"),
    State.STOPPED: Message("stopped"),
    State.MEASURED: Message("effect measured"),
}
KIND_MESSAGES = {
    Kind.ADOPT: Message("Adopt"),
    Kind.TEST: Message("Test"),
    Kind.DECLINE: Message("Decline"),
    Kind.POSTPONE: Message("Postpone"),
}
# What a decision says by itself, where nobody wrote what will be done.
KIND_SAID = {
    Kind.ADOPT: Message("We will do it."),
    Kind.TEST: Message("We will test it first."),
    Kind.DECLINE: Message("We will not do it."),
    Kind.POSTPONE: Message("Not now."),
}
# Those that a person may bring a decision to.
CARRIED_OUT = (State.PLANNED, State.DOING, State.DONE, State.STOPPED)
# Those in which something remains to be done.
PENDING = (State.PLANNED, State.DOING)


class Decision(models.Model):
    """What was decided, with its reason, on an idea, an insight or a case: one of the three.

    ``what`` is what will be done, in a sentence ("" where nothing is); ``reason`` is written for
    those who contributed, ``signed`` is how they know who wrote it, ``owner_name`` who sees to it.
    ``theme`` is that of the insight behind, ``attribute`` and ``value`` its place (Shop, Nantes),
    "" where it has none. It is never overwritten: another one ``replaces`` it. ``state`` and
    ``due`` are those of its last step.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="decisions")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, null=True, related_name="decisions")
    insight = models.CharField(max_length=8, blank=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, related_name="decisions")
    theme = models.CharField(max_length=200, blank=True)
    attribute = models.CharField(max_length=200, blank=True)
    value = models.TextField(blank=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    what = models.CharField(max_length=LONGEST_WHAT, blank=True)
    reason = models.TextField(max_length=LONGEST_REASON, blank=True)
    language = models.CharField(max_length=2, default="fr")
    owner = models.ForeignKey(Seat, on_delete=models.SET_NULL, null=True, related_name="decisions")
    owner_name = models.CharField(max_length=LONGEST_NAME, blank=True)
    signed = models.CharField(max_length=LONGEST_NAME, blank=True)
    due = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    replaces = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, related_name="replaced_by"
    )
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(idea__isnull=False, insight="", case=None)
                | (models.Q(idea=None, case=None) & ~models.Q(insight=""))
                | models.Q(idea=None, insight="", case__isnull=False),
                name="a_decision_is_on_one_thing",
            ),
            models.UniqueConstraint(
                fields=["idea"],
                condition=models.Q(replaces=None, idea__isnull=False),
                name="an_idea_is_decided_once",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(replaces=None, case__isnull=False),
                name="a_case_is_decided_once",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "state", "due"], name="decisions_by_state"),
            models.Index(fields=["tenant", "insight"], name="decisions_on_an_insight"),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}: {self.kind}"

    @property
    def is_open(self) -> bool:
        """Whether something remains to be done."""
        return self.state in PENDING

    def is_late(self, today: datetime.date) -> bool:
        """Return whether its date is past and something remains to be done."""
        return self.is_open and self.due is not None and self.due < today

    @property
    def said(self) -> Message:
        """Its state, in words."""
        return STATE_MESSAGES[State(self.state)]

    @property
    def named(self) -> Message:
        """What was decided, in a word."""
        return KIND_MESSAGES[Kind(self.kind)]

    @property
    def sentence(self) -> Message:
        """What was decided, as a sentence of ours."""
        return KIND_SAID[Kind(self.kind)]


class Step(models.Model):
    """A decision came to a state, said in ``words``; the first one is the decision itself.

    ``due`` is the date promised from then on. One that measures an effect may bear a ``figure``:
    what a ``question`` answered then (value, low, high, n, unit, and the sentence of its
    population). ``spread`` is whether the voices behind were told too.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=8, choices=State.choices)
    words = models.TextField(max_length=LONGEST_WORDS, blank=True)
    due = models.DateField(null=True)
    question = models.CharField(max_length=500, blank=True)
    figure: models.JSONField[Any, Any] = models.JSONField(default=dict)
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    spread = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["at"], condition=models.Q(spread=False), name="steps_to_spread")
        ]

    def __str__(self) -> str:
        return f"step {self.pk}: {self.state}"

    @property
    def said(self) -> Message:
        """Its state, in words."""
        return STATE_MESSAGES[State(self.state)]


class Return(models.Model):
    """One step told to one person: a participant, or who gave a response and asked for news.

    ``how`` says how they took part, as sentences. ``letter`` carries it where one could be sent;
    ``seen`` is when they read it on the site.
    """

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="returns")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, null=True, related_name="returns"
    )
    response_id = models.CharField(max_length=32, blank=True)
    how: models.JSONField[Any, Any] = models.JSONField(default=list)
    letter = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, related_name="returns")
    seen = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["step", "participant"], name="told_once"),
            models.UniqueConstraint(
                fields=["step", "response_id"],
                condition=~models.Q(response_id=""),
                name="a_response_is_told_once",
            ),
            models.CheckConstraint(
                condition=models.Q(participant=None) ^ models.Q(response_id=""),
                name="a_return_is_to_one_person",
            ),
        ]

    def __str__(self) -> str:
        return f"return {self.pk}"


class Pace(models.Model):
    """How often one account is written to; without a row, at most once a day."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="pace")
    at_once = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"pace of {self.account_id}"


class Left(models.Model):
    """Somebody known by a response only, who no longer wants news: their pseudonym."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    person = models.CharField(max_length=32)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "person"], name="left_once"),
        ]

    def __str__(self) -> str:
        return f"left {self.pk}"


class Assessed(models.Model):
    """What the team thinks that an idea or an insight asks for.

    ``low`` and ``high`` are the effort, in weeks of one person; ``risk`` is the chance that it
    fails, in %.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="assessed")
    idea = models.OneToOneField(Idea, on_delete=models.CASCADE, null=True, related_name="assessed")
    insight = models.CharField(max_length=8, blank=True)
    low = models.FloatField()
    high = models.FloatField()
    risk = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["tenant", "insight"],
                condition=~models.Q(insight=""),
                name="an_insight_is_assessed_once",
            ),
            models.CheckConstraint(
                condition=models.Q(idea=None) ^ models.Q(insight=""), name="one_thing_is_assessed"
            ),
            models.CheckConstraint(
                condition=models.Q(low__gt=0, high__gte=models.F("low"), risk__lt=100),
                name="an_effort_is_above_zero",
            ),
        ]

    def __str__(self) -> str:
        return f"assessment {self.pk}"
