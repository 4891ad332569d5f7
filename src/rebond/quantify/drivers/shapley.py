"""R² shared out exactly between its predictors: Shapley's value, also called LMG.

The part of a predictor is what it adds to R², averaged over every order in which predictors can
enter:

    part_j = Σ_S ⊆ others  |S|! (p − |S| − 1)! / p!  · (R²(S ∪ j) − R²(S))

(Shapley 1953, doi:10.1515/9781400881970-018; Lindeman, Merenda and Gold 1980; Grömping 2007,
doi:10.1198/000313007X188252). All 2^p subsets are fitted, so p is at most 15.
"""

from __future__ import annotations

from functools import cache
from math import comb

import numpy as np
import numpy.typing as npt

from rebond.errors import QuestionError
from rebond.quantify.drivers.part_intervals import Parts

Array = npt.NDArray[np.float64]
MOST_DRIVERS = 15
_REPEATED = 1e-9  # of a predictor's variance left by those already in: it repeats them


def shapley_parts(among: Array, with_score: Array) -> Parts:
    """Return the part of each predictor in R².

    With the weights c above and the slopes b_S = A_S⁻¹ r_S of the subsets S,

        part_j = Σ_S c_j(S) r_Sᵀ A_S⁻¹ r_S        ∂part_j / ∂A = −Σ_S c_j(S) b_S b_Sᵀ

    Parameters
    ----------
    among : (p, p) array
        Correlations A of the predictors; one that repeats others shares with them.
    with_score : (p,) array
        Their correlations r with the score.

    Returns
    -------
    Parts
        Of the score's variance, 0 to 1; their sum is R² of all predictors together.

    Raises
    ------
    QuestionError
        With more than 15 predictors.
    """
    p = len(with_score)
    if p > MOST_DRIVERS:
        raise QuestionError(
            "The exact sharing-out takes at most {most} themes, and there are {count}. Keep fewer"
            " themes, or ask for relative weights.",
            most=MOST_DRIVERS,
            count=p,
        )
    inverses, sharing = _inverses(among), _sharing(p)
    forms = (sharing.T @ inverses.reshape(-1, p * p)).reshape(p, p, p)
    slopes = inverses @ with_score
    falls = np.stack([(slopes * sharing[:, j, None]).T @ slopes for j in range(p)])
    # A predictor adds nothing negative to R²: what is under zero is rounding.
    values = np.maximum(np.einsum("i,jik,k->j", with_score, forms, with_score), 0.0)
    return Parts(values, forms, -falls)


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


@cache
def _sharing(p: int) -> Array:
    """Return the matrix (2**p, p) that turns R² of subsets into the parts of predictors.

    It is kept: 4 MB for 15 predictors.
    """
    subsets = np.arange(2**p)
    inside = (subsets[:, None] >> np.arange(p)) & 1
    size = inside.sum(axis=1)
    weight = np.array([1 / (p * comb(p - 1, k)) for k in range(p)])
    joining = weight[np.maximum(size - 1, 0)][:, None]
    staying = weight[np.minimum(size, p - 1)][:, None]
    shares: Array = np.where(inside == 1, joining, -staying)
    shares.flags.writeable = False
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
