"""Linear scores in whole numbers, and how their weights are found from examples.

The weights solve a ridge regression of 0 and 1 for every column at once, from the products of the
examples with each other. One inverse gives also, exactly, what each example would have been given
by weights that never saw it nor its group (Rifkin and Lippert 2007, "Notes on regularized least
squares", MIT-CSAIL-TR-2007-025, section 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rebond.understand.learned.features import SCALE, Matrix

Floats = npt.NDArray[np.float64]
_WEIGHT = 1 << 20  # a weight of 1 is written as this whole number
_SMALLEST = 5e-4  # weights under this share of the largest of their column are dropped
_ALWAYS = 0.1  # what every example shares with every other: the bias


@dataclass(frozen=True)
class Linear:
    """Weights in whole numbers.

    ``rows`` : int32 (m,), the sparse features that weigh something; ``sparse`` : int32 (m, k),
    their weights; ``dense`` : int32 (d, k), those of the dense features; ``bias`` : float64 (k,).
    """

    rows: npt.NDArray[np.int32]
    sparse: npt.NDArray[np.int32]
    dense: npt.NDArray[np.int32]
    bias: Floats

    def scores(self, sparse: Matrix, dense: Floats) -> Floats:
        """Return the scores of texts (n × k), the same alone, in any batch and in any order.

        ``sparse`` (n × any) and ``dense`` (n × d) hold whole numbers. Every product and sum is one,
        under 2 ** 53: exact in any order.
        """
        kept = sparse[:, self.rows] @ self.sparse.astype(np.float64)
        summed: Floats = kept + dense @ self.dense.astype(np.float64)
        return summed / (_WEIGHT * SCALE) + self.bias


_EMPTY = np.zeros((0, 0), np.int32)
NOTHING = Linear(np.zeros(0, np.int32), _EMPTY, _EMPTY, np.zeros(0))


def products(sparse: Matrix, dense: Floats) -> Floats:
    """Return the product of each text with each (n × n), their features in whole numbers."""
    shared: Floats = (sparse @ sparse.T).toarray() + dense @ dense.T
    return shared / SCALE**2 + _ALWAYS


@dataclass(frozen=True)
class Fit:
    """What a ridge regression of the examples gives.

    ``dual`` : float64 (n, k), the share of each example in the weights; ``held_out`` : float64
    (n, k), the score of each example by weights fitted without its part.
    """

    dual: Floats
    held_out: Floats

    def weights(self, sparse: Matrix, dense: Floats) -> Linear:
        """Return the weights; ``sparse`` and ``dense`` are the features of the examples."""
        wanted = np.unique(sparse.indices)
        text: Floats = (sparse[:, wanted].T @ self.dual) / SCALE
        other: Floats = dense.T @ self.dual / SCALE
        largest = np.maximum(np.abs(text).max(axis=0, initial=0.0), 1e-9)
        text = np.where(np.abs(text) < _SMALLEST * largest, 0.0, text)
        kept = np.flatnonzero(np.abs(np.round(text * _WEIGHT)).max(axis=1, initial=0.0))
        return Linear(
            wanted[kept].astype(np.int32),
            np.round(text[kept] * _WEIGHT).astype(np.int32),
            np.round(other * _WEIGHT).astype(np.int32),
            _ALWAYS * self.dual.sum(axis=0),
        )


def fit(
    shared: Floats,
    targets: Floats,
    parts: Sequence[int] | npt.NDArray[np.int64],
    strength: float,
    importance: Floats | None = None,
) -> Fit:
    """Fit every column at once.

    Parameters
    ----------
    shared : the products of the examples with each other (n × n).
    targets : what each example should score (n × k), usually 0 and 1.
    parts : the part of each example; an example is held out with all those of its part.
    strength : how much the weights are held towards 0, above 0.
    importance : how many examples each one counts for; 1 by default.
    """
    counts = np.ones(len(shared)) if importance is None else importance
    inverse = _inverse(shared + np.diag(strength / counts))
    dual: Floats = inverse @ targets
    held_out = np.empty_like(dual)
    listed = np.asarray(parts)
    for part in np.unique(listed):
        rows = np.flatnonzero(listed == part)
        own = inverse[np.ix_(rows, rows)]
        held_out[rows] = targets[rows] - np.linalg.solve(own, dual[rows])
    return Fit(dual, held_out)


def _inverse(matrix: Floats) -> Floats:
    """Return the inverse of a symmetric positive definite matrix."""
    from scipy.linalg import lapack

    factor, failed = lapack.dpotrf(matrix, lower=1, overwrite_a=1)
    lower, _ = lapack.dpotri(factor, lower=1, overwrite_c=1)
    if failed:
        raise np.linalg.LinAlgError("the products of the examples are not positive definite")
    below: Any = np.tril(lower, -1)
    whole: Floats = np.tril(lower) + below.T
    return whole
