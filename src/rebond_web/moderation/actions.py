"""What those who moderate decide: each decision is told to the author, and leaves a line."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from rebond.errors import InputError
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.challenges.contributions import Contribution, State, kind_of, move
from rebond_web.moderation.access import OPEN, wrote
from rebond_web.moderation.grounds import ground_of
from rebond_web.moderation.letters import tell_author, tell_notifiers
from rebond_web.moderation.models import (
    LONGEST_LAW,
    LONGEST_WORDS,
    PARTICIPANT,
    Held,
    Notice,
    Ruling,
    Seen,
    Verdict,
)
from rebond_web.spaces.models import Participant

ENDS = (7, 30, 90)  # days of an exclusion; it may be for good too
_RECORDED = {
    Verdict.AGREED: "contribution agreed",
    Verdict.REFUSED: "contribution refused",
    Verdict.CHANGES: "contribution given back",
}
_STATES = {
    Verdict.AGREED: State.PUBLISHED,
    Verdict.REFUSED: State.REFUSED,
    Verdict.CHANGES: State.DRAFT,
}


def agree(contribution: Contribution, words: str = "", *, by: Account) -> Ruling:
    """Show a contribution, or leave it shown; who reported it is told why in ``words``.

    Raises
    ------
    InputError
        When it is one's own, was decided meanwhile, or was reported and no reason is given.
    """
    if _open_notices(contribution).exists() and not words.strip():
        raise InputError("Say why it stays: whoever reported it is told so.")
    return _decide(contribution, Verdict.AGREED, words=words, by=by)


def refuse(
    contribution: Contribution, ground: str, words: str, law: str = "", *, by: Account
) -> Ruling:
    """Take a contribution away from others' eyes, with a reason told to its author.

    Raises
    ------
    InputError
        When it is one's own, was decided meanwhile, or the reason is not whole: a ground, the
        facts, and for a ground of the law the text that it refers to.
    """
    found = ground_of(ground)
    if found is None:
        raise InputError("Choose a ground: the author is told on which one this is refused.")
    if found.legal and not law.strip():
        raise InputError("A ground of the law needs the text that it refers to: name it.")
    _told_why(words)
    return _decide(contribution, Verdict.REFUSED, ground=ground, words=words, law=law, by=by)


def ask_to_change(contribution: Contribution, words: str, *, by: Account) -> Ruling:
    """Give a contribution back to its author, who may change it and send it again.

    Raises
    ------
    InputError
        When it is one's own, was decided meanwhile, or what to change is not said.
    """
    if contribution.author is None:
        raise InputError("Nobody is left to change this: show it, or refuse it.")
    _told_why(words)
    return _decide(contribution, Verdict.CHANGES, words=words, by=by)


def exclude(participant: Participant, ground: str, words: str, days: str, *, by: Account) -> Ruling:
    """Have a participant write no more, for some days ("" for good), with a reason told to them.

    Raises
    ------
    InputError
        When it is oneself, or the reason or the end is not one of those proposed.
    """
    if wrote(by, participant):
        raise InputError("You cannot exclude yourself.")
    if ground_of(ground) is None:
        raise InputError("Choose a ground: the author is told on which one this is refused.")
    _told_why(words)
    if days and days not in map(str, ENDS):
        raise InputError(
            "{n} days cannot be chosen. Choose one of: {valid}.",
            n=days,
            valid=", ".join(map(str, ENDS)),
        )
    until = timezone.localdate() + datetime.timedelta(days=int(days)) if days else None
    with transaction.atomic():
        changed = Participant.objects.filter(pk=participant.pk, excluded=False)
        if not changed.update(excluded=True):
            raise InputError("This person is excluded already.")
        made = Ruling.objects.create(
            space_id=participant.space_id,
            kind=PARTICIPANT,
            number=participant.pk,
            author=participant,
            verdict=Verdict.EXCLUDED,
            ground=ground,
            words=words.strip()[:LONGEST_WORDS],
            seen=Seen.PERSON,
            since=timezone.now(),
            by=by,
            until=until,
        )
        tenant = participant.space.tenant_id
        record("participant excluded", by=by.pk, tenant=tenant, subject=participant.pk)
    tell_author(made)
    return made


def let_back(ruling: Ruling, *, by: Account | None) -> None:
    """End an exclusion: its person may write again. None ends it on its day."""
    with transaction.atomic():
        ended = Ruling.objects.filter(pk=ruling.pk, verdict=Verdict.EXCLUDED, lifted=None)
        if ended.update(lifted=timezone.now()):
            Participant.objects.filter(pk=ruling.number).update(excluded=False)
            tenant = ruling.space.tenant_id
            pk = by.pk if by else None
            record("participant let back", by=pk, tenant=tenant, subject=ruling.number)


def end_exclusions() -> int:
    """End the exclusions whose day has come; return how many."""
    due = Ruling.objects.filter(
        verdict=Verdict.EXCLUDED, lifted=None, until__lte=timezone.localdate()
    )
    ended = list(due.select_related("space"))
    for ruling in ended:
        let_back(ruling, by=None)
    return len(ended)


def _told_why(words: str) -> None:
    if not words.strip():
        raise InputError("Say why in a few words: the author reads them.")


def _decide(
    contribution: Contribution,
    verdict: Verdict,
    *,
    by: Account,
    ground: str = "",
    words: str = "",
    law: str = "",
) -> Ruling:
    if wrote(by, contribution.author):
        raise InputError("You wrote this: somebody else decides of it.")
    kind, now = kind_of(contribution), timezone.now()
    with transaction.atomic():
        model = type(contribution)
        kept = model._default_manager.select_for_update().get(pk=contribution.pk)
        if kept.state not in OPEN or kept.state != contribution.state:
            raise InputError("Somebody decided of this meanwhile: look at the page again.")
        held = Held.objects.filter(kind=kind, number=kept.pk).first()
        notices = _open_notices(kept)
        first = notices.order_by("pk").first()
        ruling = Ruling.objects.create(
            space=kept.challenge.space,
            kind=kind,
            number=kept.pk,
            author=kept.author,
            verdict=verdict,
            ground=ground,
            law=law.strip()[:LONGEST_LAW],
            words=words.strip()[:LONGEST_WORDS],
            said=kept.words,
            seen=Seen.NOTICE if first else held.seen if held else _seen(kept),
            since=first.at if first else held.since if held else now,
            by=by,
        )
        answered = list(notices.values_list("pk", flat=True))
        notices.update(decided=now, ruling=ruling)
        move(kept, _STATES[verdict])
        record(_RECORDED[verdict], by=by.pk, tenant=ruling.space.tenant_id, subject=kept.pk)
    if verdict != Verdict.AGREED:
        tell_author(ruling)
    tell_notifiers(ruling, answered)
    return ruling


def _seen(contribution: Contribution) -> Seen:
    return Seen.BEFORE if contribution.state == State.WAITING else Seen.PERSON


def _open_notices(contribution: Contribution) -> QuerySet[Notice]:
    kind = kind_of(contribution)
    return Notice.objects.filter(kind=kind, number=contribution.pk, decided=None)
