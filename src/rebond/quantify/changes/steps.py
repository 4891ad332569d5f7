"""Change of level in a weekly series, apart from the season.

The share of week t is y_t / n_t. By weighted least squares on those shares (weights n_t), a step at
each possible week is tried beside a level and, from 13 months on, two annual harmonics. The largest
Student's statistic is read against the law of such a largest value, from simulated noise on the
same design; its variance is that of the residuals, never under that of binomial counts, and widened
for residuals that resemble the week before. See ``docs/methods/trends.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
YEAR = 365.25 / 7  # weeks
SEASON_KNOWN = 56  # weeks from which the same weeks are seen twice
HARMONICS = 2
EDGE = 4  # weeks before the first and after the last possible step
DRAWS = 4000


@dataclass(frozen=True)
class Steps:
    """The most likely step of each of p series.

    ``at`` (p,) its week from 0; ``size`` its size in share, ``error`` its standard error, season
    apart; ``p_value`` for the largest over all weeks; ``spread`` (p,) the overdispersion, 1 for
    binomial counts; ``freedom`` degrees of freedom of the residuals; ``tried`` the number of
    independent steps that would give as large a maximum.
    """

    at: npt.NDArray[np.int64]
    size: Array
    error: Array
    p_value: Array
    spread: Array
    freedom: int
    tried: float


def season_design(weeks: int) -> Array:
    """Return the columns of level and, from 13 months on, of season: (weeks, 1 or 5)."""
    t = np.arange(weeks)
    columns = [np.ones(weeks)]
    if weeks >= SEASON_KNOWN:
        for k in range(1, HARMONICS + 1):
            columns += [np.cos(2 * np.pi * k * t / YEAR), np.sin(2 * np.pi * k * t / YEAR)]
    return np.column_stack(columns)


def find_steps(voices: Array, speaking: Array) -> Steps | None:
    """Return the most likely step of each series; None where voices come too close together.

    A step is seen when weeks with voices stand on both its sides, ``EDGE`` weeks from each end.

    Parameters
    ----------
    voices : (t,) array
        Voices of each week; weeks without any are left out.
    speaking : (t, p) array
        Those that speak of each theme.
    """
    kept = voices > 0
    n = voices[kept]
    weeks = len(voices)
    share = speaking[kept] / n[:, None]
    base = season_design(weeks)[kept]
    possible = np.arange(EDGE, weeks - EDGE + 1)
    root = np.sqrt(n)[:, None]
    basis, _ = np.linalg.qr(base * root)
    y = _without(basis, share * root)
    after = (np.arange(weeks)[kept, None] >= possible).astype(np.float64)
    steps = _without(basis, after * root)
    length = np.sqrt((steps**2).sum(axis=0))
    usable = length > 1e-6
    if not usable.any():
        return None
    possible, steps, length = possible[usable], steps[:, usable], length[usable]
    directions = steps / length
    projected = directions.T @ y
    best = np.argmax(np.abs(projected), axis=0)
    series = np.arange(y.shape[1])
    gain = projected[best, series]
    residuals = y - directions[:, best] * gain
    freedom = max(1, int(kept.sum()) - base.shape[1] - 1)
    mean = speaking.sum(axis=0) / n.sum()
    binomial = np.maximum(mean * (1 - mean), 1e-12)
    spread = np.maximum(1.0, (residuals**2).sum(axis=0) / freedom / binomial)
    spread *= _widening(residuals)
    deviation = np.sqrt(spread * binomial)
    statistic = np.abs(gain) / deviation
    p_value, tried = _largest(statistic, directions, freedom)
    return Steps(
        at=possible[best],
        size=gain / length[best],
        error=deviation / length[best],
        p_value=p_value,
        spread=spread,
        freedom=freedom,
        tried=tried,
    )


def _without(basis: Array, columns: Array) -> Array:
    left: Array = columns - basis @ (basis.T @ columns)
    return left


def _widening(residuals: Array) -> Array:
    """Variance of sums of neighbours that resemble each other: (1 + r) / (1 − r), 1 to 4.

    r is the correlation with the week before, its bias of about −1/t given back.
    """
    power = np.maximum((residuals**2).sum(axis=0), 1e-12)
    r = (residuals[1:] * residuals[:-1]).sum(axis=0) / power + 1.5 / len(residuals)
    r = np.clip(r, 0.0, 0.6)
    wider: Array = (1 + r) / (1 - r)
    return wider


def _largest(statistic: Array, directions: Array, freedom: int) -> tuple[Array, float]:
    """Return p-values of the largest of correlated statistics, and how many it stands for."""
    from scipy.special import stdtr

    single = 2 * stdtr(freedom, -statistic)
    tried = _independent(directions.tobytes(), directions.shape, freedom)
    return np.minimum(1.0, single * tried), tried


@lru_cache(maxsize=64)
def _independent(content: bytes, shape: tuple[int, int], freedom: int) -> float:
    """Return by how much to multiply the p-value of one step for the largest of all.

    From noise drawn on the same design: the largest ratio, over the tail (1 % to 10 %), of the
    frequency of the maximum to the p-value of a single one.
    """
    from scipy.special import stdtr

    directions = np.frombuffer(content).reshape(shape)
    random = np.random.default_rng(0)
    noise = random.standard_normal((DRAWS, shape[0]))
    scale = np.sqrt(random.chisquare(freedom, DRAWS) / freedom)
    largest = np.sort(2 * stdtr(freedom, -np.abs(noise @ directions).max(axis=1) / scale))
    tail = np.arange(DRAWS // 100, DRAWS // 10)
    return float(max(1.0, np.max((tail + 1) / DRAWS / largest[tail])))
