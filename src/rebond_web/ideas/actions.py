"""What is done with an idea: kept as a draft, proposed, changed, taken back, withdrawn."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from rebond.errors import InputError
from rebond_web.audit.models import record
from rebond_web.challenges.contributions import State, move, submit
from rebond_web.challenges.models import Challenge
from rebond_web.ideas.models import LONGEST_TEXT, LONGEST_TITLE, Coauthor, Idea, Version
from rebond_web.ideas.rules import changing, gathering
from rebond_web.spaces.models import Participant

_DRAWN = 70  # characters of a title drawn from the first words
_SHORTEST_TITLE = 12  # a first sentence shorter than this says too little alone
_MOST_PROPOSED = 50  # ideas by one participant in one challenge


@dataclass(frozen=True)
class Written:
    """What somebody wrote of an idea."""

    text: str
    title: str = ""
    need: str = ""
    benefit: str = ""

    @classmethod
    def of(cls, idea: Idea | Version) -> Written:
        """Return what an idea says, or said."""
        return cls(idea.text, idea.title, idea.need, idea.benefit)

    @classmethod
    def sent(cls, posted: dict[str, str]) -> Written:
        """Return what a form holds, without the white space around."""
        return cls(**{
            one.name: posted.get(one.name, "").replace("\r\n", "\n").replace("\0", "").strip()
            for one in fields(cls)
        })  # fmt: skip

    def whole(self) -> Written:
        """Return it with its title drawn from its first words where it has none, once it fits.

        Raises
        ------
        InputError
            When it says nothing, or too much.
        """
        if not self.text:
            raise InputError("This idea is empty. Write what you would do, in a sentence or two.")
        longest = max(len(one) for one in (self.text, self.need, self.benefit))
        if longest > LONGEST_TEXT:
            raise InputError(
                "This is {n} characters long, and {most} are the most. Keep what matters; the rest "
                "may come in a file.",
                n=longest,
                most=LONGEST_TEXT,
            )
        title = " ".join(self.title.split())[:LONGEST_TITLE] or title_from(self.text)
        return Written(self.text, title, self.need, self.benefit)


def title_from(text: str) -> str:
    """Return a title drawn from the first words of a text: its first sentence, or what fits.

    >>> title_from("Une seule file pour toutes les caisses. On avance tout le temps.")
    'Une seule file pour toutes les caisses'
    """
    line = " ".join(text.split())
    for found in re.finditer(r"[.!?…:;](?=\s|$)", line):
        if _SHORTEST_TITLE <= found.start() <= _DRAWN:
            return line[: found.start()].rstrip(" \u202f\u00a0")
    if len(line) <= _DRAWN:
        return line.rstrip(" .;:!?…\u202f\u00a0") or line
    cut = line[:_DRAWN].rsplit(" ", 1)[0]
    return cut.rstrip(" ,;:.\u202f\u00a0") + "…"


def draft_of(challenge: Challenge, participant: Participant) -> Idea | None:
    """Return the draft that a participant keeps in a challenge: one at most."""
    mine = Idea.objects.filter(challenge=challenge, author=participant, state=State.DRAFT)
    return mine.order_by("-pk").first()


def keep_draft(
    challenge: Challenge, written: Written, *, by: Participant, language: str
) -> Idea | None:
    """Keep an idea as its author types it; one that says nothing any more is let go."""
    mine = Idea.objects.filter(challenge=challenge, author=by, text=written.text)
    if mine.exclude(state=State.DRAFT).exists():
        return None  # typed just before it was sent, and kept too late
    with transaction.atomic():
        draft = draft_of(challenge, by)
        if not any((written.text, written.title, written.need, written.benefit)):
            if draft is not None:
                draft.delete()
            return None
        draft = draft or Idea(challenge=challenge, author=by, state=State.DRAFT)
        _fill(draft, written)
        draft.language = language
        draft.save()
    return draft


def propose(challenge: Challenge, written: Written, *, by: Participant, language: str) -> Idea:
    """Propose an idea: the draft becomes it where there is one. Shown as its space moderates.

    Raises
    ------
    InputError
        When nothing is proposed any more, or it says nothing, or too much.
    """
    gathering(challenge)
    written = written.whole()
    with transaction.atomic():
        _room(challenge, by)
        idea = draft_of(challenge, by) or Idea(challenge=challenge, author=by)
        _fill(idea, written)
        idea.language = language
        idea.created = timezone.now()
        submit(idea)
        Idea.objects.filter(challenge=challenge, author=by, state=State.DRAFT).delete()
        _version(idea, by)
        _record("idea proposed", idea, by)
    return idea


def change(
    idea: Idea,
    written: Written,
    *,
    by: Participant,
    credited: Participant | None = None,
    restores: int | None = None,
) -> bool:
    """Give an idea a new version, shown as its space moderates; return whether anything changed.

    ``credited`` becomes a co-author; ``restores`` is the version that this one is equal to.

    Raises
    ------
    InputError
        When ideas do not change any more, or it says nothing, or too much.
    """
    changing(idea.challenge)
    written = written.whole()
    with transaction.atomic():
        idea = Idea.objects.select_for_update().select_related("challenge__space").get(pk=idea.pk)
        if credited is not None and credited.pk != idea.author_id:
            Coauthor.objects.get_or_create(idea=idea, participant=credited)
        if written == Written.of(idea):
            return False
        idea.version = F("version") + 1
        _fill(idea, written)
        idea.save()
        idea.refresh_from_db(fields=["version"])
        if idea.state not in (State.DRAFT, State.WITHDRAWN):
            submit(idea)
        _version(idea, by, restores)
        _record("idea changed", idea, by)
    return True


def restore(idea: Idea, number: int, *, by: Participant) -> bool:
    """Bring an idea back to an earlier version, as a new one; return whether anything changed.

    Raises
    ------
    InputError
        When ideas do not change any more, or it has no such version.
    """
    earlier = Version.objects.filter(idea=idea, number=number).first()
    if earlier is None:
        raise InputError("This idea has no version {n}. Choose one of the list.", n=number)
    return change(idea, Written.of(earlier), by=by, restores=number)


def withdraw(idea: Idea, *, by: Participant) -> None:
    """Have an idea seen by nobody any more, at any time; its author may not take it back."""
    with transaction.atomic():
        move(idea, State.WITHDRAWN)
        _record("idea withdrawn", idea, by)


def _fill(idea: Idea, written: Written) -> None:
    idea.text = written.text[:LONGEST_TEXT]
    idea.title = written.title[:LONGEST_TITLE]
    idea.need, idea.benefit = written.need[:LONGEST_TEXT], written.benefit[:LONGEST_TEXT]


def _room(challenge: Challenge, by: Participant) -> None:
    given = Idea.objects.filter(challenge=challenge, author=by).exclude(state=State.DRAFT)
    if given.count() >= _MOST_PROPOSED:
        raise InputError(
            "You proposed {most} ideas here: it is the most. Rebound on those of others.",
            most=_MOST_PROPOSED,
        )


def _version(idea: Idea, by: Participant, restores: int | None = None) -> None:
    Version.objects.create(
        idea=idea,
        number=idea.version,
        title=idea.title,
        text=idea.text,
        need=idea.need,
        benefit=idea.benefit,
        by=by,
        restores=restores,
    )


def _record(action: str, idea: Idea, by: Participant) -> None:
    tenant = idea.challenge.space.tenant_id
    record(action, by=by.account_id, tenant=tenant, subject=idea.pk)
