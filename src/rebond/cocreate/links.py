"""From an idea to the voices that asked for it, and from a voice to the ideas that answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rebond.cocreate.similar import IdeaIndex, Similar
from rebond.errors import BallotError
from rebond.quantify import Figure, Filter, Perimeter, Question, ask
from rebond.understand.search import Found, search

SEGMENTS = ("stakeholder", "channel")


@dataclass(frozen=True)
class Askers:
    """Who asked for an idea.

    Attributes
    ----------
    voices : Figure
        How many voices; its total tells how many people are behind them.
    by_month : Figure
        The same by month, the first month first.
    by_segment : tuple of Figure
        The same by each segment asked for.
    """

    voices: Figure
    by_month: Figure
    by_segment: tuple[Figure, ...]

    @property
    def people(self) -> int:
        """Return how many people asked."""
        return self.voices.total.people

    @property
    def since(self) -> str:
        """Return the first day of the first month in which somebody asked, "" when nobody did."""
        return min((cell.keys[0] for cell in self.by_month.cells if cell.n), default="")


def voices_like(idea: str, perimeter: Perimeter, *, by: str = "both", limit: int = 50) -> Found:
    """Return the voices that may be asking for an idea, the likest first.

    A search: whether a voice does ask for the idea is for a person to say. The same text is given
    once; its ``voices`` tells how many say it.

    Raises
    ------
    InputError
        The idea holds nothing to look for.
    """
    return search(idea, perimeter, by=by, limit=limit)


def askers(
    voice_ids: Sequence[str], perimeter: Perimeter, *, segments: Sequence[str] = SEGMENTS
) -> Askers:
    """Return how many people said some voices, since when, and in which segments.

    Every figure comes from `ask`: voices out of the perimeter are not counted.

    Raises
    ------
    BallotError
        No voice is given.
    QuestionError
        A segment is not known.
    """
    if not voice_ids:
        raise BallotError("No voice is linked to this idea: there is nobody to count.")
    those = Filter("voice", "in", tuple(sorted(set(voice_ids))))
    return Askers(
        ask(Question("voices", (), (those,)), perimeter),
        ask(Question("voices", ("month",), (those,)), perimeter),
        tuple(ask(Question("voices", (one,), (those,)), perimeter) for one in segments),
    )


def ideas_for(voice: str, ideas: IdeaIndex, *, limit: int = 5) -> list[Similar]:
    """Return the ideas that may answer a voice, the likest first."""
    return ideas.similar(voice, limit=limit)
