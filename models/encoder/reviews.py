"""Reviews whose opinions have a category: the files of SemEval-2016 task 5, and our own.

Our own reviews (`restaurants/*.tsv`) are labelled by the same guidelines: a review's sentences in
order, `language, review, unnamed, text`; the targets marked in the text with their categories and
sides, as `[words|FOOD#QUALITY+ FOOD#PRICES-]`, the opinions without a target in `unnamed`.
Source of the task: Pontiki et al. 2016, S16-1002.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from examples import Example

OURS = {
    language: Path(__file__).resolve().parent / f"restaurants/{language}.tsv"
    for language in ("fr", "en")
}
_SIDES = {"negative": -1, "neutral": 0, "positive": 1, "conflict": 0}
_SIGNS = {"-": -1, "0": 0, "+": 1}
_MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]+)\]")
_CODE = re.compile(r"([A-Z]+#[A-Z_]+)([-+0])")


@dataclass(frozen=True)
class Opinion:
    """One gold opinion: category, target's place (None when not named), polarity."""

    category: str
    place: tuple[int, int] | None
    polarity: int


@dataclass(frozen=True)
class Sentence:
    """One gold sentence of a review."""

    review: str
    text: str
    opinions: tuple[Opinion, ...]


def read_xml(path: Path) -> list[Sentence]:
    """Return the sentences of a SemEval-2016 file, those out of scope left out."""
    found = []
    for review in ElementTree.parse(path).getroot().iter("Review"):
        for node in review.iter("sentence"):
            if node.get("OutOfScope", "").upper() == "TRUE":
                continue
            opinions = tuple(_opinion(one) for one in node.iter("Opinion"))
            text = node.findtext("text") or ""
            found.append(Sentence(str(review.get("rid")), text, opinions))
    return found


def _opinion(node: ElementTree.Element) -> Opinion:
    start, end = int(node.get("from") or 0), int(node.get("to") or 0)
    named = node.get("target", "NULL") != "NULL" and end > start
    place = (start, end) if named else None
    return Opinion(str(node.get("category")), place, _SIDES[str(node.get("polarity"))])


def read_own(path: Path) -> list[Sentence]:
    """Return the sentences of a file of our own reviews; a mistaken line is a ValueError."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    return [_own_sentence(f"{path.name}, line {n}", row) for n, row in enumerate(rows, 2)]


def _own_sentence(where: str, row: list[str]) -> Sentence:
    if len(row) != 4:
        raise ValueError(f"{where}: {len(row)} columns; language, review, unnamed, text are wanted")
    _, review, unnamed, written = row
    opinions = _coded(where, unnamed, None)
    text, last = "", 0
    for mark in _MARK.finditer(written):
        text += written[last : mark.start()]
        opinions += _coded(where, mark[2], (len(text), len(text) + len(mark[1])))
        text += mark[1]
        last = mark.end()
    text += written[last:]
    if any(sign in text for sign in "[]|"):
        raise ValueError(f"{where}: a mark is not closed in {written!r}")
    return Sentence(review, text, tuple(opinions))


def _coded(where: str, codes: str, place: tuple[int, int] | None) -> list[Opinion]:
    found = []
    for code in codes.split():
        parts = _CODE.fullmatch(code)
        if parts is None:
            raise ValueError(f"{where}: {code!r} is no category with +, - or 0")
        found.append(Opinion(parts[1], place, _SIGNS[parts[2]]))
    return found


def example_of(sentence: Sentence) -> Example:
    """Return the sentence as the network learns it, whatever its language ("und")."""
    sides: dict[tuple[int, int], set[int]] = {}
    for opinion in sentence.opinions:
        if opinion.place:
            sides.setdefault(opinion.place, set()).add(opinion.polarity)
    targets = tuple((*p, min(s) if len(s) == 1 else 0) for p, s in sorted(sides.items()))
    labels = {opinion.polarity for opinion in sentence.opinions}
    return Example(
        sentence.text,
        "und",
        sentence.review,
        targets=targets,
        categories=tuple(sorted({(o.category, o.polarity) for o in sentence.opinions})),
        polarity=labels.pop() if len(labels) == 1 else None,
    )


def split(sentences: Sequence[Sentence], share: float, seed: int) -> tuple[list[Sentence], ...]:
    """Return the sentences of most reviews, and those of a drawn share of the reviews."""
    reviews = sorted({sentence.review for sentence in sentences})
    random.Random(seed).shuffle(reviews)
    apart = set(reviews[: round(len(reviews) * share)])
    return (
        [s for s in sentences if s.review not in apart],
        [s for s in sentences if s.review in apart],
    )


def f1(counts: Sequence[tuple[int, int, int]]) -> float:
    """Return F1 in percent; for one answer a question it is the accuracy."""
    right, told, there = (sum(column) for column in zip(*counts, strict=True))
    return 200 * right / (told + there) if told + there else float("nan")
