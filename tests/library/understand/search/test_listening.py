"""What understanding reads, search does not read again, and it is the same."""

from __future__ import annotations

from typing import Any

from rebond.quantify import Perimeter
from rebond.understand import understand
from rebond.understand.encoder import shipped_encoder
from rebond.understand.search import refresh, refreshing, search
from rebond.understand.search.store import reading
from rebond.workspace import Workspace


def meanings(workspace: Workspace) -> list[Any]:
    with reading(workspace) as index:
        assert index is not None
        query = (
            "SELECT v.voice_id, m.places, m.vectors, s.bits FROM voices v "
            "JOIN meanings m USING (number) JOIN signs s USING (number) ORDER BY v.voice_id"
        )
        return index.connection.execute(query).fetchall()


def test_voices_understood_are_not_read_again(workspace: Workspace, monkeypatch: Any) -> None:
    understand(workspace)
    read: list[str] = []
    real = refreshing.meanings_of

    def noted(encoder: Any, texts: list[str]) -> Any:
        read.extend(texts)
        return real(encoder, texts)

    monkeypatch.setattr(refreshing, "meanings_of", noted)
    assert search("caisse", Perimeter.whole(workspace)).hits
    assert read == []
    kept = meanings(workspace)
    refresh(workspace)
    with refreshing.opened(workspace) as index, index.changing():
        for table in ("meanings", "signs"):
            index.connection.execute(f"DELETE FROM {table}")
        index.tell("meanings", "")
    refresh(workspace, shipped_encoder())
    assert read
    assert meanings(workspace) == kept
