"""Promises of ``rebond search`` and ``rebond understand`` as they are typed."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from rebond.cli import main

RULES = ["--engine", "rules"]


def typed(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> tuple[str, str]:
    assert main(list(words)) == status
    said = capsys.readouterr()
    return said.out, said.err


def given(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    class Input:
        buffer = io.BytesIO(data)

    monkeypatch.setattr(sys, "stdin", Input())


def lines(written: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.splitlines()]


def test_words_are_found_in_french(own_workspace: Path, capsys: Any) -> None:
    words = ["attentes", "--words", "--workspace", str(own_workspace), "--lang", "fr"]
    out, _ = typed(capsys, "search", *words)
    assert "Attente interminable à la caisse" in out
    assert "2 textes contiennent tous les mots." in out


def test_what_is_found_is_written_as_json(own_workspace: Path, capsys: Any) -> None:
    out, _ = typed(
        capsys, "search", "attente", "--words", "--workspace", str(own_workspace), "--json"
    )
    found = json.loads(out)
    hit = found["hits"][0]
    start, end = hit["lit"][0]["start"], hit["lit"][0]["end"]
    assert hit["text"][start:end].lower() == "attente"


def test_the_shipped_model_finds_other_words(own_workspace: Path, capsys: Any) -> None:
    out, _ = typed(
        capsys, "search", "livraison trop lente", "--workspace", str(own_workspace), "--limit", "2"
    )
    assert "Livraison en retard" in out


@pytest.mark.parametrize(
    "words", [["-prix"], ["caisse", "--limit", "0"], ["caisse", "--where", "nonsense"]]
)
def test_a_search_that_cannot_be_understood_is_refused(
    own_workspace: Path, capsys: Any, words: list[str]
) -> None:
    if words[0].startswith("-"):
        words = ["--", *words]
    _, err = typed(capsys, "search", "--workspace", str(own_workspace), *words, status=1)
    assert err.startswith("rebond: ")


def test_two_ways_at_once_are_refused(own_workspace: Path, capsys: Any) -> None:
    with pytest.raises(SystemExit):
        main(["search", "a", "--words", "--meaning", "--workspace", str(own_workspace)])
    assert "--words" in capsys.readouterr().err


def test_lines_of_the_input_are_understood(monkeypatch: Any, capsys: Any) -> None:
    texts = ["Accueil parfait mais attente interminable", "", "Déçue du prix"]
    given(monkeypatch, "\n".join(texts).encode("cp1252"))
    out, _ = typed(capsys, "understand", "-", "--json", *RULES)
    found = lines(out)
    assert {one["row"] for one in found} == {0, 2}
    for one in found:
        assert texts[one["row"]][one["start"] : one["end"]] == one["span"]
        assert one["model_version"].startswith("rules")


def test_a_table_is_read_as_the_main_job_reads_it(comments: Path, capsys: Any) -> None:
    out, _ = typed(capsys, "understand", str(comments), "--json", *RULES)
    assert any("interminable" in one["span"] for one in lines(out))
    named, _ = typed(
        capsys, "understand", str(comments), "--column", "Commentaire", "--json", *RULES
    )
    assert named == out


def test_whole_texts_are_judged_by_our_models_only(monkeypatch: Any, capsys: Any) -> None:
    texts = ["Accueil parfait, je reviendrai. Merci !", "", "Déçue, plus jamais"]
    given(monkeypatch, "\n".join(texts).encode())
    out, _ = typed(capsys, "understand", "-", "--whole", "--json")
    found = lines(out)
    assert [one["row"] for one in found] == [0, 1, 2]
    for one, side in zip(found, ("positive", "neutral", "negative"), strict=True):
        assert max(("negative", "neutral", "positive"), key=one.__getitem__) == side
    given(monkeypatch, "\n".join(texts).encode())
    _, err = typed(capsys, "understand", "-", "--whole", *RULES, status=1)
    assert "shipped" in err


def test_people_read_signs_themes_and_proof(tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "texts.txt"
    file.write_text("Attente interminable en caisse\n⟦email⟧\n", encoding="utf-8")
    out, _ = typed(capsys, "understand", str(file), "--language", "fr", "--lang", "fr", *RULES)
    assert "− " in out
    assert "critique" in out
    assert "pas d’opinion" in out


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("gone.txt", None, "no file"),
        ("empty.txt", b" \n", "no text"),
        ("binary.txt", bytes(range(32)) * 40, "not text"),
        ("numbers.csv", b"a;b\n1;2\n3;4\n", "looks like texts"),
        ("empty.csv", b"", "empty"),
        (".", None, "is a folder"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(
    tmp_path: Path, capsys: Any, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    _, err = typed(capsys, "understand", str(tmp_path / name), *RULES, status=1)
    assert said in err


@pytest.mark.parametrize(
    "wrong", [["--engine", "gpt"], ["--language", "français"], ["--codebook", "nothing"]]
)
def test_a_wrong_option_is_told(tmp_path: Path, capsys: Any, wrong: list[str]) -> None:
    file = tmp_path / "texts.txt"
    file.write_text("Attente", encoding="utf-8")
    _, err = typed(capsys, "understand", str(file), *wrong, status=1)
    assert wrong[1] in err


def test_an_unconfigured_endpoint_reads_nothing(
    comments: Path, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REBOND_ENDPOINT_ADDRESS", raising=False)
    words = ["--workspace", str(tmp_path / "w"), "--report", str(tmp_path / "r.html")]
    _, err = typed(capsys, "analyse", str(comments), *words, "--engine", "endpoint", status=1)
    assert "REBOND_ENDPOINT_ADDRESS" in err


def test_the_doctor_names_the_engines(own_workspace: Path, capsys: Any) -> None:
    out, _ = typed(capsys, "doctor", "--workspace", str(own_workspace))
    assert "✓ rules" in out
    assert "– endpoint" in out


def test_a_long_voice_is_cut_around_the_words_found() -> None:
    from rebond.cli.lighting import LIT, MEANT, Pen, excerpt

    text = f"{'Bonjour. ' * 90}attente {'merci ' * 90}"
    place = text.index("attente")
    shown = excerpt(text, [(place, place + 7, LIT), (0, 7, MEANT)], Pen(False))
    assert shown.startswith("…")
    assert "attente" in shown
    assert len(shown) < 400
    assert "\x1b" not in excerpt("a\x1b[31mred\nline", [], Pen(True))
