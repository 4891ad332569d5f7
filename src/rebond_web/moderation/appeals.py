"""Another look at what was decided: asked once by its author, given by somebody else."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from rebond.errors import InputError
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.challenges.contributions import State, kinds, move
from rebond_web.moderation.access import others_who_hear, team_of, wrote
from rebond_web.moderation.actions import let_back
from rebond_web.moderation.letters import tell_outcome
from rebond_web.moderation.models import DAYS, LONGEST_WORDS, Appeal, Ruling, Verdict
from rebond_web.spaces.models import Participant


def may_appeal(ruling: Ruling) -> bool:
    """Whether another look may still be asked for."""
    heard = Appeal.objects.filter(ruling=ruling).exists()
    recent = (timezone.now() - ruling.at).days < DAYS
    return ruling.verdict != Verdict.AGREED and ruling.lifted is None and recent and not heard


def ask_again(ruling: Ruling, words: str, *, by: Participant) -> Appeal:
    """Ask for another look at a decision about oneself, once.

    Raises
    ------
    InputError
        When nothing is said, it was asked already, or too long ago.
    """
    said = words.strip()[:LONGEST_WORDS]
    if not said:
        raise InputError("Say why this should be looked at again: somebody else reads it.")
    if not may_appeal(ruling):
        raise InputError("Another look at this cannot be asked for any more.")
    try:
        with transaction.atomic():
            made = Appeal.objects.create(ruling=ruling, words=said)
            tenant = ruling.space.tenant_id
            record("another look asked", by=by.account_id, tenant=tenant, subject=ruling.pk)
    except IntegrityError as error:
        raise InputError("Another look at this cannot be asked for any more.") from error
    return made


def hear(appeal: Appeal, reverses: bool, answer: str, *, by: Account) -> None:
    """Keep or reverse a decision after another look; reversed, what it took away comes back.

    Raises
    ------
    InputError
        When no answer is given, it was heard already, it is about oneself, or one decided it while
        somebody else may hear it.
    """
    ruling = appeal.ruling
    said = answer.strip()[:LONGEST_WORDS]
    if not said:
        raise InputError("Say why in a few words: the author reads them.")
    if wrote(by, ruling.author):
        raise InputError("You wrote this: somebody else decides of it.")
    alone = ruling.by_id == by.pk
    if alone and others_who_hear(ruling, team_of(ruling.space.tenant)):
        raise InputError("You decided this: somebody else of the team hears it again.")
    now = timezone.now()
    with transaction.atomic():
        unheard = Appeal.objects.filter(pk=appeal.pk, heard=None)
        if not unheard.update(heard=now, reversed=reverses, answer=said, by=by, alone=alone):
            raise InputError("Somebody decided of this meanwhile: look at the page again.")
        if reverses:
            Ruling.objects.filter(pk=ruling.pk).update(overturned=now)
            _restore(ruling, by=by)
        what = "decision reversed" if reverses else "decision kept"
        record(what, by=by.pk, tenant=ruling.space.tenant_id, subject=ruling.pk)
    appeal.refresh_from_db()
    tell_outcome(appeal)


def _restore(ruling: Ruling, *, by: Account) -> None:
    if ruling.verdict == Verdict.EXCLUDED:
        let_back(ruling, by=by)
        return
    undone = State.REFUSED if ruling.verdict == Verdict.REFUSED else State.DRAFT
    model = kinds()[ruling.kind]
    # What its author withdrew, or wrote anew, meanwhile is theirs.
    found = model._default_manager.filter(pk=ruling.number, state=undone).first()
    if found is not None and found.words == ruling.said:
        move(found, State.PUBLISHED)
