"""What is over goes away: sessions, links and counts past their time."""

from __future__ import annotations

import time

from django.contrib.sessions.models import Session
from django.utils import timezone

from rebond_web.accounts.models import Invitation, Tally

_EVERY = 3600.0  # seconds


def sweep() -> int:
    """Remove what is past its time, and return how many rows."""
    now = timezone.now()
    return sum(
        over.delete()[0]
        for over in (
            Session.objects.filter(expire_date__lt=now),
            Invitation.objects.filter(expires__lt=now),
            Tally.objects.filter(ends__lt=now),
        )
    )


class Sweeper:
    """Sweeps once an hour."""

    def __init__(self) -> None:
        self._next = 0.0

    def tick(self) -> None:
        """Sweep, when it is time."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _EVERY
            sweep()
