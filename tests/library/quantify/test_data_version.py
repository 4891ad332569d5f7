"""The version of the data is the latest, whoever wrote it."""

from pathlib import Path

from deltalake import write_deltalake

from rebond import tables
from rebond.workspace import Workspace


def test_what_others_write_changes_the_version(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "company")
    before = workspace.data_version
    assert workspace.data_version == before
    folder = tmp_path / "company" / "tables"
    row = tables.SCHEMAS["copies"].empty_table()
    write_deltalake(str(folder / "copies"), row, mode="append")
    written = workspace.data_version
    assert written != before
    assert Workspace.open(tmp_path / "company").data_version == written


def test_a_table_laid_anew_is_another_version(tmp_path: Path) -> None:
    import shutil

    workspace = Workspace.create(tmp_path / "company")
    before = workspace.data_version
    folder = tmp_path / "company" / "tables"
    shutil.rmtree(folder / "samples")
    tables.create(folder, "samples")
    assert workspace.data_version != before
