"""Promises of `understand`: all or nothing, once per voice, set-aside voices left alone."""

from pathlib import Path

import pyarrow as pa
import pytest

from rebond import tables
from rebond.errors import CodebookError
from rebond.schemas import IMPORTS, VOICES
from rebond.understand import understand, workspace_codebook
from rebond.understand.codebook import parse_codebook
from rebond.workspace import Workspace

CAFE = parse_codebook(
    """
id = "cafe"
label = { fr = "Café", en = "Café" }
[[themes]]
id = "coffee"
label = { fr = "Café", en = "Coffee" }
description = { fr = "Le café", en = "The coffee" }
[[themes]]
id = "coffee.taste"
label = { fr = "Goût", en = "Taste" }
description = { fr = "Goût du café", en = "Taste of the coffee" }
words.fr = ["café", "goût"]
"""
)


def fill(
    workspace: Workspace, import_id: str, texts: list[str], status: str = "meaningful"
) -> None:
    rows = [
        {
            "import_id": import_id,
            "response_id": f"r{import_id}{number}",
            "voice_id": f"v{import_id}{number}",
            "question": "Avis",
            "text": text,
            "language": "fr",
            "status": status,
            "masked": 0,
            "text_key": number,
        }
        for number, text in enumerate(texts)
    ]
    workspace.append("voices", pa.Table.from_pylist(rows, VOICES))
    done = {name: 0 for name in IMPORTS.names if name.startswith("rows_")}
    row = {"import_id": import_id, "source": "s", "file_name": "f", "finished_at": 0, **done}
    workspace.append("imports", pa.Table.from_pylist([row], IMPORTS))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "w")
    fill(made, "a", ["Le café est délicieux", "Goût horrible mais service rapide"])
    return made


def seen(workspace: Workspace) -> list[tuple[str, str | None, int]]:
    rows = workspace.table("opinions").to_pylist()
    return sorted((row["voice_id"], row["theme"] or "", row["polarity"]) for row in rows)


def test_each_opinion_belongs_to_its_voice(workspace: Workspace) -> None:
    done = understand(workspace, codebook=CAFE)
    assert done.voices_read == 2
    assert ("va0", "coffee.taste", 1) in seen(workspace)
    assert ("va1", "coffee.taste", -1) in seen(workspace)
    assert workspace_codebook(workspace).version == done.codebook_version


def test_running_again_with_nothing_new_does_nothing(workspace: Workspace) -> None:
    understand(workspace, codebook=CAFE)
    before = workspace.data_version
    again = understand(workspace)
    assert (again.voices_read, again.opinions_found) == (0, 0)
    assert workspace.data_version == before


def test_only_new_voices_are_read(workspace: Workspace) -> None:
    understand(workspace, codebook=CAFE)
    fill(workspace, "b", ["Mauvais café"])
    assert understand(workspace).voices_read == 1
    assert len([row for row in seen(workspace) if row[1] == "coffee.taste"]) == 3


def test_hollow_voices_and_spam_are_not_read(workspace: Workspace) -> None:
    fill(workspace, "c", ["café café"], status="spam")
    fill(workspace, "d", ["café"], status="hollow")
    assert understand(workspace, codebook=CAFE).voices_read == 2


def test_a_run_interrupted_before_its_end_shows_nothing_and_is_completed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Workspace, "set_current_versions", stop)
        with pytest.raises(KeyboardInterrupt):
            understand(workspace, codebook=CAFE)
    assert seen(workspace) == []
    understand(workspace, codebook=CAFE)
    raw = tables.table(workspace.path / "tables", "opinions").count()
    assert raw == len(seen(workspace)) == 3


def test_a_workspace_not_understood_has_no_codebook(workspace: Workspace) -> None:
    with pytest.raises(CodebookError, match="rebond analyse"):
        workspace_codebook(workspace)
