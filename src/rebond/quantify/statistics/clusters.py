"""Resampling of persons: a person's answers resemble each other, so persons are drawn, not answers.

What is resampled are sums by person, so that a resample costs one product of matrices.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import numpy as np
import numpy.typing as npt

P = ParamSpec("P")
T = TypeVar("T")
Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

MANY_PEOPLE = 20_000  # above which random groups of persons are resampled
RANDOM_GROUPS = 2_000
AT_ONCE = 100
MOST_COUNTED = 2**24  # codes up to which each has a place in memory


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


def renumbered(person: npt.NDArray[Any]) -> Whole:
    """Return numbers from 0 without gaps, in the same order, for numbers from 0 with gaps."""
    there = np.bincount(person) > 0 if len(person) else np.zeros(0, np.bool_)
    numbers: Whole = (np.cumsum(there) - 1)[person]
    return numbers


def gathered(codes: Whole) -> tuple[Whole, Whole]:
    """Return the different codes, sorted, and the place (n,) of each row's among them."""
    most = int(codes.max()) + 1 if len(codes) else 0
    if most > MOST_COUNTED:
        known, place = np.unique(codes, return_inverse=True)
        return known, place
    there = np.bincount(codes) > 0 if most else np.zeros(0, np.bool_)
    return np.flatnonzero(there), (np.cumsum(there) - 1)[codes]


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
    sums = np.empty((groups, columns.shape[1]))
    for place, column in enumerate(columns.T):
        sums[:, place] = np.bincount(group, column, groups)
    return sums


def products_by_group(
    signs: npt.NDArray[Any],
    score: Array,
    group: Whole,
    groups: int,
    *,
    weight: Array | None = None,
    less: Callable[[Whole], Array] | None = None,
) -> Array:
    """Return the sums, by group, that all correlations of signs and a score come from.

    Parameters
    ----------
    signs : (n, q − 1) array
    score : (n,) array, the last of the q columns
    group : (n,) array of numbers from 0 to ``groups`` − 1
    weight : (n,) array, optional
        Of each row; 1 without.
    less : function, optional
        Returns what is taken from some rows (their places) before they are multiplied: (m, q).

    Returns
    -------
    (groups, 1 + q + q(q + 1)/2) array
        Sum of weights, weighted sums of columns, and of their products (the upper triangle).
    """
    q = signs.shape[1] + 1
    small = group.astype(np.int16) if groups < 2**15 else group  # sorted by their digits
    order = np.argsort(small, kind="stable")
    ends = np.cumsum(np.bincount(group, minlength=groups))
    upper = np.triu_indices(q)
    sums = np.zeros((groups, 1 + q + len(upper[0])))
    for i, (first, last) in enumerate(zip(np.append(0, ends), ends, strict=False)):
        rows = order[first:last]
        some = np.empty((len(rows), q))
        some[:, :-1], some[:, -1] = signs[rows], score[rows]
        if less is not None:
            some -= less(rows)
        heavy = some if weight is None else some * weight[rows][:, None]
        sums[i, 0] = len(rows) if weight is None else weight[rows].sum()
        sums[i, 1 : q + 1] = heavy.sum(axis=0)
        sums[i, q + 1 :] = (heavy.T @ some)[upper]
    return sums


def from_means(sums: Array) -> Array:
    """Return the sums of `products_by_group` of columns taken from their means over all groups."""
    q = int((2 * sums.shape[1]) ** 0.5) - 1
    first, second = np.triu_indices(q)
    n, totals = sums[:, :1], sums[:, 1 : q + 1]
    mean = totals.sum(axis=0) / n.sum()
    moved = totals[:, first] * mean[second] + totals[:, second] * mean[first]
    whole = sums[:, q + 1 :] - moved + n * (mean[first] * mean[second])
    return np.column_stack([n, totals - n * mean, whole])


def products(sums: Array) -> Array:
    """Return the sums of products (m, q, q) of columns among those of `products_by_group`."""
    q = int((2 * sums.shape[1]) ** 0.5) - 1
    first, second = np.triu_indices(q)
    whole = np.empty((len(sums), q, q))
    whole[:, first, second] = whole[:, second, first] = sums[:, q + 1 :]
    return whole


def resampled(sums: Array, draws: int, *, seed: int = 0) -> Array:
    """Return the totals (draws, q) of ``draws`` resamples of groups (g, q).

    Each group is weighed at random, exponentially with mean 1: the Bayesian bootstrap (Rubin 1981,
    doi:10.1214/aos/1176345338), which spreads as drawing groups with replacement does, and never
    leaves all of a rare theme out.
    """
    random = np.random.default_rng(seed)
    groups, totals = len(sums), []
    for first in range(0, draws, AT_ONCE):
        weights = random.standard_exponential((min(AT_ONCE, draws - first), groups))
        totals.append(weights @ sums)
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
