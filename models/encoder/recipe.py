"""Our training code on a task's own training set, measured on sentences it has not seen.

    python models/encoder/recipe.py aspects --train A.xml [B.xml …] [--test C.xml] [--json OUT]
    python models/encoder/recipe.py suggestions --train A.csv --test B.csv [C.csv …] [--json OUT]

Aspects: SemEval-2016 task 5, sentence level. Without `--test`, a fifth of the reviews of the first
training file is set aside; in both cases thresholds come from a tenth of the reviews learned from.
Learning starts from the large model of the package. What is learned here never enters what ships.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import torch
from examples import Example
from learning import Plan, losses, read_all, teach
from measures import spans
from network import Network, Read
from pieces import Labelled
from reopen import reopen
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from train import load

MODEL = Path(__file__).resolve().parents[2] / "src/rebond/understand/encoder/model/large"
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


def example_of(sentence: Sentence, language: str) -> Example:
    """Return the sentence as the network learns it."""
    sides: dict[tuple[int, int], set[int]] = {}
    for opinion in sentence.opinions:
        if opinion.place:
            sides.setdefault(opinion.place, set()).add(opinion.polarity)
    targets = tuple((*p, min(s) if len(s) == 1 else 0) for p, s in sorted(sides.items()))
    labels = {opinion.polarity for opinion in sentence.opinions}
    return Example(
        sentence.text,
        language,
        sentence.review,
        targets=targets,
        categories=tuple(sorted({(o.category, o.polarity) for o in sentence.opinions})),
        polarity=labels.pop() if len(labels) == 1 else None,
    )


def categories_cost(names: Sequence[str]) -> Callable[[Read, list[Labelled]], Tensor]:
    """Return the losses of the heads with that of the categories."""
    index = {name: place for place, name in enumerate(names)}

    def cost(read: Read, batch: list[Labelled]) -> Tensor:
        assert read.categories is not None
        wanted = torch.zeros(len(batch), len(names), dtype=torch.long)
        for row, item in enumerate(batch):
            for name, side in item.example.categories:
                if name in index:
                    wanted[row, index[name]] = side + 2
        told = functional.cross_entropy(
            read.categories.flatten(0, 1), wanted.flatten(), reduction="sum"
        )
        return losses(read, batch) + 1.5 * told / len(batch)

    return cost


def split(sentences: Sequence[Sentence], share: float, seed: int) -> tuple[list[Sentence], ...]:
    """Return the sentences of most reviews, and those of a drawn share of the reviews."""
    reviews = sorted({sentence.review for sentence in sentences})
    random.Random(seed).shuffle(reviews)
    apart = set(reviews[: round(len(reviews) * share)])
    return (
        [s for s in sentences if s.review not in apart],
        [s for s in sentences if s.review in apart],
    )


class Aspects:
    """What a taught network says of sentences, as SemEval-2016's slots ask it."""

    def __init__(self, names: Sequence[str], threshold: float, margin: float) -> None:
        self.names, self.threshold, self.margin = names, threshold, margin

    def categories(self, read: Read) -> list[tuple[str, int]]:
        """Return the categories told, each with its polarity."""
        assert read.categories is not None
        shares = read.categories.softmax(-1)
        return [
            (name, int(shares[place, 1:].argmax()) - 1)
            for place, name in enumerate(self.names)
            if 1 - float(shares[place, 0]) > self.threshold
        ]

    def targets(self, item: Labelled, read: Read, tokenizer: Tokenizer) -> list[tuple[int, int]]:
        """Return the places of the targets told, as characters."""
        offsets = tokenizer.encode(item.example.text).offsets
        text, found = item.example.text, []
        for first, end, _ in spans(item, read, self.margin):
            start, stop = offsets[first][0], offsets[end - 1][1]
            while start < stop and text[start].isspace():
                start += 1
            if start < stop:
                found.append((start, stop))
        return found

    def polarity(
        self, item: Labelled, read: Read, opinion: Opinion, offsets: list[tuple[int, int]]
    ) -> int:
        """Return the polarity of a gold category and target."""
        assert read.categories is not None
        told = torch.zeros(3)
        if opinion.category in self.names:
            told = read.categories[self.names.index(opinion.category), 1:].log_softmax(-1)
        if opinion.place:
            start, end = opinion.place
            inside = [
                row
                for row, (a, b) in enumerate(offsets[: len(item.pieces)])
                if a < end and b > start and b > a
            ]
            if inside:
                told = told + read.sides[inside].log_softmax(-1).mean(0)
        else:
            told = told + 0.3 * read.polarity.log_softmax(-1)
        return int(told.argmax()) - 1


def score(
    aspects: Aspects,
    sentences: Sequence[Sentence],
    read: list[tuple[Labelled, Read]],
    tokenizer: Tokenizer,
) -> dict[str, list[tuple[int, int, int]]]:
    """Return for each figure its (right, told, there) by sentence, to be summed or drawn again."""
    found: dict[str, list[tuple[int, int, int]]] = {
        name: [] for name in ("category", "category opinion", "pair opinion", "target", "polarity")
    }
    for sentence, (item, said) in zip(sentences, read, strict=True):
        pairs = aspects.categories(said)
        names, gold = {n for n, _ in pairs}, {o.category for o in sentence.opinions}
        gold_pairs = {(o.category, o.polarity) for o in sentence.opinions}
        slot = (len(names & gold), len(names), len(gold))
        found["category"].append(slot)
        found["category opinion"].append(slot if gold else (0, 0, 0))
        both = (len(set(pairs) & gold_pairs), len(pairs), len(gold_pairs))
        found["pair opinion"].append(both if gold else (0, 0, 0))
        told = set(aspects.targets(item, said, tokenizer))
        places = {o.place for o in sentence.opinions if o.place}
        found["target"].append((len(told & places), len(told), len(places)))
        offsets = tokenizer.encode(sentence.text).offsets
        right = sum(
            aspects.polarity(item, said, o, offsets) == o.polarity for o in sentence.opinions
        )
        found["polarity"].append((right, len(sentence.opinions), len(sentence.opinions)))
    return found


def f1(counts: Sequence[tuple[int, int, int]]) -> float:
    """Return F1 in percent; for one answer a question it is the accuracy."""
    right, told, there = (sum(column) for column in zip(*counts, strict=True))
    return 200 * right / (told + there) if told + there else float("nan")


def tuned(
    names: Sequence[str],
    sentences: Sequence[Sentence],
    read: list[tuple[Labelled, Read]],
    tokenizer: Tokenizer,
) -> Aspects:
    """Return the thresholds that read these sentences best."""
    best = max(
        (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55),
        key=lambda t: f1(score(Aspects(names, t, 0), sentences, read, tokenizer)["category"]),
    )
    margin = max(
        (-1.0, -0.5, 0.0, 0.5, 1.0),
        key=lambda m: f1(score(Aspects(names, best, m), sentences, read, tokenizer)["target"]),
    )
    return Aspects(names, best, margin)


def aspects(options: argparse.Namespace, tokenizer: Tokenizer) -> dict[str, object]:
    """Learn aspects and return the figures of the sentences set aside, by sentence."""
    files = [read_xml(path) for path in options.train]
    test = read_xml(options.test) if options.test else []
    if not test:
        files[0], test = split(files[0], 0.2, options.seed)
    languages = [path.name[:2] for path in options.train]
    names = sorted({o.category for listed in files for s in listed for o in s.opinions})
    learned, tuning = [], []
    for listed, language in zip(files, languages, strict=True):
        rest, apart = split(listed, 0.1, 5) if language == languages[0] else (listed, [])
        learned += [example_of(s, language) for s in rest]
        tuning += apart
    network = started(options.start, len(names))
    # Small batches: a task has few sentences, and many categories to tell apart.
    plan = Plan(options.epochs, 450, options.rate, joined=0.1, seed=options.seed)
    teach(network, learned, tokenizer, plan, categories_cost(names))
    read = read_all(network, [example_of(s, languages[0]) for s in tuning], tokenizer)
    chosen = tuned(names, tuning, read, tokenizer)
    read = read_all(network, [example_of(s, languages[0]) for s in test], tokenizer)
    counts = score(chosen, test, read, tokenizer)
    print(f"threshold {chosen.threshold}, margin {chosen.margin}, {len(test)} sentences")
    for name, rows in counts.items():
        print(f"  {name}: {f1(rows):.1f}")
    return {"reviews": [s.review for s in test], "counts": counts}


def started(path: Path, categories: int = 0) -> Network:
    """Return the network to start from: a file of the package, or one that `train.py` saved."""
    return reopen(path, categories) if path.suffix == ".onnx" else load(path, categories)


def read_suggestions(path: Path) -> list[Example]:
    """Return the sentences of SemEval-2019 task 9; the training set has no header."""
    with path.open(encoding="latin-1", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) >= 3 and row[2].strip() in ("0", "1")]
    return [
        Example(row[1].strip(' "'), "en", row[0], intent=2 if row[2].strip() == "1" else 4)
        for row in rows
    ]


def suggestions(options: argparse.Namespace, tokenizer: Tokenizer) -> dict[str, object]:
    """Learn suggestions and return how each sentence of the tests was told."""
    learned = [example for path in options.train for example in read_suggestions(path)]
    learned = list({example.text: example for example in learned}.values())
    network = started(options.start)
    plan = Plan(epochs=options.epochs, rate=options.rate, joined=0.0, seed=options.seed)
    teach(network, learned, tokenizer, plan)
    tests = options.test if isinstance(options.test, list) else [options.test]
    results: dict[str, object] = {}
    for path in tests:
        rows = read_suggestions(path)
        read = read_all(network, rows, tokenizer)
        told = [float(said.intents.softmax(-1)[2]) for _, said in read]
        counts = [
            (int(t > 0.5 and e.intent == 2), int(t > 0.5), int(e.intent == 2))
            for t, e in zip(told, rows, strict=True)
        ]
        print(f"  {path.name}: F1 {f1(counts):.1f}")
        results[path.name] = {"counts": counts, "probability": told}
    return results


def main() -> None:
    """Learn, measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=("aspects", "suggestions"))
    parser.add_argument("--folder", type=Path, default=MODEL, help="where tokenizer.json is")
    parser.add_argument("--start", type=Path, default=MODEL / "encoder.onnx")
    parser.add_argument("--train", type=Path, nargs="+", required=True)
    parser.add_argument("--test", type=Path, nargs="*")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=8e-5)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(options.folder / "tokenizer.json"))
    if options.task == "aspects":
        options.test = options.test[0] if options.test else None
        results = aspects(options, tokenizer)
    else:
        results = suggestions(options, tokenizer)
    if options.json:
        options.json.write_text(json.dumps(results), encoding="utf-8")


if __name__ == "__main__":
    main()
