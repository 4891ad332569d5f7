"""`rebond insights` lists, shows and keeps; a refusal says what to do next."""

import datetime
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from rebond.cli import main
from rebond.quantify.insights.insight import insights
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.simulated.wide import Happens, Shape, draw_wide, tables_of
from rebond.schemas import IMPORTS
from rebond.workspace import Workspace


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("insights") / "company"
    workspace = Workspace.create(folder)
    shape = Shape(voices=2500, themes=8, segments=8, weeks=30, share=0.12, season=0.0)
    world = draw_wide(1, shape, Happens(drivers=((2, 1.2),), apart=((3, -2.5),)))
    for name, table in tables_of(world).items():
        workspace.append(name, table)
    row: dict[str, Any] = {n: 0 for n in IMPORTS.names if n.startswith("rows")}
    row |= {"import_id": "world", "source": "world", "file_name": "f"}
    row["finished_at"] = datetime.datetime(2026, 1, 1)
    workspace.append("imports", pa.Table.from_pylist([row], schema=IMPORTS))
    workspace.set_current_versions("model", "codebook")
    return folder


def ids(company: Path) -> list[str]:
    return [one.id for one in insights(Perimeter.whole(Workspace.open(company)))]


def test_insights_are_listed_and_shown(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["insights", "--workspace", str(company), "--lang", "en"]) == 0
    listed = capsys.readouterr().out
    assert all(one in listed for one in ids(company))
    assert "effect" in listed
    first = ids(company)[0]
    assert main(["insights", "show", first[:4], "--workspace", str(company), "--lang", "fr"]) == 0
    shown = capsys.readouterr().out
    assert first in shown
    assert "rebond ask" in shown


def test_a_decision_is_kept_with_its_note(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = ids(company)[0]
    words = ["insights", "act", first, "--workspace", str(company), "--note", "two tills more"]
    assert main([*words, "--by", "Claire", "--lang", "en"]) == 0
    assert "acted on" in capsys.readouterr().out
    listing = ["insights", "--workspace", str(company), "--state", "acted-on", "--json"]
    assert main(listing) == 0
    (kept,) = json.loads(capsys.readouterr().out)["insights"]
    assert (kept["id"], kept["marks"][0]["note"]) == (first, "two tills more")
    assert main(["insights", "show", first, "--workspace", str(company), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["chart"]["cells"]
    assert shown["voices"]
    assert main(["insights", "reopen", first, "--workspace", str(company)]) == 0


@pytest.mark.parametrize("words", [["show"], ["confirm", "zzzz"]])
def test_an_insight_that_is_not_named_is_asked_for(
    company: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["insights", *words, "--workspace", str(company), "--lang", "en"]) == 1
    refused = capsys.readouterr().err
    assert "id" in refused
    assert "Traceback" not in refused
