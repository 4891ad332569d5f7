"""Importing: counts add up, twice changes nothing, the split over files does not matter."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.listen import quarantine, remembered
from rebond.listen.columns.roles import parse_overrides
from rebond.listen.importing import ImportReport, import_files
from rebond.listen.replay import replay
from rebond.vocabulary import Channel, ImportCounts, Role
from rebond.workspace import Workspace

ROLES = parse_overrides(
    "id=id, date=date, score=score:nps, comment=text, city=attribute, mail=person"
)
HEADER = "id,date,score,comment,city,mail"
ALICE = "R1,2025-03-01,9,Bel accueil en magasin,Lyon,alice@exemple.fr"
BOB = "R2,2025-03-02,3,Attente trop longue en caisse,Paris,06 12 34 56 78"


def load(
    workspace: Workspace, rows: Sequence[str], *, header: str = HEADER, name: str = "file.csv"
) -> ImportReport:
    path = workspace.path.parent / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    overrides = {name: role for name, role in ROLES.items() if name in header.split(",")}
    (report,) = import_files(workspace, [path], source="shop", overrides=overrides)
    assert report.counts.adds_up
    return report


def visible(workspace: Workspace) -> list[object]:
    """Return what a reader sees, but which import brought it."""
    rows: list[object] = []
    for name, key in (("responses", "response_id"), ("scores", "response_id"),
                      ("voices", "voice_id")):  # fmt: skip
        table = workspace.table(name).sort_by(key)
        kept = [column for column in table.column_names if column not in {"import_id", "line"}]
        rows.append(table.select(kept).to_pylist())
    return rows


def texts(workspace: Workspace) -> list[str]:
    return sorted(workspace.table("voices").column("text").to_pylist())


def new_workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "workspace")


def test_a_title_that_only_begins_the_text_is_not_said_twice(tmp_path: Path) -> None:
    path = tmp_path / "reviews.csv"
    begun, own = "Attente trop…,Attente trop longue en caisse", "Déçu,Attente trop longue"
    path.write_text(f"title,comment\n{begun}\n{own}\n", encoding="utf-8")
    workspace = new_workspace(tmp_path)
    overrides = parse_overrides("title=title, comment=text")
    import_files(workspace, [path], source="shop", overrides=overrides)
    assert texts(workspace) == ["Attente trop longue en caisse", "Déçu\nAttente trop longue"]


def test_a_row_becomes_a_response_with_its_score_and_its_voice(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path)
    assert load(workspace, [ALICE, BOB]).counts == ImportCounts(2, 2, 0, 0, 0)
    response = workspace.table("responses").sort_by("external_id").to_pylist()[0]
    assert response["external_id"] == "R1"
    assert str(response["answered_at"]) == "2025-03-01 00:00:00"
    assert [str(response[unit]) for unit in ("day", "week", "month")] == [
        "2025-03-01",
        "2025-02-24",
        "2025-03-01",
    ]
    assert response["attributes"] == [("city", "Lyon")]
    assert response["person_key"] == workspace.person_key("Alice@Exemple.fr")
    assert workspace.table("scores").column("value").to_pylist() == [9.0, 3.0]
    assert texts(workspace) == ["Attente trop longue en caisse", "Bel accueil en magasin"]


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path)
    load(workspace, [ALICE, BOB])
    before = visible(workspace)
    assert load(workspace, [ALICE, BOB], name="other name.csv").counts.unchanged == 2
    assert visible(workspace) == before


def test_a_later_answer_takes_the_place_of_the_earlier_one(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path)
    load(workspace, [ALICE, BOB])
    counts = load(workspace, [ALICE.replace("Bel", "Mauvais"), BOB]).counts
    assert counts == ImportCounts(2, 0, 1, 1, 0)
    assert texts(workspace) == ["Attente trop longue en caisse", "Mauvais accueil en magasin"]


def test_an_old_export_does_not_bring_an_old_answer_back(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path)
    load(workspace, [ALICE])
    load(workspace, [ALICE.replace("Bel", "Mauvais")])
    report = load(workspace, [ALICE])
    assert report.counts == ImportCounts(1, 0, 0, 1, 0)
    assert any("later version stays" in str(message) for message in report.understood)
    assert texts(workspace) == ["Mauvais accueil en magasin"]


def test_of_one_id_twice_in_a_file_the_last_wins(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path)
    rows = [ALICE, BOB, ALICE.replace("Bel", "Mauvais")]
    assert load(workspace, rows).counts == ImportCounts(3, 2, 1, 0, 0)
    assert "Mauvais accueil en magasin" in texts(workspace)
    assert load(workspace, rows).counts == ImportCounts(3, 0, 0, 3, 0)
    assert len(texts(workspace)) == 2


def test_rows_without_id_are_told_apart_by_their_rank(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path)
    rows = ["9,Très bien", "9,Très bien", "2,Nul"]
    assert load(workspace, rows, header="score,comment").counts.new == 3
    assert load(workspace, rows, header="score,comment").counts.unchanged == 3
    assert texts(workspace) == ["Nul", "Très bien", "Très bien"]


def test_a_corrected_mapping_updates_the_rows_it_reads_otherwise(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path)
    load(workspace, [ALICE, BOB])
    path = tmp_path / "file.csv"
    roles = {**ROLES, **parse_overrides("city=ignored")}
    for expected in (2, 0):
        (report,) = import_files(workspace, [path], source="shop", overrides=roles)
        assert report.counts.updated == expected
    assert workspace.attribute_names() == ()
    (report,) = import_files(workspace, [path], source="shop", overrides=ROLES)
    assert report.counts.updated == 2
    assert workspace.attribute_names() == ("city",)


def test_the_mapping_of_a_source_is_remembered_without_values(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path)
    load(workspace, [ALICE, BOB])
    path = tmp_path / "file.csv"
    (report,) = import_files(workspace, [path], source="shop")
    assert report.counts.unchanged == 2
    kept = "".join(file.read_text() for file in (workspace.path / "settings").iterdir())
    assert "alice" not in kept
    assert "Lyon" not in kept


def test_the_channel_given_decides_whether_we_asked(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path)
    load(workspace, [ALICE])
    import_files(workspace, [tmp_path / "file.csv"], source="shop", channel=Channel.REVIEW)
    response = workspace.table("responses").to_pylist()[0]
    assert (response["channel"], response["solicited"]) == ("review", False)


def test_rows_that_cannot_be_read_wait_in_quarantine(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path)
    rows = [ALICE, BOB.replace("2025-03-02", "hier"), BOB.replace(",3,", ",33,")]
    for _ in range(2):
        report = load(workspace, rows)
        assert report.counts.quarantined == 2
        assert sum(count for _, count in report.quarantine) == 2
        kept = quarantine.quarantined(workspace)
        assert [row.row.line for row in kept] == [3, 4]
        assert kept[0].row.columns["date"] == "hier"
        assert "--map" in str(kept[0].row.reason)
    assert not holds(workspace.path, b"hier")


def test_rows_leave_quarantine_once_their_column_is_read_otherwise(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path)
    load(workspace, [ALICE, BOB.replace("2025-03-02", "hier"), ALICE.replace(",9,", ",99,")])
    assert replay(workspace, "shop") is None
    mapping = remembered.mapping(workspace, "shop")
    assert mapping is not None
    columns = tuple(
        dataclasses.replace(column, role=Role.ATTRIBUTE) if column.column == "date" else column
        for column in mapping.columns
    )
    remembered.remember(workspace, dataclasses.replace(mapping, columns=columns))
    report = replay(workspace, "shop")
    assert report is not None
    assert report.counts == ImportCounts(1, 1, 0, 0, 0)
    assert [row.row.line for row in quarantine.quarantined(workspace)] == [4]
    assert len(texts(workspace)) == 2


def test_a_role_corrected_by_hand_empties_the_quarantine(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path)
    load(workspace, [ALICE, BOB.replace("2025-03-02", "hier")])
    roles = {**ROLES, **parse_overrides("date=attribute")}
    (report,) = import_files(workspace, [tmp_path / "file.csv"], source="shop", overrides=roles)
    assert report.counts == ImportCounts(2, 1, 1, 0, 0)
    assert quarantine.quarantined(workspace) == []
    assert len(texts(workspace)) == 2


def holds(folder: Path, value: bytes) -> bool:
    return any(value in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_personal_data_are_masked_wherever_they_are(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path)
    mail, phone = "marie.curie@exemple.fr", "06 12 34 56 78"
    load(workspace, [f"{mail},2025-03-01,9,Écrivez à {mail},{phone},{mail}"])
    response = workspace.table("responses").to_pylist()[0]
    assert response["external_id"] is None
    assert response["attributes"] == [("city", "⟦phone⟧")]
    assert texts(workspace) == ["Écrivez à ⟦email⟧"]
    assert workspace.table("voices").column("masked").to_pylist() == [1]


answers = st.builds(
    lambda number, score, text, city: f"R{number},2025-03-01,{score},{text},{city},",
    st.integers(1, 6),
    st.integers(0, 10),
    st.sampled_from(["Bien", "Attente longue", "", "Prix élevé, dommage".replace(",", "")]),
    st.sampled_from(["Lyon", "Paris", ""]),
)


@settings(max_examples=8, deadline=None)
@given(st.lists(answers, max_size=12), st.data())
def test_any_split_over_two_files_gives_the_same_rows(rows: list[str], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(rows)))
    with TemporaryDirectory() as folder:
        whole = Workspace.create(Path(folder) / "whole")
        (Path(folder) / "two").mkdir()
        split = Workspace.create(Path(folder) / "two" / "split")
        # The same pseudonyms on both sides, so that they can be compared.
        (split.path / "secret").write_bytes((whole.path / "secret").read_bytes())
        split = Workspace.open(split.path)
        load(whole, rows)
        read = [load(split, part, name=f"{n}.csv") for n, part in
                enumerate((rows[:cut], rows[cut:])) if part]  # fmt: skip
        assert sum(report.counts.read for report in read) == len(rows)
        assert visible(split) == visible(whole)
        again = [load(split, part).counts for part in (rows[:cut], rows[cut:]) if part]
        assert sum(counts.unchanged for counts in again) == len(rows)
        assert visible(split) == visible(whole)
