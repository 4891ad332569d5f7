"""What waits for somebody's eye, what was decided and why, appeals, and reports of contents."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from rebond_web.accounts.models import Account
from rebond_web.spaces.models import Participant, Space

LONGEST_WORDS = 1000  # characters
LONGEST_LAW = 200
DAYS = 183  # to ask for another look: six months (Regulation 2022/2065, article 20.1)
PARTICIPANT = "participant"  # the kind of what an exclusion is about


class Seen(models.TextChoices):
    """What brought something before those who moderate."""

    BEFORE = "before"  # the space looks at everything first
    RULE = "rule"  # the words were flagged, automatically
    NOTICE = "notice"  # somebody reported it
    PERSON = "person"  # those who moderate saw it by themselves


class Verdict(models.TextChoices):
    """What was decided."""

    AGREED = "agreed"  # it is shown
    REFUSED = "refused"
    CHANGES = "changes"  # its author is asked to change it, and to send it again
    EXCLUDED = "excluded"  # a participant may write no more, until a day or for good


class Held(models.Model):
    """A contribution waits: since when, and why (``doubts``: those of `rebond.cocreate.flags`)."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="held")
    kind = models.CharField(max_length=20)
    number = models.BigIntegerField()
    seen = models.CharField(max_length=6, choices=Seen.choices)
    doubts: models.JSONField[Any, Any] = models.JSONField(default=list)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "number"], name="held_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} waits"


class Ruling(models.Model):
    """What was decided of a contribution (``kind``, ``number``), or of a participant.

    ``ground`` is one of `grounds.py`, "" for what was agreed; ``law`` the text that a legal ground
    refers to. ``words`` are told to the author, ``said`` is what was decided on, as it was then:
    an appeal looks at that. ``until`` ends an exclusion, None for good. ``overturned`` is when an
    appeal reversed it; ``lifted`` when an exclusion ended before its day or on it.
    """

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="rulings")
    kind = models.CharField(max_length=20)
    number = models.BigIntegerField()
    author = models.ForeignKey(
        Participant, on_delete=models.SET_NULL, null=True, related_name="rulings"
    )
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    ground = models.CharField(max_length=12, blank=True)
    law = models.CharField(max_length=LONGEST_LAW, blank=True)
    words = models.TextField(max_length=LONGEST_WORDS, blank=True)
    said = models.TextField(blank=True)
    seen = models.CharField(max_length=6, choices=Seen.choices)
    since = models.DateTimeField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    until = models.DateField(null=True)
    overturned = models.DateTimeField(null=True)
    lifted = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["space", "-at"], name="rulings_of_a_space"),
            models.Index(fields=["kind", "number"], name="rulings_of_a_contribution"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}: {self.verdict}"


class Appeal(models.Model):
    """An author asks for another look, once.

    ``alone`` tells that who decided heard it too, since nobody else could.
    """

    ruling = models.OneToOneField(Ruling, on_delete=models.CASCADE, related_name="appeal")
    words = models.TextField(max_length=LONGEST_WORDS)
    at = models.DateTimeField(auto_now_add=True)
    heard = models.DateTimeField(null=True)
    reversed = models.BooleanField(default=False)
    answer = models.TextField(max_length=LONGEST_WORDS, blank=True)
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    alone = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"appeal {self.pk}"


class Notice(models.Model):
    """Somebody says that a contribution is illegal, or against the charter (DSA, article 16).

    ``digest`` is that of the code by which they follow it; ``name`` and ``email`` are empty only
    where the ground lets them be. ``answer`` is what they are told, ``ruling`` what came of it.
    """

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20)
    number = models.BigIntegerField()
    ground = models.CharField(max_length=12)
    why = models.TextField(max_length=LONGEST_WORDS)
    where = models.CharField(max_length=LONGEST_LAW, blank=True)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=2)
    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(auto_now_add=True)
    decided = models.DateTimeField(null=True)
    ruling = models.ForeignKey(Ruling, on_delete=models.SET_NULL, null=True, related_name="notices")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["space", "decided"], name="notices_of_a_space"),
            models.Index(fields=["kind", "number"], name="notices_of_a_contribution"),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"
