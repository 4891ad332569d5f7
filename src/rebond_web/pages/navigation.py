"""What the navigation of a workspace leads to: each page once, for those who may open it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rebond.vocabulary import Message

if TYPE_CHECKING:
    from rebond_web.workspaces.access import Sitting


def _everybody(sitting: Sitting) -> bool:
    del sitting
    return True


def _who_brings_in(sitting: Sitting) -> bool:
    return sitting.brings_in


def _owners(sitting: Sitting) -> bool:
    return sitting.owns


@dataclass(frozen=True)
class Entry:
    """A page of the navigation: the name of its address, its label, and who sees it."""

    name: str
    label: Message
    shown: Callable[[Sitting], bool] = _everybody


# What is read every day; a phone shows six without scrolling far.
MAIN = (
    Entry("home", Message("Home")),
    Entry("voices", Message("Voices")),
    Entry("themes", Message("Themes")),
    Entry("places", Message("Places")),
    Entry("cases", Message("Cases")),
    Entry("spaces", Message("Spaces")),
)
# What is set up or opened now and then, behind one button.
MORE = (
    Entry("alerts", Message("Alerts")),
    Entry("wall", Message("Wall")),
    Entry("check", Message("Check"), _who_brings_in),
    Entry("ask", Message("Ask")),
    Entry("decisions", Message("To answer")),
    Entry("plans", Message("Plans")),
    Entry("note", Message("Pass on a word")),
    Entry("ratings", Message("Ratings")),
    Entry("surveys", Message("Surveys"), _who_brings_in),
    Entry("files", Message("Files"), _who_brings_in),
    Entry("exports", Message("Exports"), _who_brings_in),
    Entry("people", Message("People"), _owners),
    Entry("changes", Message("Changes"), _owners),
    Entry("tokens", Message("API"), _owners),
    Entry("privacy", Message("Privacy"), _owners),
)


def entries_of(sitting: Sitting) -> tuple[list[Entry], list[Entry]]:
    """Return the entries that this person sees: the main ones, and the others."""
    main, more = ([one for one in part if one.shown(sitting)] for part in (MAIN, MORE))
    return main, more
