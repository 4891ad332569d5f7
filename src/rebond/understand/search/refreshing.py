"""Bringing the index up to date: what is new is added, what is gone is removed, nothing else moves.

Batches are committed one by one: an index whose making was interrupted is completed by the next.
The workspace is held for each batch, never while texts are read for their meaning, which takes most
of the time: what is imported or erased meanwhile waits for one batch, and the index follows it.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa

from rebond import tables
from rebond.understand.search.meanings import meanings_of
from rebond.understand.search.store import Index, making, opened, reading
from rebond.vocabulary import VoiceStatus

if TYPE_CHECKING:
    from rebond.understand.encoder import Encoder
    from rebond.workspace import Workspace

Progress = Callable[[str, int, int | None], None]
BATCH = 500


def is_fresh(workspace: Workspace, encoder: Encoder | None) -> bool:
    """Return whether the index stands for the data of now, by words and with this encoder."""
    with reading(workspace) as index:
        if index is None or index.told("data") != workspace.data_version:
            return False
        return encoder is None or index.told("meanings") == encoder.version


def refresh(
    workspace: Workspace, encoder: Encoder | None = None, progress: Progress | None = None
) -> None:
    """Bring the index of a workspace up to date.

    Parameters
    ----------
    encoder : what gives meanings; without one, only words are indexed.
    progress : called with a name, what is done and the total, in voices.

    Raises
    ------
    WorkspaceBusy
        When another process brings it up to date, or writes to the workspace for long.
    """
    with making(workspace):
        while not _brought_up_to_date(workspace, encoder, progress):
            pass


def _brought_up_to_date(
    workspace: Workspace, encoder: Encoder | None, progress: Progress | None
) -> bool:
    """Return whether the index stands for the data; it does not when they changed meanwhile."""
    making = secrets.token_hex(8)
    with workspace.writing(), opened(workspace) as index:
        if encoder is not None:
            index.use_encoder(encoder.version, encoder.settings.width)
        seen = _seen(workspace)
        known = {(voice, brought) for voice, brought, _ in index.voices()}
        with index.changing():
            index.tell("making", making)
            index.remove_voices(voice for voice, _ in known - seen)
        wanted = seen - known
        if encoder is not None:
            bare = index.without_meaning()
            wanted |= {(v, brought) for v, brought, number in index.voices() if number in bare}
        held = partial(_held, workspace, workspace.data_version, making)
    done = 0
    for rows in _batches(workspace, wanted):
        if not _is_added(held, rows, encoder):
            return False
        done += len(rows)
        if progress is not None:
            progress("search index", done, len(wanted))
    with held() as still:
        if still is None:
            return False
        still.remove_unsaid()
        still.tell("data", workspace.data_version)
        if encoder is not None:
            still.tell("meanings", encoder.version)
    return True


@contextlib.contextmanager
def _held(workspace: Workspace, version: str, making: str) -> Iterator[Index | None]:
    """Hold the workspace and give its index to be changed, None when either is another by now.

    What was erased since it was read must not come in again.
    """
    with workspace.writing(), opened(workspace) as index:
        if workspace.data_version != version or index.told("making") != making:
            yield None
            return
        with index.changing():
            yield index


def _seen(workspace: Workspace) -> set[tuple[str, str]]:
    """Return (voice_id, import_id) of the voices that readers see and that say something."""
    query = _meaningful(workspace, "voice_id, import_id")
    return set(workspace.read(lambda: workspace.cursor().sql(query()).fetchall()))


def _meaningful(workspace: Workspace, columns: str) -> Callable[[], str]:
    status = tables.quoted(VoiceStatus.MEANINGFUL.value)
    return lambda: f"SELECT {columns} FROM ({workspace.sql('voices')}) WHERE status = {status}"


def _batches(
    workspace: Workspace, wanted: set[tuple[str, str]]
) -> Iterator[list[tuple[str, str, str]]]:
    """Give (voice_id, import_id, text) of the voices wanted, by voice_id."""
    ordered = sorted(wanted)
    query = _meaningful(workspace, "voice_id, import_id, text")
    for begin in range(0, len(ordered), 40 * BATCH):
        some = ordered[begin : begin + 40 * BATCH]
        voices, brought = zip(*some, strict=True)
        ids = pa.table({"voice_id": list(voices), "import_id": list(brought)})
        rows = workspace.read(partial(_joined, workspace, query, ids))
        for first in range(0, len(rows), BATCH):
            yield rows[first : first + BATCH]


def _joined(
    workspace: Workspace, query: Callable[[], str], ids: pa.Table
) -> list[tuple[str, str, str]]:
    cursor = workspace.cursor()
    cursor.register("voices_wanted", ids)
    try:
        found: list[tuple[str, str, str]] = cursor.sql(
            f"SELECT voice_id, import_id, text FROM ({query()}) "
            "SEMI JOIN voices_wanted USING (voice_id, import_id) ORDER BY voice_id, import_id"
        ).fetchall()
    finally:
        cursor.unregister("voices_wanted")
    return found


def _is_added(
    held: Callable[[], AbstractContextManager[Index | None]],
    rows: list[tuple[str, str, str]],
    encoder: Encoder | None,
) -> bool:
    """Index some voices (voice_id, import_id, text); return False when the data changed."""
    with held() as index:
        if index is None:
            return False
        numbers = {text: index.number_of(text) for _, _, text in rows}
        index.add_voices((voice, brought, numbers[text]) for voice, brought, text in rows)
        bare = index.without_meaning(numbers.values())
    texts = [text for text, number in numbers.items() if number in bare]
    if encoder is None or not texts:
        return True
    meanings = meanings_of(encoder, texts)
    with held() as index:
        if index is None:
            return False
        for text, meaning in zip(texts, meanings, strict=True):
            index.add_meaning(numbers[text], meaning)
    return True
