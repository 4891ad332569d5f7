"""Batches: ratings enter published figures by groups of enough people, once and for good.

Whoever looks at a figure before and after one more rating would deduce it. Figures are made of
whole batches only: whatever is published, at any time, the sums that can be found back from it are
those of batches, hence of enough people. See docs/decisions/ratings-in-batches.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rebond.errors import InputError
from rebond.network.ratings import Rating

LEAST = 5  # people, on either side


@dataclass(frozen=True)
class Batch:
    """Ratings of one place that are published together.

    ``period`` is that of all of them, "" where they are what was left of several periods: they
    count in the place's figures, and in no period's.

    Raises
    ------
    InputError
        When it holds too few people, ratings of several places, or of other periods than its own.
    """

    place: str
    period: str
    ratings: tuple[Rating, ...]

    def __post_init__(self) -> None:
        if not are_enough(self.ratings):
            raise InputError(
                "A batch of {n} ratings holds too few people to be published: it takes {least} who"
                " rate and {least} who are rated.",
                n=len(self.ratings),
                least=LEAST,
            )
        others = {(one.place, one.period if self.period else "") for one in self.ratings}
        if others != {(self.place, self.period)}:
            raise InputError(
                "A batch holds the ratings of one place and one period. Separate those of {place},"
                " {period} from the others.",
                place=self.place,
                period=self.period,
            )


def close_batches(
    waiting: Sequence[Rating], *, place: str, period: str
) -> tuple[list[Batch], list[Rating]]:
    """Return the batches that waiting ratings make, in their order, and those that still wait.

    A batch is closed as soon as it has `LEAST` different raters and `LEAST` different people rated,
    a rating of nobody by name being of somebody else each time.

    >>> from datetime import date
    >>> def one(n): return Rating(str(n), f"r{n}", "", "Nantes", "2026-Q3", date.today(), {"a": 4})
    >>> batches, left = close_batches([one(n) for n in range(7)], place="Nantes", period="2026-Q3")
    >>> [len(batch.ratings) for batch in batches], len(left)
    ([5], 2)
    """
    batches: list[Batch] = []
    left: list[Rating] = []
    for rating in waiting:
        left.append(rating)
        if are_enough(left):
            batches.append(Batch(place, period, tuple(left)))
            left = []
    return batches, left


def are_enough(ratings: Iterable[Rating]) -> bool:
    """Return whether ratings are of enough people on either side."""
    given = tuple(ratings)
    raters, rated = {one.rater for one in given}, {one.subject for one in given}
    return min(len(raters), len(rated)) >= LEAST
