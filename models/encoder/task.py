"""A network taught a task: where it starts from, what it says of the sentences asked."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace

import torch
from examples import Example
from learning import Losses, Plan, read_all, teach
from network import Read
from pieces import Labelled
from tokenizers import Tokenizer
from train import load


def taught(
    lessons: Sequence[tuple[Plan, Sequence[Example]]],
    cost: Losses,
    asked: Sequence[Example],
    options: argparse.Namespace,
    tokenizer: Tokenizer,
    categories: int = 0,
) -> list[tuple[Labelled, Read]]:
    """Teach a network one lesson after another, and return what it says of each sentence asked."""
    torch.manual_seed(options.seed)
    network = load(options.start, categories)
    for plan, examples in lessons:
        plan = replace(plan, epochs=options.epochs or plan.epochs, seed=options.seed)
        teach(network, examples, tokenizer, plan, cost)
    return read_all(network, asked, tokenizer)
