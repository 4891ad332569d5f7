"""Priority: factors multiplied, each to the power of its weight, with what is not sure about them.

value from listening × support from co-creation ÷ effort × (1 − risk) is such a product, and so is
RICE (reach × impact × confidence ÷ effort). In logarithms it is a sum: what the order owes to each
factor can be told exactly. Each factor has an interval; orders are drawn from the intervals to tell
which ranks hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from rebond.decide.factors import Candidate
from rebond.errors import BallotError
from rebond.vocabulary import Message, Quantity

Floats = NDArray[np.float64]
RICE: Mapping[str, float] = {"reach": 1.0, "impact": 1.0, "confidence": 1.0, "effort": -1.0}
DRAWS = 4_000
LEVEL = 0.9  # of the intervals of ranks
_WIDE = 1.959964  # of the intervals of factors: 95 %
_NEAR = 0.6  # under it, two options are not told apart


@dataclass(frozen=True)
class Priority:
    """Where a candidate stands.

    Attributes
    ----------
    id, name : str
    rank : int
        From 1, by score; equal scores by id.
    score : float
        The product of the factors.
    owes : dict of str to float
        What the score owes to each factor: by how much it multiplies the score, compared with the
        geometric mean of the candidates. Their product is the score over the mean score.
    ranks : tuple of int
        The ranks between which it stays in nine draws out of ten.
    first : float
        Share of the draws in which it comes first.
    among : float
        Share of the draws in which it is among the first ones, as many as were asked for.
    """

    id: str
    name: str
    rank: int
    score: float
    owes: dict[str, float]
    ranks: tuple[int, int]
    first: float
    among: float

    def sentence(self) -> Message:
        """Return the place of the candidate and what it owes it to, for anyone."""
        best = max(self.owes, key=lambda factor: self.owes[factor])
        worst = min(self.owes, key=lambda factor: self.owes[factor])
        return Message(
            "“{name}” comes {rank} (between {low} and {high} in nine draws out of ten). What helps"
            " it most: {best} (× {up}); least: {worst} (× {down}).",
            {
                "name": self.name,
                "rank": self.rank,
                "low": self.ranks[0],
                "high": self.ranks[1],
                "best": Message(best),
                "up": Quantity(self.owes[best], 2),
                "worst": Message(worst),
                "down": Quantity(self.owes[worst], 2),
            },
        )


@dataclass(frozen=True)
class Priorities:
    """The order.

    Attributes
    ----------
    order : tuple of Priority
        The first first.
    owed : dict of str to float
        The share of the differences of score (in logarithms) that comes from each factor: they add
        up to 1; below zero where a factor goes against the order.
    before : Floats, shape (n, n)
        Share of the draws in which one comes before the other, in the order of ``order``.
    """

    order: tuple[Priority, ...]
    owed: dict[str, float]
    before: Floats

    def undecided(self) -> list[tuple[str, str]]:
        """Return the neighbours whose order the intervals do not tell: under 60 % of the draws."""
        return [
            (one.id, other.id)
            for place, (one, other) in enumerate(zip(self.order, self.order[1:], strict=False))
            if self.before[place, place + 1] < _NEAR
        ]


def priorities(
    candidates: Sequence[Candidate],
    weights: Mapping[str, float],
    *,
    draws: int = DRAWS,
    seed: int = 0,
    top: int = 3,
) -> Priorities:
    """Return the order of candidates, what it owes to each factor, and how far it holds.

    Parameters
    ----------
    candidates : sequence of Candidate
        Their order does not matter.
    weights : mapping
        The power of each factor: 1 multiplies, −1 divides, 0 leaves out, 2 counts twice.
    draws : int
        How many orders are drawn from the intervals: each factor log-normal, on each side of its
        value as its interval is wide there, factors apart from each other.
    seed : int
        The same seed, the same draws.
    top : int
        How many of the first count as the first ones, from 1.

    Raises
    ------
    BallotError
        There is no candidate, two have the same id, or one lacks a factor that has a weight.

    Examples
    --------
    >>> from rebond.decide import Estimate
    >>> def plan(name, value, effort):
    ...     return Candidate(name, name, {"value": value, "effort": effort})
    >>> wide, sure = Estimate(8, 4, 16), Estimate.sure
    >>> found = priorities([plan("a", wide, sure(2)), plan("b", sure(3), sure(1))],
    ...                    {"value": 1, "effort": -1})
    >>> [(one.id, one.score, one.ranks) for one in found.order]
    [('a', 4.0, (1, 2)), ('b', 3.0, (1, 2))]
    """
    used = {name: weight for name, weight in weights.items() if weight}
    ordered = _checked(candidates, used)
    logs = np.array([[log(one.factors[name].value) for name in used] for one in ordered])
    powers = np.array(list(used.values()))
    totals = logs @ powers
    order = np.argsort(-totals.round(12), kind="stable")
    drawn = _drawn(ordered, used, draws, seed) @ powers
    ranks = np.argsort(np.argsort(-drawn, axis=1, kind="stable"), axis=1) + 1
    edges = np.quantile(ranks, ((1 - LEVEL) / 2, (1 + LEVEL) / 2), axis=0, method="nearest")
    apart = (logs - logs.mean(axis=0)) * powers
    told = [
        Priority(
            ordered[row].id,
            ordered[row].name,
            place + 1,
            round(float(np.exp(totals[row])), 9),
            {name: float(np.exp(apart[row, column])) for column, name in enumerate(used)},
            (int(edges[0, row]), int(edges[1, row])),
            float((ranks[:, row] == 1).mean()),
            float((ranks[:, row] <= top).mean()),
        )
        for place, row in enumerate(order)
    ]
    before = (ranks[:, order, None] < ranks[:, None, order]).mean(axis=0)
    return Priorities(tuple(told), _owed(apart, list(used)), before)


def rice(candidates: Sequence[Candidate], *, seed: int = 0) -> Priorities:
    """Return the order by reach × impact × confidence ÷ effort (McBride 2018, Intercom)."""
    return priorities(candidates, RICE, seed=seed)


def _checked(candidates: Sequence[Candidate], used: Mapping[str, float]) -> list[Candidate]:
    """Return the candidates in the order of their ids."""
    if not candidates or not used:
        raise BallotError("Nothing to put in order. Give candidates, and a weight that is not 0.")
    if len({one.id for one in candidates}) < len(candidates):
        raise BallotError("Two candidates have the same id. Give each one its own.")
    for one in candidates:
        for name in used:
            if name not in one.factors:
                raise BallotError(
                    "“{option}” has no {factor}. Give it, or a weight of 0.",
                    option=one.name,
                    factor=name,
                )
            one.factors[name].checked(one.name, name)
    return sorted(candidates, key=lambda one: one.id)


def _drawn(
    ordered: Sequence[Candidate], used: Mapping[str, float], draws: int, seed: int
) -> Floats:
    """Return draws of the logarithms of factors, shape (draws, candidates, factors)."""
    table = [[one.factors[name] for name in used] for one in ordered]
    middle = np.array([[log(one.value) for one in row] for row in table])
    below = np.array([[log(one.value / one.low) / _WIDE for one in row] for row in table])
    above = np.array([[log(one.high / one.value) / _WIDE for one in row] for row in table])
    normal = np.random.default_rng(seed).standard_normal((draws, *middle.shape))
    drawn: Floats = middle + np.where(normal < 0, below, above) * normal
    return drawn


def _owed(apart: Floats, names: list[str]) -> dict[str, float]:
    """Return the share of the variance of the scores that comes with each factor."""
    totals = apart.sum(axis=1)
    whole = float(totals @ totals)
    if not whole:
        return dict.fromkeys(names, 0.0)
    return {name: float(apart[:, place] @ totals / whole) for place, name in enumerate(names)}
