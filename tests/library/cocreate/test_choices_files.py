"""Files of ballots: Pabulib, approvals and grades, read or refused with what to do next."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from rebond.cli import main
from rebond.cocreate.choices import equal_shares, majority_judgment, read_grades, read_pabulib
from rebond.cocreate.choices.approvals import read_approvals
from rebond.errors import BallotError, FileUnreadable

TOWN = """\
META
key;value
description;A town
budget;100,5
vote_type;{kind}
PROJECTS
project_id;cost;name
p1;40.25;"Trees; benches"
p2;60;Pool
VOTES
voter_id;vote
1;p1,p2
2;p2
3;
"""


def town(folder: Path, kind: str = "approval", text: str = TOWN) -> Path:
    path = folder / "town.pb"
    path.write_bytes(("\ufeff" + text.format(kind=kind).replace("\n", "\r\n")).encode())
    return path


def test_a_pabulib_file_is_read_exactly(tmp_path: Path) -> None:
    ballots = read_pabulib(town(tmp_path))
    assert ballots.budget == Fraction(201, 2)
    assert [(o.id, o.name, o.cost) for o in ballots.options] == [
        ("p1", "Trees; benches", Fraction(161, 4)),
        ("p2", "Pool", Fraction(60)),
    ]
    assert ballots.people == 3
    assert ballots.votes == (1, 2)


@pytest.mark.parametrize("kind", ["cumulative", "ordinal", "scoring"])
def test_points_and_ranks_are_refused_unless_counted_as_approvals(
    tmp_path: Path, kind: str
) -> None:
    with pytest.raises(BallotError, match="--as-approval"):
        read_pabulib(town(tmp_path, kind))
    assert read_pabulib(town(tmp_path, kind), as_approval=True).votes == (1, 2)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (TOWN.replace("40.25", "much"), "line 8: “much”"),
        (TOWN.replace("cost", "price"), "cost"),
        ("VOTE\n1;2\n", "META"),
    ],
)
def test_a_damaged_file_says_where(tmp_path: Path, wrong: str, said: str) -> None:
    with pytest.raises(BallotError, match=said):
        read_pabulib(town(tmp_path, text=wrong))


def test_an_absent_file_is_said(tmp_path: Path) -> None:
    for read in (read_pabulib, read_approvals, read_grades):
        with pytest.raises(FileUnreadable, match=r"none\.csv"):
            read(tmp_path / "none.csv")


def test_approvals_are_read_from_a_table(tmp_path: Path) -> None:
    path = tmp_path / "approvals.csv"
    path.write_text("voter;a;b\nx;1;oui\ny;0;X\n", encoding="utf-8")
    assert read_approvals(path).votes == (1, 2)
    path.write_text("a;b\nmaybe;1\n", encoding="utf-8")
    with pytest.raises(BallotError, match="“maybe”"):
        read_approvals(path)


def test_grades_are_read_by_person_or_counted(tmp_path: Path) -> None:
    by_person, table = tmp_path / "people.csv", tmp_path / "table.csv"
    by_person.write_text("id,A,B\n1,Bien,Passable\n2,Excellent,\n", encoding="utf-8")
    table.write_text("option;Excellent;Bien;À rejeter\nA;50,5;29,5;20\nB;0;80;20\n", "utf-8")
    cast = read_grades(by_person)
    assert cast.grades[0] == "à rejeter"
    assert cast.people == 2
    assert read_grades(table).counts[0] == (40, 0, 0, 0, 59, 0, 101)
    assert majority_judgment(read_grades(table)).winners == ("A",)


def test_an_unknown_scale_must_be_given(tmp_path: Path) -> None:
    path = tmp_path / "grades.csv"
    path.write_text("A,B\nmeh,wow\n", encoding="utf-8")
    with pytest.raises(BallotError, match="--grades"):
        read_grades(path)
    assert read_grades(path, grades=["meh", "wow"]).counts == ((1, 0), (0, 1))
    assert read_grades(path, grades=["Bof", "meh", "wow"]).grades == ("Bof", "meh", "wow")


def test_numbers_are_grades_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "grades.csv"
    path.write_text("A,B\n10,9\n2,9\n", encoding="utf-8")
    assert read_grades(path).grades == ("2", "9", "10")


def test_the_command_writes_what_the_library_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = town(tmp_path)
    assert main(["choose", str(path), "--rule", "equal-shares", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    outcome = equal_shares(read_pabulib(path))
    assert told["winners"] == list(outcome.winners) == ["p2", "p1"]
    assert told["fingerprint"] == outcome.fingerprint
    assert main(["choose", str(path), "--rule", "greedy", "--budget", "x"]) == 1
    assert main(["choose", str(path), "--rule", "limited"]) == 1


def test_each_round_is_told_in_french(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["choose", str(town(tmp_path)), "--rule", "greedy", "--lang", "fr"]) == 0
    assert "choisi par 2 personnes, coûte 60" in capsys.readouterr().out
