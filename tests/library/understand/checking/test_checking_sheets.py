"""Sheets open in French Excel, and come back whatever Excel made of them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from rebond.errors import InputError
from rebond.understand import load_codebook
from rebond.understand.checking.labels import VoiceToLabel
from rebond.understand.checking.naming import ThemeNames
from rebond.understand.checking.sheets import SheetRead, read_sheet, write_legend, write_sheet

CODEBOOK = load_codebook("retail")
NAMES = ThemeNames(CODEBOOK, [theme.id for theme in CODEBOOK.leaves])
FIRST, SECOND = CODEBOOK.leaves[0], CODEBOOK.leaves[1]
VOICES = {f"{i:032x}-00000001": i for i in range(4)}
TEXTS = ["=Très bien\nmais cher", "L’attente ; trop longue", "Rien à redire", "ok"]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "check-1.csv"
    voices = [
        VoiceToLabel(voice, voice[:32], text, "Pourquoi ?", "fr", key, key + 1)
        for (voice, key), text in zip(VOICES.items(), TEXTS, strict=True)
    ]
    write_sheet(path, voices, labeller="1", language="fr")
    return path


def filled(path: Path, rows: dict[int, Sequence[str]], encoding: str = "utf-8-sig") -> SheetRead:
    """Fill the cells from “thème 1” on of some rows, save as Excel does, read back."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file, delimiter=";"))
    start = table[0].index("thème 1")
    for row, cells in rows.items():
        for place, cell in enumerate(cells):
            table[row + 1][start + place] = cell
    with path.open("w", encoding=encoding, errors="replace", newline="") as file:
        csv.writer(file, delimiter=";").writerows(table)
    return read_sheet(path, NAMES, VOICES)


NOTHING = [""] * 16 + ["x"]


def test_it_opens_in_french_excel(sheet: Path) -> None:
    raw = sheet.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfvoix;qui;question;texte;")
    assert "'=Très bien".encode() in raw
    assert b"moteur" not in raw


def test_the_legend_gives_each_theme_its_number(tmp_path: Path) -> None:
    path = tmp_path / "themes.csv"
    write_legend(path, CODEBOOK, NAMES.numbers, language="fr")
    lines = path.read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("numéro;thème;branche;")
    assert lines[1].startswith(f"1;{FIRST.label.fr};")
    assert len(lines) == len(CODEBOOK.leaves) + 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_what_was_filled_comes_back(sheet: Path, encoding: str) -> None:
    found = filled(
        sheet, {0: ["1", "+", SECOND.label.fr, "-"], 1: [FIRST.id, "0"], 2: NOTHING}, encoding
    )
    assert found.problems == ()
    assert found.blank == 1
    assert [one.said for one in found.labels] == [
        ((FIRST.id, 1), (SECOND.id, -1)),
        ((FIRST.id, 0),),
        (),
    ]
    assert {one.labeller for one in found.labels} == {"1"}


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["999", "+"], "No theme has the number 999"),
        (["zzzz", "+"], "No theme is called “zzzz”"),
        (["1", ""], "no polarity beside it"),
        (["", "+"], "no theme beside it"),
        (["1", "often"], "“often” is not a polarity"),
        (["1", "+", *[""] * 14, "x"], "“nothing” is marked too"),
    ],
)
def test_a_line_with_a_problem_says_so_and_loses_no_other(
    sheet: Path, cells: list[str], words: str
) -> None:
    found = filled(sheet, {0: cells, 2: NOTHING})
    assert [str(problem.reason) for problem in found.problems if words in str(problem.reason)]
    assert len(found.problems) == 1
    assert [one.said for one in found.labels] == [()]


def test_a_misspelt_theme_is_told_the_nearest(sheet: Path) -> None:
    found = filled(sheet, {0: [FIRST.label.fr[:-1] + "z", "+"]})
    assert FIRST.id in str(found.problems[0].reason)


def test_a_missing_or_foreign_id_is_told(sheet: Path) -> None:
    text = sheet.read_text("utf-8-sig")
    ids = list(VOICES)
    sheet.write_text(text.replace(ids[0], "").replace(ids[1], "somebody"), "utf-8-sig")
    found = filled(sheet, {0: ["1", "+"], 1: ["1", "+"], 2: ["1", "+"]})
    reasons = [str(problem.reason) for problem in found.problems]
    assert any("missing" in reason for reason in reasons)
    assert any("somebody" in reason for reason in reasons)
    assert len(found.labels) == 1


def test_another_file_is_refused_with_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("Date;Note\n01/01/2026;5\n02/01/2026;6\n", "utf-8")
    with pytest.raises(InputError, match="Date, Note"):
        read_sheet(path, NAMES, VOICES)
