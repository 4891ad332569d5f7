"""`rebond check`: drawn, labelled in a sheet or in the terminal, shown."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from rebond.cli import main
from rebond.understand import workspace_codebook
from rebond.understand.checking import Correction, Said, save_corrections
from rebond.workspace import Workspace

DRAW = ["check", "draw", "--workspace", "my-company", "-o", "check.csv", "--lang", "fr"]


@pytest.fixture
def folder(own_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(own_workspace.parent)
    return own_workspace.parent


def fill(path: Path, theme: str, polarity: str) -> None:
    """Give every voice the same theme and polarity."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    for row in rows:
        row["thème 1"], row["polarité 1"] = theme, polarity
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def check(*words: str) -> int:
    return main(["check", *words, "--workspace", "my-company"])


@pytest.mark.usefixtures("folder")
def test_two_sheets_are_drawn_filled_read_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(DRAW) == 0
    fill(Path("check-1.csv"), "checkout.waiting", "-")
    fill(Path("check-2.csv"), "checkout.waiting", "+")
    assert check("read", "check-1.csv", "check-2.csv") == 0
    capsys.readouterr()
    assert check("show", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["labelled"] == 7
    assert found["people"]["labelled"] == {"1": 7, "2": 7}
    assert found["people"]["unsettled"] == 7
    assert {one["theme"] for one in found["accuracy"]["themes"]} >= {"checkout.waiting"}
    assert "30" in found["shares"]["engine_error"]
    assert check("show", "--lang", "fr") == 0
    assert "Accord entre personnes" in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_a_problem_is_told_by_its_line_and_the_rest_is_kept(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main([*DRAW, "--labellers", "1"])
    fill(Path("check.csv"), "1", "+")
    text = Path("check.csv").read_text("utf-8-sig").splitlines()
    text[1] = text[1].replace(";1;+", ";999;+")
    Path("check.csv").write_text("\n".join(text), "utf-8-sig")
    capsys.readouterr()
    assert check("read", "check.csv") == 1
    told = capsys.readouterr().out
    assert "6 voices labelled" in told
    assert "line 2: No theme has the number 999" in told


@pytest.mark.usefixtures("folder")
def test_labelling_in_the_terminal_is_taken_up_again(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main([*DRAW, "--labellers", "1"])

    def type_in(*lines: str) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        assert check("label", "--labeller", "Ana") == 0
        return capsys.readouterr().out

    first = type_in("?waiting", "1+ 2-", "what", "n", "q")
    assert "checkout.waiting" in first
    assert "2 voices labelled, 5 left" in first
    assert "5 voices to label" in type_in("b", "", "1=")
    assert "4 voices to label" in type_in()


@pytest.mark.usefixtures("folder")
def test_what_people_disagree_on_is_settled(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(DRAW)
    fill(Path("check-1.csv"), "1", "-")
    fill(Path("check-2.csv"), "1", "+")
    check("read", "check-1.csv", "check-2.csv")
    monkeypatch.setattr("sys.stdin", io.StringIO("1-\n" * 7))
    assert check("label", "--labeller", "Ana", "--settle") == 0
    assert "1: " in capsys.readouterr().out
    check("show", "--json")
    assert json.loads(capsys.readouterr().out)["people"]["unsettled"] == 0


@pytest.mark.usefixtures("folder")
def test_without_labels_the_next_step_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["show"], ["label", "--labeller", "Ana"], ["read", "check.csv"]):
        assert check(*words) == 1
        assert "rebond check draw" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_the_sheet_is_blind_unless_asked(capsys: pytest.CaptureFixture[str]) -> None:
    main(DRAW)
    assert "moteur" not in Path("check-1.csv").read_text("utf-8-sig")
    main([*DRAW, "--not-blind"])
    assert "moteur" in Path("check-1.csv").read_text("utf-8-sig")
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("folder")
def test_corrections_are_told_beside_the_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(DRAW) == 0
    fill(Path("check-1.csv"), "checkout.waiting", "-")
    assert check("read", "check-1.csv") == 0
    workspace = Workspace.open("my-company")
    voice = str(workspace.table("samples")["voice_id"][0])
    for who in "AB":
        said = Correction(voice, who, (Said("price.level", 1),))
        save_corrections(workspace, workspace_codebook(workspace), [said])
    capsys.readouterr()
    assert check("show") == 0
    assert "Voices corrected by choice: 1 (A 1, B 1)" in capsys.readouterr().out
    assert check("show", "--json") == 0
    assert json.loads(capsys.readouterr().out)["corrected"]["by"] == {"A": 1, "B": 1}
