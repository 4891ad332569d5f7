"""Persons left out or drawn: a person's answers resemble each other, so persons vary, not answers.

What is left out or drawn are sums by person, so that each time costs one product of matrices.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Sequence
from typing import Any, ParamSpec, TypeVar

import numpy as np
import numpy.typing as npt

P = ParamSpec("P")
T = TypeVar("T")
Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

MANY_PEOPLE = 20_000  # above which random groups of persons stand for them
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


def groups_of(person: Whole, *, most: int = MANY_PEOPLE, seed: int = 0) -> tuple[Whole, int]:
    """Return the group (n,) of each row, from 0, and their number.

    Persons, or 2,000 random groups of persons when they are more than ``most``: the variance
    between random groups of persons estimates the same (Wolter 2007, chapter 2,
    doi:10.1007/978-0-387-35099-8).
    """
    people = int(person.max()) + 1 if len(person) else 0
    if people <= most:
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
    less: tuple[Whole, Array] | None = None,
) -> Array:
    """Return the sums, by group, that all correlations of signs and a score come from.

    Parameters
    ----------
    signs : (n, q − 1) array
    score : (n,) array, the last of the q columns
    group : (n,) array of numbers from 0 to ``groups`` − 1
    weight : (n,) array, optional
        Of each row; 1 without.
    less : arrays (n,) and (cells, q), optional
        The cell of each row, and what is taken from its columns before they are multiplied.

    Returns
    -------
    (groups, 1 + q + q(q + 1)/2) array
        Sum of weights, weighted sums of columns, and of their products (the upper triangle).
    """
    q = signs.shape[1] + 1
    small = group.astype(np.int16) if groups < 2**15 else group  # sorted by their digits
    order = np.argsort(small, kind="stable")
    size = np.bincount(group, minlength=groups)
    lines, answers = np.ascontiguousarray(signs), score[order]
    heaviness = None if weight is None else weight[order, None]
    cell = None if less is None else less[0][order]
    rows = np.ones((int(size.max(initial=0)), 1 + q))  # of one group; the first column counts
    whole = np.empty((groups, 1 + q, 1 + q))
    first = 0
    for i, last in enumerate(np.cumsum(size).tolist()):
        some = rows[: last - first]
        some[:, 1:-1] = lines.take(order[first:last], axis=0)
        some[:, -1] = answers[first:last]
        if less is not None and cell is not None:
            some[:, 1:] -= less[1].take(cell[first:last], axis=0)
        heavy = some if heaviness is None else some * heaviness[first:last]
        np.matmul(heavy.T, some, out=whole[i])
        first = last
    one, other = np.triu_indices(1 + q)
    sums: Array = whole.reshape(groups, -1)[:, one * (1 + q) + other]
    return sums


def of_columns(sums: Array, kept: Sequence[int]) -> Array:
    """Return the sums of `products_by_group` of some of its columns, in their order there."""
    q = int((2 * sums.shape[1]) ** 0.5) - 1
    place = np.zeros((q, q), np.int64)
    place[np.triu_indices(q)] = np.arange(1 + q, sums.shape[1])
    among = place[np.ix_(kept, kept)][np.triu_indices(len(kept))]
    found: Array = sums[:, np.concatenate([[0], np.add(kept, 1), among])]
    return found


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


def moves(without: Array) -> Array:
    """Return what each group moves figures by (g, …), from the figures without each (g, …).

    Their squares add up to the variance that the jackknife gives, on average never under the true
    one (Efron and Stein 1981, doi:10.1214/aos/1176345462).
    """
    groups = len(without)
    centred: Array = (without.mean(axis=0) - without) * ((groups - 1) / groups) ** 0.5
    return centred


def quantiles(moved: Array, level: float = 0.95) -> Array:
    """Return Student's two-sided quantiles (k,) for figures moved by groups (g, k).

    Satterthwaite's degrees of freedom (1946, doi:10.2307/3002019), with what the squares
    themselves vary by: few groups that move a figure much leave few; at most g − 1, at least 1.
    """
    from scipy.special import stdtrit

    groups = len(moved)
    variance = (moved**2).sum(axis=0)
    unsteady = (moved**4).sum(axis=0) - variance**2 / groups
    freedom = 2 * variance**2 / np.maximum(unsteady, 1e-300)
    found: Array = stdtrit(np.clip(freedom, 1.0, max(1.0, groups - 1.0)), (1 + level) / 2)
    return found
