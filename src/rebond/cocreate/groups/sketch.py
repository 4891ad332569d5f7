"""What it takes to seat anyone among the groups from their own votes, small enough to be kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from rebond.cocreate.groups.alike import answers, log_chances
from rebond.cocreate.groups.projection import Floats

if TYPE_CHECKING:
    from rebond.cocreate.groups.grouping import Groups

_INSIDE = 2.146  # standard errors that hold 90 % of places on a plane: √χ²(2 df, 0.9)
_USUAL = 4.0  # votes that everybody's spread is worth, beside one's own
_DECIMALS = 4


@dataclass(frozen=True)
class Place:
    """Where a participant sits.

    Attributes
    ----------
    group : int
        Or −1 when they voted too little to be placed.
    sure : float
        The chance that they belong to it, in 0 to 1.
    place : tuple of float
        On the map.
    zone : tuple of float
        How far from it, along each axis, as many votes on other statements could have put them, at
        90 %; zeros for who voted on all of them.
    like_the_group, unlike_the_group : tuple of str
        Statements on which they voted as most of their group did, or the other way.
    """

    group: int
    sure: float
    place: tuple[float, float]
    zone: tuple[float, float]
    like_the_group: tuple[str, ...]
    unlike_the_group: tuple[str, ...]


@dataclass(frozen=True)
class Sketch:
    """The map and the groups, without anybody on it.

    Attributes
    ----------
    statements : tuple of str
    means : Floats, shape (statements,)
    axes : Floats, shape (2, statements)
    usual : Floats, shape (2,)
        Mean square of what one vote moves along each axis.
    agree, disagree, seen : Floats, shape (groups, statements)
    sizes : Floats, shape (groups,)
    """

    statements: tuple[str, ...]
    means: Floats
    axes: Floats
    usual: Floats
    agree: Floats
    disagree: Floats
    seen: Floats
    sizes: Floats

    @classmethod
    def of(cls, found: Groups) -> Sketch:
        """Return the sketch of groups."""
        votes, map_ = found.votes, found.projection
        moved = (votes.value - map_.means[votes.statement]) * map_.axes[:, votes.statement]
        counts = found.counts
        return cls(
            votes.statements,
            map_.means,
            map_.axes,
            (moved**2).mean(axis=1),
            counts.agree,
            counts.disagree,
            counts.seen,
            np.bincount(found.labels[found.labels >= 0], minlength=found.count).astype(float),
        )

    @classmethod
    def of_document(cls, kept: Mapping[str, Any]) -> Sketch:
        """Return the sketch that `document` wrote."""
        arrays = {name: np.array(kept[name], dtype=np.float64) for name in _ARRAYS}
        return cls(tuple(kept["statements"]), **arrays)

    def document(self) -> dict[str, Any]:
        """Return what JSON can hold of it; places to four decimals.

        >>> from rebond.cocreate.groups import Votes, groups
        >>> rows = [(f"p{n}", f"s{m}", 1 if n < 4 else -1) for n in range(8) for m in range(8)]
        >>> sketch = Sketch.of(groups(Votes.of(rows)))
        >>> Sketch.of_document(sketch.document()).seat({"s0": 1, "s1": 1}).group
        0
        """
        arrays = {name: getattr(self, name).round(_DECIMALS).tolist() for name in _ARRAYS}
        return {"statements": list(self.statements), **arrays}

    def seat(self, said: Mapping[str, int], group: int | None = None) -> Place:
        """Return where votes (1, 0 or −1 by statement) put whoever cast them.

        Votes on statements that the map does not know are left out; without any other, the place
        is the centre and the group −1. ``group`` is theirs where it is known already.
        """
        rank = self._rank
        known = [(rank[name], vote) for name, vote in said.items() if name in rank]
        if not known:
            return Place(-1, 0.0, (0.0, 0.0), (0.0, 0.0), (), ())
        where = np.array([place for place, _ in known])
        cast = np.array([vote for _, vote in known], dtype=np.float64)
        moved = (cast - self.means[where]) * self.axes[:, where]
        spot = moved.sum(axis=1) * np.sqrt(len(self.statements) / len(known))
        chances = self._chances(where, cast)
        group = int(chances.argmax()) if group is None else group
        lean = np.sign(self.agree[group] - self.disagree[group])[where] * cast
        return Place(
            group,
            float(chances[group]),
            _pair(spot),
            _pair(self._zone(moved)),
            tuple(self.statements[p] for p, way in zip(where, lean, strict=True) if way > 0),
            tuple(self.statements[p] for p, way in zip(where, lean, strict=True) if way < 0),
        )

    @cached_property
    def _rank(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.statements)}

    def _chances(self, where: np.ndarray, cast: Floats) -> Floats:
        """Return the chances of each group, as `alike` tells them of those it grouped."""
        agree, disagree = self.agree[:, where], self.disagree[:, where]
        passed = self.seen[:, where] - agree - disagree
        given = np.stack([disagree, passed, agree]).transpose(0, 2, 1)
        told = answers(given, given.sum(axis=2))
        mine = told[cast.astype(int) + 1, np.arange(len(where))]
        scores = log_chances(np.log(mine).sum(axis=0), self.sizes)
        weights = np.exp(scores - scores.max())
        chances: Floats = weights / weights.sum()
        return chances

    def _zone(self, moved: Floats) -> Floats:
        """Return how far as many votes on other statements could have put somebody."""
        cast, there = moved.shape[1], len(self.statements)
        apart = ((moved - moved.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
        spread = (apart + _USUAL * self.usual) / (cast - 1 + _USUAL)
        zone: Floats = _INSIDE * np.sqrt(there * spread * (1 - cast / there))
        return zone


_ARRAYS = ("means", "axes", "usual", "agree", "disagree", "seen", "sizes")


def _pair(values: Floats) -> tuple[float, float]:
    return float(values[0]), float(values[1])
