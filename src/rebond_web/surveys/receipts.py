"""What a receipt tells: where a voice is, what it was understood to be about, what became of it.

A receipt is read by who holds its code, who may be anybody: nothing of what was said, nor of who
said it, belongs there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rebond import tables
from rebond.errors import CodebookError
from rebond.listen.tombstones import Tombstones
from rebond.understand import Codebook, workspace_codebook
from rebond.vocabulary import Message, VoiceStatus
from rebond.workspace import Workspace
from rebond_web.outbox.models import Received, State
from rebond_web.surveys.followings import Filed, Reading, Step, steps_of
from rebond_web.surveys.models import Receipt
from rebond_web.workspaces.access import opened

_POLARITIES = {
    1: Message("favourable"),
    0: Message("neither favourable nor unfavourable"),
    -1: Message("unfavourable"),
}


@dataclass(frozen=True)
class Story:
    """What a receipt tells. ``reading`` is None until the voice is read, and once it is erased."""

    given: date
    erased: bool
    reading: Reading | None = None
    steps: tuple[Step, ...] = ()


def story_of(receipt: Receipt) -> Story:
    """Return what a receipt tells now."""
    workspace = opened(receipt.tenant.folder)
    if receipt.erased or receipt.response_id in Tombstones(workspace):
        return Story(receipt.given, erased=True)
    ours = Received.objects.filter(tenant=receipt.tenant, response_id=receipt.response_id)
    if not ours.filter(state=State.READ).exists():
        return Story(receipt.given, erased=False)
    reading = _reading(workspace, receipt.response_id)
    steps = steps_of(receipt.tenant, receipt.response_id, reading)
    return Story(receipt.given, False, reading, steps)


def _reading(workspace: Workspace, response_id: str) -> Reading:
    statuses = _of_response(workspace, "voices", "status", response_id)
    found = _of_response(workspace, "opinions", "theme, polarity", response_id)
    known = _of_response(workspace, "responses", "attributes", response_id)
    try:
        codebook = workspace_codebook(workspace)
    except CodebookError:  # nothing was ever understood here: marks alone
        return Reading(bool(statuses), False, {})
    return Reading(
        bool(statuses),
        any(status == VoiceStatus.MEANINGFUL for (status,) in statuses),
        _filed(codebook, found),
        dict(known[0][0] or {}) if known else {},
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
