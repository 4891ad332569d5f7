"""The groups that Polis draws (Small et al. 2021, doi:10.6035/recerca.5516), from the votes alone.

Mean imputation, two components, sparsity-aware projection, base clusters, k-means for 2 to 5
groups, the number of them by silhouette. The platform starts each computation from the one before,
a few votes earlier: from the votes alone its local optimum cannot be known, so that k-means starts
from the leftmost people, and, beyond a hundred people, from the centre outwards where that is
better by more than one percent.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rebond.cocreate.groups.means import (
    Labels,
    leftmost,
    nearest,
    outwards,
    settle,
    silhouette,
    spread,
)
from rebond.cocreate.groups.projection import Floats
from rebond.cocreate.groups.votes import Votes

BASE = 100  # base clusters
MOST_GROUPS = 5
_LEAST_VOTES = 7
_LEAST_PEOPLE = 15
_SEVERAL = 1_500  # people beyond whom distances are between base clusters
_BETTER = 0.99


def placed(votes: Votes) -> NDArray[np.bool_]:
    """Tell who voted enough to be placed: on 7 statements, or on all those there were one day.

    Where fewer than 15 people did, those who voted most are added.
    """
    enough = (votes.counts >= min(_LEAST_VOTES, len(votes.statements))) | votes.early
    missing = _LEAST_PEOPLE - int(enough.sum())
    if missing > 0:
        order = np.argsort(-votes.counts, kind="stable")
        enough[order[~enough[order]][:missing]] = True
    return enough


def divide(points: Floats, before: Floats | None = None) -> tuple[Labels, Floats]:
    """Return the group of each person placed, and the centres of the groups.

    ``before``, the centres before a few more votes, keeps the number of groups and saves time.
    """
    ones = np.ones(len(points))
    if before is not None and len(np.unique(points, axis=0)) >= len(before):
        return settle(points, ones, before)
    base, centres = settle(points, ones, leftmost(points, BASE))
    weights = np.bincount(base).astype(np.float64)
    seen = (points, ones) if len(points) <= _SEVERAL else (centres, weights)
    most = min(MOST_GROUPS, 2 + len(centres) // 12, len(np.unique(points, axis=0)))
    best: tuple[float, Labels, Floats] | None = None
    for count in range(2, most + 1):
        labels, middles = _divided(points, seen, count, many=len(points) > BASE)
        score = silhouette(*seen, nearest(seen[0], middles))
        if best is None or score > best[0] + 1e-9:
            best = (score, labels, middles)
    if best is None:
        return np.zeros(len(points), dtype=np.int64), points.mean(axis=0, keepdims=True)
    return best[1], best[2]


def _divided(
    points: Floats, seen: tuple[Floats, Floats], count: int, *, many: bool
) -> tuple[Labels, Floats]:
    """Return so many groups from the better of the starts."""
    ones = np.ones(len(points))
    labels, centres = settle(points, ones, leftmost(points, count))
    if not many:
        return labels, centres
    other, middles = settle(points, ones, outwards(*seen, count))
    if spread(points, ones, other, middles) < _BETTER * spread(points, ones, labels, centres):
        return other, middles
    return labels, centres
