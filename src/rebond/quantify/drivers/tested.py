"""Whether themes go with a score: tests of their weights, and of what is theirs alone.

A theme is told to go with the score when both say so: its weight, against those of scores linked to
nothing, and its regression coefficient, other themes held equal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rebond.quantify.drivers.johnson import orthogonal, relative_weights
from rebond.quantify.drivers.part_intervals import correlations
from rebond.quantify.misreading.reliability import Reliability, if_read_well
from rebond.quantify.statistics.clusters import products
from rebond.quantify.statistics.discoveries import q_values

Array = npt.NDArray[np.float64]
RESAMPLES = 1000


@dataclass(frozen=True)
class Tests:
    """Whether each theme goes with the score: its weight, as read too, its own part and the tests
    of both; ``null`` (RESAMPLES, p) are weights of scores linked to nothing.
    """

    weights: Array
    as_read: Array
    null: Array
    own: Array
    by_own: Array
    p_values: Array

    @property
    def q_values(self) -> Array:
        """The p-values, held at a rate of false discoveries."""
        return q_values(self.p_values)


def tested(sums: Array, seed: int, reliability: Reliability | None) -> Tests:
    """Return the tests of the themes of a panel, from its sums by group."""
    read = correlations(sums.sum(axis=0)[None])
    as_read = weights = relative_weights(*read)[0]
    null = _null_weights(sums, seed)
    by_weight = (1 + (null >= as_read).sum(axis=0)) / (1 + len(null))
    own, _, by_own = own_part(sums)
    if reliability is not None:
        estimate = reliability.correlations
        weights = relative_weights(*if_read_well(*read, estimate[:1]))[0]
        null = _null_weights(sums, seed, estimate[0])
        own = _own_if_read_well(sums, reliability)
    scaled = _continued(weights, null, by_weight)
    return Tests(weights, as_read, null, own, by_own, np.maximum(scaled, by_own))


def _null_weights(sums: Array, seed: int, reliability: Array | None = None) -> Array:
    """Return the weights (RESAMPLES, p) of scores linked to nothing.

    The part of each person in every covariance with the score takes a random sign, so that
    persons' repeated answers and the themes' own correlations stay as they are.
    """
    random = np.random.default_rng((seed, 1))
    by_group = products(sums)
    correlations, spread = _from_products(by_group.sum(axis=0))
    parts = by_group[:, :-1, -1].astype(np.float32)
    drawn = []
    for _ in range(0, RESAMPLES, 100):
        signs = random.integers(0, 2, (100, len(parts)), dtype=np.int8).astype(np.float32) * 2 - 1
        drawn.append(signs @ parts)
    with_score = np.concatenate(drawn).astype(np.float64) / spread[:-1] / spread[-1]
    correlations, with_score = if_read_well(correlations[:-1, :-1], with_score, reliability)
    loadings, to_beta = orthogonal(correlations)
    null: Array = (with_score @ to_beta) ** 2 @ (loadings**2).T
    return null


def _from_products(products: Array) -> tuple[Array, Array]:
    """Return the correlations (q, q) of columns from their products, and their lengths (q,)."""
    spread = np.sqrt(np.maximum(np.diag(products), 1e-12))
    correlations = products / spread[:, None] / spread
    np.fill_diagonal(correlations, 1.0)
    return correlations, spread


def _continued(weights: Array, null: Array, by_rank: Array) -> Array:
    """Carry p-values on beyond the number of draws: a null weight is nearly a scaled χ²(1)."""
    from scipy.special import erfc

    scale = np.maximum(null.mean(axis=0), 1e-300)
    smooth = erfc(np.sqrt(weights / scale / 2))
    return np.where(by_rank > 20 / len(null), by_rank, np.minimum(by_rank, 2 * smooth))


def own_part(sums: Array) -> tuple[Array, Array, Array]:
    """Return each theme's regression coefficient, others held equal, its error and its p-value.

    Least squares with a variance clustered by person (Liang and Zeger 1986,
    doi:10.1093/biomet/73.1.13) and the small-sample factor G/(G−1)·(n−1)/(n−p−1).
    """
    from scipy.special import stdtr

    by_group = products(sums)
    inverse = np.linalg.pinv(by_group[:, :-1, :-1].sum(axis=0))
    own = inverse @ by_group[:, :-1, -1].sum(axis=0)
    parts = by_group[:, :-1, -1] - by_group[:, :-1, :-1] @ own
    groups, n, p = len(sums), float(sums[:, 0].sum()), len(own)
    factor = groups / (groups - 1) * (n - 1) / max(1.0, n - p - 1)
    variance = factor * np.einsum("ij,jk,ki->i", inverse, parts.T @ parts, inverse)
    error = np.sqrt(np.maximum(variance, 1e-300))
    return own, error, 2 * stdtr(max(1, groups - 1), -np.abs(own) / error)


def _own_if_read_well(sums: Array, reliability: Reliability) -> Array:
    """Return each theme's regression coefficient on true signs, others held equal."""
    correlations, spread = _from_products(products(sums).sum(axis=0))
    estimate = reliability.correlations[0]
    among, with_score = if_read_well(correlations[:-1, :-1], correlations[:-1, -1], estimate)
    score_spread = spread[-1] / float(sums[:, 0].sum()) ** 0.5
    own: Array = np.linalg.solve(among, with_score) * score_spread / reliability.spread
    return own
