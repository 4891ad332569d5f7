"""Our training code on a task's own training set, measured on sentences it has not seen.

    python models/encoder/recipe.py aspects --train A.xml [B.xml …] [--test C.xml …] [--json OUT]
    python models/encoder/recipe.py suggestions --train A.csv --test B.csv [C.csv …] [--json OUT]

Aspects: SemEval-2016 task 5, sentence level (`slots.py`), all files learned together whatever their
languages. Without `--test`, a fifth of the reviews of each file is set aside and measured.
Suggestions: SemEval-2019 task 9; our own English sentences are learned beside the training set.
Learning starts from the large model of the package. Aspects are learned by two networks: what tells
categories best (fast, long) forgets how targets are told. Nothing is tuned on what is given:
settings are constants below. What is learned here never enters what ships.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from examples import INTENTS, Example, own
from learning import Losses, Plan, losses, read_all, teach
from network import Network, Read
from pieces import Labelled
from reopen import reopen
from slots import Answers, Sentence, counted, example_of, f1, read_xml, split
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from train import load

MODEL = Path(__file__).resolve().parents[2] / "src/rebond/understand/encoder/model/large"
SUGGESTION = INTENTS.index("suggestion")
THRESHOLD = 0.45  # from which a category is told
_ALIKE = Plan(budget=450, head_rate=5e-4, joined=0, disturb=False, mean=0.97)
CATEGORIES = replace(_ALIKE, epochs=5, rate=1.5e-4, decay=0.85)
TARGETS = replace(_ALIKE, epochs=3, rate=8e-5, decay=0.95, category_rate=1e-3)
SUGGESTIONS = Plan(
    epochs=1, budget=900, rate=1e-4, head_rate=5e-4, joined=0, disturb=False, frozen=8
)
# What categories cost beside the other heads, in the network that tells them and in the other one.
WEIGHTS = {"categories": 1.5, "targets": 0.225}


def category_cost(names: Sequence[str]) -> Losses:
    """Return what telling the categories costs a sentence."""
    index = {name: place for place, name in enumerate(names)}

    def cost(read: Read, batch: list[Labelled]) -> Tensor:
        assert read.categories is not None
        wanted = torch.zeros(len(batch), len(names), dtype=torch.long)
        for row, item in enumerate(batch):
            for name, side in item.example.categories:
                wanted[row, index[name]] = side + 2
        told = functional.cross_entropy(
            read.categories.flatten(0, 1), wanted.flatten(), reduction="sum"
        )
        return told / len(batch)

    return cost


def all_costs(names: Sequence[str], weight: float) -> Losses:
    """Return the losses of the heads with that of the categories, by its weight."""
    categories = category_cost(names)
    return lambda read, batch: losses(read, batch) + weight * categories(read, batch)


def joined(categories: Read, targets: Read) -> Read:
    """Return what two networks say together: each what it tells best, both how it is judged."""

    def mean(name: str) -> Tensor:
        parts = torch.stack([getattr(read, name).softmax(-1) for read in (categories, targets)])
        return parts.mean(0).clamp(min=1e-9).log()

    return targets._replace(
        categories=categories.categories, sides=mean("sides"), polarity=mean("polarity")
    )


Parts = tuple[list[Sentence], dict[str, list[Sentence]], list[str]]


def parted(options: argparse.Namespace) -> Parts:
    """Return the sentences learned, those measured by file, and the categories of the former."""
    learned = {path.name: read_xml(path) for path in options.train}
    tests = {path.name: read_xml(path) for path in options.test}
    if not tests:
        parts = {name: split(listed, 0.2, options.seed) for name, listed in learned.items()}
        learned = {name: rest for name, (rest, _) in parts.items()}
        tests = {name: apart for name, (_, apart) in parts.items()}
    sentences = [s for listed in learned.values() for s in listed]
    return sentences, tests, sorted({o.category for s in sentences for o in s.opinions})


def aspects(options: argparse.Namespace, tokenizer: Tokenizer) -> dict[str, Any]:
    """Learn aspects; return by file the reviews measured and the counts of their sentences."""
    learned, tests, names = parted(options)
    examples = [example_of(s) for s in learned]
    asked = [example_of(s) for listed in tests.values() for s in listed]
    told = []
    for plan, weight in ((CATEGORIES, WEIGHTS["categories"]), (TARGETS, WEIGHTS["targets"])):
        cost = all_costs(names, weight)
        told.append(taught(plan, cost, examples, asked, options, tokenizer, len(names)))
    items = [item for item, _ in told[0]]
    reads = [joined(one, other) for (_, one), (_, other) in zip(*told, strict=True)]
    answers = [Answers(names, i, r, tokenizer) for i, r in zip(items, reads, strict=True)]
    return measured(tests, answers, THRESHOLD)


def measured(
    tests: dict[str, list[Sentence]], answers: Sequence[Answers], threshold: float
) -> dict[str, Any]:
    """Print the figures of each file; return its reviews and the counts of its sentences."""
    following = iter(answers)
    results = {}
    for name, sentences in tests.items():
        counts = counted(sentences, [next(following) for _ in sentences], threshold)
        print(f"{name}: {len(sentences)} sentences")
        for figure, rows in counts.items():
            print(f"  {figure}: {f1(rows):.1f}", flush=True)
        results[name] = {"reviews": [s.review for s in sentences], "counts": counts}
    return results


def taught(
    plan: Plan,
    cost: Losses,
    examples: Sequence[Example],
    asked: Sequence[Example],
    options: argparse.Namespace,
    tokenizer: Tokenizer,
    categories: int = 0,
) -> list[tuple[Labelled, Read]]:
    """Teach a network, and return what it says of each sentence asked."""
    torch.manual_seed(options.seed)
    network = started(options.start, categories)
    plan = replace(plan, epochs=options.epochs or plan.epochs, seed=options.seed)
    teach(network, examples, tokenizer, plan, cost)
    return read_all(network, asked, tokenizer)


def started(path: Path, categories: int = 0) -> Network:
    """Return the network to start from: a file of the package, or one that `train.py` saved."""
    return reopen(path, categories) if path.suffix == ".onnx" else load(path, categories)


def read_suggestions(path: Path) -> list[Example]:
    """Return the sentences of SemEval-2019 task 9; the training set has no header."""
    with path.open(encoding="latin-1", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) >= 3 and row[2].strip() in ("0", "1")]
    return [
        Example(row[1].strip(' "'), "en", row[0], suggests=row[2].strip() == "1") for row in rows
    ]


def suggestions_cost(read: Read, batch: list[Labelled]) -> Tensor:
    """Return the losses of the heads with that of telling suggestions from all other intents."""
    wanted = torch.tensor([bool(item.example.suggests) for item in batch]).float()
    told = functional.binary_cross_entropy_with_logits(suggesting(read.intents), wanted)
    return losses(read, batch) + told


def suggesting(intents: Tensor) -> Tensor:
    """Return the logit of a suggestion, from those of the intents."""
    others = [place for place in range(intents.shape[-1]) if place != SUGGESTION]
    return intents[..., SUGGESTION] - intents[..., others].logsumexp(-1)


def suggestions(options: argparse.Namespace, tokenizer: Tokenizer) -> dict[str, Any]:
    """Learn suggestions; return by file how each sentence was told."""
    learned = [example for path in options.train for example in read_suggestions(path)]
    learned = list({example.text: example for example in learned}.values())
    # Our own sentences keep what a forum does not hold: travellers' advice, for one.
    learned += [example for example in own() if example.language == "en"]
    tests = {path.name: read_suggestions(path) for path in options.test}
    asked = [example for listed in tests.values() for example in listed]
    told = taught(SUGGESTIONS, suggestions_cost, learned, asked, options, tokenizer)
    shares = iter([float(suggesting(read.intents).sigmoid()) for _, read in told])
    results = {}
    for name, listed in tests.items():
        found = [next(shares) for _ in listed]
        counts = [
            (int(t > 0.5 and bool(e.suggests)), int(t > 0.5), int(bool(e.suggests)))
            for t, e in zip(found, listed, strict=True)
        ]
        print(f"{name}: F1 {f1(counts):.1f}", flush=True)
        results[name] = {"counts": counts, "probability": found}
    return results


def main() -> None:
    """Learn, measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=("aspects", "suggestions"))
    parser.add_argument("--folder", type=Path, default=MODEL, help="where tokenizer.json is")
    parser.add_argument("--start", type=Path, default=MODEL / "encoder.onnx")
    parser.add_argument("--train", type=Path, nargs="+", required=True)
    parser.add_argument("--test", type=Path, nargs="*", default=[])
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if options.task == "suggestions" and not options.test:
        parser.error("suggestions need --test")
    tokenizer = Tokenizer.from_file(str(options.folder / "tokenizer.json"))
    results = {"aspects": aspects, "suggestions": suggestions}[options.task](options, tokenizer)
    if options.json:
        options.json.write_text(json.dumps(results), encoding="utf-8")


if __name__ == "__main__":
    main()
