"""A rating: what one side of an exchange thought of the other, criterion by criterion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rebond.errors import InputError

LOW, HIGH = 1, 5  # the ends of the scale of marks


@dataclass(frozen=True)
class Rating:
    """What one person said of one exchange.

    Parameters
    ----------
    id : str
        Of the rating, unique.
    rater : str
        Who rates: the same key for the same person, whatever the exchange.
    rated : str
        Who is rated: the same key for the same person; "" where nobody is named (a team, a place).
    place, period : str
        Where it happened and when, as tables show them ("Nantes", "2026-Q3").
    on : date
        The day it was given.
    marks : mapping of str to int
        Criterion to mark, a whole number from `LOW` to `HIGH`; at least one.

    Raises
    ------
    InputError
        When there is no mark, or one is off the scale.
    """

    id: str
    rater: str
    rated: str
    place: str
    period: str
    on: date
    marks: Mapping[str, int]

    def __post_init__(self) -> None:
        if not self.marks:
            raise InputError("Rating “{id}” holds no mark: give one at least.", id=self.id)
        for criterion, mark in self.marks.items():
            if mark not in range(LOW, HIGH + 1):
                raise InputError(
                    "“{mark}” is not a mark for {criterion}. Marks are whole numbers from {low} to"
                    " {high}.",
                    mark=mark,
                    criterion=criterion,
                    low=LOW,
                    high=HIGH,
                )

    @property
    def subject(self) -> str:
        """Who is rated where somebody is named, else the rating itself: unlike any other."""
        return f"person {self.rated}" if self.rated else f"rating {self.id}"

    @property
    def mark(self) -> float:
        """The mean of its marks."""
        return sum(self.marks.values()) / len(self.marks)
