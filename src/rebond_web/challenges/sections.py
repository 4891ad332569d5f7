"""The parts of the pages of challenges and ideas, each brought by the application that knows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from rebond_web.spaces.access import Visit

if TYPE_CHECKING:
    from rebond_web.challenges.models import Challenge
    from rebond_web.ideas.models import Idea


@dataclass(frozen=True)
class Section:
    """A part of a page: a template, and what it reads under the name ``part``.

    ``phase`` is what one does in it, of those of a challenge, "" for none. The page of a challenge
    leads to it while that phase runs: its template bears ``id="{phase}"``.
    """

    template: str
    part: dict[str, Any] = field(default_factory=dict)
    phase: str = ""


# None where a section has nothing to show.
OfChallenge = Callable[[HttpRequest, Visit, "Challenge"], Section | None]
OfIdea = Callable[[HttpRequest, Visit, "Idea"], Section | None]
_of_challenges: dict[str, tuple[int, OfChallenge]] = {}
_of_ideas: dict[str, tuple[int, OfIdea]] = {}


def register_challenge_section(name: str, order: int, section: OfChallenge) -> None:
    """Have the page of a challenge show a section, at a place: the lowest order comes first."""
    _of_challenges[name] = (order, section)


def register_idea_section(name: str, order: int, section: OfIdea) -> None:
    """Have the page of an idea show a section, at a place: the lowest order comes first."""
    _of_ideas[name] = (order, section)


def challenge_sections(request: HttpRequest, visit: Visit, challenge: Challenge) -> list[Section]:
    """Return the sections of a challenge in their order, what is done now before the others."""
    ordered = sorted(_of_challenges.values(), key=lambda one: one[0])
    made = [section(request, visit, challenge) for _, section in ordered]
    shown = [one for one in made if one is not None]
    return sorted(shown, key=lambda one: not (one.phase and challenge.runs(one.phase)))


def idea_sections(request: HttpRequest, visit: Visit, idea: Idea) -> list[Section]:
    """Return the sections of an idea, in their order."""
    ordered = sorted(_of_ideas.values(), key=lambda one: one[0])
    made = [section(request, visit, idea) for _, section in ordered]
    return [one for one in made if one is not None]
