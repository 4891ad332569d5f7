"""Bringing the index up to date: what is new is added, what is gone is removed, nothing else moves.

Batches are committed one by one: an index whose making was interrupted is completed by the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa

from rebond import tables
from rebond.understand.search.meanings import meanings_of
from rebond.understand.search.store import Index, opened, reading
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
        When another process writes to the workspace.
    """
    with workspace.writing(), opened(workspace) as index:
        version = workspace.data_version
        if encoder is not None:
            index.use_encoder(encoder.version, encoder.settings.width)
        seen = _seen(workspace)
        known = {(voice, brought) for voice, brought, _ in index.voices()}
        _remove(index, known - seen)
        wanted = seen - known
        if encoder is not None:
            bare = index.without_meaning()
            wanted |= {(v, brought) for v, brought, number in index.voices() if number in bare}
        done = 0
        for rows in _batches(workspace, wanted):
            with index.changing():
                _add(index, rows, encoder)
            done += len(rows)
            if progress is not None:
                progress("search index", done, len(wanted))
        with index.changing():
            index.remove_unsaid()
            index.tell("data", version)
            if encoder is not None:
                index.tell("meanings", encoder.version)


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


def _remove(index: Index, gone: set[tuple[str, str]]) -> None:
    if gone:
        with index.changing():
            index.remove_voices(voice for voice, _ in gone)


def _add(index: Index, rows: list[tuple[str, str, str]], encoder: Encoder | None) -> None:
    """Index some voices (voice_id, import_id, text)."""
    numbers = {text: index.number_of(text) for _, _, text in rows}
    index.add_voices((voice, brought, numbers[text]) for voice, brought, text in rows)
    if encoder is not None:
        bare = index.without_meaning(numbers.values())
        texts = [text for text, number in numbers.items() if number in bare]
        for text, meaning in zip(texts, meanings_of(encoder, texts), strict=True):
            index.add_meaning(numbers[text], meaning)
