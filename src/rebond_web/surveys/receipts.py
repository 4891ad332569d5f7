"""What a receipt tells: where a voice is, what it was understood to be about, what became of it.

Other applications add what became of voices with `register_following`. A receipt is read by who
holds its code, who may be anybody: nothing of what was said, nor of who said it, belongs there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rebond import tables
from rebond.errors import CodebookError
from rebond.listen.tombstones import Tombstones
from rebond.quantify.insights.keeping import ACTED_ON, CONFIRMED, marks_of
from rebond.understand import Codebook, workspace_codebook
from rebond.vocabulary import Label, Message, VoiceStatus
from rebond.workspace import Workspace
from rebond_web.outbox.models import Received, State
from rebond_web.surveys.models import Receipt
from rebond_web.workspaces.access import opened
from rebond_web.workspaces.models import Tenant

_POLARITIES = {
    1: Message("favourable"),
    0: Message("neither favourable nor unfavourable"),
    -1: Message("unfavourable"),
}


@dataclass(frozen=True)
class Step:
    """One thing that became of a voice: a sentence, and its day where it has one.

    ``words`` are what was written to its person, shown as they are.
    """

    said: Message
    on: date | None = None
    words: str = ""


@dataclass(frozen=True)
class Filed:
    """A subject that a voice was understood to be about, and how."""

    theme: Label
    polarity: Message


@dataclass(frozen=True)
class Reading:
    """How a response was read: ``themes`` by id, and whether it had words that say something."""

    spoke: bool
    meaningful: bool
    themes: dict[str, Filed]


@dataclass(frozen=True)
class Story:
    """What a receipt tells. ``reading`` is None until the voice is read, and once it is erased."""

    given: date
    erased: bool
    reading: Reading | None = None
    steps: tuple[Step, ...] = ()


Following = Callable[[Tenant, str, Reading], Sequence[Step]]
_followings: dict[str, Following] = {}


def register_following(name: str, following: Following) -> None:
    """Have ``following`` asked by every receipt what became of a response.

    It takes the workspace, the id of the response and how it was read.
    """
    _followings[name] = following


def story_of(receipt: Receipt) -> Story:
    """Return what a receipt tells now."""
    workspace = opened(receipt.tenant.folder)
    if receipt.erased or receipt.response_id in Tombstones(workspace):
        return Story(receipt.given, erased=True)
    ours = Received.objects.filter(tenant=receipt.tenant, response_id=receipt.response_id)
    if not ours.filter(state=State.READ).exists():
        return Story(receipt.given, erased=False)
    reading = _reading(workspace, receipt.response_id)
    steps = [
        step
        for following in _followings.values()
        for step in following(receipt.tenant, receipt.response_id, reading)
    ]
    steps.sort(key=lambda step: step.on or date.max)
    return Story(receipt.given, False, reading, tuple(steps))


def _reading(workspace: Workspace, response_id: str) -> Reading:
    statuses = _of_response(workspace, "voices", "status", response_id)
    found = _of_response(workspace, "opinions", "theme, polarity", response_id)
    try:
        codebook = workspace_codebook(workspace)
    except CodebookError:  # nothing was ever understood here: marks alone
        return Reading(bool(statuses), False, {})
    return Reading(
        bool(statuses),
        any(status == VoiceStatus.MEANINGFUL for (status,) in statuses),
        _filed(codebook, found),
    )


def _filed(codebook: Codebook, opinions: Sequence[tuple[Any, ...]]) -> dict[str, Filed]:
    """Return the themes of opinions; one said well of and ill of is neither."""
    signs: dict[str, set[int]] = {}
    for theme, polarity in opinions:
        if theme:
            signs.setdefault(theme, set()).add(int(polarity))
    filed = {}
    for theme, said in sorted(signs.items()):
        sides = said - {0}
        polarity = _POLARITIES[sides.pop() if len(sides) == 1 else 0]
        filed[theme] = Filed(codebook.theme(theme).label, polarity)
    return filed


def _of_response(
    workspace: Workspace, table: str, columns: str, response_id: str
) -> list[tuple[Any, ...]]:
    def query() -> list[tuple[Any, ...]]:
        condition = f"response_id = {tables.quoted(response_id)}"
        asked = f"SELECT {columns} FROM ({workspace.sql(table)}) WHERE {condition}"
        return workspace.cursor().sql(asked).fetchall()

    return workspace.read(query)


def _insights(tenant: Tenant, response_id: str, reading: Reading) -> list[Step]:
    """Tell of the insights about its subjects that the team confirmed or acted on."""
    del response_id
    said = {
        CONFIRMED: Message("What is said of {theme} was looked at by the team, and holds."),
        ACTED_ON: Message("The team acts on what is said of {theme}."),
    }
    steps = []
    for marks in marks_of(opened(tenant.folder)).values():
        last = marks[-1]
        filed = reading.themes.get(last.claim.theme or "")
        if filed and last.state in said:
            told = Message(said[last.state].template, {"theme": filed.theme})
            steps.append(Step(told, last.on.date()))
    return steps


register_following("insights", _insights)
