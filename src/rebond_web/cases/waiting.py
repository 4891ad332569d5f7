"""What waits for a person, for the home page."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from rebond.vocabulary import Message
from rebond_web.cases.models import PENDING, Case, State
from rebond_web.cases.seeing import seen

if TYPE_CHECKING:
    from rebond_web.workspaces.access import Sitting


@dataclass(frozen=True)
class Waiting:
    """``n`` things that wait: what they are (a phrase after the number), a note, where they are."""

    n: int
    what: Message
    note: Message
    address: str


def waiting_for(sitting: Sitting) -> list[Waiting]:
    """Return the cases of this person that wait for them; nothing when there are none."""
    mine = Case.objects.filter(
        tenant=sitting.seat.tenant, owner=sitting.seat, state__in=PENDING
    ).exclude(state=State.WAITING)
    cases = dict(mine.values_list("voice_id", "due"))
    due = sorted(cases[voice] for voice in seen(sitting.perimeter, cases))
    if not due:
        return []
    one = len(due) == 1
    what = Message("voice waits for your answer") if one else Message("voices wait for your answer")
    address = reverse("cases", kwargs={"slug": sitting.slug}) + "?who=me"
    return [Waiting(len(due), what, lateness(due), address)]


def lateness(due: Sequence[datetime.date]) -> Message:
    """Return what is said of due days, sorted, at least one: how many are past, or the first."""
    late = sum(day < timezone.localdate() for day in due)
    if late:
        return Message("{n} late, the oldest since {day}", {"n": late, "day": due[0]})
    return Message("the first by {day}", {"day": due[0]})
