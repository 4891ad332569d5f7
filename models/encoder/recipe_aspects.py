"""The recipe of aspects: three networks, what each learns, and what they say together.

What tells categories best (fast, long) forgets how targets are told (slow, short). Of the two fast
ones, one learns our own restaurant reviews with the training set and the other before it: they err
on different sentences. Nothing is tuned on what is given: settings are the constants below.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from learning import Losses, Plan, losses
from network import Read
from pieces import Labelled
from reviews import OURS, Sentence, example_of, f1, read_own, read_xml, split
from slots import Answers, counted
from task import taught
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

THRESHOLD = 0.5  # a category is told when it is likelier than not
_ALIKE = Plan(budget=450, head_rate=5e-4, joined=0, disturb=False, mean=0.97)
_FAST = replace(_ALIKE, epochs=5, rate=1.5e-4, decay=0.85)
_SLOW = replace(_ALIKE, epochs=3, rate=8e-5, decay=0.95, category_rate=1e-3)


@dataclass(frozen=True)
class Course:
    """How a network of aspects learns, and what categories cost beside its other heads.

    `ours` is the weight of the categories of our own reviews, learned with the training set;
    `first`, if there are any, counts the passes over our reviews before the training set alone.
    """

    plan: Plan
    categories: float
    ours: float = 1.0
    first: int = 0


# What tells categories best (fast, long) forgets how targets are told (slow, short).
COURSES = (
    Course(replace(_FAST, epochs=4), 1.5, ours=0.5),
    Course(_FAST, 1.5, first=2),
    Course(_SLOW, 0.225),
)


def category_cost(names: Sequence[str]) -> Losses:
    """Return what telling the categories costs a sentence."""
    index = {name: place for place, name in enumerate(names)}

    def cost(read: Read, batch: list[Labelled]) -> Tensor:
        assert read.categories is not None
        wanted = torch.zeros(len(batch), len(names), dtype=torch.long)
        weights = torch.tensor([item.example.weight for item in batch])
        for row, item in enumerate(batch):
            for name, side in item.example.categories:
                wanted[row, index[name]] = side + 2
        told = functional.cross_entropy(
            read.categories.flatten(0, 1), wanted.flatten(), reduction="none"
        )
        return (told.view(len(batch), -1).sum(1) * weights).sum() / len(batch)

    return cost


def all_costs(names: Sequence[str], weight: float) -> Losses:
    """Return the losses of the heads with that of the categories, by its weight."""
    categories = category_cost(names)
    return lambda read, batch: losses(read, batch) + weight * categories(read, batch)


def joined(together: Read, after: Read, slow: Read) -> Read:
    """Return what the networks of the three courses say, each of what it tells best."""

    def mean(shares: Sequence[Tensor]) -> Tensor:
        return torch.stack(list(shares)).mean(0)

    told, every = [together.categories, after.categories], [together, after, slow]
    absent = mean([c.softmax(-1)[..., :1] for c in told if c is not None])
    sides = mean([r.categories[..., 1:].softmax(-1) for r in every if r.categories is not None])
    categories = torch.cat([absent, (1 - absent) * sides], -1)
    bounds = mean([together.bounds.softmax(-1), slow.bounds.softmax(-1)])
    return slow._replace(
        categories=categories.clamp(min=1e-9).log(), bounds=bounds.clamp(min=1e-9).log()
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


def ours(names: Sequence[str]) -> list[Sentence]:
    """Return our own reviews of these categories; none beside a training set of others."""
    listed = [sentence for path in OURS.values() for sentence in read_own(path)]
    if not {o.category for s in listed for o in s.opinions} & set(names):
        return []
    return [s for s in listed if all(o.category in names for o in s.opinions)]


def aspects(options: argparse.Namespace, tokenizer: Tokenizer) -> dict[str, Any]:
    """Learn aspects; return by file the reviews measured and the counts of their sentences."""
    learned, tests, names = parted(options)
    given = [example_of(s) for s in learned]
    beside = [] if options.alone else [example_of(s) for s in ours(names)]
    asked = [example_of(s) for listed in tests.values() for s in listed]
    told = []
    for course in COURSES:
        lessons = [(course.plan, given)]
        if beside and course.first:
            lessons.insert(0, (replace(course.plan, epochs=course.first, mean=0.0), beside))
        elif beside:
            weighed = [replace(example, weight=course.ours) for example in beside]
            lessons = [(course.plan, [*given, *weighed])]
        cost = all_costs(names, course.categories)
        told.append(taught(lessons, cost, asked, options, tokenizer, len(names)))
    items = [item for item, _ in told[0]]
    reads = [joined(*(read for _, read in of)) for of in zip(*told, strict=True)]
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
