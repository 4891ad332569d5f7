"""Our own labelled sentences: every line is readable, and says what it is told to say."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "models" / "encoder"


@pytest.fixture(scope="module")
def examples() -> ModuleType:
    spec = importlib.util.spec_from_file_location("encoder_examples", FOLDER / "examples.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["encoder_examples"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_marks_give_the_places_of_targets(examples: ModuleType) -> None:
    row = ["fr", "complaint", "-1", "Le [serveur|-] était lent mais les [plats|+] bons"]
    read = examples.marked(row, "here-0")
    assert read.text == "Le serveur était lent mais les plats bons"
    named = [(read.text[start:end], side) for start, end, side in read.targets]
    assert named == [("serveur", -1), ("plats", 1)]
    assert (read.polarity, examples.INTENTS[read.intent]) == (-1, "complaint")


def test_a_mark_that_is_not_closed_is_refused(examples: ModuleType) -> None:
    with pytest.raises(ValueError, match="not closed"):
        examples.marked(["fr", "praise", "1", "les [vendeuses|+ sont gentilles"], "here-0")


def test_every_sentence_is_readable_and_written_once(examples: ModuleType) -> None:
    listed = list(examples.own())
    assert len(listed) > 4_500
    assert {e.polarity for e in listed} == {-1, 0, 1}
    assert {e.language for e in listed} == {"fr", "en"}
    by_file = Counter((e.group.rsplit("-", 1)[0], e.text.casefold()) for e in listed)
    assert [text for (_, text), count in by_file.items() if count > 1] == []
    for example in listed:
        assert example.text.strip(), example.group
        for start, end, _ in example.targets:
            named = example.text[start:end]
            assert named == named.strip(), (example.group, named)


def test_annotations_survive_apostrophes_that_are_not_escaped(examples: ModuleType) -> None:
    line = "[['l'écran', 'display quality', 'positive'], ['NULL', 'price', 'negative']]"
    assert examples.annotations(line) == [
        ("l'écran", "display quality", "positive"),
        ("NULL", "price", "negative"),
    ]
