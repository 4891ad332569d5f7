"""Rebounds: given, taken into the idea, declined with a word, withdrawn."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from rebond.errors import InputError
from rebond_web.audit.models import record
from rebond_web.challenges.contributions import State, move, submit
from rebond_web.ideas.actions import Written, change
from rebond_web.ideas.models import LONGEST_REBOUND, Idea, Rebound, ReboundKind
from rebond_web.ideas.rules import gathering, is_of
from rebond_web.spaces.models import Participant

_MOST = 200  # rebounds of one participant on one idea


def add_rebound(
    idea: Idea,
    kind: str,
    text: str,
    *,
    by: Participant,
    language: str,
    onto: Rebound | None = None,
    combined: Idea | None = None,
) -> Rebound:
    """Rebound on an idea, or on a rebound on it; shown as its space moderates.

    Raises
    ------
    InputError
        When ideas are no longer rebounded on, this one became a part of another, the kind is not
        one of those, the words are missing or too long, or nothing is combined.
    """
    gathering(idea.challenge)
    if idea.state != State.PUBLISHED or idea.merged_into_id is not None:
        raise InputError("Nothing can be added to this idea now.")
    kind = _kind(idea, kind, by, onto)
    if (kind == ReboundKind.COMBINE) != (combined is not None):
        raise InputError("Say which other idea this one is combined with.")
    if Rebound.objects.filter(idea=idea, author=by).count() >= _MOST:
        raise InputError("You rebounded {most} times on this idea: it is the most.", most=_MOST)
    with transaction.atomic():
        made = draft_on(idea, by) or Rebound(idea=idea, challenge=idea.challenge, author=by)
        made.language, made.kind, made.text = language, kind, _words(text)
        made.onto, made.combined = onto, combined
        submit(made)
        _record("rebound given", made, by)
    return made


def draft_on(idea: Idea, participant: Participant) -> Rebound | None:
    """Return the rebound that a participant began to write on an idea, None for none."""
    mine = Rebound.objects.filter(idea=idea, author=participant, state=State.DRAFT)
    return mine.order_by("-pk").first()


def keep_rebound(
    idea: Idea, kind: str, text: str, *, by: Participant, language: str, onto: Rebound | None
) -> None:
    """Keep a rebound as its author types it; one that says nothing any more is let go."""
    words = text.replace("\0", "").strip()[:LONGEST_REBOUND]
    mine = Rebound.objects.filter(idea=idea, author=by, text=words)
    if mine.exclude(state=State.DRAFT).exists():
        return  # typed just before it was sent, and kept too late
    with transaction.atomic():
        if not words:
            Rebound.objects.filter(idea=idea, author=by, state=State.DRAFT).delete()
            return
        draft = draft_on(idea, by) or Rebound(idea=idea, challenge=idea.challenge, author=by)
        draft.kind = kind if kind in ReboundKind.values else ReboundKind.ENRICH
        draft.text, draft.onto, draft.language = words, onto, language
        draft.save()


def take(rebound: Rebound, written: Written, *, by: Participant) -> None:
    """Have the author of an idea take a rebound into it: a new version, its author credited.

    Raises
    ------
    InputError
        When it was answered already, ideas do not change any more, or the idea is as before.
    """
    _unanswered(rebound)
    with transaction.atomic():
        changed = change(rebound.idea, written, by=by, credited=rebound.author)
        if not changed:
            raise InputError("The idea says the same as before. Write what you take into it.")
        rebound.idea.refresh_from_db(fields=["version"])
        rebound.taken = rebound.idea.version
        rebound.save(update_fields=["taken"])
        _record("rebound taken", rebound, by)


def decline(rebound: Rebound, word: str, *, by: Participant, language: str) -> None:
    """Have the author of an idea thank for a rebound without taking it, and say why.

    Raises
    ------
    InputError
        When it was answered already, or no word is given.
    """
    _unanswered(rebound)
    with transaction.atomic():
        reply(rebound, word, by=by, language=language)
        rebound.declined = timezone.now()
        rebound.save(update_fields=["declined"])
        _record("rebound declined", rebound, by)


def reply(onto: Rebound, word: str, *, by: Participant, language: str) -> Rebound:
    """Have those whose idea it is answer a rebound; shown as its space moderates.

    Raises
    ------
    InputError
        As `add_rebound`.
    """
    kind = str(ReboundKind.REPLY)
    return add_rebound(onto.idea, kind, word, by=by, language=language, onto=onto)


def withdraw_rebound(rebound: Rebound, *, by: Participant) -> None:
    """Have a rebound seen by nobody any more; what was taken of it stays in the idea."""
    with transaction.atomic():
        move(rebound, State.WITHDRAWN)
        _record("rebound withdrawn", rebound, by)


def _kind(idea: Idea, kind: str, by: Participant, onto: Rebound | None) -> str:
    allowed = set(ReboundKind.values)
    if onto is None or not is_of(by, idea):
        allowed.discard(ReboundKind.REPLY)
    if kind not in allowed:
        raise InputError("Say what you do: enrich, combine, contradict or ask.")
    return kind


def _words(text: str) -> str:
    words = text.replace("\r\n", "\n").replace("\0", "").strip()
    if not words:
        raise InputError("This rebound is empty. Write it in a sentence.")
    if len(words) > LONGEST_REBOUND:
        raise InputError(
            "This is {n} characters long, and {most} are the most. Keep what matters.",
            n=len(words),
            most=LONGEST_REBOUND,
        )
    return words


def _unanswered(rebound: Rebound) -> None:
    if rebound.taken is not None or rebound.declined is not None:
        raise InputError("This rebound was answered already.")


def _record(action: str, rebound: Rebound, by: Participant) -> None:
    tenant = rebound.challenge.space.tenant_id
    record(action, by=by.account_id, tenant=tenant, subject=rebound.pk)
