"""The average of ratings, each rater counting once, with an interval that small numbers keep.

Student's interval is too short on ratings: most are the best mark, so that five of them seldom show
the spread. The interval here is right whatever the marks are distributed like, for any number of
raters. See docs/methods/ratings.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rebond.network.ratings import HIGH, LOW

LEVEL = 0.95
_BETS = 5
_STEPS = 48  # of the search by halves: more than enough for a double
Array = npt.NDArray[np.float64]


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
        Chance, at least, that the interval holds the mean of those who might have rated.

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
    A bet against each value that the mean might have: with stakes b fixed beforehand, the fortune
    mean over b of Π (1 − b + b·x/m) has an expectation of 1 at most where the mean is m or less,
    and exceeds 2/(1 − level) with a chance of (1 − level)/2 at most, by Markov's inequality. Values
    of m that make a fortune are left out, from below and, mirrored, from above. Stakes depend on
    the number of raters alone, and the order of marks does not matter (Waudby-Smith and Ramdas
    2024, doi:10.1093/jrsssb/qkad009; the mixture of stakes as Orabona and Jun 2024,
    doi:10.1109/TIT.2023.3330187).
    """
    unit = (np.asarray(means, dtype=np.float64) - LOW) / (HIGH - LOW)
    fortune = float(np.log(2 / (1 - level)))
    low, high = _low(unit, fortune), 1 - _low(1 - unit, fortune)
    return LOW + (HIGH - LOW) * low, LOW + (HIGH - LOW) * high


def _low(unit: Array, fortune: float) -> float:
    """Return the smallest mean, between 0 and that seen, against which no fortune is made."""
    stakes = np.geomspace(len(unit) ** -0.5, 1.0, _BETS) if len(unit) > 1 else np.ones(1)
    below, above = 0.0, float(unit.mean())
    for _ in range(_STEPS):
        m = (below + above) / 2
        if m > 0 and _log_fortune(unit, m, stakes) < fortune:
            above = m
        else:
            below = m
    return below


def _log_fortune(unit: Array, m: float, stakes: Array) -> float:
    with np.errstate(divide="ignore"):
        gains = np.log(1 - stakes[:, None] + stakes[:, None] * unit[None, :] / m).sum(axis=1)
    return float(np.logaddexp.reduce(gains) - np.log(len(stakes)))
