"""What one side says less what the other says, on mirrored criteria; and now less before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rebond.network.batches import Batch
from rebond.network.summaries import LEVEL, Summary, some_summary
from rebond.network.tables import published

Marks = Sequence[tuple[str, float]]


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
    return _gap(
        lambda at: published(one, criterion, level=at),
        lambda at: published(other, criterion, level=at),
        together,
        level,
    )


def change(before: Marks, now: Marks, *, together: int = 1, level: float = LEVEL) -> Gap | None:
    """Return what marks of now are more than those of before, the same raters perhaps.

    Parameters
    ----------
    before, now : sequences of pairs of rater and mark

    Returns
    -------
    Gap or None
        As `mirrored_gap`; None without a mark on a side.
    """
    if not before or not now:
        return None
    return _gap(
        lambda at: some_summary(now, level=at),
        lambda at: some_summary(before, level=at),
        together,
        level,
    )


def _gap(
    one: Callable[[float], Summary],
    other: Callable[[float], Summary],
    together: int,
    level: float,
) -> Gap:
    def bounds(risk: float) -> tuple[float, float]:
        first, second = one(1 - risk / 2), other(1 - risk / 2)
        return first.low - second.high, first.high - second.low

    first, second = one(level), other(level)
    low, high = bounds(1 - level)
    if low > 0 or high < 0:
        strict_low, strict_high = bounds((1 - level) / max(1, together))
        holds = strict_low > 0 or strict_high < 0
    else:
        holds = False
    return Gap(first.mean - second.mean, low, high, first, second, holds)
