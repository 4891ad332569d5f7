"""Aspects are cut by review and counted as the task counts them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from aspects import Told, counts_of, splits
from measuring.formats import Opinion, Sentence
from measuring.scores import f1

OPINIONS = (
    Opinion("FOOD#QUALITY", "pizza", 3, 8, 1),
    Opinion("FOOD#QUALITY", "vin", 12, 15, -1),
    Opinion("SERVICE#GENERAL", "", 0, 0, -1),
)
SENTENCES = [
    Sentence("r", "La pizza, le vin, l'attente", "fr", OPINIONS),
    Sentence("r", "Nous étions quatre.", "fr", ()),
]
REVIEW = (
    '<Review rid="{0}"><sentences><sentence id="{0}:0"><text>La pizza du {0} est bonne</text>'
    '<Opinions><Opinion target="NULL" category="FOOD#QUALITY" polarity="positive"/></Opinions>'
    '</sentence><sentence id="{0}:1"><text>Le service est lent ici</text></sentence></sentences>'
    "</Review>"
)


def scores(told: Told) -> dict[str, float]:
    return {name: float(f1(rows.sum(axis=0))) for name, rows in counts_of(told, SENTENCES).items()}


def test_each_slot_counts_as_the_task_does() -> None:
    told = Told(
        pairs=[{("FOOD#QUALITY", 1), ("AMBIENCE#GENERAL", 1)}, {("FOOD#QUALITY", 1)}],
        judged=[[1, 1, -1], []],
        targets=[{(3, 8), (0, 8)}, set()],
    )
    found = scores(told)
    # Wanted: food and service; told: food, ambience, and food where nobody speaks of it.
    assert found["category"] == pytest.approx(100 * 2 * 1 / (3 + 2))
    assert found["category opinion"] == pytest.approx(100 * 2 * 1 / (2 + 2))
    # Wanted: food praised, food blamed, service blamed.
    assert found["pair opinion"] == pytest.approx(100 * 2 * 1 / (2 + 3))
    assert found["polarity"] == pytest.approx(100 * 2 / 3)
    # The target of the third opinion is implicit: it is not wanted.
    assert found["target"] == pytest.approx(100 * 2 * 1 / (2 + 2))


@pytest.fixture
def reviews(tmp_path: Path) -> Path:
    path = tmp_path / "reviews.xml"
    names = [f"r{number}" for number in range(30)]
    path.write_text(f"<Reviews>{''.join(map(REVIEW.format, names))}</Reviews>", encoding="utf-8")
    return path


def options(path: Path, **others: object) -> argparse.Namespace:
    known = {"test": [], "recipe_found": [], "folds": 1, "languages": ["fr"]}
    return argparse.Namespace(train=[path], **{**known, **others})


def test_no_review_is_both_learned_and_measured(reviews: Path, tmp_path: Path) -> None:
    parts = splits(options(reviews, folds=5), tmp_path)
    assert len(parts) == 5
    assert sorted({s.group for part in parts for s in part.test}) == sorted(
        {f"r{number}" for number in range(30)}
    )
    for part in parts:
        assert not {s.group for s in part.train} & {s.group for s in part.test}
        assert len(part.train) + len(part.test) == 60


def test_the_reviews_that_the_recipe_set_aside_are_those_measured(
    reviews: Path, tmp_path: Path
) -> None:
    found = tmp_path / "found.json"
    said = {"reviews": ["r3", "r3", "r7", "r7"], "counts": {}}
    found.write_text(json.dumps({"reviews.xml": said}))
    (part,) = splits(options(reviews, recipe_found=[found]), tmp_path)
    assert [s.group for s in part.test] == ["r3", "r3", "r7", "r7"]
    assert part.found == said


def test_a_test_file_is_measured_whole_and_learns_its_language(
    reviews: Path, tmp_path: Path
) -> None:
    (part,) = splits(options(reviews, test=[reviews]), tmp_path)
    assert len(part.test) == len(part.train) == 60
