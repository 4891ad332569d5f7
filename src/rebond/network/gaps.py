"""What one side says less what the other says, on mirrored criteria."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rebond.network.batches import Batch
from rebond.network.summaries import LEVEL, Summary
from rebond.network.tables import published


@dataclass(frozen=True)
class Gap:
    """A gap between two averages, in points from −4 to 4.

    ``value`` is the first less the second; ``low`` and ``high`` its interval; ``one`` and ``other``
    the averages, each with its own; ``holds`` whether the gap is established among all those read
    together.
    """

    value: float
    low: float
    high: float
    one: Summary
    other: Summary
    holds: bool


def mirrored_gap(
    one: Sequence[Batch],
    other: Sequence[Batch],
    criterion: str,
    *,
    together: int = 1,
    level: float = LEVEL,
) -> Gap | None:
    """Return the gap between two sides that rate each other on one criterion.

    Parameters
    ----------
    one, other : sequence of Batch
        What each side said; nothing else than what may be published enters.
    criterion : str
        The same on both sides, each in its own words.
    together : int
        How many gaps are read at once: the chance that one of them is told to hold where none is
        there is at most 1 − ``level``.

    Returns
    -------
    Gap or None
        None where a side has no batch.

    Notes
    -----
    The two sides rate the same exchanges, so that their averages are tied in an unknown way. The
    interval goes from the low of one, less the high of the other, to the converse, each at a level
    of 1 − (1 − level)/2 (Bonferroni): right however they are tied.
    """
    if not one or not other:
        return None
    low, high = _bounds(one, other, criterion, level)
    strict_low, strict_high = _bounds(one, other, criterion, 1 - (1 - level) / max(1, together))
    first, second = published(one, criterion), published(other, criterion)
    return Gap(
        first.mean - second.mean, low, high, first, second, strict_low > 0 or strict_high < 0
    )


def _bounds(
    one: Sequence[Batch], other: Sequence[Batch], criterion: str, level: float
) -> tuple[float, float]:
    half = 1 - (1 - level) / 2
    first = published(one, criterion, level=half)
    second = published(other, criterion, level=half)
    return first.low - second.high, first.high - second.low
