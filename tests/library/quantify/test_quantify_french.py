import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import rebond.quantify
from rebond.languages import catalogue
from rebond.quantify.insights import sentences

FRENCH = catalogue("fr")
SPOKEN = {"Message", "QuestionError"}
NARROW, HARD = "\u202f", "\u00a0"


def templates() -> Iterator[str]:
    for path in Path(rebond.quantify.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in SPOKEN
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                yield str(node.args[0].value)
    yield from sentences._VOLUME.values()
    yield from sentences._SEASON.values()
    yield from sentences._SHARE.values()


MESSAGES = {template: FRENCH[template] for template in templates() if template in FRENCH}


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("template", sorted(set(templates())))
def test_every_sentence_exists_in_french_with_the_same_values(template: str) -> None:
    assert names(FRENCH[template]) == names(template)


@pytest.mark.parametrize("french", MESSAGES.values())
def test_french_typography_is_exact(french: str) -> None:
    for mark in ";!?%":
        assert f" {mark}" not in french
        assert f"}}{mark}" not in french
    assert " :" not in french
    assert "'" not in french
    assert "« " not in french
    assert " »" not in french


@pytest.mark.parametrize(
    "word", ["cause", "because", "drives", "due to", "impact", "grâce", "effet"]
)
def test_no_sentence_is_causal(word: str) -> None:
    for english, french in MESSAGES.items():
        assert word not in english.lower().split()
        assert word not in french.lower().split()
