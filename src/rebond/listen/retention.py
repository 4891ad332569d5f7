"""Responses kept no longer than their owner decided, source by source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rebond import tables
from rebond.listen.erasure import Forgotten, walk

if TYPE_CHECKING:
    from rebond.workspace import Workspace


@dataclass(frozen=True)
class Expired:
    """What was removed because it was old: responses, and rows of each store."""

    responses: int
    removed: Mapping[str, int]


def sources_of(workspace: Workspace) -> dict[str, tuple[int, date | None]]:
    """Return each source with its responses and the oldest day of theirs, by name."""

    def asked() -> list[tuple[str, int, date | None]]:
        query = (
            f"SELECT r.source, count(*), min({_DAY}) FROM ({workspace.sql('responses')}) AS r"
            f" JOIN ({workspace.sql('imports')}) AS i USING (import_id) GROUP BY ALL ORDER BY 1"
        )
        return workspace.cursor().sql(query).fetchall()

    return {source: (count, oldest) for source, count, oldest in workspace.read(asked)}


def expire(workspace: Workspace, source: str, before: date) -> Expired:
    """Remove for good the responses of a source given before a day, from every store.

    A response without a date counts from the day that it was imported. No tombstone is laid: an
    old file imported again brings them back, until this is done again.

    Raises
    ------
    WorkspaceBusy
        When another writer is at work.
    """
    with workspace.writing():
        old = _old(workspace, source, before)
        if not old.responses:
            return Expired(0, {})
        return Expired(len(old.responses), walk(workspace, old))


_DAY = "coalesce(r.day, CAST(i.finished_at AS DATE))"


def _old(workspace: Workspace, source: str, before: date) -> Forgotten:
    # Responses that an update superseded go with the version that shows.
    known = workspace.cursor()
    shown = known.sql(
        f"SELECT response_id, external_id FROM ({workspace.sql('responses')}) AS r"
        f" JOIN ({workspace.sql('imports')}) AS i USING (import_id)"
        f" WHERE r.source = {tables.quoted(source)} AND {_DAY} < DATE '{before.isoformat()}'"
    ).fetchall()
    responses = frozenset(response for response, _ in shown)
    if not responses:
        return Forgotten(*[frozenset()] * 5)
    voices = workspace.table("voices").select(["response_id", "voice_id"]).to_pylist()
    return Forgotten(
        identifiers=frozenset(given for _, given in shown if given),
        people=frozenset(),
        responses=responses,
        voices=frozenset(one["voice_id"] for one in voices if one["response_id"] in responses),
        traces=frozenset(),
    )
