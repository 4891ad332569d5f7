"""Where people stand: two principal axes of the votes, a missing one at its statement's mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import svds

from rebond.cocreate.groups.votes import Votes

Floats = NDArray[np.float64]
AXES = 2


@dataclass(frozen=True)
class Projection:
    """Axes and places.

    Attributes
    ----------
    means : Floats, shape (statements,)
        Mean vote of each statement, over those who voted on it.
    axes : Floats, shape (2, statements)
        Principal axes, of length 1, the largest weight of each positive; zeros where the votes
        have fewer dimensions.
    places : Floats, shape (participants, 2)
        From the votes cast alone, times √(statements / votes cast).
    """

    means: Floats
    axes: Floats
    places: Floats

    @property
    def extremity(self) -> Floats:
        """Return how far from the centre each statement, agreed with alone, would put someone."""
        weight = np.sqrt(len(self.means))
        lengths: Floats = np.linalg.norm(weight * (1 - self.means) * self.axes, axis=0)
        return lengths


def project(votes: Votes, *, moderated: int = 0, before: Projection | None = None) -> Projection:
    """Return where people stand.

    A missing vote is the mean of its statement: after centring it is zero, so that the matrix stays
    sparse. ``moderated`` statements, whose votes are left out, count as passed by everyone.
    ``before``, the projection before a few more votes, only saves time.
    """
    statements = len(votes.statements)
    cast = np.maximum(np.bincount(votes.statement, minlength=statements), 1)
    means = np.bincount(votes.statement, votes.value, minlength=statements) / cast
    centred = votes.sparse(votes.value - means[votes.statement])
    start = before.axes[0] if before is not None and before.axes.shape[1] == statements else None
    axes = _principal(centred, start)
    scale = np.sqrt(statements / np.maximum(votes.counts + moderated, 1))
    places = (centred @ axes.T) * scale[:, None]
    return Projection(means, axes, places)


def _principal(centred: sparse.csr_matrix, start: Floats | None) -> Floats:
    """Return the two first right singular vectors, signs fixed."""
    people, statements = centred.shape
    axes = np.zeros((AXES, statements))
    if min(people, statements) <= 2 * AXES:
        _, sizes, found = np.linalg.svd(centred.toarray(), full_matrices=False)
    else:
        first = np.ones(statements) + np.arange(statements) % 7 if start is None else start
        if people < statements:
            first = centred @ first
        if not np.any(first):
            first = np.ones(min(people, statements))
        _, sizes, found = svds(centred, k=AXES, v0=first, tol=1e-10)
        sizes, found = sizes[::-1], found[::-1]
    for axis in range(min(AXES, len(sizes))):
        if sizes[axis] > 1e-9 * max(sizes[0], 1e-300):
            one = found[axis]
            axes[axis] = one * np.sign(one[np.argmax(np.abs(one).round(9))])
    return axes
