"""The slots of SemEval-2016 task 5 (restaurants, by sentence): its files, its answers, its counts.

Source: Pontiki et al. 2016, S16-1002.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import torch
from examples import Example
from measures import spans
from network import Read
from pieces import Labelled
from tokenizers import Tokenizer

_SIDES = {"negative": -1, "neutral": 0, "positive": 1, "conflict": 0}


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


class Answers:
    """What a taught network says of a sentence, as the slots ask it."""

    def __init__(self, names: Sequence[str], item: Labelled, read: Read, tokenizer: Tokenizer):
        self.names, self.item, self.read = names, item, read
        self.offsets = tokenizer.encode(item.example.text).offsets[: len(item.pieces)]

    def categories(self, threshold: float) -> list[tuple[str, int]]:
        """Return the categories likelier than the threshold, each with its polarity."""
        assert self.read.categories is not None
        shares = self.read.categories.softmax(-1)
        return [
            (name, int(shares[place, 1:].argmax()) - 1)
            for place, name in enumerate(self.names)
            if 1 - float(shares[place, 0]) > threshold
        ]

    def targets(self) -> list[tuple[int, int]]:
        """Return the places of the targets told, as characters."""
        text, found = self.item.example.text, []
        for first, end, _ in spans(self.item, self.read):
            start, stop = self.offsets[first][0], self.offsets[end - 1][1]
            while start < stop and text[start].isspace():
                start += 1
            if start < stop:
                found.append((start, stop))
        return found

    def polarity(self, opinion: Opinion) -> int:
        """Return the polarity of a gold category and target."""
        assert self.read.categories is not None
        told = torch.zeros(3)
        if opinion.category in self.names:
            place = self.names.index(opinion.category)
            told = self.read.categories[place, 1:].log_softmax(-1)
        if opinion.place:
            start, end = opinion.place
            inside = [
                row for row, (a, b) in enumerate(self.offsets) if a < end and b > start and b > a
            ]
            if inside:
                told = told + self.read.sides[inside].log_softmax(-1).mean(0)
        else:
            told = told + 0.3 * self.read.polarity.log_softmax(-1)
        return int(told.argmax()) - 1


Counts = dict[str, list[tuple[int, int, int]]]


def counted(sentences: Sequence[Sentence], answers: Sequence[Answers], threshold: float) -> Counts:
    """Return for each figure its (right, told, there) by sentence, to be summed or drawn again."""
    found: Counts = {
        name: [] for name in ("category", "category opinion", "pair opinion", "target", "polarity")
    }
    for sentence, said in zip(sentences, answers, strict=True):
        pairs = said.categories(threshold)
        names, gold = {n for n, _ in pairs}, {o.category for o in sentence.opinions}
        gold_pairs = {(o.category, o.polarity) for o in sentence.opinions}
        slot = (len(names & gold), len(names), len(gold))
        found["category"].append(slot)
        found["category opinion"].append(slot if gold else (0, 0, 0))
        both = (len(set(pairs) & gold_pairs), len(pairs), len(gold_pairs))
        found["pair opinion"].append(both if gold else (0, 0, 0))
        told = set(said.targets())
        places = {o.place for o in sentence.opinions if o.place}
        found["target"].append((len(told & places), len(told), len(places)))
        right = sum(said.polarity(o) == o.polarity for o in sentence.opinions)
        found["polarity"].append((right, len(sentence.opinions), len(sentence.opinions)))
    return found


def f1(counts: Sequence[tuple[int, int, int]]) -> float:
    """Return F1 in percent; for one answer a question it is the accuracy."""
    right, told, there = (sum(column) for column in zip(*counts, strict=True))
    return 200 * right / (told + there) if told + there else float("nan")
