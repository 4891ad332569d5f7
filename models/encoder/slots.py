"""The slots of SemEval-2016 task 5 (restaurants, by sentence): its answers and its counts.

Source: Pontiki et al. 2016, S16-1002.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from measures import spans
from network import Read
from pieces import Labelled
from reviews import Opinion, Sentence
from tokenizers import Tokenizer


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
