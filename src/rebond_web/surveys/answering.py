"""Answering a survey: what is given is checked, kept in the outbox, and gets a receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from rebond.errors import InputError
from rebond.listen.contacts import Contact
from rebond.vocabulary import Channel, Role, Stakeholder
from rebond_web.outbox.actions import Drop, drop
from rebond_web.outbox.answers import ID, WHEN, Answer, Field
from rebond_web.surveys.codes import answer_id, digest_of
from rebond_web.surveys.kinds import WORDINGS, Kind
from rebond_web.surveys.models import Link, Receipt, Survey
from rebond_web.workspaces.models import Tenant

SCORE, COMMENT, LANGUAGE, EMAIL = "score", "comment", "language", "e-mail"
RESERVED = (SCORE, COMMENT, LANGUAGE, EMAIL, ID, WHEN)  # no attribute of a link bears these
LONGEST_COMMENT = 5000  # characters


@dataclass(frozen=True)
class Given:
    """What somebody wrote in the form, as it came."""

    score: str = ""
    comment: str = ""
    email: str = ""
    news: bool = False


def answer_survey(link: Link, given: Given, *, code: str, language: str) -> Drop:
    """Keep an answer and its receipt; the same code again changes nothing.

    Kept once the call returns, unless the caller holds a transaction open.

    Raises
    ------
    InputError
        When nothing is said, a mark is off its scale or an address is none.
    """
    survey = link.survey
    now = timezone.now()
    answer = Answer(
        id=answer_id(code),
        source=survey.name,
        channel=Channel.SURVEY,
        stakeholder=Stakeholder(survey.stakeholder),
        solicited=True,
        fields=_fields(survey, link, given, language),
        at=now,
        contact=_contact(survey, given, now),
    )
    with transaction.atomic():
        kept = keep_with_receipt(survey.tenant, answer, code)
        if kept.new:
            Link.objects.filter(pk=link.pk).update(answers=F("answers") + 1, last=now)
    return kept


def keep_with_receipt(tenant: Tenant, answer: Answer, code: str) -> Drop:
    """Keep an answer and the receipt that ``code`` opens; call it within a transaction."""
    kept = drop(tenant, answer)
    Receipt.objects.get_or_create(
        digest=digest_of(code),
        defaults={
            "tenant": tenant,
            "response_id": kept.response_id,
            "given": timezone.localdate(answer.at),
        },
    )
    return kept


def _fields(survey: Survey, link: Link, given: Given, language: str) -> tuple[Field, ...]:
    """Return what is said, each survey's always in the same columns."""
    scale = WORDINGS[Kind(survey.kind)].scale
    score, comment = given.score.strip(), given.comment.strip()
    _refuse_nothing(survey, score, comment)
    asked = survey.languages[0]
    first, then = survey.text("question", asked), survey.text("why", asked)
    fields = [
        Field(COMMENT, comment[:LONGEST_COMMENT], Role.TEXT, then if scale else first),
        Field(LANGUAGE, language, Role.LANGUAGE),
        *(Field(name, value, Role.ATTRIBUTE) for name, value in link.attributes.items()),
    ]
    if scale:
        fields.append(Field(SCORE, score, Role.SCORE, first, scale))
    if survey.asks_email:
        fields.append(Field(EMAIL, given.email.strip(), Role.PERSON))
    return tuple(fields)


def _refuse_nothing(survey: Survey, score: str, comment: str) -> None:
    wording = WORDINGS[Kind(survey.kind)]
    if score and score not in map(str, wording.values):
        raise InputError("This mark is not on the scale. Choose one of those shown.")
    if not score and not comment:
        if wording.scale:
            raise InputError("Nothing is said yet: choose a mark, write a few words, or both.")
        raise InputError("Nothing is said yet: write a few words.")


def _contact(survey: Survey, given: Given, now: datetime) -> Contact | None:
    address = given.email.strip() if survey.asks_email else ""
    if not address:
        return None
    try:
        validate_email(address)
    except ValidationError as error:
        raise InputError(
            "“{email}” is not an e-mail address. Correct it, or leave it empty: your answer counts"
            " all the same.",
            email=address[:254],
        ) from error
    return Contact(address, answer=True, news=given.news, given_on=timezone.localdate(now))
