"""Whatever is said to people exists in French, with the same values."""

from __future__ import annotations

import ast
import string
from pathlib import Path

from rebond import errors
from rebond.languages import catalogue

SOURCE = Path(__file__).resolve().parents[2] / "src" / "rebond"

# Functions whose first (or, for `command`, second) literal argument is shown to people.
SAYING = {"Message", "say", "label", "translate", "command", "t"} | {
    name for name, value in vars(errors).items() if isinstance(value, type)
}


def literals_said() -> dict[str, str]:
    """Return every literal sentence shown to people, with the place that says it."""
    said: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            position = 1 if name == "command" and len(node.args) > 1 else 0
            value = node.args[position]
            if name in SAYING and isinstance(value, ast.Constant) and isinstance(value.value, str):
                said[value.value] = f"{path.relative_to(SOURCE)}:{node.lineno}"
    return said


def names_in(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_every_sentence_has_its_french() -> None:
    french = catalogue("fr")
    missing = {
        place: sentence
        for sentence, place in literals_said().items()
        if sentence.strip() and sentence not in french
    }
    assert not missing


def test_a_translation_keeps_the_values() -> None:
    different = {
        english: translated
        for english, translated in catalogue("fr").items()
        if names_in(english) != names_in(translated)
    }
    assert not different


def test_french_spaces_are_exact() -> None:
    for translated in catalogue("fr").values():
        for mark in ";!?":
            assert f" {mark}" not in translated, translated
        assert "'" not in translated.replace("pip install '{requirement}'", ""), translated
