"""Whatever is said to people exists in French, with the same values."""

from __future__ import annotations

import ast
import string
from pathlib import Path

from jinja2 import Environment, nodes

from rebond import errors
from rebond.languages import catalogue

SOURCE = Path(__file__).resolve().parents[2] / "src"

# Functions whose first literal argument is shown to people.
SAYING = {"Message", "say", "label", "translate", "t", "_suspect"} | {
    name for name, value in vars(errors).items() if isinstance(value, type)
}


def arguments_said(call: ast.Call) -> list[ast.expr]:
    """Return the arguments of a call that are shown to people, when it is a call that says."""
    called = call.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    said = [keyword.value for keyword in call.keywords if keyword.arg == "reason"]
    if name == "command" and len(call.args) > 1:
        return [*said, call.args[1]]
    if name == "_said":
        return [*said, *call.args[-1:]]
    return [*said, *call.args[:1]] if name in SAYING else said


def literals_said() -> dict[str, str]:
    """Return every literal sentence shown to people, with the place that says it."""
    said: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for value in arguments_said(node) if isinstance(node, ast.Call) else ():
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    said[value.value] = f"{path.relative_to(SOURCE)}:{node.lineno}"
    return said


def said_in_templates() -> dict[str, str]:
    """Return what templates say: the first argument of `t`, the first two of `tn`."""
    said: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*.html")):
        for call in Environment().parse(path.read_text("utf-8")).find_all(nodes.Call):
            count = {"t": 1, "tn": 2}.get(getattr(call.node, "name", ""), 0)
            for argument in call.args[:count]:
                if isinstance(argument, nodes.Const):
                    said[argument.value] = str(path.relative_to(SOURCE))
    return said


def said_in_plurals() -> dict[str, str]:
    """Return the singulars and plurals said by modules, which must be written in full."""
    said: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "tn":
                for argument in node.args[:2]:
                    assert isinstance(argument, ast.Constant), path
                    said[str(argument.value)] = f"{path.relative_to(SOURCE)}:{node.lineno}"
    return said


def names_in(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_every_sentence_has_its_french() -> None:
    french = catalogue("fr")
    templates = said_in_templates()
    assert len(templates) > 100
    missing = {
        place: sentence
        for sentence, place in (literals_said() | templates | said_in_plurals()).items()
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


def test_french_typography_is_exact() -> None:
    for translated in catalogue("fr").values():
        typed = translated.replace("pip install '{requirement}'", "").replace("--", "")
        for sign in (" ;", " !", " ?", " :", " %", "« ", " »", "'"):
            assert sign not in typed, translated
