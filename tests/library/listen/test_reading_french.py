"""Every sentence of the reading part has its French form, with the same values."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

from rebond.languages.fr.reading import MESSAGES

LISTEN = Path(__file__).resolve().parents[3] / "src" / "rebond" / "listen"
FILES = [
    *sorted((LISTEN / "reading").glob("*.py")),
    *sorted((LISTEN / "formats").glob("*.py")),
    *sorted((LISTEN / "guesses").glob("*.py")),
    *(
        LISTEN / f"{name}.py"
        for name in ("roles", "scales", "wordings", "values", "nature", "kinds", "profiles")
    ),
]
SPEAKING = {"Message", "FileUnreadable", "MappingError", "_said", "_suspect"}


def templates(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        spoken = node.args[-1:] if name == "_said" else node.args[:1] if name in SPEAKING else []
        spoken += [keyword.value for keyword in node.keywords if keyword.arg == "reason"]
        for value in spoken:
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.value


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


SPOKEN = sorted({template for path in FILES for template in templates(path)})


def test_every_sentence_is_translated() -> None:
    assert len(SPOKEN) > 60
    assert [template for template in SPOKEN if template not in MESSAGES] == []


def test_translations_hold_the_same_values() -> None:
    assert [
        english for english, french in MESSAGES.items() if names(english) != names(french)
    ] == []


def test_french_typography() -> None:
    for french in MESSAGES.values():
        for sign in (" ;", " !", " ?", " :", " %", "« ", " »", "'"):
            assert sign not in french, french
