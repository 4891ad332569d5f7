"""Ballots that approve options: who is counted, never in which order they came."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from rebond.errors import BallotError


@dataclass(frozen=True)
class Option:
    """Something to choose: an idea, a project. ``cost`` is exact, in units of money."""

    id: str
    name: str = ""
    cost: Fraction = Fraction(0)

    @property
    def label(self) -> str:
        """Return what people read: its name, else its id."""
        return self.name or self.id

    @property
    def order(self) -> tuple[Fraction, str]:
        """Return what unties: the cheaper first, then the id in the order of its characters."""
        return self.cost, self.id


@dataclass(frozen=True)
class ApprovalBallots:
    """What people approve, and how much money there is.

    Attributes
    ----------
    options : tuple of Option
        In the order that unties: by cost, then by id.
    counted : tuple of (tuple of int, int)
        Each different ballot, as positions in ``options`` in increasing order, and how many people
        cast it; sorted. A blank ballot is a person too.
    budget : Fraction or None
        The money to share, when there is some.
    """

    options: tuple[Option, ...]
    counted: tuple[tuple[tuple[int, ...], int], ...]
    budget: Fraction | None = None

    @classmethod
    def of(
        cls,
        options: Iterable[Option],
        ballots: Iterable[Iterable[str]],
        budget: Fraction | None = None,
    ) -> ApprovalBallots:
        """Return the ballots counted; an option named twice on a ballot counts once.

        Raises
        ------
        BallotError
            An option is there twice or costs less than nothing, a ballot names an unknown one, or
            the budget is below zero.

        Examples
        --------
        >>> cast = ApprovalBallots.of([Option("a"), Option("b")], [["b", "a"], ["a"], ["a", "b"]])
        >>> cast.counted
        (((0,), 1), ((0, 1), 2))
        """
        ordered = tuple(sorted(options, key=lambda one: one.order))
        _check(ordered, budget)
        places = {one.id: place for place, one in enumerate(ordered)}
        counts: Counter[tuple[int, ...]] = Counter()
        for number, ballot in enumerate(ballots, 1):
            try:
                counts[tuple(sorted({places[name] for name in ballot}))] += 1
            except KeyError as unknown:
                raise BallotError(
                    "Ballot {number} names “{option}”, which is not an option. Options are:"
                    " {valid}.",
                    number=number,
                    option=unknown.args[0],
                    valid=", ".join(sorted(places)[:20]),
                ) from None
        return cls(ordered, tuple(sorted(counts.items())), budget)

    @cached_property
    def people(self) -> int:
        """Return how many people voted, blank ballots included."""
        return sum(count for _, count in self.counted)

    @cached_property
    def votes(self) -> tuple[int, ...]:
        """Return how many people approve each option."""
        sums = [0] * len(self.options)
        for ballot, count in self.counted:
            for place in ballot:
                sums[place] += count
        return tuple(sums)

    def money(self) -> Fraction:
        """Return the budget, which a rule needs.

        Raises
        ------
        BallotError
            There is none.
        """
        if self.budget is None:
            raise BallotError("This rule shares out a budget and none is given. Give --budget.")
        return self.budget


def fingerprint(*parts: object) -> str:
    """Return a SHA-256 of what was counted: the same ballots and the same rule, the same print."""
    text = json.dumps(parts, ensure_ascii=False, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _check(options: Sequence[Option], budget: Fraction | None) -> None:
    seen: set[str] = set()
    for one in options:
        if one.id in seen:
            raise BallotError(
                "The option “{option}” is there twice. Give each one its own id.", option=one.id
            )
        seen.add(one.id)
        if one.cost < 0:
            raise BallotError(
                "“{option}” costs {cost}: a cost is zero or more.",
                option=one.label,
                cost=str(one.cost),
            )
    if budget is not None and budget < 0:
        raise BallotError(
            "A budget of {budget} cannot be shared: it is zero or more.", budget=str(budget)
        )
