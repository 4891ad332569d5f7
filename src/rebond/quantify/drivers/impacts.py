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

from rebond.quantify.statistics.clusters import (
    bias_corrected,
    groups_of,
    on_one_thread,
    resampled,
    sums_by_group,
)

Array = npt.NDArray[np.float64]
RESAMPLES = 1000


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
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> tuple[Impact, ...]:
    """Return every reading of every theme, the largest effect of leaving it out first.

    ``error`` is the standard error of ``gap`` (the spread of its resamples), ``p_value`` its own.

    Parameters
    ----------
    score : (n,) array
        Higher is better; nan is left out.
    speaks : (n, p) bool array
        Whether the response speaks of the theme, however it judges it.
    person : (n,) int64 array
        From 0: intervals resample persons.
    satisfied_from : float
        The least satisfied score (4 of 5 in the demonstrations).
    """
    known = np.isfinite(score)
    values, said = score[known], speaks[known].astype(np.float64)
    p = said.shape[1]
    if not len(values) or p == 0:
        return ()
    _, who = np.unique(person[known], return_inverse=True)
    group, groups = groups_of(who, seed=seed)
    content = (values >= satisfied_from).astype(np.float64)[:, None]
    units = np.column_stack([np.ones(len(values)), said, said * content])
    columns = np.column_stack([units, units * values[:, None]])
    sums = sums_by_group(columns, group, groups)
    return impacts_of_sums(sums, themes, resamples=resamples, seed=seed)


@on_one_thread
def impacts_of_sums(
    sums: Array, themes: Sequence[str], *, resamples: int = RESAMPLES, seed: int = 0
) -> tuple[Impact, ...]:
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
    sums = np.column_stack([counts, totals - mean * counts])
    value = _readings(sums.sum(axis=0)[None], p)[:, 0]
    draws = _readings(resampled(sums, resamples, seed=seed), p)
    bounds = [bias_corrected(value[k], draws[k]) for k in range(len(value))]

    errors = [_spread(draws[0][:, i]) for i in range(p)]

    def reading(k: int, i: int) -> Reading:
        return Reading(float(value[k, i]), float(bounds[k][0][i]), float(bounds[k][1][i]))

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
            error=errors[i],
            p_value=_p_value(float(value[0, i]), errors[i]),
        )
        for i, theme in enumerate(themes)
    ]
    return tuple(sorted(found, key=lambda one: (-abs(one.left_out.value), one.theme)))


def _spread(draws: Array) -> float:
    """Return the standard deviation of the draws that are finite, 0 without any."""
    known = draws[np.isfinite(draws)]
    return float(known.std()) if len(known) else 0.0


def _p_value(value: float, error: float) -> float:
    """Return the two-sided normal p-value of a difference."""
    from scipy.special import erfc

    known = error > 0 and np.isfinite(value)
    return float(erfc(abs(value) / error / 2**0.5)) if known else 1.0


def _readings(sums: Array, p: int) -> Array:
    """Return the seven readings, in the order of `Impact`, of samples' sums: (7, b, p)."""
    units, totals = sums[:, : 1 + 2 * p], sums[:, 1 + 2 * p :]
    n, total = units[:, :1], totals[:, :1]
    said, said_total = units[:, 1 : p + 1], totals[:, 1 : p + 1]
    good, good_total = units[:, p + 1 :], totals[:, p + 1 :]
    everybody = total / n
    bad, bad_total = said - good, said_total - good_total
    gap = _mean(said_total, said) - everybody
    without = _mean(total - said_total, n - said) - everybody
    return np.stack(
        [
            gap,
            without,
            _mean(good_total, good) - everybody,
            _mean(bad_total, bad) - everybody,
            -without,
            _mean(total - bad_total, n - bad) - everybody,
            _mean(total - good_total, n - good) - everybody,
        ]
    )


def _mean(total: Array, n: Array) -> Array:
    mean: Array = np.where(n > 0.5, total / np.maximum(n, 0.5), np.nan)
    return mean
