"""When people are told: looked at every minute by the worker."""

from __future__ import annotations

import time

from rebond_web.answers.letters import write_letters
from rebond_web.answers.spreading import spread

_LOOK = 60.0  # seconds between two looks


class Teller:
    """Tells the voices behind decisions, and writes the e-mails."""

    def __init__(self) -> None:
        self._next = 0.0

    def tick(self) -> None:
        """Tell what is to be told, if it is time to look."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _LOOK
        spread()
        write_letters()
