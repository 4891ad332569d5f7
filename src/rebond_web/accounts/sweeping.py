"""What is over goes away: sessions, links and counts past their time."""

from __future__ import annotations

import time
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from rebond_web.accounts.models import Account, Invitation, Tally

_EVERY = 3600.0  # seconds
_UNCLAIMED = timedelta(days=1)  # for which an account that never came in and opens nothing is kept


def sweep() -> int:
    """Remove what is past its time, and return how many rows."""
    now = timezone.now()
    return sum(
        over.delete()[0]
        for over in (
            Session.objects.filter(expire_date__lt=now),
            Invitation.objects.filter(expires__lt=now),
            Tally.objects.filter(ends__lt=now),
            # Whoever typed an address into a space may not be the one who reads it.
            Account.objects.filter(
                last_login=None, seats=None, invitations=None, created__lt=now - _UNCLAIMED
            ),
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
