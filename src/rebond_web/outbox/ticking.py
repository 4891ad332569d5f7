"""When what waits is brought in: soon, yet never so often that it takes the machine.

Each batch makes new figures: its process ends with the pages that take long, and the rest that
follows is counted from both: a fifth of one core at most. A small workspace takes answers in within
a minute, one of a million voices within a quarter of an hour.
"""

from __future__ import annotations

import time

from rebond_web.jobs.processes import Process, Processes
from rebond_web.outbox.actions import on_their_way, try_stuck_ones_again

SHORTEST = 5.0  # seconds between two flushes
STUCK = 3600.0  # seconds between two tries of those that could not be brought in
SHARE = 4  # a flush is followed by a rest that many times as long as it took


class Ticker:
    """Brings in what waits, in a process of its own that no other chore waits for."""

    def __init__(self, processes: Processes) -> None:
        self._processes = processes
        self._flush: Process | None = None
        self._begun = self._next = self._try_again = 0.0

    def tick(self) -> bool:
        """Begin to bring in what waits if there is any and it is time; return whether it was."""
        now = time.monotonic()
        if self._flush is not None and self._flush.poll() is not None:
            self._flush = None
            self._next = now + max(SHORTEST, SHARE * (now - self._begun))
        if self._flush is not None or now < self._next:
            return False
        self._begun, self._next = now, now + SHORTEST
        if now >= self._try_again:
            self._try_again = now + STUCK
            try_stuck_ones_again()
        if on_their_way().exists():
            self._flush = self._processes.start("rebond_web.outbox")
        return self._flush is not None
