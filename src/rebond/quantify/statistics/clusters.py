"""Resampling of persons: a person's answers resemble each other, so persons are drawn, not answers.

What is resampled are sums by person, so that a resample costs one product of matrices.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import numpy as np
import numpy.typing as npt

P = ParamSpec("P")
T = TypeVar("T")
Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

MANY_PEOPLE = 20_000  # above which random groups of persons are resampled
RANDOM_GROUPS = 5_000
AT_ONCE = 100


def on_one_thread(function: Callable[P, T]) -> Callable[P, T]:
    """Keep a function's linear algebra on one thread.

    Many small products spread over threads take far longer, the more so on a busy machine.
    """

    @functools.wraps(function)
    def limited(*arguments: P.args, **named: P.kwargs) -> T:
        pools = importlib.import_module("threadpoolctl")  # comes with scikit-learn
        with pools.threadpool_limits(1):
            return function(*arguments, **named)

    return limited


def groups_of(person: Whole, *, seed: int = 0) -> tuple[Whole, int]:
    """Return the group (n,) resampled with each row, from 0, and their number.

    Persons, or random groups of persons above 20,000: the variance between random groups of
    persons estimates the same (Wolter 2007, chapter 2, doi:10.1007/978-0-387-35099-8).
    """
    people = int(person.max()) + 1 if len(person) else 0
    if people <= MANY_PEOPLE:
        return person, people
    order = np.random.default_rng((seed, 2)).permutation(people) % RANDOM_GROUPS
    return order[person], RANDOM_GROUPS


def sums_by_group(columns: Array, group: Whole, groups: int) -> Array:
    """Return the sums (groups, q) of columns (n, q)."""
    return np.column_stack([np.bincount(group, column, groups) for column in columns.T])


def resampled(sums: Array, draws: int, *, seed: int = 0) -> Array:
    """Return the totals (draws, q) of ``draws`` resamples, with replacement, of groups (g, q)."""
    random = np.random.default_rng(seed)
    groups, totals = len(sums), []
    for first in range(0, draws, AT_ONCE):
        count = min(AT_ONCE, draws - first)
        picks = random.integers(0, groups, (count, groups)) + groups * np.arange(count)[:, None]
        times = np.bincount(picks.ravel(), minlength=count * groups).reshape(count, groups)
        totals.append(times.astype(np.float64) @ sums)
    return np.concatenate(totals)


def bias_corrected(estimates: Array, draws: Array, level: float = 0.95) -> tuple[Array, Array]:
    """Return bias-corrected percentile intervals of p estimates from draws (b, p).

    Efron 1987, doi:10.1080/01621459.1987.10478410. The shift is corrected up to 1.5 standard
    deviations, draws that are not finite are left out, and an interval holds its estimate; with
    fewer than 20 finite draws nothing is known and it goes from −∞ to ∞.
    """
    from scipy.special import ndtr, ndtri

    lows, highs = np.empty(len(estimates)), np.empty(len(estimates))
    z = ndtri((1 + level) / 2)
    for i, estimate in enumerate(estimates):
        drawn = draws[np.isfinite(draws[:, i]), i]
        if len(drawn) < 20 or not np.isfinite(estimate):
            lows[i], highs[i] = -np.inf, np.inf
            continue
        below = float(((drawn < estimate).mean() + (drawn <= estimate).mean()) / 2)
        shift = float(np.clip(ndtri(np.clip(below, 1e-4, 1 - 1e-4)), -1.5, 1.5))
        ends = np.quantile(drawn, ndtr([2 * shift - z, 2 * shift + z]))
        lows[i], highs[i] = min(ends[0], estimate), max(ends[1], estimate)
    return lows, highs
