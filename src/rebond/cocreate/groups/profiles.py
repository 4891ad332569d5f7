"""What groups say: counts, what they agree on together, what is their own, what to show next.

The formulas are those of Polis (Small et al. 2021), so that anyone may check them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rebond.cocreate.groups.means import Labels
from rebond.cocreate.groups.projection import Floats
from rebond.cocreate.groups.votes import AGREE, DISAGREE, PASS, Votes

SURE = 1.2816  # one-sided 90 %
MOST = 5  # statements told of each group, and of each side of the consensus


@dataclass(frozen=True)
class Counts:
    """How many of each group agree, disagree and voted; arrays of groups × statements."""

    agree: Floats
    disagree: Floats
    seen: Floats


@dataclass(frozen=True)
class Representative:
    """A statement that is a group's own.

    ``side`` is 1 where the group agrees more than the others do, −1 where it disagrees more;
    ``share`` = (n + 1) / (seen + 2); ``ratio`` to the same of the others; both ``z`` scores.
    """

    statement: str
    side: int
    n: int
    seen: int
    share: float
    ratio: float
    share_z: float
    ratio_z: float

    @property
    def weight(self) -> float:
        """Return what ranks it: ratio × its z × share × its z."""
        return self.ratio * self.ratio_z * self.share * self.share_z


def counted(votes: Votes, labels: Labels) -> Counts:
    """Return the counts by group; who is in none (−1) is left out."""
    groups = int(labels.max(initial=-1)) + 1
    inside = labels[votes.person] >= 0
    place = labels[votes.person] * len(votes.statements) + votes.statement

    def count(value: int | None) -> Floats:
        kept = inside if value is None else inside & (votes.value == value)
        size = groups * len(votes.statements)
        found: Floats = np.bincount(place[kept], minlength=size).astype(np.float64)
        return found.reshape(groups, len(votes.statements))

    return Counts(count(AGREE), count(DISAGREE), count(None))


def consensus(counts: Counts) -> Floats:
    """Return the group-informed consensus of each statement: Π over groups of (A + 1) / (S + 2).

    In 0 to 1; high only where every group agrees.
    """
    product: Floats = ((counts.agree + 1) / (counts.seen + 2)).prod(axis=0)
    return product


def share_z(n: Floats, seen: Floats) -> Floats:
    """Return the z score of a share above one half: 2 √(S + 1) ((n + 1) / (S + 1) − 1/2)."""
    z: Floats = 2 * np.sqrt(seen + 1) * ((n + 1) / (seen + 1) - 0.5)
    return z


def ratio_z(n: Floats, seen: Floats, others: Floats, others_seen: Floats) -> Floats:
    """Return the z score of two shares, one more counted on every side; 0 where both are whole."""
    n, seen, others, others_seen = n + 1, seen + 1, others + 1, others_seen + 1
    together = (n + others) / (seen + others_seen)
    wide = np.sqrt(np.maximum(together * (1 - together), 0) * (1 / seen + 1 / others_seen))
    apart = n / seen - others / others_seen
    z: Floats = np.divide(apart, wide, out=np.zeros_like(apart), where=wide > 0)
    return z


def representative(votes: Votes, counts: Counts, group: int) -> tuple[Representative, ...]:
    """Return at most five statements of a group, agreements first; at least one where it voted.

    Kept where the share is above one half and above the others', both at 90 %; before them, what
    the group agrees with best, if it does; else the one that sets it most apart.
    """
    told = [_side(counts, group, AGREE), _side(counts, group, DISAGREE)]
    agrees = told[0]["ratio_z"] > told[1]["ratio_z"]
    both = {name: np.where(agrees, told[0][name], told[1][name]) for name in told[0]}
    sides = np.where(agrees, AGREE, DISAGREE)
    sure = [(one["ratio_z"] > SURE) & (one["share_z"] > SURE) for one in told]
    seen = counts.seen[group]
    kept = np.flatnonzero((sure[0] | sure[1]) & (seen > 0))
    head = _best_agreement(told[0], counts, group)
    if head is not None:
        both = {name: both[name].copy() for name in both}
        sides[head] = AGREE
        for name in both:
            both[name][head] = told[0][name][head]
        kept = np.union1d(kept, [head])
    if not len(kept) and seen.any():
        kept = np.array([np.where(seen > 0, both["ratio_z"], -np.inf).argmax()])
    found = [
        Representative(
            votes.statements[place],
            int(sides[place]),
            int(both["n"][place]),
            int(seen[place]),
            *(float(both[name][place]) for name in ("share", "ratio", "share_z", "ratio_z")),
        )
        for place in kept
    ]
    first = votes.statements[head] if head is not None else None
    best = sorted(found, key=lambda one: (one.statement != first, -one.weight))[:MOST]
    return tuple(sorted(best, key=lambda one: -one.side))


def _best_agreement(agreed: dict[str, Floats], counts: Counts, group: int) -> int | None:
    """Return the statement that a group agrees with best: more than the others do, if there is."""
    voted = counts.agree[group] + counts.disagree[group] > 0
    good = voted & (agreed["ratio"] > 1) & (agreed["share"] > 0.5) & (agreed["share_z"] > 0)
    if not good.any():
        return None
    weight = agreed["ratio"] * agreed["ratio_z"] * agreed["share"] * agreed["share_z"]
    return int(np.where(good, weight, -np.inf).argmax())


def _side(counts: Counts, group: int, side: int) -> dict[str, Floats]:
    """Return the figures of every statement for one side of one group."""
    voted = counts.agree if side == AGREE else counts.disagree
    n, seen = voted[group], counts.seen[group]
    others, others_seen = voted.sum(axis=0) - n, counts.seen.sum(axis=0) - seen
    share = (n + 1) / (seen + 2)
    return {
        "n": n,
        "share": share,
        "ratio": share / ((others + 1) / (others_seen + 2)),
        "share_z": share_z(n, seen),
        "ratio_z": ratio_z(n, seen, others, others_seen),
    }


def agreed_by_all(votes: Votes, side: int, *, kept: NDArray[np.bool_] | None = None) -> list[str]:
    """Return at most five statements that most people agree (1) or disagree (−1) with, the surest
    first: share above one half, at 90 %."""
    inside = np.ones(len(votes), dtype=bool) if kept is None else kept[votes.person]
    size = len(votes.statements)
    n = np.bincount(votes.statement[inside & (votes.value == side)], minlength=size).astype(float)
    seen = np.bincount(votes.statement[inside], minlength=size).astype(float)
    share, sure = (n + 1) / (seen + 2), share_z(n, seen)
    held = np.flatnonzero((share > 0.5) & (sure > SURE))
    order = sorted(held.tolist(), key=lambda place: -share[place] * sure[place])
    return [votes.statements[place] for place in order[:MOST]]


def priorities(votes: Votes, extremity: Floats, *, meta: NDArray[np.bool_] | None = None) -> Floats:
    """Return how much each statement should be shown next.

    [(1 − (P + 1)/(S + 2)) · (E + 1) · (A + 1)/(S + 2) · (1 + 8 · 2^(−S/5))]²; 7² for a statement
    about the conversation itself.
    """
    size = len(votes.statements)
    seen = np.bincount(votes.statement, minlength=size)
    passed = np.bincount(votes.statement[votes.value == PASS], minlength=size)
    agree = np.bincount(votes.statement[votes.value == AGREE], minlength=size)
    weight = (1 - (passed + 1) / (seen + 2)) * (extremity + 1) * (agree + 1) / (seen + 2)
    score = weight * (1 + 8 * 2.0 ** (-seen / 5))
    if meta is not None:
        score = np.where(meta, 7.0, score)
    squared: Floats = score**2
    return squared
