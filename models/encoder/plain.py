"""The plainest fine-tuning, which `recipe.py` is measured against on the same sentences.

    python models/encoder/plain.py E5_FOLDER --train A.xml [B.xml …] [--test C.xml …] [--json OUT]

Multilingual-e5-small as `unpack.py` wrote it in E5_FOLDER, all its pieces, all its twelve layers
learned together for five passes, the embeddings of pieces left as they are; one linear head on the
mean of the pieces, whose four answers a category are absent, negative, neutral, positive. AdamW,
rates that fall linearly, about twenty sentences a batch. None of it was chosen by what it gives.
Files, splits and counts are those of `recipe.py`. It never ships.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from learning import Plan, read_all, teach
from network import Network, pretrained
from recipe_aspects import category_cost, measured, parted
from reviews import Opinion, example_of
from slots import Answers
from torch import Tensor, nn
from vocabulary import tokenizer_of

LAYERS = list(range(12))
PLAN = Plan(epochs=5, budget=450, rate=5e-5, category_rate=5e-4, joined=0, disturb=False)
THRESHOLD = 0.5  # a category is told when it is likelier than not


class OnMean(nn.Module):
    """The logits of all categories, from one linear head on the mean of the pieces."""

    def __init__(self, width: int, categories: int) -> None:
        super().__init__()
        self.told = nn.Linear(width, 4 * categories)
        nn.init.normal_(self.told.weight, std=0.02)
        nn.init.zeros_(self.told.bias)

    def forward(self, hidden: Tensor, there: Tensor, dropout: nn.Module) -> Tensor:
        """Return [B, C, 4] from [B, T, width]; `there` is [B, T], true where there is a piece."""
        kept = there[:, :, None].float()
        told: Tensor = self.told(dropout((hidden * kept).sum(1) / kept.sum(1)))
        return told.unflatten(1, (-1, 4))


class Said(Answers):
    """What one head of categories says: no targets, and the side of the category alone."""

    def targets(self) -> list[tuple[int, int]]:
        """Return no place: this network tells none."""
        return []

    def polarity(self, opinion: Opinion) -> int:
        """Return the side of the gold category; neutral when it was never learned."""
        assert self.read.categories is not None
        if opinion.category not in self.names:
            return 0
        return int(self.read.categories[self.names.index(opinion.category), 1:].argmax()) - 1


def started(folder: Path, pieces: int, names: Sequence[str]) -> Network:
    """Return multilingual-e5-small with a head that has learned nothing."""
    network = pretrained(dict(np.load(folder / "weights.npz")), list(range(pieces)), LAYERS)
    network.categories = OnMean(network.shape.width, len(names))
    return network


def main() -> None:
    """Learn, measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--train", type=Path, nargs="+", required=True)
    parser.add_argument("--test", type=Path, nargs="*", default=[])
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    read = json.loads((options.folder / "vocabulary.json").read_text(encoding="utf-8"))
    tokenizer = tokenizer_of(read["pieces"])
    learned, tests, names = parted(options)
    torch.manual_seed(options.seed)
    network = started(options.folder, len(read["pieces"]), names)
    teach(network, [example_of(s) for s in learned], tokenizer, PLAN, category_cost(names))
    asked = [example_of(s) for listed in tests.values() for s in listed]
    answers = [Said(names, i, r, tokenizer) for i, r in read_all(network, asked, tokenizer)]
    results = measured(tests, answers, THRESHOLD)
    if options.json:
        options.json.write_text(json.dumps(results), encoding="utf-8")


if __name__ == "__main__":
    main()
