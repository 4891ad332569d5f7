"""Opinion groups: people who vote alike, what is their own, what all agree on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rebond.cocreate.groups import alike, polis
from rebond.cocreate.groups.means import Labels, nearest
from rebond.cocreate.groups.profiles import (
    Counts,
    Representative,
    agreed_by_all,
    consensus,
    counted,
    priorities,
    representative,
)
from rebond.cocreate.groups.projection import Floats, Projection, project
from rebond.cocreate.groups.votes import AGREE, DISAGREE, Votes
from rebond.errors import BallotError

Method = Literal["alike", "polis"]
METHODS: tuple[Method, ...] = ("alike", "polis")


@dataclass(frozen=True)
class Groups:
    """The opinion groups of a conversation.

    Attributes
    ----------
    method : str
    votes : Votes
        Those counted: on statements that are not moderated out.
    labels : array of int, shape (participants,)
        The group of each, −1 for who voted too little to be placed.
    sureness : Floats, shape (participants, groups)
        Chances that a person belongs to each group.
    projection : Projection
        The map: where people stand.
    returns : float or None
        Mean adjusted Rand of the groups with those of draws of four votes in five, from 0 (as by
        chance) to 1 (always the same); None under "polis" until `stability` is asked.
    """

    method: Method
    votes: Votes
    labels: Labels
    sureness: Floats
    projection: Projection
    returns: float | None
    moderated: frozenset[str]
    kind: tuple[str, int]
    centres: Floats | None

    @property
    def count(self) -> int:
        """Return how many groups there are."""
        return int(self.labels.max(initial=-1)) + 1

    @cached_property
    def counts(self) -> Counts:
        """Return the votes by group."""
        return counted(self.votes, self.labels)

    @cached_property
    def consensus(self) -> Floats:
        """Return the group-informed consensus of each statement, in 0 to 1."""
        return consensus(self.counts)

    @cached_property
    def representative(self) -> tuple[tuple[Representative, ...], ...]:
        """Return the statements that are each group's own."""
        return tuple(representative(self.votes, self.counts, one) for one in range(self.count))

    @cached_property
    def priorities(self) -> Floats:
        """Return how much each statement should be shown next."""
        return priorities(self.votes, self.projection.extremity)

    def agreed(self, side: int = AGREE) -> list[str]:
        """Return what most people placed agree with (1) or disagree with (−1)."""
        return agreed_by_all(self.votes, side, kept=self.labels >= 0)

    def without_small(self, least: int) -> Groups:
        """Return the groups of at least so many people; others go where they are surest next.

        Where every group is smaller, all are together. Groups keep their order.
        """
        labels, sure = self.labels.copy(), self.sureness.copy()
        placed = labels >= 0
        while sure.shape[1] > 1:
            sizes = np.bincount(labels[placed], minlength=sure.shape[1])
            small = int(sizes.argmin())
            if sizes[small] >= least:
                break
            sure = np.delete(sure, small, axis=1)
            gone = labels == small
            labels[gone] = sure[gone].argmax(axis=1)
            labels[~gone] -= labels[~gone] > small
        sure /= np.maximum(sure.sum(axis=1, keepdims=True), 1e-300)
        return replace(self, labels=labels, sureness=sure)

    def members(self, group: int) -> tuple[str, ...]:
        """Return the participants of a group."""
        inside = np.flatnonzero(self.labels == group)
        return tuple(self.votes.participants[place] for place in inside)


def groups(
    votes: Votes,
    *,
    method: Method = "alike",
    moderated: Iterable[str] = (),
    before: Groups | None = None,
) -> Groups:
    """Return the people who vote alike.

    Parameters
    ----------
    votes : Votes
    method : {"alike", "polis"}
        "alike": the simplest division that foretells votes left out and comes back when votes are
        drawn again, everyone placed, nobody alone; one group where nothing divides people.
        "polis": the published chain of Polis.
    moderated : iterable of str
        Statements moderated out: nobody's place depends on them.
    before : Groups, optional
        What was found a few votes earlier, by the same method: saves nearly all the time and keeps
        the number of groups.

    Raises
    ------
    BallotError
        The method is not known, or nobody voted.

    Examples
    --------
    >>> rows = [(f"p{n}", f"s{m}", 1 if n < 4 else -1) for n in range(8) for m in range(8)]
    >>> found = groups(Votes.of(rows))
    >>> found.count, found.members(0)
    (2, ('p0', 'p1', 'p2', 'p3'))
    """
    if method not in METHODS:
        raise BallotError(
            "“{method}” is not a way to find groups. Use one of: {valid}.",
            method=method,
            valid=", ".join(METHODS),
        )
    out = frozenset(moderated)
    kept = votes.without(out) if out else votes
    if not len(kept):
        raise BallotError("Nobody voted yet: there are no groups. Give at least one vote.")
    start = before if before is not None and before.method == method else None
    if method == "polis":
        return _polis(votes, kept, out, start)
    projection = project(kept, before=start.projection if start else None)
    earlier = (
        alike.Division(start.labels, start.sureness, start.returns or 0.0, 0.0, start.kind)
        if start
        else None
    )
    division = alike.divide(kept, projection, earlier)
    labels = np.where(kept.counts > 0, division.labels, -1)
    return Groups(
        method,
        kept,
        labels,
        division.sureness,
        projection,
        division.returns,
        out,
        division.kind,
        None,
    )


def _polis(votes: Votes, kept: Votes, out: frozenset[str], start: Groups | None) -> Groups:
    """Return the groups of the published chain; statements moderated out are passed by all."""
    earlier = start.projection if start else None
    projection = project(kept, moderated=len(votes.places(out)), before=earlier)
    inside = polis.placed(votes)
    centres = start.centres if start else None
    found, middles = polis.divide(projection.places[inside], centres)
    labels = np.full(len(votes.participants), -1, dtype=np.int64)
    labels[inside] = found
    sure: NDArray[np.float64] = np.zeros((len(labels), len(middles)))
    sure[np.arange(len(labels)), nearest(projection.places, middles)] = 1
    kind = ("polis", len(middles))
    return Groups("polis", kept, labels, sure, projection, None, out, kind, middles)


def stability(found: Groups, draws: int = alike.DRAWS) -> float:
    """Return how well groups come back: the mean adjusted Rand with those of draws of the votes.

    Each draw keeps four votes in five, the same draws each time; 1 the same groups, 0 as by chance.
    """
    scores = []
    for drawn, _ in alike.draws(found.votes, draws):
        again = groups(drawn, method=found.method)
        both = (found.labels >= 0) & (again.labels >= 0)
        scores.append(alike.adjusted_rand(found.labels[both], again.labels[both]))
    return float(np.mean(scores))


def divisive(found: Groups) -> list[str]:
    """Return the statements from the one that divides groups most: widest gap of agreement."""
    if found.count < 2:
        return []
    shares = (found.counts.agree + 1) / (found.counts.seen + 2)
    gaps = shares.max(axis=0) - shares.min(axis=0)
    order = np.argsort(-gaps, kind="stable")
    return [found.votes.statements[place] for place in order]


__all__ = ["AGREE", "DISAGREE", "METHODS", "Groups", "Method", "divisive", "groups", "stability"]
