"""Rows in quarantine are mended where they are, and come in once."""

from pathlib import Path

import pytest

from rebond.errors import InputError
from rebond.listen import mending, quarantine
from rebond.listen.columns.roles import RoleOverride
from rebond.listen.importing import import_files
from rebond.vocabulary import Role
from rebond.workspace import Workspace

ROWS = """Date;Note;Commentaire;Ville
01/04/2026;8;Caisse rapide et souriante;Brest
02/04/2026;douze;Vendeur introuvable au rayon jardin;Brest
03/04/2026;9;Livraison à l'heure;Lyon;de trop
04/04/2026;7;Rayon clair et bien rangé;Lyon
05/04/2026;6;Il manque une caisse le samedi;Lyon
06/04/2026;5;Prix trop élevés pour la qualité;Brest
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "workspace")
    _bring_in(made, tmp_path)
    return made


def _bring_in(workspace: Workspace, folder: Path) -> None:
    (folder / "avril.csv").write_text(ROWS, "utf-8")
    overrides = {
        "Date": RoleOverride(Role.DATE),
        "Note": RoleOverride(Role.SCORE, None, 0, 10),
        "Commentaire": RoleOverride(Role.TEXT),
        "Ville": RoleOverride(Role.ATTRIBUTE),
    }
    import_files(workspace, [folder / "avril.csv"], source="borne", overrides=overrides)


def _row(workspace: Workspace, line: int) -> quarantine.QuarantinedRow:
    return next(row for row in quarantine.quarantined(workspace) if row.row.line == line)


def _texts(workspace: Workspace) -> set[str]:
    return set(workspace.table("voices").column("text").to_pylist())


def test_a_corrected_cell_brings_its_row_in(workspace: Workspace) -> None:
    report = mending.mend(workspace, _row(workspace, 3).quarantine_id, {"Note": "2"})
    assert report is not None
    assert report.counts.adds_up
    assert report.counts.new == 1
    assert "Vendeur introuvable au rayon jardin" in _texts(workspace)
    assert [row.row.line for row in quarantine.quarantined(workspace)] == [4]


def test_cells_that_could_not_be_told_apart_are_proposed_in_their_columns(
    workspace: Workspace,
) -> None:
    cells = mending.cells_of(_row(workspace, 4))
    assert list(cells) == ["Date", "Note", "Commentaire", "Ville"]
    assert cells["Ville"] == "Lyon de trop"
    report = mending.mend(workspace, _row(workspace, 4).quarantine_id, {"Ville": "Lyon"})
    assert report is not None
    assert report.counts.new == 1
    assert "Livraison à l'heure" in _texts(workspace)


def test_a_row_that_still_cannot_be_read_stays(workspace: Workspace) -> None:
    row = _row(workspace, 3)
    with pytest.raises(InputError, match="still cannot be read"):
        mending.mend(workspace, row.quarantine_id, {"Note": "treize"})
    with pytest.raises(InputError, match="no column"):
        mending.mend(workspace, row.quarantine_id, {"Autre": "1"})
    assert _row(workspace, 3) == row


def test_a_mended_row_never_comes_back_and_mending_it_twice_is_nothing(
    workspace: Workspace, tmp_path: Path
) -> None:
    mended = _row(workspace, 3).quarantine_id
    mending.mend(workspace, mended, {"Note": "2"})
    before = len(_texts(workspace))
    _bring_in(workspace, tmp_path)
    assert mending.mend(workspace, mended, {"Note": "2"}) is None
    assert [row.row.line for row in quarantine.quarantined(workspace)] == [4]
    assert len(_texts(workspace)) == before


def test_a_column_read_otherwise_brings_its_rows_in(workspace: Workspace) -> None:
    report = mending.read_otherwise(workspace, "borne", "Note", RoleOverride(Role.ATTRIBUTE))
    assert report is not None
    assert report.counts.new == report.counts.read == 1
    assert [row.row.line for row in quarantine.quarantined(workspace)] == [4]


def test_a_row_set_aside_for_good_leaves_the_disk(workspace: Workspace, tmp_path: Path) -> None:
    assert quarantine.settle(workspace, [_row(workspace, 3).quarantine_id]) == 1
    _bring_in(workspace, tmp_path)
    assert [row.row.line for row in quarantine.quarantined(workspace)] == [4]
