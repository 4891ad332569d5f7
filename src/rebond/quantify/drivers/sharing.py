"""Drivers by two methods beside each other, with what could mislead them told and handled.

Shapley's exact parts and Johnson's relative weights answer the same question; where they agree the
order of themes does not hang on the method. Attributes that go with both the themes and the score
(a shop, a channel) can be taken out, missing scores weighed back, and themes that repeat each other
are shown by their inflation. Weights tell what goes together, not what would change what.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rebond.quantify.drivers.held_equal import going_with
from rebond.quantify.drivers.johnson import johnson_parts
from rebond.quantify.drivers.part_intervals import (
    Correlations,
    Parts,
    correlations,
    correlations_of,
    part_intervals,
    whole_interval,
)
from rebond.quantify.drivers.shapley import inflation, shapley_parts
from rebond.quantify.drivers.silent import standing_for
from rebond.quantify.statistics.clusters import (
    RANDOM_GROUPS,
    groups_of,
    on_one_thread,
    products_by_group,
    renumbered,
    resampled,
)

Array = npt.NDArray[np.float64]
RESAMPLES = 1000
LEAST_PER_THEME = 10  # scored responses for each theme explained with


@dataclass(frozen=True)
class Shared:
    """The part of one theme in the score's variance, in %, by both methods with intervals.

    ``inflation`` is its variance inflation factor: 1 when it goes with no other theme, infinite
    when it repeats them.
    """

    theme: str
    shapley: float
    low: float
    high: float
    johnson: float
    johnson_low: float
    johnson_high: float
    inflation: float


@dataclass(frozen=True)
class SharedOut:
    """R² of a score shared out between themes; ``r2`` in % with its interval.

    ``agreement`` is the rank correlation of the two methods over themes (−1 to 1; nan under two
    themes), ``agreement_low`` what it exceeds in 95 % of resamples. ``n`` responses of ``people``
    persons have a score, ``missing`` have none. ``taken_out`` % of the score's variance went with
    the attributes, and is no longer in what is shared out.
    """

    shares: tuple[Shared, ...]
    r2: float
    r2_low: float
    r2_high: float
    agreement: float
    agreement_low: float
    n: int
    people: int
    missing: int
    taken_out: float


@on_one_thread
def share_out(
    score: Array,
    signs: npt.NDArray[Any],
    person: npt.NDArray[np.int64],
    themes: Sequence[str],
    *,
    attributes: Mapping[str, npt.NDArray[Any]] | None = None,
    missing: str = "weighed",
    sums: Array | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> SharedOut:
    """Share R² out between themes, by Shapley and by Johnson.

    Parameters
    ----------
    score : (n,) array
        Higher is better; nan where it was not given.
    signs : (n, p) array
        What the response says of each theme: −1, 0 or +1; p is at most 15.
    person : (n,) int64 array
        From 0: intervals are clustered by person.
    themes : p names
    attributes : mapping of name to (n,) array, optional
        Confounders: the means of score and signs within each of their values are taken out of
        both before anything is compared (Frisch and Waugh 1933, doi:10.2307/1907330; several
        attributes in turn, Guimarães and Portugal 2010, doi:10.1177/1536867X1101000406).
    missing : "weighed" or "left_out"
        "weighed": scored responses stand for the unscored ones that say the same, by the inverse
        of their estimated chance to be scored (Robins, Rotnitzky and Zhao 1994,
        doi:10.1080/01621459.1994.10476818), at most 5 times the mean. It holds when, among those
        who say the same, giving a score does not depend on the score.
    sums : (g, …) array, optional
        The `products_by_group` of the scored responses, where they are at hand: they are read when
        nothing is weighed nor taken out.
    resamples : int
        From which ``agreement_low`` is told; 0 leaves both agreements out.

    Returns
    -------
    SharedOut
        Without shares, and R² unknown (0 to 100), under 10 scored responses a theme, under three
        persons, or when all scores are equal.
    """
    known = np.isfinite(score)
    n, p = int(known.sum()), signs.shape[1]
    absent = len(score) - n
    scored = known if absent else slice(None)  # a slice copies nothing
    who, values = renumbered(person[scored]), score[scored]
    people = int(who.max()) + 1 if n else 0
    if p == 0 or n < LEAST_PER_THEME * (p + 1) or people < 3 or np.ptp(values) == 0:
        return SharedOut((), 0.0, 0.0, 100.0, np.nan, np.nan, n, people, absent, 0.0)
    weight = standing_for(signs, known) if missing == "weighed" and absent else None
    kept = {name: labels[scored] for name, labels in (attributes or {}).items()}
    said = signs[scored]
    centred = values - np.average(values, weights=weight)
    less, taken_out = None, 0.0
    if kept:
        cell, fitted = going_with(said, centred, kept, weight)
        left = centred - fitted[cell, -1]
        taken_out = 100 * (1 - _squares(left, weight) / _squares(centred, weight))
        less = (cell, fitted)
    if sums is None or weight is not None or less is not None:
        group, groups = groups_of(who, most=RANDOM_GROUPS, seed=seed)
        sums = products_by_group(said, centred, group, groups, weight=weight, less=less)
    found = correlations_of(sums)
    shapley = shapley_parts(found.among, found.with_score)
    johnson = johnson_parts(found.among, found.with_score)
    ends = [100 * end for end in part_intervals(shapley, found)]
    johnson_ends = [100 * end for end in part_intervals(johnson, found)]
    factors = inflation(found.among)
    shares = [
        Shared(
            theme=theme,
            shapley=100 * float(shapley.values[i]),
            low=float(ends[0][i]),
            high=float(ends[1][i]),
            johnson=100 * float(johnson.values[i]),
            johnson_low=float(johnson_ends[0][i]),
            johnson_high=float(johnson_ends[1][i]),
            inflation=float(factors[i]),
        )
        for i, theme in enumerate(themes)
    ]
    r2_low, r2_high = whole_interval(shapley, found)
    agreement, agreement_low = _agreement(shapley, johnson, found, sums, resamples, seed)
    return SharedOut(
        shares=tuple(sorted(shares, key=lambda share: (-share.shapley, share.theme))),
        r2=100 * float(shapley.values.sum()),
        r2_low=100 * r2_low,
        r2_high=100 * r2_high,
        agreement=agreement,
        agreement_low=agreement_low,
        n=n,
        people=people,
        missing=absent,
        taken_out=taken_out,
    )


def _agreement(
    one: Parts, other: Parts, found: Correlations, sums: Array, resamples: int, seed: int
) -> tuple[float, float]:
    """Return the rank correlation of two ways to share, and what it exceeds in 95 % of resamples.

    Resamples are taken to lie near the sample.
    """
    if len(one.values) < 2 or not resamples:
        return np.nan, np.nan
    drawn = correlations(resampled(sums, resamples, seed=seed))
    ranked = rank_correlation(one.near(found, *drawn), other.near(found, *drawn))
    known = rank_correlation(one.values[None], other.values[None])
    return float(known[0]), float(np.nanquantile(ranked, 0.05))


def _squares(values: Array, weight: Array | None) -> float:
    return float(values @ values) if weight is None else float(weight @ values**2)


def rank_correlation(one: Array, other: Array) -> Array:
    """Return Spearman's rank correlation (1904, doi:10.2307/1412159) of each row.

    Rows of shape (b, p); nan under two columns, or where a side has all ranks equal.
    """
    from scipy.stats import rankdata

    if one.shape[-1] < 2:
        return np.full(len(one), np.nan)
    ranks = [rankdata(side.round(12), axis=1) for side in (one, other)]
    centred = [rank - rank.mean(axis=1, keepdims=True) for rank in ranks]
    with np.errstate(invalid="ignore", divide="ignore"):
        length = np.sqrt((centred[0] ** 2).sum(axis=1) * (centred[1] ** 2).sum(axis=1))
        correlation: Array = (centred[0] * centred[1]).sum(axis=1) / length
    return correlation
