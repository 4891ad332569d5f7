"""The parts of the page of a space, each brought by the application that knows it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from rebond_web.challenges.sections import Section
from rebond_web.spaces.access import Visit

# None where a section has nothing to show.
OfSpace = Callable[[HttpRequest, Visit], Section | None]
_of_spaces: dict[str, tuple[int, OfSpace]] = {}


def register_space_section(name: str, order: int, section: OfSpace) -> None:
    """Have the page of a space show a section under its challenges: the lowest order first."""
    _of_spaces[name] = (order, section)


def space_sections(request: HttpRequest, visit: Visit) -> list[Section]:
    """Return the sections of a space, in their order."""
    ordered = sorted(_of_spaces.values(), key=lambda one: one[0])
    made = [section(request, visit) for _, section in ordered]
    return [one for one in made if one is not None]
