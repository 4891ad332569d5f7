"""The average of ratings, each rater counting once, with an interval that small numbers keep.

Student's interval is too short on ratings: most are the best mark, so that a few of them seldom
show the spread. The interval here holds whatever the marks are distributed like, for any number of
raters. See docs/methods/ratings.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from rebond.network.ratings import HIGH, LOW

LEVEL = 0.95
Array = npt.NDArray[np.float64]
_DRAWS, _MOST_DRAWS, _IN_THE_TAIL = 4_000, 100_000, 40


@dataclass(frozen=True)
class Summary:
    """An average of marks.

    ``mean`` is that of the raters' own averages, from `LOW` to `HIGH`; ``low`` and ``high`` its
    interval; ``n`` how many ratings; ``raters`` how many people gave them.
    """

    mean: float
    low: float
    high: float
    n: int
    raters: int


def summary(marks: Iterable[tuple[str, float]], *, level: float = LEVEL) -> Summary | None:
    """Return the average of marks given by raters.

    Parameters
    ----------
    marks : pairs of rater and mark
        Marks from 1 to 5; several of one rater are averaged first, so that nobody weighs more by
        rating more often.
    level : float
        Chance that the interval holds the mean of those who might have rated.

    Returns
    -------
    Summary or None
        None without any mark. With one rater the interval is nearly the whole scale.

    Examples
    --------
    >>> found = summary([("a", 5), ("a", 3), ("b", 2)])
    >>> found.mean, found.n, found.raters
    (3.0, 3, 2)
    """
    given = list(marks)
    return some_summary(given, level=level) if given else None


def some_summary(marks: Iterable[tuple[str, float]], *, level: float = LEVEL) -> Summary:
    """Return the `summary` of marks of which there is one at least."""
    by_rater: dict[str, list[float]] = {}
    for rater, mark in marks:
        by_rater.setdefault(rater, []).append(mark)
    means = [sum(given) / len(given) for given in by_rater.values()]
    low, high = mean_bounds(means, level=level)
    n = sum(map(len, by_rater.values()))
    return Summary(sum(means) / len(means), low, high, n, len(means))


def mean_bounds(means: Sequence[float], *, level: float = LEVEL) -> tuple[float, float]:
    """Return the interval of a mean of independent values from 1 to 5, each of one rater.

    Notes
    -----
    Gaffke's bound: one more value is added at the low end of the scale, all are weighted at random
    (uniformly among weights that sum to 1), and the low of the interval is the quantile of
    (1 − level)/2 of the weighted mean; the high is its mirror. On marks at both ends alone it is
    Clopper and Pearson's interval. That it holds for any distribution and any number of values is
    conjectured, and was never found wrong (Gaffke 2005, Mathematical Methods of Statistics
    14:451-467; Learned-Miller and Thomas 2019, arXiv:1905.06208). Weights are drawn from a fixed
    seed: the same marks have the same interval.
    """
    unit = tuple(sorted(round((one - LOW) / (HIGH - LOW), 9) for one in means))
    tail = (1 - level) / 2
    low = _low(unit, tail)
    high = 1 - _low(tuple(round(1 - one, 9) for one in reversed(unit)), tail)
    return LOW + (HIGH - LOW) * low, LOW + (HIGH - LOW) * high


@lru_cache(maxsize=16384)
def _low(unit: tuple[float, ...], tail: float) -> float:
    """Return the quantile of the mean of sorted values and of a 0, weighted at random."""
    values, counts = np.unique([0.0, *unit], return_counts=True)
    draws = int(min(_MOST_DRAWS, max(_DRAWS, _IN_THE_TAIL / tail)))
    weighted, weights = np.zeros(draws), np.zeros(draws)
    for place, (value, count) in enumerate(zip(values, counts, strict=True)):
        drawn = _weights(place, int(count), draws)
        weighted += value * drawn
        weights += drawn
    weighted /= weights
    rank = int(tail * draws)
    lowest = float(np.partition(weighted, rank)[rank])
    return min(lowest, sum(unit) / len(unit))


def _weights(place: int, count: int, draws: int) -> Array:
    """Return the weight of ``count`` values together, not yet divided by that of all, drawn."""
    few = draws == _DRAWS
    return _few_weights(place, count) if few else _drawn_weights(place, count, draws)


@lru_cache(maxsize=2048)
def _few_weights(place: int, count: int) -> Array:
    return _drawn_weights(place, count, _DRAWS)


def _drawn_weights(place: int, count: int, draws: int) -> Array:
    return np.random.default_rng((place, count)).standard_gamma(count, draws)
