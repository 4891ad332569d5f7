"""Impact of a theme on a score as other products publish it, named as what each reading is.

Four readings come from the public demonstrations of Dictanova (dictanova-demo-python, retail, use
case 1); the fifth is the “impact” of Thematic and others, the score as it would be if the theme's
responses were not there. None holds the other themes equal: beside them stand the weights
(`sharing`). What Dictanova calls levers and what is to be preserved looks only at those who speak
of the theme, so that it says more of the scale than of the theme: two readings over everybody
(``lever``, ``preserved``) answer the question that was asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rebond.quantify.statistics.clusters import groups_of, renumbered, sums_by_group

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Reading:
    """A difference of mean scores, in points of the scale, with its interval.

    nan, from −∞ to ∞, when nobody is left to take a mean of.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Impact:
    """The readings of one theme; every one is a mean score less that of everybody.

    Published by Dictanova: ``gap`` of those who speak of it; ``without`` of those who do not;
    ``speakers_satisfied`` of those who speak of it and are satisfied; ``speakers_dissatisfied`` of
    those who speak of it and are not.
    Published by others: ``left_out``, everybody's mean less that of those who do not speak of it
    (``without``, turned round).
    Ours: ``lever`` of everybody but those who speak of it and are dissatisfied; ``preserved`` of
    everybody but those who speak of it and are satisfied.
    """

    theme: str
    gap: Reading
    without: Reading
    speakers_satisfied: Reading
    speakers_dissatisfied: Reading
    left_out: Reading
    lever: Reading
    preserved: Reading
    n: int
    satisfied: int
    error: float
    p_value: float


def impacts(
    score: Array,
    speaks: npt.NDArray[np.bool_],
    person: npt.NDArray[np.int64],
    themes: Sequence[str],
    *,
    satisfied_from: float,
    seed: int = 0,
) -> tuple[Impact, ...]:
    """Return every reading of every theme, the largest effect of leaving it out first.

    ``error`` is the standard error of ``gap``, ``p_value`` its own.

    Parameters
    ----------
    score : (n,) array
        Higher is better; nan is left out.
    speaks : (n, p) bool array
        Whether the response speaks of the theme, however it judges it.
    person : (n,) int64 array
        From 0: intervals are clustered by person.
    satisfied_from : float
        The least satisfied score (4 of 5 in the demonstrations).
    """
    known = np.isfinite(score)
    values, said = score[known], speaks[known].astype(np.float64)
    p = said.shape[1]
    if not len(values) or p == 0:
        return ()
    group, groups = groups_of(renumbered(person[known]), seed=seed)
    content = (values >= satisfied_from).astype(np.float64)[:, None]
    units = np.column_stack([np.ones(len(values)), said, said * content])
    columns = np.column_stack([units, units * values[:, None]])
    sums = sums_by_group(columns, group, groups)
    return impacts_of_sums(sums, themes)


def impacts_of_sums(sums: Array, themes: Sequence[str]) -> tuple[Impact, ...]:
    """Return the same from the sums of groups of persons: (groups, 2 · (1 + 2p)).

    The columns are how many responses: all, those that speak of each theme, those that speak of it
    and are satisfied; then the sums of their scores, in the same order.
    """
    p = len(themes)
    counts, totals = sums[:, : 1 + 2 * p], sums[:, 1 + 2 * p :]
    if p == 0 or counts[:, 0].sum() <= 0:
        return ()
    # Scores are taken from their mean, so that differences of large sums keep their digits.
    mean = totals[:, 0].sum() / counts[:, 0].sum()
    totals = totals - mean * counts
    value, low, high, error, p_value = _readings(counts, totals, p)

    def reading(k: int, i: int) -> Reading:
        return Reading(float(value[k, i]), float(low[k, i]), float(high[k, i]))

    found = [
        Impact(
            theme=theme,
            gap=reading(0, i),
            without=reading(1, i),
            speakers_satisfied=reading(2, i),
            speakers_dissatisfied=reading(3, i),
            left_out=reading(4, i),
            lever=reading(5, i),
            preserved=reading(6, i),
            n=int(counts[:, 1 + i].sum()),
            satisfied=int(counts[:, 1 + p + i].sum()),
            error=float(error[i]),
            p_value=float(p_value[i]),
        )
        for i, theme in enumerate(themes)
    ]
    return tuple(sorted(found, key=lambda one: (-abs(one.left_out.value), one.theme)))


def _readings(counts: Array, totals: Array, p: int) -> tuple[Array, Array, Array, Array, Array]:
    """Return the seven readings (7, p), in the order of `Impact`, their lows and highs; then the
    error (p,) and the p-value (p,) of the first.

    ``counts`` and ``totals`` (groups, 1 + 2p) are those of `impacts_of_sums`.
    """
    n, said, good = counts[:, 0], counts[:, 1 : p + 1], counts[:, p + 1 :]
    total, said_total, good_total = totals[:, 0], totals[:, 1 : p + 1], totals[:, p + 1 :]
    bad, bad_total = said - good, said_total - good_total
    all_n, all_total = n[:, None], total[:, None]
    sides = [
        _apart(n, total, some, of_some)
        for some, of_some in (
            (said, said_total),
            (all_n - said, all_total - said_total),
            (good, good_total),
            (bad, bad_total),
            (all_n - bad, all_total - bad_total),
            (all_n - good, all_total - good_total),
        )
    ]
    without = sides[1]
    left_out = (-without[0], *without[1:])
    ordered = [*sides[:4], left_out, *sides[4:]]
    value = np.stack([side[0] for side in ordered])
    freedoms = np.stack([side[2] for side in ordered])
    known = np.isfinite(value) & (freedoms >= 1)
    half = _quantile(np.maximum(freedoms, 1)) * np.nan_to_num(np.stack([s[1] for s in ordered]))
    low = np.where(known, value - half, -np.inf)
    high = np.where(known, value + half, np.inf)
    gap, error, freedom = sides[0]
    return value, low, high, np.nan_to_num(error), _p_value(gap, error, freedom)


def _apart(n: Array, total: Array, some: Array, of_some: Array) -> tuple[Array, Array, Array]:
    """Return the mean (p,) of some less that of all, its standard error and degrees of freedom.

    Linearised and summed by group of persons (Woodruff 1971, doi:10.1080/01621459.1971.10482279).
    Where all of some gave the same answer, they are taken to vary as everybody does. The degrees
    of freedom are the groups of the smaller side (of some, or of the others), less one: where few
    are left out, what they answer is what the difference hangs on.
    """
    size = some.sum(axis=0)
    inside = (some > 0.5).sum(axis=0)
    outside = (n[:, None] - some > 0.5).sum(axis=0)
    everybody = total.sum() / n.sum()
    of_all = ((total - everybody * n) / n.sum())[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(size > 0.5, of_some.sum(axis=0) / np.maximum(size, 0.5), np.nan)
        own = (of_some - mean * some) / size
        by_chance = (of_all**2).sum() * n.sum() / size
        square = ((own - of_all) ** 2).sum(axis=0)
        alike = (own**2).sum(axis=0) <= 1e-9 * by_chance
    square = np.where(alike & (size < n.sum() - 0.5), square + by_chance, square)
    smaller = np.minimum(inside, outside)
    spread = square * smaller / np.maximum(smaller - 1, 1)
    return mean - everybody, np.sqrt(spread), smaller - 1.0


def _quantile(freedom: Array) -> Array:
    """Return Student's two-sided quantile at 95 %."""
    from scipy.special import stdtrit

    quantile: Array = stdtrit(freedom, 0.975)
    return quantile


def _p_value(value: Array, error: Array, freedom: Array) -> Array:
    """Return the two-sided p-values of differences; 1 where nothing is known."""
    from scipy.special import stdtr

    known = np.isfinite(value) & (error > 0) & (freedom >= 1)
    ratio = np.where(known, np.abs(value) / np.where(error > 0, error, 1.0), 0.0)
    p: Array = np.where(known, 2 * stdtr(np.maximum(freedom, 1), -ratio), 1.0)
    return p
