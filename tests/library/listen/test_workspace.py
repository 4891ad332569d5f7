"""What a workspace promises: atomic imports, one writer, readers undisturbed, a secret kept."""

from __future__ import annotations

import stat
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from rebond import tables
from rebond.errors import WorkspaceBusy, WorkspaceError, WorkspaceMissing
from rebond.schemas import IMPORTS, OPINIONS, RESPONSES, VOICES
from rebond.workspace import Workspace


def responses(import_id: str, *ids: str, **attributes: str) -> pa.Table:
    row = {
        "import_id": import_id,
        "source": "survey",
        "line": 1,
        "stakeholder": "customer",
        "channel": "survey",
        "attributes": list(attributes.items()),
        "content_hash": "0",
    }
    return pa.Table.from_pylist([{**row, "response_id": i} for i in ids], schema=RESPONSES)


def finish(workspace: Workspace, *import_ids: str) -> None:
    row = {
        "source": "survey",
        "file_name": "survey.csv",
        "finished_at": datetime.now(UTC).replace(tzinfo=None),
        "rows_read": 1,
        "rows_new": 1,
        "rows_updated": 0,
        "rows_unchanged": 0,
        "rows_quarantined": 0,
    }
    rows = [{**row, "import_id": i} for i in import_ids]
    workspace.append("imports", pa.Table.from_pylist(rows, schema=IMPORTS))


def ids(workspace: Workspace) -> list[str]:
    return sorted(workspace.table("responses").column("response_id").to_pylist())


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "l'été")


def test_every_table_starts_empty_with_its_own_columns(workspace: Workspace) -> None:
    for name, schema in tables.SCHEMAS.items():
        assert workspace.table(name).schema.equals(schema), name
        assert workspace.table(name).num_rows == 0


def test_rows_are_invisible_until_their_import_is_finished(workspace: Workspace) -> None:
    workspace.append("responses", responses("i1", "a", "b"))
    assert ids(workspace) == []
    finish(workspace, "i1")
    assert ids(workspace) == ["a", "b"]


def test_a_superseded_answer_hides_once_its_successor_is_visible(workspace: Workspace) -> None:
    workspace.append("responses", responses("i1", "a", "b"))
    finish(workspace, "i1")
    workspace.append("responses", responses("i2", "a", city="Lyon"))
    row = {"import_id": "i2", "response_id": "a", "superseded_import_id": "i1", "row_hash": "0"}
    workspace.append("superseded", pa.Table.from_pylist([row], schema=tables.SUPERSEDED))
    assert ids(workspace) == ["a", "b"]
    assert workspace.attribute_names() == ()
    finish(workspace, "i2")
    assert ids(workspace) == ["a", "b"]
    assert workspace.attribute_names() == ("city",)


def test_attributes_become_columns_whatever_their_name(workspace: Workspace) -> None:
    name = 'l\'"origine" (café)'
    workspace.append("responses", responses("i1", "a", **{name: "Lyon"}))
    finish(workspace, "i1")
    relation = workspace.relation("responses", attributes=[name, "none"])
    assert relation.columns[-2:] == [f"attribute:{name}", "attribute:none"]
    assert relation.fetchall()[0][-2:] == ("Lyon", None)


def test_only_opinions_of_the_current_versions_are_read(workspace: Workspace) -> None:
    row = {
        "import_id": "i1",
        "response_id": "a",
        "voice_id": "a-1",
        "start": 0,
        "end": 4,
        "target": "",
        "theme": None,
        "polarity": 1,
        "intent": "praise",
        "confidence": 0.5,
        "codebook_version": "c1",
    }
    rows = [{**row, "model_version": version} for version in ("m1", "m2", "m2")]
    finish(workspace, "i1")
    workspace.append("opinions", pa.Table.from_pylist(rows, schema=OPINIONS))
    assert workspace.table("opinions").num_rows == 0
    workspace.set_current_versions("m2", "c1")
    assert workspace.table("opinions").num_rows == 2


def test_the_data_version_changes_with_what_is_visible(workspace: Workspace) -> None:
    first = workspace.data_version
    assert workspace.data_version == first
    finish(workspace, "i1")
    second = workspace.data_version
    workspace.set_current_versions("m", "c")
    assert len({first, second, workspace.data_version}) == 3


def test_a_second_writer_is_told_who_writes_and_readers_go_on(workspace: Workspace) -> None:
    code = (
        "import sys, time; from rebond.workspace import Workspace\n"
        f"with Workspace.open({str(workspace.path)!r}).writing():\n"
        "    print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(WorkspaceBusy, match=str(other.pid)), workspace.writing(0.1):
            pass
        assert ids(workspace) == []
        other.kill()
    with workspace.writing(1):
        pass


def test_an_unfinished_import_is_swept_at_the_next_write(workspace: Workspace) -> None:
    with workspace.importing() as import_id:
        workspace.append("responses", responses(import_id, "a"))
        workspace.append("responses", responses(f"{import_id}.2", "b"))
    finish(workspace, import_id)
    assert ids(workspace) == []
    assert not list((workspace.path / "tables" / "responses").glob("*.parquet"))


def test_threads_read_at_the_same_time(workspace: Workspace) -> None:
    workspace.append("responses", responses("i1", "a", "b"))
    finish(workspace, "i1")
    found: list[int] = []

    def count() -> None:
        found.extend(len(ids(workspace)) for _ in range(5))

    threads = [threading.Thread(target=count) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [2] * 30


def test_the_secret_is_for_its_owner_alone(workspace: Workspace) -> None:
    assert stat.S_IMODE((workspace.path / "secret").stat().st_mode) == 0o600
    assert stat.S_IMODE(workspace.path.stat().st_mode) == 0o700
    again = Workspace.open(workspace.path)
    assert again.person_key("A@b.fr") == workspace.person_key(" a@B.fr")


def test_settings_are_documents_by_name(workspace: Workspace) -> None:
    workspace.settings.set("mapping/Été 2025", {"a": [1, "é"]})
    assert workspace.settings.get("mapping/Été 2025") == {"a": [1, "é"]}
    assert workspace.settings.names() == ("mapping/Été 2025",)
    assert workspace.settings.get("other", 3) == 3


def test_what_is_no_workspace_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceMissing, match="rebond analyse"):
        Workspace.open(tmp_path / "nothing")
    (tmp_path / "letter.txt").write_text("hello")
    with pytest.raises(WorkspaceError, match="no workspace"):
        Workspace.create(tmp_path)
    with pytest.raises(WorkspaceError, match="Name another folder"):
        Workspace.create(tmp_path / "a[1]")


def test_rows_of_the_wrong_shape_are_refused(workspace: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="voice_id"):
        workspace.append("voices", responses("i1", "a"))
    with pytest.raises(ValueError, match="no table"):
        workspace.append("voice", VOICES.empty_table())
