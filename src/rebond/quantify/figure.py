"""A number with all that makes it honest: its interval, its n, its population, its evidence."""

from __future__ import annotations

from dataclasses import dataclass

from rebond.quantify.question import Question
from rebond.vocabulary import Message

NOT_MEASURED = Message("The engine’s error is not measured on your data.")


@dataclass(frozen=True)
class Cell:
    """One number of a figure.

    ``keys`` follow the question's dimensions; "" where the value is not known. ``value``, ``low``
    and ``high`` are in the figure's unit, None where they are not defined. ``n`` counts what the
    measure divides by (responses, voices…), ``people`` the persons behind. ``distinct`` tells
    whether the cell differs from the rest of its dimension, at a 5 % false-discovery rate over
    the figure; None where that is not tested. ``read`` is the value as the engine reads it, where
    ``value`` and its interval are corrected for what the engine gets wrong; else None. ``unit`` is
    the cell's own where it is not the figure's, "" elsewhere. ``withheld`` cells have no number:
    their 0 of ``n`` and ``people`` count nobody (`rebond.quantify.groups.protected`).
    """

    keys: tuple[str, ...]
    value: float | None
    low: float | None
    high: float | None
    n: int
    people: int
    distinct: bool | None = None
    read: float | None = None
    unit: str = ""
    withheld: bool = False


@dataclass(frozen=True)
class Answer:
    """What a measure with a method of its own answers: the part of a figure that it computes.

    ``details`` names the keys that cells have after those of the question's dimensions
    ("reading"…); ``notes`` are what a reader must know beside the cells. ``unit`` and ``method``
    are "" where they are the measure's.
    """

    cells: tuple[Cell, ...]
    total: Cell
    details: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()
    unit: str = ""
    method: str = ""
    scale: tuple[float, float] | None = None


@dataclass(frozen=True)
class Figure:
    """The answer to a question.

    ``unit`` is "%", "points", "score", "ratio" or "count"; ``scale`` gives the ends of a "score".
    ``method`` is a page of ``docs/methods``; ``level`` the level of the intervals. ``engine_error``
    says whether they include the engine's error, or cover sampling only. ``details`` and ``notes``
    are those of `Answer`.
    """

    question: Question
    cells: tuple[Cell, ...]
    total: Cell
    unit: str
    population: Message
    method: str
    data_version: str
    model_version: str
    codebook_version: str
    level: float = 0.95
    engine_error: Message = NOT_MEASURED
    scale: tuple[float, float] | None = None
    details: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()

    @property
    def dimensions(self) -> tuple[str, ...]:
        """What the keys of its cells are: the question's dimensions, then the details."""
        return self.question.dimensions + self.details

    @property
    def withholds(self) -> bool:
        """Whether something of it is withheld, so that no employee can be told apart."""
        return self.total.withheld or any(cell.withheld for cell in self.cells)

    def cell(self, *keys: str) -> Cell | None:
        """Return the cell of these keys, or None."""
        return next((cell for cell in self.cells if cell.keys == keys), None)
