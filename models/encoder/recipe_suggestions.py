"""The recipe of suggestions: one network, beside whose training set our sentences are learned."""

from __future__ import annotations

import argparse
import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from examples import INTENTS, Example, own
from learning import Plan, losses
from network import Read
from pieces import Labelled
from reviews import f1
from task import taught
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

TIPS = Path(__file__).resolve().parent / "tips"
SUGGESTION = INTENTS.index("suggestion")
SUGGESTIONS = Plan(
    epochs=1, budget=900, rate=1e-4, head_rate=5e-4, joined=0, disturb=False, frozen=8
)


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
    if not options.alone:
        # Our own sentences hold what a forum does not: travellers' advice, above all.
        learned += [example for example in own() if example.language == "en"]
        learned += [replace(tip, targets=None) for tip in own(TIPS)]  # where none is marked
    tests = {path.name: read_suggestions(path) for path in options.test}
    asked = [example for listed in tests.values() for example in listed]
    told = taught([(SUGGESTIONS, learned)], suggestions_cost, asked, options, tokenizer)
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
