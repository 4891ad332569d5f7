"""What to expect of a rule where nothing happens: how often its kind rings by mistake.

Measured on simulated companies by ``python -m benchmarks.alerts kinds 80``; see
``docs/methods/alerts.md``.
"""

from __future__ import annotations

from typing import NamedTuple

from rebond.vocabulary import Message, Quantity
from rebond_web.alerts.models import Kind, Rule

WEEKS = 6240  # simulated for each kind: 240 half-years, four weeks looked at


class Rang(NamedTuple):
    """How often rules of one kind rang in `WEEKS`, and the upper end of its interval at 95 %."""

    times: int
    most: float


RANG = {
    (Kind.FALLS, 95): Rang(5, 11.7),
    (Kind.FALLS, 99): Rang(1, 5.6),
    (Kind.COMPLAINTS, 95): Rang(1, 5.6),
    (Kind.COMPLAINTS, 99): Rang(1, 5.6),
    (Kind.UNDER, 95): Rang(8, 15.8),
    (Kind.UNDER, 99): Rang(1, 5.6),
}


def expected(rule: Rule) -> Message:
    """Return how often a rule of this kind rings by mistake, for who is about to keep it."""
    rang = RANG[Kind(rule.kind), rule.certainty]
    return Message(
        "Where nothing happens, a rule of this kind rings by mistake in at most {share} of weeks:"
        " {times} in {weeks} simulated weeks.",
        {
            "share": Quantity(100 * rang.most / WEEKS, 2, False, "%"),
            "times": rang.times,
            "weeks": WEEKS,
        },
    )
