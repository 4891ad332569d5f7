"""Ending exclusions on their day: a chore of the worker."""

from __future__ import annotations

import time

from rebond_web.moderation.actions import end_exclusions

_EVERY = 60.0  # seconds


class Ticker:
    """Ends the exclusions that are over, once a minute."""

    def __init__(self) -> None:
        self._last = 0.0

    def tick(self) -> None:
        """Do it if a minute has passed."""
        if time.monotonic() - self._last >= _EVERY:
            self._last = time.monotonic()
            end_exclusions()
