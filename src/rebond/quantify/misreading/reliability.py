"""Correlations of what is read brought to what is said: the correction for attenuation.

A sign read instead of the true one, by an engine that does not see the score, lowers every
correlation by the correlation between the two signs, the reliability (Spearman 1904,
doi:10.2307/1412159; Fuller 1987, doi:10.1002/9780470316665, section 1.1).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

_LEAST = 0.5  # below, the engine is close to guessing: nothing is corrected beyond it
_LEAST_EIGENVALUE = 0.1


@dataclass(frozen=True)
class Reliability:
    """How well the signs of themes are read.

    ``correlations`` (1 + d, p) of signs as read with true ones, the estimate first, then draws of
    what labels leave possible; ``spread`` (p,) the standard deviation of the true signs.
    """

    correlations: Array
    spread: Array


def if_read_well(among: Array, with_score: Array, reliability: Array | None) -> tuple[Array, Array]:
    """Return correlations as they would be if every sign were read right.

    Parameters
    ----------
    among : (…, p, p) array
        Correlations of the themes' signs.
    with_score : (…, p) array
        Theirs with the score.
    reliability : (…, p) array or None
        Those of the signs; None changes nothing.

    Returns
    -------
    tuple of arrays
        Of the same shapes. Themes whose correlations cannot all be so high together are drawn
        towards each being apart, by no more than needed.
    """
    if reliability is None:
        return among, with_score
    kept = np.clip(reliability, _LEAST, 1.0)
    corrected = among / kept[..., :, None] / kept[..., None, :]
    diagonal = np.arange(corrected.shape[-1])
    corrected[..., diagonal, diagonal] = 1.0
    least = np.linalg.eigvalsh(corrected)[..., 0]
    part = np.clip((_LEAST_EIGENVALUE - least) / np.maximum(1.0 - least, 1e-12), 0.0, 1.0)
    corrected = corrected * (1.0 - part)[..., None, None]
    corrected[..., diagonal, diagonal] = 1.0
    return corrected, with_score / kept
