"""The command line and the report withhold what a small team says, and say that they do."""

import json
import random
from pathlib import Path

import pytest

from rebond.cli import main

TEAMS = {"Nantes": 30, "Laval": 9, "Angers": 7, "Brest": 3}
SAID = ("Les plannings changent trop souvent", "Bonne ambiance dans l’équipe", "Salaire trop bas")


@pytest.fixture(scope="module")
def staff(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the workspace of four teams, one of three people, and its report."""
    folder, drawn = tmp_path_factory.mktemp("staff"), random.Random(1)
    rows = ["Date;Note de 0 à 10;Commentaire;Magasin;E-mail"]
    for town, people in TEAMS.items():
        rows += [
            f"{drawn.randint(1, 28):02}/03/2026;{drawn.randint(2, 10)};{drawn.choice(SAID)},"
            f" {drawn.choice(SAID).lower()};{town};{town}{person}@example.com"
            for person in range(people)
        ]
    (folder / "staff.csv").write_text("\n".join(rows), encoding="utf-8")
    given = ["--stakeholder", "employee", "--channel", "survey", "--report-lang", "en"]
    where = ["--workspace", str(folder / "here"), "--report", str(folder / "report.html")]
    assert main(["analyse", str(folder / "staff.csv"), *given, *where]) == 0
    return folder


def printed(staff: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(["ask", *words, "--workspace", str(staff / "here")]) == 0
    return capsys.readouterr().out


def test_a_small_team_and_another_with_it_have_no_number(
    staff: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = printed(staff, capsys, "mean_score by Magasin", "--lang", "fr")
    lines = {line.split()[0]: line for line in shown.splitlines() if line.startswith("  ")}
    hidden = {town for town, line in lines.items() if "non montré" in line}
    assert hidden == {"Brest", "Angers"}
    assert not any("n = " in lines[town] for town in hidden)
    assert "Les groupes de moins de 5 employés ne sont pas montrés" in shown


def test_a_figure_withheld_gives_no_number_nor_voice(
    staff: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = json.loads(
        printed(staff, capsys, "net_polarity where Magasin = Brest", "--json", "--evidence", "3")
    )
    assert shown["total"]["withheld"]
    assert (shown["total"]["n"], shown["total"]["value"], shown["evidence"]) == (None, None, [])
    assert "withheld" in shown["notes"][0]


def test_the_report_says_so_and_puts_no_place_beside_a_voice(staff: Path) -> None:
    report = (staff / "report.html").read_text(encoding="utf-8")
    assert "Groups of fewer than 5 employees are withheld" in report
    assert "plannings" in report
    assert "Brest" not in report
