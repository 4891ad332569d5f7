"""What goes with attributes of responses, so that it can be taken out of themes and scores.

Means within values of one attribute (Frisch and Waugh 1933, doi:10.2307/1907330); of several, in
turn (Guimarães and Portugal 2010, doi:10.1177/1536867X1101000406).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from rebond.quantify.statistics.clusters import gathered

Array = npt.NDArray[np.float64]
_ROUNDS = 200


def going_with(
    signs: npt.NDArray[Any],
    score: Array,
    attributes: Mapping[str, npt.NDArray[Any]],
    weight: Array | None = None,
) -> tuple[npt.NDArray[np.int64], Array]:
    """Return what of signs (n, q − 1) and of a score (n,) goes with the values of attributes.

    Returns
    -------
    tuple of arrays
        The cell (n,) of each row, those that share all values, and what each cell's rows are
        fitted by (cells, q): the means of attributes' values, in turn until nothing is left.
        Without attributes all rows are one cell, with the mean; a value a row fits everything.
    """
    places = [_places(labels) for labels in attributes.values()]
    cell = np.zeros(len(score), np.int64)
    for place in places:
        _, cell = gathered(cell * (int(place.max(initial=0)) + 1) + place)
    cells = int(cell.max(initial=0)) + 1
    size = np.bincount(cell, weight, cells).astype(np.float64)
    means = np.empty((cells, signs.shape[1] + 1))
    for j, column in enumerate((*signs.T, score)):
        means[:, j] = np.bincount(cell, column if weight is None else weight * column, cells)
    means /= np.maximum(size, 1e-300)[:, None]
    if not places:
        return cell, means
    of_cell = [np.zeros(cells, np.int64) for _ in places]
    for place, known in zip(places, of_cell, strict=True):
        known[cell] = place
    totals = [np.maximum(np.bincount(place, size), 1e-300) for place in of_cell]
    left = means.copy()
    for _ in range(_ROUNDS if len(places) > 1 else 1):
        before = left.copy()
        for place, total in zip(of_cell, totals, strict=True):
            for j in range(left.shape[1]):
                left[:, j] -= (np.bincount(place, size * left[:, j]) / total)[place]
        if np.abs(left - before).max(initial=0.0) < 1e-9:
            break
    return cell, means - left


def _places(labels: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """Return the place (n,) of each label among the different ones."""
    if labels.dtype.kind == "i" and labels.min(initial=0) >= 0:
        return gathered(labels.astype(np.int64))[1]
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)
