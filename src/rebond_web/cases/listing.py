"""The list of cases: those that this person sees, what is theirs or late first."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from rebond.quantify import EvidenceVoice
from rebond.quantify.evidence import voices_said
from rebond_web.cases.delays import Delays, delays_of
from rebond_web.cases.models import PENDING, Case
from rebond_web.cases.seeing import seen

if TYPE_CHECKING:
    from rebond_web.workspaces.access import Sitting

A_PAGE = 20
WHICH = ("pending", "late", "over", "all")
WHO = ("", "me", "nobody")
_RECENT = datetime.timedelta(days=90)  # the cases whose delays are measured


@dataclass(frozen=True)
class Line:
    """One case of the list, with its voice; None when a later answer took its place."""

    case: Case
    voice: EvidenceVoice | None
    late: bool
    mine: bool


@dataclass(frozen=True)
class Listing:
    """One page of the list; ``counts`` says how many cases each choice keeps."""

    lines: Sequence[Line]
    counts: dict[str, int]
    total: int
    page: int
    pages: int
    delays: Delays


def listing(sitting: Sitting, which: str, who: str, page: int) -> Listing:
    """Return a page (from 1) of the cases that fit, in this person's perimeter."""
    today = timezone.localdate()
    tenant = sitting.seat.tenant
    rows = Case.objects.filter(tenant=tenant).values_list(
        "pk", "voice_id", "due", "state", "owner_id"
    )
    known = list(rows)
    visible = seen(sitting.perimeter, (row[1] for row in known))
    ours = [row for row in known if row[1] in visible]
    fitting = {choice: [row for row in ours if _fits(row, choice, today)] for choice in WHICH}
    mine = sitting.seat.pk
    chosen = [
        row
        for row in fitting[which]
        if not who or (row[4] == mine if who == "me" else row[4] is None)
    ]
    chosen.sort(key=lambda row: (row[3] not in PENDING, row[2] >= today, row[4] != mine, row[2]))
    pages = max(1, -(-len(chosen) // A_PAGE))
    page = min(max(1, page), pages)
    shown = [row[0] for row in chosen[A_PAGE * (page - 1) : A_PAGE * page]]
    return Listing(
        _lines(sitting, shown, today),
        {choice: len(some) for choice, some in fitting.items()},
        len(chosen),
        page,
        pages,
        delays_of(_recent(sitting, {row[0] for row in ours})),
    )


def _fits(
    row: tuple[int, str, datetime.date, str, int | None], which: str, today: datetime.date
) -> bool:
    pending = row[3] in PENDING
    return {
        "pending": pending,
        "late": pending and row[2] < today,
        "over": not pending,
        "all": True,
    }[which]


def _lines(sitting: Sitting, shown: list[int], today: datetime.date) -> list[Line]:
    cases = Case.objects.select_related("owner__account").in_bulk(shown)
    voices = {
        one.voice_id: one
        for one in voices_said(sitting.perimeter, [cases[pk].voice_id for pk in shown])
    }
    return [
        Line(
            cases[pk],
            voices.get(cases[pk].voice_id),
            cases[pk].is_pending and cases[pk].due < today,
            cases[pk].owner_id == sitting.seat.pk,
        )
        for pk in shown
    ]


def _recent(sitting: Sitting, visible: set[int]) -> list[Case]:
    recent = Case.objects.filter(
        tenant=sitting.seat.tenant, opened__gte=timezone.now() - _RECENT
    ).prefetch_related("steps")
    return [case for case in recent if case.pk in visible]
