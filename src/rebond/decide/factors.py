"""What is compared: candidates, and their factors with what is not sure about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log

from rebond.errors import BallotError
from rebond.quantify.statistics.intervals import moments_of, share_interval

_LEAST = 0.01  # %, under it an interval that touches zero would be infinite in logarithms


@dataclass(frozen=True)
class Estimate:
    """A factor above zero with its 95 % interval; its ends are the value where it is sure."""

    value: float
    low: float
    high: float

    @classmethod
    def sure(cls, value: float) -> Estimate:
        """Return a factor without doubt."""
        return cls(value, value, value)

    def checked(self, option: str, factor: str) -> Estimate:
        """Return the same.

        Raises
        ------
        BallotError
            It is not above zero, or its interval does not hold it.
        """
        if not 0 < self.low <= self.value <= self.high < float("inf"):
            raise BallotError(
                "“{option}”: {factor} is {value} [{low} to {high}]. A factor is above zero and"
                " inside its interval.",
                option=option,
                factor=factor,
                value=self.value,
                low=self.low,
                high=self.high,
            )
        return self


@dataclass(frozen=True)
class Candidate:
    """Something to decide on: its id, its name, and its factors by name.

    Effort in the team's own unit (weeks…), risk as what is left of the value, 1 − the chance of
    failing: factors are all above zero.
    """

    id: str
    name: str
    factors: Mapping[str, Estimate]


def supported(supporters: int, asked: int) -> Estimate | None:
    """Return the support of those who were asked as a factor, in %, with Wilson's interval.

    ``supporters`` is between 0 and ``asked``. None where fewer than two were asked: nothing is
    known.

    >>> found = supported(12, 40)
    >>> found and (round(found.low), round(found.value), round(found.high))
    (18, 30, 46)
    """
    if asked < 2:
        return None
    given = [1.0] * supporters + [0.0] * (asked - supporters)
    low, high = share_interval(moments_of(given, list(range(asked))))
    value = max(100 * supporters / asked, _LEAST)
    return Estimate(value, min(max(100 * low, _LEAST), value), max(100 * high, value))


def with_unknown(
    candidates: Sequence[Candidate], weights: Mapping[str, float]
) -> tuple[list[Candidate], dict[str, float]]:
    """Return candidates that lack no factor, and the weights of the factors that compare them.

    A factor that is not known of one may be anything that it is for the others: it is given their
    geometric mean, and an interval as wide as all of theirs. One that is known of none compares
    nothing: it is left out of the weights.

    >>> given = [Candidate("a", "A", {"people": Estimate.sure(2.0)}),
    ...          Candidate("b", "B", {"people": Estimate.sure(8.0)}), Candidate("c", "C", {})]
    >>> filled, weights = with_unknown(given, {"people": 1.0, "effort": -1.0})
    >>> filled[2].factors["people"]
    Estimate(value=4.0, low=2.0, high=8.0)
    >>> weights
    {'people': 1.0}
    """
    anything = {name: _anything(name, candidates) for name, weight in weights.items() if weight}
    known = {name: one for name, one in anything.items() if one is not None}
    filled = [replace(one, factors={**known, **one.factors}) for one in candidates]
    return filled, {name: weights[name] for name in known}


def _anything(name: str, candidates: Sequence[Candidate]) -> Estimate | None:
    found = [one.factors[name] for one in candidates if name in one.factors]
    if not found:
        return None
    low, high = min(one.low for one in found), max(one.high for one in found)
    middle = exp(sum(log(one.value) for one in found) / len(found))
    return Estimate(min(max(round(middle, 9), low), high), low, high)
