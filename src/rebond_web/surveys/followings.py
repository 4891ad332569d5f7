"""What becomes of voices, for those who gave them: each application tells what it knows of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from rebond.quantify.insights.keeping import ACTED_ON, CONFIRMED, marks_of
from rebond.vocabulary import Label, Message
from rebond_web.cases.following import what_became_of
from rebond_web.workspaces.access import opened
from rebond_web.workspaces.models import Tenant


@dataclass(frozen=True)
class Step:
    """One thing that became of a voice: a sentence, and its day where it has one.

    ``words`` are what was written to its person, shown as they are; ``address`` is where more of it
    is seen by anybody, "" for nowhere.
    """

    said: Message
    on: date | None = None
    words: str = ""
    address: str = ""


@dataclass(frozen=True)
class Filed:
    """A subject that a voice was understood to be about, and how."""

    theme: Label
    polarity: Message


@dataclass(frozen=True)
class Reading:
    """How a response was read: ``themes`` by id, and whether it had words that say something.

    ``attributes`` are what is known of it: its shop, its region…
    """

    spoke: bool
    meaningful: bool
    themes: dict[str, Filed]
    attributes: dict[str, str] = field(default_factory=dict)


Following = Callable[[Tenant, str, Reading], Sequence[Step]]
_followings: dict[str, Following] = {}


def register_following(name: str, following: Following) -> None:
    """Have ``following`` asked by every receipt what became of a response.

    It takes the workspace, the id of the response and how it was read.
    """
    _followings[name] = following


def steps_of(tenant: Tenant, response_id: str, reading: Reading) -> tuple[Step, ...]:
    """Return what became of a response, the oldest first, what has no date last."""
    steps = [
        step
        for following in _followings.values()
        for step in following(tenant, response_id, reading)
    ]
    return tuple(sorted(steps, key=lambda step: step.on or date.max))


def _insights(tenant: Tenant, response_id: str, reading: Reading) -> list[Step]:
    """Tell of the insights about its subjects, or its place, that the team confirmed or acted on.

    A place is not named: it may be a seller, and anybody may read a receipt.
    """
    del response_id
    of_theme = {
        CONFIRMED: Message("What is said of {theme} was looked at by the team, and holds."),
        ACTED_ON: Message("The team acts on what is said of {theme}."),
    }
    of_place = {
        CONFIRMED: Message("What voices like yours say was looked at by the team, and holds."),
        ACTED_ON: Message("The team acts on what voices like yours say."),
    }
    steps = []
    for marks in marks_of(opened(tenant.folder)).values():
        last = marks[-1]
        claim, filed = last.claim, reading.themes.get(last.claim.theme or "")
        there = claim.place is None or reading.attributes.get(claim.place[0]) == claim.place[1]
        if last.state not in of_theme or not there:
            continue
        if filed:
            told = Message(of_theme[last.state].template, {"theme": filed.theme})
            steps.append(Step(told, last.on.date()))
        elif claim.place and not claim.theme:
            steps.append(Step(of_place[last.state], last.on.date()))
    return steps


def _cases(tenant: Tenant, response_id: str, reading: Reading) -> list[Step]:
    """Tell of what was answered."""
    del reading
    became = what_became_of(tenant, response_id)
    return [Step(one.what, one.at.date(), one.text) for one in became]


register_following("insights", _insights)
register_following("cases", _cases)
