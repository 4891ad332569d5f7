"""Johnson's relative weights: R² shared out through the nearest orthogonal variables.

Johnson 2000, doi:10.1207/S15327906MBR3501_1. Weights are never negative and add up to R².
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rebond.quantify.drivers.part_intervals import Parts
from rebond.quantify.statistics.clusters import on_one_thread

Array = npt.NDArray[np.float64]
_RIDGE = 1e-9


def johnson_parts(among: Array, with_score: Array) -> Parts:
    """Return Johnson's weights of one sample as parts of R².

    With Λ the symmetric square root of the themes' correlations A and β = Λ⁻¹ r, a weight is
    rᵀ Λ⁻¹ diag(λ_j²) Λ⁻¹ r. On the axes of Λ, dA = Λ dΛ + dΛ Λ is dΛ times sums of its lengths.

    Parameters
    ----------
    among : (p, p) array
        Correlations of the themes; those that repeat each other share their weight.
    with_score : (p,) array
    """
    loadings, back = orthogonal(among)
    beta = back @ with_score
    forms = back @ (loadings[:, :, None] ** 2 * back)
    by_loadings = -2 * (forms @ with_score)[:, :, None] * beta
    themes = np.arange(len(among))
    by_loadings[themes, themes] += 2 * loadings * beta**2
    lengths, axes = np.linalg.eigh(loadings)
    both = lengths[:, None] + lengths
    on_axes = (axes.T @ by_loadings @ axes) * np.where(
        both > _RIDGE, 1 / np.maximum(both, _RIDGE), 0.0
    )
    return Parts(loadings**2 @ beta**2, forms, axes @ on_axes @ axes.T)


@on_one_thread
def relative_weights(correlations: Array, with_score: Array) -> Array:
    """Return Johnson's weights, of the last axis, for one or many samples.

    Parameters
    ----------
    correlations : (…, p, p) array
        Correlations of the predictors. Predictors that repeat each other share their weight.
    with_score : (…, p) array
        Their correlations with the score.

    Returns
    -------
    (…, p) array
        Parts of the variance of the score, 0 to 1; their sum is R².
    """
    loadings, to_beta = orthogonal(correlations)
    beta = np.einsum("...ij,...j->...i", to_beta, with_score)
    weights: Array = np.einsum("...ij,...j->...i", loadings**2, beta**2)
    return weights


def orthogonal(correlations: Array) -> tuple[Array, Array]:
    """Return the symmetric square root (…, p, p) of correlations, and its inverse.

    They are the loadings of themes on the nearest orthogonal variables, and what turns correlations
    with the score into slopes on these. Where themes repeat each other the inverse is 0.
    """
    values, vectors = np.linalg.eigh(correlations)
    kept = values > _RIDGE * correlations.shape[-1]
    root = np.sqrt(np.where(kept, values, 0.0))
    inverse = np.where(kept, 1 / np.where(kept, root, 1.0), 0.0)
    back = np.swapaxes(vectors, -1, -2)
    loadings = (vectors * root[..., None, :]) @ back
    return loadings, (vectors * inverse[..., None, :]) @ back
