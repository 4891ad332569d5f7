"""Promises of ``rebond codebook``: each edit shows what it moves, and is done with --yes only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rebond.cli import main
from rebond.understand import workspace_codebook
from rebond.understand.codebook import load_codebook
from rebond.workspace import Workspace


def said(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    assert main(["codebook", *words]) == status
    out, err = capsys.readouterr()
    return out + err


def test_the_codebooks_that_ship_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert "retail" in said(capsys, "list", "--lang", "fr")


def test_a_merge_is_shown_then_done_then_compared(
    capsys: pytest.CaptureFixture[str], own_workspace: Path
) -> None:
    where = ("--workspace", str(own_workspace), "--lang", "fr")
    before = workspace_codebook(Workspace.open(own_workspace)).version
    shown = said(capsys, "merge", "welcome.kindness", "welcome.advice", *where)
    assert "Rien n’a été écrit" in shown
    assert workspace_codebook(Workspace.open(own_workspace)).version == before
    said(capsys, "merge", "welcome.kindness", "welcome.advice", *where, "--yes")
    assert "welcome.advice" not in workspace_codebook(Workspace.open(own_workspace))
    assert "fusionné" in said(capsys, "history", *where)
    compared = said(capsys, "compare", "--json", "--workspace", str(own_workspace))
    merged = next(one for one in json.loads(compared)["themes"] if len(one["before"]) == 2)
    assert merged["now"]["voices"] == merged["then"]["voices"]


def test_a_workspace_s_codebook_can_be_written_edited_and_used(
    capsys: pytest.CaptureFixture[str], own_workspace: Path, tmp_path: Path
) -> None:
    file = str(tmp_path / "ours.toml")
    said(capsys, "show", "--workspace", str(own_workspace), "-o", file)
    said(capsys, "rename", "welcome.kindness", "Sourire", "--codebook", file, "--yes")
    assert load_codebook(file).theme("welcome.kindness").label.fr == "Sourire"
    assert "Nothing has been written" in said(
        capsys, "use", file, "--workspace", str(own_workspace)
    )
    said(capsys, "use", file, "--workspace", str(own_workspace), "--yes")
    codebook = workspace_codebook(Workspace.open(own_workspace))
    assert codebook.theme("welcome.kindness").label.fr == "Sourire"
    assert "already there" in said(
        capsys, "show", "--workspace", str(own_workspace), "-o", file, status=1
    )


def test_a_split_a_move_and_a_removal_are_told(
    capsys: pytest.CaptureFixture[str], own_workspace: Path
) -> None:
    where = ("--workspace", str(own_workspace))
    assert "split" in said(capsys, "split", "checkout.waiting", "--into", "Tills: caisse", *where)
    assert "moved" in said(capsys, "move", "checkout.waiting", "welcome", *where)
    assert "removed" in said(capsys, "remove", "checkout.waiting", *where)
    assert "does not name a part" in said(
        capsys, "split", "checkout.waiting", "--into", "Tills", *where, status=1
    )


def test_a_new_theme_is_taught_by_examples_of_a_file(
    capsys: pytest.CaptureFixture[str], own_workspace: Path, tmp_path: Path
) -> None:
    examples = tmp_path / "examples.txt"
    examples.write_text("La poussette ne passe pas\n" * 1 + "Poussette bloquée\nAvec une poussette "
                        "on ne passe pas\n", encoding="utf-8")  # fmt: skip
    words = ("teach", "Poussettes", "--under", "store", "--examples", str(examples))
    shown = said(capsys, *words, "--workspace", str(own_workspace), "--lang", "fr", "--yes")
    assert "3 exemples" in shown
    codebook = workspace_codebook(Workspace.open(own_workspace))
    assert len(codebook.theme("store.poussettes").taught["fr"]) == 3


def test_coded_verbatims_are_taken_in(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = "".join(
        f'"{text} numéro {n}";{code}\n'
        for n in range(12)
        for text, code in (("Trop d'attente en caisse", "Attente"), ("Prix élevés", "Prix"))
    )
    coded = tmp_path / "coded.csv"
    coded.write_text(f"Verbatim;Code\n{rows}", encoding="utf-8")
    output, different = tmp_path / "plan.toml", tmp_path / "different.csv"
    shown = said(
        capsys, "import", str(coded), "-o", str(output), "--language", "fr", "--lang", "fr",
        "--differences", str(different),
    )  # fmt: skip
    assert "kappa de Cohen" in shown
    assert {theme.label.fr for theme in load_codebook(output).leaves} == {"Attente", "Prix"}
    assert different.exists()
    again = said(capsys, "import", str(coded), "-o", str(output), status=1)
    assert "already there" in again


def test_without_file_nor_workspace_the_question_is_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "Which codebook?" in said(capsys, "history", status=1)


def test_candidates_of_a_small_set_are_none(
    capsys: pytest.CaptureFixture[str], own_workspace: Path
) -> None:
    assert "No new subject" in said(capsys, "candidates", "--workspace", str(own_workspace))
    assert "No candidate is called" in said(
        capsys, "accept", "fountain", "--workspace", str(own_workspace), status=1
    )
