"""What alerts a person has to look at, for the home page."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from rebond.vocabulary import Message
from rebond_web.alerts.actions import budget_of, told_this_week
from rebond_web.alerts.models import Alert, Checked
from rebond_web.cases.waiting import Waiting

if TYPE_CHECKING:
    from rebond_web.workspaces.access import Sitting


@dataclass(frozen=True)
class Standing:
    """How a person's alerts stand.

    ``rules`` they have, when these were last ``checked``, alerts not ``seen`` yet, and how many of
    ``most`` a week are ``left``.
    """

    rules: int
    checked: datetime.datetime | None
    unseen: int
    left: int
    most: int


def standing(sitting: Sitting) -> Standing:
    """Return how the alerts of this person stand, in this workspace."""
    seat = sitting.seat
    checked = Checked.objects.filter(tenant=seat.tenant).first()
    most = budget_of(seat)
    return Standing(
        rules=seat.alert_rules.count(),
        checked=checked.at if checked else None,
        unseen=_unseen(sitting),
        left=max(0, most - told_this_week(seat)),
        most=most,
    )


def waiting_for(sitting: Sitting) -> list[Waiting]:
    """Return the alerts that this person has not acknowledged; nothing when there are none."""
    n = _unseen(sitting)
    if not n:
        return []
    what = Message("alert to look at") if n == 1 else Message("alerts to look at")
    note = Message("within your budget of {most} a week", {"most": budget_of(sitting.seat)})
    return [Waiting(n, what, note, reverse("alerts", kwargs={"slug": sitting.slug}))]


def _unseen(sitting: Sitting) -> int:
    return Alert.objects.filter(rule__seat=sitting.seat, held=False, seen=None).count()
