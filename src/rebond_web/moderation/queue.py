"""What waits for those who moderate a space: held, reported, appealed; and what was decided."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils import timezone

from rebond.cocreate.flags import Doubt, flags
from rebond.vocabulary import Message
from rebond_web.accounts.models import Account
from rebond_web.challenges.contributions import Contribution, State, address_of, kinds
from rebond_web.moderation.access import OPEN, others_who_hear, team_of, wrote
from rebond_web.moderation.grounds import DOUBTS
from rebond_web.moderation.models import Appeal, Held, Notice, Ruling, Seen, Verdict
from rebond_web.spaces.models import Space

SHOWN = 20
LISTS = ("waiting", "flagged", "reported", "appeals", "excluded", "decided")
KINDS = {
    "idea": Message("idea"),
    "rebound": Message("rebound"),
    "argument": Message("argument"),
    "statement": Message("statement"),
    "participant": Message("participant"),
}


@dataclass(frozen=True)
class Piece:
    """A part of a text, and whether it was flagged."""

    text: str
    flagged: bool


@dataclass(frozen=True)
class Line:
    """A contribution to decide of, with what one needs to decide.

    ``mine`` where who looks wrote it: somebody else decides.
    """

    contribution: Contribution
    kind: str
    pieces: Sequence[Piece]
    doubts: Sequence[Message]
    seen: str
    since: datetime.datetime
    address: str
    notices: Sequence[Notice]
    mine: bool


@dataclass(frozen=True)
class Heard:
    """An appeal to hear; ``mine`` where who looks wrote it, ``not_i`` where they decided it."""

    appeal: Appeal
    mine: bool
    not_i: bool
    alone: bool


@dataclass
class Waiting:
    """A page of one list, and how many there are in each."""

    counts: dict[str, int]
    lines: Sequence[Line] = field(default_factory=tuple)
    appeals: Sequence[Heard] = field(default_factory=tuple)
    rulings: Sequence[Ruling] = field(default_factory=tuple)


def waiting(space: Space, which: str, account: Account) -> Waiting:
    """Return what is in one of `LISTS` of a space: the first to come first, `SHOWN` at most."""
    notices = Notice.objects.filter(space=space, decided=None)
    found = _held(space)
    flagged = [key for key, held in found.items() if held is not None and held.doubts]
    reported = _reported(notices)
    unheard = Appeal.objects.filter(ruling__space=space, heard=None, ruling__author__isnull=False)
    excluded = Ruling.objects.filter(space=space, verdict=Verdict.EXCLUDED, lifted=None)
    decided = Ruling.objects.filter(space=space)
    counts = {
        "waiting": len(found),
        "flagged": len(flagged),
        "reported": len(reported),
        "appeals": unheard.count(),
        "excluded": excluded.count(),
        "decided": decided.count(),
    }
    told = Waiting(counts)
    if which in ("waiting", "flagged", "reported"):
        keys = {"waiting": list(found), "flagged": flagged, "reported": reported}[which]
        told.lines = _lines(keys[:SHOWN], found, notices, account)
    elif which == "appeals":
        asked = unheard.select_related("ruling__author__account", "ruling__space__tenant")
        team = team_of(space.tenant)
        told.appeals = [_heard(one, account, team) for one in asked.order_by("pk")[:SHOWN]]
    else:
        rulings = excluded if which == "excluded" else decided
        listed = rulings.select_related("author__public", "appeal").order_by("-at", "-pk")
        told.rulings = list(listed[:SHOWN])
    return told


Key = tuple[str, int]


def _held(space: Space) -> dict[Key, Held | None]:
    """Return what waits, the first to come first, with what was kept of why."""
    kept = {(one.kind, one.number): one for one in Held.objects.filter(space=space)}
    waiting_now = [
        (kind, number)
        for kind, model in kinds().items()
        for number in model._default_manager.filter(
            challenge__space=space, state=State.WAITING
        ).values_list("pk", flat=True)
    ]
    last = timezone.now()

    def since(key: Key) -> tuple[datetime.datetime, Key]:
        held = kept.get(key)
        return held.since if held else last, key

    return {key: kept.get(key) for key in sorted(waiting_now, key=since)}


def _reported(notices: QuerySet[Notice]) -> list[Key]:
    """Return what is reported and still there, the first reported first."""
    keys = list(dict.fromkeys(notices.order_by("pk").values_list("kind", "number")))
    there = {
        (kind, number)
        for kind, model in kinds().items()
        for number in model._default_manager.filter(
            pk__in=[number for name, number in keys if name == kind], state__in=OPEN
        ).values_list("pk", flat=True)
    }
    return [key for key in keys if key in there]


def _lines(
    keys: Sequence[Key],
    held: dict[Key, Held | None],
    notices: QuerySet[Notice],
    account: Account,
) -> list[Line]:
    by_key: dict[Key, list[Notice]] = {}
    for notice in notices.order_by("pk"):
        by_key.setdefault((notice.kind, notice.number), []).append(notice)
    contributions = _contributions(keys)
    return [
        _line(key, contributions[key], held.get(key), by_key.get(key, []), account)
        for key in keys
        if key in contributions
    ]


def _contributions(keys: Sequence[Key]) -> dict[Key, Contribution]:
    found: dict[Key, Contribution] = {}
    for kind, model in kinds().items():
        numbers = [number for name, number in keys if name == kind]
        if numbers:
            rows = model._default_manager.filter(pk__in=numbers, state__in=OPEN)
            for one in rows.select_related("author__public", "challenge__space__tenant"):
                found[kind, one.pk] = one
    return found


def _line(
    key: Key, one: Contribution, held: Held | None, notices: list[Notice], account: Account
) -> Line:
    return Line(
        one,
        key[0],
        _pieces(one),
        [DOUBTS[Doubt(doubt)] for doubt in (held.doubts if held else ())],
        Seen.NOTICE if notices else held.seen if held else Seen.BEFORE,
        notices[0].at if notices else held.since if held else one.created,
        address_of(one),
        notices,
        wrote(account, one.author),
    )


def _pieces(contribution: Contribution) -> list[Piece]:
    """Cut a text where its flags begin and end."""
    words = contribution.words
    spans = sorted(span for flag in flags(words) for span in flag.spans)
    pieces, at = [], 0
    for start, end in spans:
        if start >= at:
            pieces += [Piece(words[at:start], False), Piece(words[start:end], True)]
            at = end
    return [one for one in (*pieces, Piece(words[at:], False)) if one.text]


def _heard(appeal: Appeal, account: Account, team: frozenset[int]) -> Heard:
    ruling = appeal.ruling
    mine = ruling.by_id == account.pk
    others = others_who_hear(ruling, team)
    return Heard(appeal, wrote(account, ruling.author), mine and others, mine and not others)
