"""What `rebond ask` and `rebond tree` print."""

from pathlib import Path

import pytest

from rebond.cli import main


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main([words[0], *words[1:]]) == 0
    return capsys.readouterr().out


def test_periods_scales_and_answers_are_printed_as_people_read_them(
    small_workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ("--workspace", str(small_workspace), "--lang", "fr")
    assert "2026-T1" in printed(capsys, "ask", "nps par trimestre", *where)
    assert "mars\u00a02026" in printed(capsys, "ask", "voix par mois", *where)
    spread = printed(capsys, "ask", "répartition", *where)
    assert "14,3" in spread  # one answer of seven
    assert "Les réponses vont de 0 à 10\u202f; 10 est le mieux." in spread
    assert "moins de 30 réponses" in spread


def test_a_nested_question_is_answered_in_french(
    small_workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ("--workspace", str(small_workspace), "--lang", "fr")
    question = "réponses où (Ville = Nantes ou note <= 3) et pas mots = conseils"
    shown = printed(capsys, "ask", question, *where)
    assert shown.splitlines()[0] == (
        "responses where (Ville = Nantes or value <= 3) and not words = conseils"
    )
    assert "n = 4" in shown


def test_a_question_that_cannot_be_answered_leaves_with_a_sentence(
    small_workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ("--workspace", str(small_workspace), "--lang", "fr")
    assert main(["ask", "nps par moment", *where]) != 0
    assert "Aucune colonne de ces données ne dit le moment" in capsys.readouterr().err


def test_a_tree_of_attributes_that_are_not_there_is_refused(
    own_workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ("--workspace", str(own_workspace), "--lang", "fr")
    assert "Aucun attribut n’est sous un autre" in printed(capsys, "tree", *where)
    assert main(["tree", "Ville < Vile", *where]) != 0
    assert "Ville" in capsys.readouterr().err
