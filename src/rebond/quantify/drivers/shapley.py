"""R² shared out exactly between its predictors: Shapley's value, also called LMG.

The part of a predictor is what it adds to R², averaged over every order in which predictors can
enter:

    part_j = Σ_S ⊆ others  |S|! (p − |S| − 1)! / p!  · (R²(S ∪ j) − R²(S))

(Shapley 1953, doi:10.1515/9781400881970-018; Lindeman, Merenda and Gold 1980; Grömping 2007,
doi:10.1198/000313007X188252). All 2^p subsets are fitted, so p is at most 15.
"""

from __future__ import annotations

from math import comb
from typing import Any

import numpy as np
import numpy.typing as npt

from rebond.errors import QuestionError

Array = npt.NDArray[np.float64]
Reals = npt.NDArray[np.floating[Any]]  # in double or in single precision
MOST_DRIVERS = 15
_REPEATED = 1e-9  # of a predictor's variance left by those already in: it repeats them
_REPEATED_SINGLE = 1e-5  # the same in single precision
_AT_ONCE = 250_000  # numbers held for one step: they stay in the cache


def explained_by_subsets(correlations: Reals, with_score: Reals) -> Reals:
    """Return R² of the score on every subset of predictors.

    Predictors enter one after the other; each is either dropped or swept out of the others and of
    the score, which doubles the number of (smaller and smaller) matrices.

    Parameters
    ----------
    correlations : (b, p, p) array
        Correlations of the predictors, of b samples.
    with_score : (b, p) array
        Their correlations with the score.

    Returns
    -------
    (b, 2**p) array
        R², 0 to 1; bit k of the place tells whether predictor k is in. A predictor that repeats
        those already in adds nothing. In single precision where the correlations are.

    Raises
    ------
    QuestionError
        With more than 15 predictors.
    """
    b, p = with_score.shape
    if p > MOST_DRIVERS:
        raise QuestionError(
            "The exact sharing-out takes at most {most} themes, and there are {count}. Keep fewer"
            " themes, or ask for relative weights.",
            most=MOST_DRIVERS,
            count=p,
        )
    least = _REPEATED if with_score.dtype == np.float64 else _REPEATED_SINGLE
    states = np.empty((b, 1, p + 1, p + 1), with_score.dtype)
    states[:, 0, :p, :p] = correlations
    states[:, 0, p, :p] = states[:, 0, :p, p] = with_score
    states[:, 0, p, p] = 1.0
    for _ in range(p):
        pivot, row = states[..., 0, 0], states[..., 0, 1:]
        inverse = np.where(pivot > least, 1 / np.maximum(pivot, least), 0).astype(states.dtype)
        rest = states[..., 1:, 1:]
        swept = rest - (row * inverse[..., None])[..., :, None] * row[..., None, :]
        states = np.concatenate([rest, swept], axis=1)
    return np.clip(1.0 - states[..., 0, 0], 0.0, 1.0)


def shapley_weights(correlations: Reals, with_score: Reals) -> Reals:
    """Return the part of each predictor in R², of the last axis, for one or many samples.

    Parameters
    ----------
    correlations : (…, p, p) array
    with_score : (…, p) array

    Returns
    -------
    (…, p) array
        Parts of the score's variance, 0 to 1; their sum is R² of all predictors together.
    """
    p = with_score.shape[-1]
    if p == 0:
        return np.zeros_like(with_score)
    among = correlations.reshape(-1, p, p)
    score = with_score.reshape(-1, p)
    sharing = _sharing(p).astype(score.dtype)
    parts = np.empty_like(score)
    step = max(1, _AT_ONCE // 2**p)
    for first in range(0, len(score), step):
        chunk = slice(first, first + step)
        parts[chunk] = explained_by_subsets(among[chunk], score[chunk]) @ sharing
    # A predictor adds nothing negative to R²: what is under zero is rounding.
    return np.maximum(parts, 0.0).reshape(with_score.shape)


def shapley_draws(correlations: Array, with_score: Array) -> Array:
    """Return the parts (b − 1, p) of samples that differ little from the first of them.

    For given correlations A of the predictors the part of one is a quadratic form of theirs with
    the score, r: over subsets S, with the weights c of Shapley's value and slopes b_S = A_S⁻¹ r_S,

        part_j(r) = Σ_S c_j(S) r_Sᵀ A_S⁻¹ r_S        ∂part_j / ∂A = −Σ_S c_j(S) b_S b_Sᵀ

    The form is kept whole, so that parts near zero vary as they do; A is followed to first order.

    Parameters
    ----------
    correlations : (b, p, p) array
        The first is that around which the others lie; p is at most 15.
    with_score : (b, p) array
    """
    p = with_score.shape[1]
    among, score = correlations[0], with_score[0]
    inverses, sharing = _inverses(among), _sharing(p)
    forms = (sharing.T @ inverses.reshape(-1, p * p)).reshape(p, p, p)
    slopes = inverses @ score
    fall = np.stack([(slopes * sharing[:, j, None]).T @ slopes for j in range(p)])
    own = np.einsum("bi,jik,bk->bj", with_score[1:], forms, with_score[1:], optimize=True)
    moved = (correlations[1:] - among).reshape(-1, p * p)
    parts: Array = np.maximum(own - moved @ fall.reshape(p, p * p).T, 0.0)
    return parts


def _inverses(among: Array) -> Array:
    """Return the inverse (2**p, p, p) of the correlations of every subset, 0 for what is not in.

    Bit k of the place tells whether predictor k is in; one that repeats those before it is not.
    """
    p = len(among)
    found = np.zeros((2**p, p, p))
    for k in range(p):
        before, within = found[: 2**k], found[2**k : 2 ** (k + 1)]
        slopes = before[:, :k, :k] @ among[:k, k]
        left = among[k, k] - slopes @ among[:k, k]
        by = np.where(left > _REPEATED, 1 / np.maximum(left, _REPEATED), 0.0)[:, None]
        within[:, :k, :k] = before[:, :k, :k]
        within[:, :k, :k] += (slopes * by)[:, :, None] * slopes[:, None, :]
        within[:, :k, k] = within[:, k, :k] = -slopes * by
        within[:, k, k] = by[:, 0]
    return found


def _sharing(p: int) -> Array:
    """Return the matrix (2**p, p) that turns R² of subsets into the parts of predictors."""
    subsets = np.arange(2**p)
    inside = (subsets[:, None] >> np.arange(p)) & 1
    size = inside.sum(axis=1)
    weight = np.array([1 / (p * comb(p - 1, k)) for k in range(p)])
    joining = weight[np.maximum(size - 1, 0)][:, None]
    staying = weight[np.minimum(size, p - 1)][:, None]
    shares: Array = np.where(inside == 1, joining, -staying)
    return shares


def inflation(correlations: Array) -> Array:
    """Return the variance inflation factor of each predictor: 1 / (1 − R² on the others).

    1 when it goes with no other, infinite when it repeats them; above 5 to 10 regression
    coefficients are thrown about (Belsley, Kuh and Welsch 1980, doi:10.1002/0471725153).

    >>> inflation(np.array([[1.0, 0.6], [0.6, 1.0]])).round(4).tolist()
    [1.5625, 1.5625]
    """
    p = len(correlations)
    factors = np.ones(p)
    for i in range(p):
        others = np.delete(np.arange(p), i)
        along = correlations[others, i]
        solved = np.linalg.lstsq(correlations[np.ix_(others, others)], along, rcond=None)[0]
        left = 1.0 - float(along @ solved)
        factors[i] = 1 / left if left > _REPEATED else np.inf
    return factors
