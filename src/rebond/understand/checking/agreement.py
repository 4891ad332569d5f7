"""Agreement between people who label: Krippendorff's alpha, with its interval.

Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability
(https://repository.upenn.edu/asc_papers/43), for nominal values, any number of labellers, and
values that are missing.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

RESAMPLES = 1000
LEVEL = 0.95


@dataclass(frozen=True)
class Agreement:
    """Alpha, its bootstrap interval, and how many units at least two people labelled.

    ``alpha`` is 1 for perfect agreement, 0 for that of chance, None where nothing varies (everybody
    always gives the same value: agreement cannot be told from indifference).
    """

    alpha: float | None
    low: float | None
    high: float | None
    units: int


def krippendorff_alpha(units: Sequence[Sequence[Hashable | None]]) -> float | None:
    """Return alpha for nominal values.

    Parameters
    ----------
    units : sequence of sequences
        For each unit, the value that each labeller gave; None where a labeller gave none. Units
        with fewer than two values are left out.

    Returns
    -------
    float or None
        At most 1; None without two values that differ anywhere.

    Examples
    --------
    Two observers, ten units, a binary value (Krippendorff 2011, section B).

    >>> one, other = "0100000010", "1110010000"
    >>> round(krippendorff_alpha(list(zip(one, other))), 3)
    0.095
    """
    return _alpha(*_disagreements(counts_of(units)))


def counts_of(units: Sequence[Sequence[Hashable | None]]) -> Array:
    """Return how many labellers gave each value: (units, values)."""
    listed = [[value for value in unit if value is not None] for unit in units]
    column = {value: i for i, value in enumerate(dict.fromkeys(v for unit in listed for v in unit))}
    counts = np.zeros((len(listed), len(column)))
    for row, unit in enumerate(listed):
        for value in unit:
            counts[row, column[value]] += 1
    return counts


def agreement(counts: Sequence[Array], *, seed: int = 0) -> Agreement:
    """Return alpha over several sets of units that share their rows, resampled by row.

    Parameters
    ----------
    counts : sequence of (n, values) arrays
        For each set (a theme, say), how many labellers gave each value to each of the same n rows.
        Observed and expected disagreements are summed over sets before their ratio is taken, so
        that chance is that of each set by itself.
    seed : int
        Of the bootstrap: percentiles of 1,000 resamples of rows.
    """
    pairable = np.array([(table.sum(axis=1) >= 2).sum() for table in counts])
    parts = [_parts(table) for table in counts]
    alpha = _alpha(*_summed(parts, None))
    if alpha is None:
        return Agreement(None, None, None, int(pairable.max(initial=0)))
    rows = len(counts[0])
    random = np.random.default_rng(seed)
    drawn = [
        _alpha(*_summed(parts, random.multinomial(rows, np.full(rows, 1 / rows)).astype(float)))
        for _ in range(RESAMPLES)
    ]
    known = [value for value in drawn if value is not None]
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]) if known else (alpha, alpha)
    return Agreement(
        alpha, float(min(low, alpha)), float(max(high, alpha)), int(pairable.max(initial=0))
    )


def _parts(counts: Array) -> tuple[Array, Array]:
    """Return each row's disagreement (n,) and its values (n, values), pairable rows only."""
    size = counts.sum(axis=1)
    kept = np.where(size[:, None] >= 2, counts, 0.0)
    size = kept.sum(axis=1)
    pairs = size**2 - (kept**2).sum(axis=1)
    return np.where(size >= 2, pairs / np.maximum(size - 1, 1), 0.0), kept


def _summed(parts: Sequence[tuple[Array, Array]], times: Array | None) -> tuple[float, float]:
    observed = expected = 0.0
    for disagreement, values in parts:
        weights = np.ones(len(values)) if times is None else times
        observed += float(weights @ disagreement)
        totals = weights @ values
        everything = float(totals.sum())
        if everything > 1:
            expected += (everything**2 - float(totals @ totals)) / (everything - 1)
    return observed, expected


def _disagreements(counts: Array) -> tuple[float, float]:
    return _summed([_parts(counts)], None)


def _alpha(observed: float, expected: float) -> float | None:
    return 1 - observed / expected if expected > 0 else None
