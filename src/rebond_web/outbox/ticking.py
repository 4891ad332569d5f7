"""When what waits is brought in: soon, yet never so often that it takes the machine.

Each batch makes new figures: its process ends with the pages that take long, and the rest that
follows is counted from both: a fifth of one core at most. A small workspace takes answers in within
a minute, one of a million voices within a quarter of an hour.
"""

from __future__ import annotations

import subprocess
import sys
import time

from rebond_web.outbox.actions import on_their_way, try_stuck_ones_again

SHORTEST = 5.0  # seconds between two flushes
STUCK = 3600.0  # seconds between two tries of those that could not be brought in
SHARE = 4  # a flush is followed by a rest that many times as long as it took


class Ticker:
    """Brings in what waits, in a process of its own, when its time has come."""

    def __init__(self) -> None:
        self._next = self._try_again = 0.0

    def tick(self) -> bool:
        """Bring in what waits if there is any and it is time; return whether it was done."""
        begun = time.monotonic()
        if begun < self._next:
            return False
        self._next = begun + SHORTEST
        if begun >= self._try_again:
            self._try_again = begun + STUCK
            try_stuck_ones_again()
        if not on_their_way().exists():
            return False
        subprocess.call([sys.executable, "-m", "rebond_web.outbox"])
        took = time.monotonic() - begun
        self._next = begun + took + max(SHORTEST, SHARE * took)
        return True
