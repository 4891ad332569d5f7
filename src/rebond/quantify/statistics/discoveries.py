"""False-discovery control: of what is announced, the share expected to be false is held."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

FALSE_DISCOVERIES = 0.05


def q_values(p_values: Sequence[float] | npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return Benjamini and Hochberg's adjusted p-values, in the same order.

    Announcing those at or below r holds the false-discovery rate at r when tests are independent
    or positively dependent (Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x;
    Benjamini and Yekutieli 2001, doi:10.1214/aos/1013699998). Where nothing is true this is also
    the probability of announcing anything.

    >>> q_values([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    p = np.asarray(p_values, dtype=np.float64)
    if p.size == 0:
        return p
    order = np.argsort(p)
    stepped = p[order] * p.size / np.arange(1, p.size + 1)
    adjusted = np.minimum.accumulate(stepped[::-1])[::-1]
    q = np.empty_like(p)
    q[order] = np.minimum(adjusted, 1.0)
    return q
