"""Forgetting: nothing of the person is left in any byte, and importing again does not help."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rebond.errors import InputError
from rebond.listen import erasure, quarantine
from rebond.listen.columns.roles import parse_overrides
from rebond.listen.erasure import forget
from rebond.listen.importing import ImportReport, import_files
from rebond.schemas import COPIES, OPINIONS
from rebond.vocabulary import ImportCounts
from rebond.workspace import Workspace

MARKER = "Zorglub42"
HEADER = "id,date,score,comment,city,mail"
MARKED = f"{MARKER}-1,2025-03-01,9,Le {MARKER} est passé,{MARKER}ville,{MARKER}@exemple.fr"
BOB = "R2,2025-03-02,3,Attente trop longue en caisse,Paris,bob@exemple.fr"
CAROL = "R3,2025-03-03,8,Rayon bien rangé,Paris,carol@exemple.fr"
ROLES = parse_overrides(
    "id=id, date=date, score=score:nps, comment=text, city=attribute, mail=person"
)


def load(workspace: Workspace, *rows: str, source: str = "shop") -> ImportReport:
    path = workspace.path.parent / "file.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    (report,) = import_files(workspace, [path], source=source, overrides=ROLES)
    assert report.counts.adds_up
    return report


def every_byte(folder: Path) -> Iterator[bytes]:
    """Give the bytes of each file, and those of Parquet files once decompressed."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.read_bytes()
        if path.suffix == ".parquet":
            yield str(pq.read_table(path).to_pydict()).encode()


def holds_marker(workspace: Workspace) -> bool:
    return any(MARKER.lower().encode() in data.lower() for data in every_byte(workspace.path))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "workspace")


def understand(workspace: Workspace) -> None:
    """Write an opinion on each voice whose target is in the text, and a copy link."""
    voices = workspace.table("voices").to_pylist()
    same = {"theme": None, "polarity": 1, "intent": "praise", "confidence": 1.0, "start": 0}
    rows = [
        {
            **same,
            **{name: voice[name] for name in ("import_id", "response_id", "voice_id")},
            "end": 2,
            "target": voice["text"],
            "model_version": "m",
            "codebook_version": "c",
        }
        for voice in voices
    ]
    workspace.append("opinions", pa.Table.from_pylist(rows, schema=OPINIONS))
    link = {"kind": "near", "similarity": 1.0}
    pairs = [
        {**link, "voice_id": voice["voice_id"], "original_voice_id": voices[0]["voice_id"]}
        for voice in voices[1:]
    ]
    workspace.replace("copies", pa.Table.from_pylist(pairs, schema=COPIES))
    workspace.settings.set("codebook", {"examples": [f"Le {MARKER} est passé", "autre"]})


def test_a_marker_planted_everywhere_is_nowhere_afterwards(workspace: Workspace) -> None:
    later = MARKED.replace("est passé", "repasse")
    load(workspace, MARKED, BOB, CAROL)
    understand(workspace)
    load(workspace, later, BOB, MARKED.replace("2025-03-01", "hier"))
    assert holds_marker(workspace)
    proof = forget(workspace, f"{MARKER}@Exemple.fr")
    assert not holds_marker(workspace)
    assert proof.verified
    assert proof.responses == 1
    assert proof.removed["responses"] == 2  # its two versions
    assert proof.removed["quarantine"] == 1
    assert all(proof.removed[name] for name in ("voices", "scores", "opinions", "settings"))
    assert proof.bytes_searched > 1000
    assert workspace.table("responses").num_rows == 2
    assert workspace.table("scores").num_rows == 2


def test_importing_again_does_not_bring_them_back(workspace: Workspace) -> None:
    rows = (MARKED, BOB, MARKED.replace("2025-03-01", "hier"))
    load(workspace, *rows)
    forget(workspace, f"{MARKER}@exemple.fr")
    report = load(workspace, *rows)
    assert report.counts == ImportCounts(3, 0, 0, 3, 0)
    assert any(str(m).startswith("2 rows belong to people who") for m in report.understood)
    assert not holds_marker(workspace)
    other_source = load(workspace, MARKED, source="reviews")
    assert other_source.counts.new == 0
    assert not holds_marker(workspace)


@pytest.mark.parametrize("name", ["R2", "shop:R2", "response", "voice", "person", "bob@exemple.fr"])
def test_every_name_of_a_response_is_understood(workspace: Workspace, name: str) -> None:
    load(workspace, BOB, CAROL)
    voice = next(v for v in workspace.table("voices").to_pylist() if "caisse" in v["text"])
    names = {
        "response": voice["response_id"],
        "voice": voice["voice_id"],
        "person": workspace.person_key("bob@exemple.fr"),
    }
    proof = forget(workspace, names.get(name, name))
    assert (proof.responses, proof.verified) == (1, True)
    assert workspace.table("responses").column("external_id").to_pylist() == ["R3"]
    assert load(workspace, BOB, CAROL).counts.unchanged == 2
    assert workspace.table("responses").num_rows == 1


def test_an_id_of_several_sources_must_be_told_apart(workspace: Workspace) -> None:
    load(workspace, BOB, source="shop")
    load(workspace, BOB.replace("bob@", "ben@"), source="web")
    with pytest.raises(InputError, match="shop:R2"):
        forget(workspace, "R2")
    assert forget(workspace, "web:R2").responses == 1
    assert workspace.table("responses").column("source").to_pylist() == ["shop"]


def test_words_that_others_said_too_are_theirs(workspace: Workspace) -> None:
    load(workspace, BOB, BOB.replace("R2", "R4").replace("bob@", "dan@"))
    proof = forget(workspace, "bob@exemple.fr")
    assert proof.verified
    assert workspace.table("voices").column("text").to_pylist() == ["Attente trop longue en caisse"]


def test_what_was_left_anywhere_is_denounced(workspace: Workspace) -> None:
    load(workspace, MARKED, BOB)
    (workspace.path / "note.txt").write_text(f"Rappeler {MARKER}@exemple.fr")
    proof = forget(workspace, f"{MARKER}@exemple.fr")
    assert not proof.verified
    assert proof.traces_in == ("note.txt",)


def test_what_was_removed_and_cannot_be_is_named(workspace: Workspace) -> None:
    load(workspace, BOB)
    proof = forget(workspace, "bob@exemple.fr")
    assert set(proof.removed) >= {"responses", "voices", "opinions", "quarantine", "settings"}
    assert any("Backups" in str(message) for message in proof.unreachable)


def test_a_registered_store_is_walked(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(workspace, BOB)
    seen: list[erasure.Forgotten] = []
    monkeypatch.setitem(erasure._stores, "site", lambda _, who: seen.append(who) or 3)
    assert forget(workspace, "bob@exemple.fr").removed["site"] == 3
    assert seen[0].people == {workspace.person_key("bob@exemple.fr")}


def test_a_reader_goes_on_while_rows_are_erased(workspace: Workspace) -> None:
    load(workspace, BOB, CAROL)
    attempts = []

    def query() -> int:
        relation = workspace.relation("responses")
        if not attempts:
            forget(workspace, "bob@exemple.fr")
        attempts.append(1)
        return len(relation.fetchall())

    assert workspace.read(query) == 1


def test_quarantine_is_purged_on_its_date(workspace: Workspace) -> None:
    load(workspace, BOB.replace("2025-03-02", "hier"))
    (row,) = quarantine.quarantined(workspace)
    assert quarantine.purge(workspace) == 0
    assert quarantine.purge(workspace, today=row.purge_on) == 1
    assert quarantine.quarantined(workspace) == []
