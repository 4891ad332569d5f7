"""What is due: exchanges revealed after their fourteen days, old ones let go of."""

from __future__ import annotations

import time

from rebond_web.ratings.erasing import let_old_ones_go
from rebond_web.ratings.revealing import reveal_due

EVERY = 60.0  # seconds between two looks
DAY = 24 * 3600.0


class Revealer:
    """Reveals what is due, and once a day lets go of what is old."""

    def __init__(self) -> None:
        self._next = self._next_day = 0.0

    def tick(self) -> bool:
        """Do what is due if it is time; return whether anything was done."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + EVERY
        done = reveal_due()
        if now >= self._next_day:
            self._next_day = now + DAY
            done += let_old_ones_go()
        return bool(done)
