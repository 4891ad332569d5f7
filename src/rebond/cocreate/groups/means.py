"""k-means on places, deterministic, and how well groups stand apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
_STILL = 0.01  # of the places; centres that move less have settled


def leftmost(points: Floats, count: int) -> Floats:
    """Return the first different points along the axes, at most so many, to start from."""
    chosen: Floats = np.unique(points, axis=0)[:count]
    return chosen


def outwards(points: Floats, weights: Floats, count: int) -> Floats:
    """Return points to start from: the one nearest the centre of the map, then those that leave
    the others nearest to one of them, one after the other."""
    apart = ((points[:, None] - points[None]) ** 2).sum(axis=2)
    chosen = [int((points**2).sum(axis=1).argmin())]
    nearest_yet = apart[chosen[0]]
    while len(chosen) < min(count, len(points)):
        left = np.minimum(nearest_yet[None], apart) @ weights
        chosen.append(int(left.argmin()))
        nearest_yet = np.minimum(nearest_yet, apart[chosen[-1]])
    started: Floats = points[chosen]
    return started


def settle(
    points: Floats, weights: Floats, centres: Floats, *, rounds: int = 100, still: float = _STILL
) -> tuple[Labels, Floats]:
    """Return the group of each point and the centres, once they move no more (Lloyd 1982).

    Groups left without a point are dropped. Points at the same distance go to the first centre.
    """
    for _ in range(rounds):
        labels = nearest(points, centres)
        sums = np.bincount(labels, weights, minlength=len(centres))
        moved = np.stack(
            [np.bincount(labels, weights * axis, minlength=len(centres)) for axis in points.T], 1
        )
        kept = sums > 0
        new = moved[kept] / sums[kept, None]
        if kept.all() and np.linalg.norm(new - centres, axis=1).max() < still:
            return labels, new
        if not kept.all():
            labels = np.cumsum(kept)[labels] - 1
        centres = new
    return nearest(points, centres), centres


def nearest(points: Floats, centres: Floats) -> Labels:
    """Return the nearest centre of each point."""
    squares = (centres**2).sum(axis=1) - 2 * points @ centres.T
    found: Labels = squares.argmin(axis=1)
    return found


def spread(points: Floats, weights: Floats, labels: Labels, centres: Floats) -> float:
    """Return the weighted sum of squared distances to the centres."""
    return float((weights * ((points - centres[labels]) ** 2).sum(axis=1)).sum())


def silhouette(points: Floats, weights: Floats, labels: Labels) -> float:
    """Return the mean silhouette (Rousseeuw 1987), in −1 to 1; one alone in its group counts 0.

    A point of weight w stands for w people at the same place. 0 when there is only one group.
    """
    groups = int(labels.max(initial=-1)) + 1
    if groups < 2:
        return 0.0
    squares = (points**2).sum(axis=1)
    apart = np.sqrt(np.maximum(squares[:, None] + squares[None] - 2 * points @ points.T, 0))
    sizes = np.bincount(labels, weights, minlength=groups)
    inside = np.zeros((len(points), groups))
    inside[np.arange(len(points)), labels] = weights
    sums = apart @ inside
    rows = np.arange(len(points))
    own = sums[rows, labels] / np.maximum(sizes[labels] - 1, 1)
    others = sums / np.maximum(sizes, 1e-12)
    others[rows, labels] = np.inf
    near = others.min(axis=1)
    scores = (near - own) / np.maximum(np.maximum(near, own), 1e-12)
    return float(np.average(np.where(sizes[labels] > 1, scores, 0), weights=weights))
