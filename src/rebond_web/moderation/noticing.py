"""Reporting a content: what the law asks of a notice, its acknowledgement, what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from rebond.errors import InputError
from rebond.vocabulary import Message
from rebond_web.audit.models import record
from rebond_web.challenges.contributions import Contribution, kind_of, kinds
from rebond_web.mail.readers import GONE
from rebond_web.moderation.grounds import WITHOUT_A_NAME, ground_of
from rebond_web.moderation.letters import acknowledge
from rebond_web.moderation.models import LONGEST_LAW, LONGEST_WORDS, Notice
from rebond_web.spaces.models import Space
from rebond_web.surveys.codes import digest_of, new_code
from rebond_web.workspaces.actions import checked_address


@dataclass(frozen=True)
class Told:
    """What somebody reports, as they wrote it; ``good_faith`` is what they declare."""

    ground: str
    why: str
    where: str
    name: str
    email: str
    good_faith: bool


def give_notice(contribution: Contribution, told: Told, *, language: str, by: int | None) -> str:
    """Keep a notice about a contribution, acknowledge it, and return the code that follows it.

    ``by`` is the account that gives it, None for none; it is kept nowhere but in the audit log.

    Raises
    ------
    InputError
        When something that the law asks for is missing.
    """
    _check(told)
    space, code = contribution.challenge.space, new_code()
    with transaction.atomic():
        notice = Notice.objects.create(
            space=space,
            kind=kind_of(contribution),
            number=contribution.pk,
            ground=told.ground,
            why=told.why.strip()[:LONGEST_WORDS],
            where=told.where.strip()[:LONGEST_LAW],
            name=" ".join(told.name.split())[:120],
            email=told.email.strip(),
            language=language,
            digest=digest_of(code),
        )
        record("content reported", by=by, tenant=space.tenant_id, subject=notice.pk)
    acknowledge(notice, code)
    return code


def notice_of(space: Space, code: str) -> Notice | None:
    """Return the notice that a code follows; None for none."""
    digest = digest_of(code)
    found = Notice.objects.select_related("ruling").filter(space=space, digest=digest)
    return found.first() if digest else None


def is_there(notice: Notice) -> bool:
    """Whether what a notice is about still exists: its author may have erased it."""
    model = kinds().get(notice.kind)
    return model is not None and model._default_manager.filter(pk=notice.number).exists()


def address_of_notifier(number: int) -> str | Message:
    """Return where the one who gave a notice is written to."""
    found = Notice.objects.filter(pk=number).values_list("email", flat=True).first()
    return found or GONE


def _check(told: Told) -> None:
    if ground_of(told.ground) is None:
        raise InputError("Choose what is wrong with this content.")
    if not told.why.strip():
        raise InputError("Say why this content should not be there: somebody reads it.")
    if told.ground != WITHOUT_A_NAME and not told.name.strip():
        raise InputError("Write your name: the author is not told it.")
    if told.email.strip() or told.ground != WITHOUT_A_NAME:
        checked_address(told.email)
    if not told.good_faith:
        raise InputError("Say that what you report is, to your belief, true and complete.")
