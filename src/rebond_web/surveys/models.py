"""A survey, the links by which it is answered, and the receipts of answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from rebond.vocabulary import Stakeholder
from rebond_web.accounts.models import Account
from rebond_web.surveys.kinds import Kind
from rebond_web.workspaces.models import Tenant

LONGEST_TEXT = 300  # characters of a question
LONGEST_CONSENT = 600


class Survey(models.Model):
    """One or two questions, asked in French, in English or in both.

    Its ``name`` is the source of its responses. ``origins`` are the sites that may show it inside
    their pages, one a line. It takes answers from ``opens`` until before ``closes``, where they are
    set, unless it was ``closed`` by hand.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="surveys")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=4, choices=[(one.value, one.value) for one in Kind])
    question_fr = models.CharField(max_length=LONGEST_TEXT, blank=True)
    question_en = models.CharField(max_length=LONGEST_TEXT, blank=True)
    why_fr = models.CharField(max_length=LONGEST_TEXT, blank=True)
    why_en = models.CharField(max_length=LONGEST_TEXT, blank=True)
    consent_fr = models.CharField(max_length=LONGEST_CONSENT, blank=True)
    consent_en = models.CharField(max_length=LONGEST_CONSENT, blank=True)
    stakeholder = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in Stakeholder]
    )
    asks_email = models.BooleanField(default=False)
    origins = models.TextField(blank=True)
    opens = models.DateField(null=True, blank=True)
    closes = models.DateField(null=True, blank=True)
    closed = models.BooleanField(default=False)
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tenant", "name"], name="a_survey_is_a_source"),
        ]

    def __str__(self) -> str:
        return f"survey {self.pk}"

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it is written in."""
        return tuple(one for one in ("fr", "en") if getattr(self, f"question_{one}"))

    def text(self, name: str, language: str) -> str:
        """Return "question", "why" or "consent" in a language, else in the one it is written in."""
        if language not in self.languages:
            language = self.languages[0]
        return str(getattr(self, f"{name}_{language}"))

    def takes_answers(self, now: datetime | None = None) -> bool:
        """Return whether one may answer now; dates are those of the site's time zone."""
        today = timezone.localdate(now)
        begun = self.opens is None or self.opens <= today
        return begun and not self.closed and (self.closes is None or today < self.closes)


class Link(models.Model):
    """An address where a survey is answered; its ``attributes`` are those of each answer."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="links")
    token = models.CharField(max_length=16, unique=True)
    label = models.CharField(max_length=120)
    attributes: models.JSONField[Any, Any] = models.JSONField(default=dict)
    most_an_hour = models.PositiveIntegerField(default=300)
    closed = models.BooleanField(default=False)
    answers = models.PositiveIntegerField(default=0)
    last = models.DateTimeField(null=True)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"link {self.pk} of survey {self.survey_id}"


class Receipt(models.Model):
    """What lets who answered see what became of it: the digest of a code that only they have.

    It leads to a response by its pseudonym, which is emptied when the response is erased.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="receipts")
    digest = models.CharField(max_length=64, unique=True)
    response_id = models.CharField(max_length=32, blank=True, db_index=True)
    erased = models.BooleanField(default=False)
    given = models.DateField()

    def __str__(self) -> str:
        return f"receipt {self.pk}"


class NoteForm(models.Model):
    """What the note of a workspace is written with, chosen when it is first opened.

    ``place`` is the attribute that says where, "" where the data have none; ``language`` that of
    the words which the note adds to the data.
    """

    tenant = models.OneToOneField(Tenant, on_delete=models.CASCADE, related_name="note_form")
    place = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2)

    def __str__(self) -> str:
        return f"note of {self.tenant_id}"
