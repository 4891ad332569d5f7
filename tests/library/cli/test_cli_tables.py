"""Figures of several readings are printed as tables that a person can read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rebond.cli import main
from rebond.cli.table_screen import print_rows
from rebond.cli.terminal import Terminal
from rebond.quantify import Cell, Figure, Question
from rebond.quantify.simulated.worlds import draw
from rebond.vocabulary import Message

WORKSPACE = draw(1, responses=50)


def figure(*rows: tuple[str, int, bool]) -> Figure:
    """Return criticisms of subjects: target, voices, whether told apart from chance."""
    cells = []
    for target, n, told in rows:
        cells.append(Cell((target, "share"), 12.5, 10.0, 15.25, n, n, told))
        cells.append(Cell((target, "excess"), 3.0, -1.0, 7.0, n, n, unit="points"))
    return Figure(
        question=Question("critics", ("target",)),
        cells=tuple(cells),
        total=Cell((), 40.0, 35.0, 45.0, 200, 180),
        unit="%",
        population=Message("No response."),
        method="use-cases",
        data_version="1",
        model_version="model",
        codebook_version="codebook",
        details=("reading",),
        notes=(Message("Class not settled:"),),
    )


def test_chance_and_few_answers_stand_apart(capsys: pytest.CaptureFixture[str]) -> None:
    rows = figure(("queue", 120, True), ("car park", 90, False), ("plants", 12, True))
    print_rows(rows, WORKSPACE, Terminal("en"))
    printed = capsys.readouterr().out
    places = [
        printed.index(text)
        for text in ("queue", "Not told apart from chance", "car park", "Fewer than 30", "plants")
    ]
    assert places == sorted(places)
    assert "10.0 to 15.2" in printed
    assert "−1.0 to +7.0" in printed
    assert printed.index("voices that criticise anything: 40.0 %") > places[-1]


def test_a_table_fits_the_width_it_is_given(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "52")
    print_rows(figure(("queue at the checkout of the store", 120, True)), WORKSPACE, Terminal("fr"))
    lines = capsys.readouterr().out.splitlines()
    table = lines[: next(i for i, line in enumerate(lines) if line.startswith("voix qui"))]
    assert max(map(len, table)) <= 52
    assert any("10,0 à 15,2" in line for line in table)


def test_a_use_case_is_asked_in_french_and_lights_its_voices(
    small_workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["ask", "perception par Ville", "--workspace", str(small_workspace), "--lang", "fr"]
    assert main([*words, "--evidence", "1"]) == 0
    printed = capsys.readouterr().out
    assert "vraisemblable" in printed
    assert "«" in printed
    assert main([*words, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["dimensions"] == ["Ville", "reading"]
    assert {cell["unit"] for cell in document["cells"]} == {"points", "rank"}
    assert document["notes"]
