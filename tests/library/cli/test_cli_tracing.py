"""``rebond trace`` replays what ``rebond ask`` and ``rebond insights`` showed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from rebond.cli import main
from rebond.quantify.simulated.worlds import Truths, draw
from rebond.schemas import IMPORTS
from rebond.workspace import Workspace

LATER = "Date;Recommandation;Commentaire;Ville;E-mail\n10/03/2026;1;Attente;Laval;h@example.com\n"


def add(workspace: Workspace, tables: dict[str, pa.Table], name: str) -> None:
    for table, rows in tables.items():
        workspace.append(table, rows)
    row: dict[str, object] = {n: 0 for n in IMPORTS.names if n.startswith("rows")}
    row |= {"import_id": name, "source": name, "file_name": f"{name}.csv"}
    row["finished_at"] = datetime.now(UTC).replace(tzinfo=None)
    workspace.append("imports", pa.Table.from_pylist([row], schema=IMPORTS))


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """Return a workspace in which something holds."""
    world = draw(5, responses=1500, shops=6, weeks=40, truths=Truths(apart={"Shop 1": -3.0}))
    workspace = Workspace.create(tmp_path / "company")
    add(workspace, dict(world.tables), "world")
    workspace.set_current_versions("model", "codebook")
    return workspace.path


def printed(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert main(words) == 0
    return capsys.readouterr().out


def test_the_identifier_that_ask_prints_is_traced(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--workspace", str(own_workspace)]
    asked = json.loads(printed(["ask", "nps by ville", *place, "--json"], capsys))
    words = ["trace", asked["figure"], *place, "--lang", "fr"]
    french = printed(words, capsys)
    assert "le même, au bit près" in french
    assert "Rien n’a changé depuis" in french
    (tmp_path / "later.csv").write_text(LATER, encoding="utf-8")
    report = str(tmp_path / "r.html")
    assert main(["analyse", str(tmp_path / "later.csv"), *place, "--report", report]) == 0
    capsys.readouterr()
    found = json.loads(printed(["trace", asked["figure"], *place, "--json"], capsys))
    assert (found["same"], found["then"]["cells"]) == ("bits", asked["cells"])
    assert found["now"]["total"]["n"] == asked["total"]["n"] + 1
    assert [one["file"] for one in found["since"]["imports"]] == ["later.csv"]
    assert "then" in printed(["trace", asked["figure"], *place, "--lang", "en"], capsys)


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("fr", ("observé", "vraisemblable", "rang", "ensemble")),
        ("en", ("observed", "likely", "rank", "all")),
    ],
)
def test_readings_are_traced_by_their_names_each_in_its_own_unit(
    company: Path, language: str, names: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--workspace", str(company), "--lang", language]
    asked = json.loads(printed(["ask", "perception by Shop", *place, "--json"], capsys))
    traced = printed(["trace", asked["figure"], *place, "--evidence", "0"], capsys)
    *cells, whole = [line.split("  ") for line in traced.splitlines() if "n = " in line]
    shop = asked["cells"][0]["keys"][0]
    assert [line[1] for line in cells[:3]] == [f"{shop} · {name}" for name in names[:3]]
    assert whole[1] == names[3]
    assert ["points" in "".join(line) for line in cells[:3]] == [True, True, False]


def test_an_insight_is_found_again_on_the_data_of_then(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--workspace", str(company), "--lang", "en"]
    listed = json.loads(printed(["insights", *place, "--json"], capsys))
    identifier = listed["insights"][0]["id"]
    assert "the same to the bit" in printed(["trace", identifier, *place], capsys)
    more = draw(9, responses=300, shops=6, weeks=40)
    renamed = {name: _of_another_import(table) for name, table in more.tables.items()}
    add(Workspace.open(company), renamed, "later")
    found = json.loads(printed(["trace", identifier, *place, "--json"], capsys))
    assert found["same"] == "bits"
    assert [one["file"] for one in found["since"]["imports"]] == ["later.csv"]


def _of_another_import(table: pa.Table) -> pa.Table:
    """Return the rows of a world under other ids."""
    for name in ("import_id", "response_id", "voice_id"):
        if name in table.column_names:
            place = table.column_names.index(name)
            ids = pa.array(
                [
                    "later" if name == "import_id" else f"b{value}"
                    for value in table[name].to_pylist()
                ]
            )
            table = table.set_column(place, table.schema.field(name), ids)
    return table


@pytest.mark.parametrize("identifier", ["F-00000000", "0a1b2c3d", "nonsense"])
def test_an_unknown_identifier_is_refused_with_the_next_step(
    own_workspace: Path, identifier: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trace", identifier, "--workspace", str(own_workspace), "--lang", "en"]) == 1
    said = capsys.readouterr().err
    assert identifier in said
    assert "rebond " in said
