"""Teach a smaller network to read as the large one does (arXiv 1503.02531).

    python models/encoder/distill.py E5_FOLDER LARGE.pt OUT.pt --layers 6 [--epochs 2]
    python models/encoder/distill.py E5_FOLDER LARGE.pt OUT.pt --start encoder.onnx --frozen 2

The small one starts from some layers of the large one, or goes on from a network given. It learns
what the large one says of labelled and unlabelled texts (all of them free to learn from), with the
labels where there are any.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import examples
import torch
from examples import Example
from learning import Plan, losses, teach
from network import Network, Read
from pieces import Labelled, padded
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from train import KEPT_LAYERS, gathered, load, save, show

_WARM = 1.5  # temperature at which the answers of the large one are learned


def smaller(large: Network, layers: list[int]) -> Network:
    """Return a network of these layers of the large one, with its heads."""
    small = Network(replace(large.shape, layers=len(layers)))
    state = large.state_dict()
    taken = {k: v for k, v in state.items() if not k.startswith("layers.")}
    for place, layer in enumerate(layers):
        begin = f"layers.{layer}."
        taken |= {
            f"layers.{place}.{k.removeprefix(begin)}": v
            for k, v in state.items()
            if k.startswith(begin)
        }
    small.load_state_dict(taken, strict=False)
    return small


def unlabelled(shared: Path) -> list[Example]:
    """Return texts that only the large one reads: other languages, pairs, consultations."""
    found = []
    for domain in examples.DOMAINS:
        for language in ("es", "de", "nl", "pt"):
            listed = examples.multilingual(shared / "absa_multilingual", language, "train", domain)
            found += [Example(e.text, language, e.group) for e in listed[::12]]
    for language in ("fr", "en"):
        for left, right, _ in examples.similar(shared / "similarity_stsb", language)[::16]:
            found += [Example(left, language), Example(right, language)]
    found += [Example(text, "fr") for text in examples.consulted(shared / "consultations")]
    return found


def imitation(large: Network) -> Callable[[Read, list[Labelled]], Tensor]:
    """Return the cost of differing from what the large one says, and from the labels known."""
    large.eval()

    def cost(read: Read, batch: list[Labelled]) -> Tensor:
        pieces = padded([item.pieces for item in batch], 1)
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            said = large(pieces)
        there = (pieces != 1).flatten()
        total = read.polarity.sum() * 0
        for mine, theirs, weight in (
            (read.bounds.flatten(0, 1)[there], said.bounds.float().flatten(0, 1)[there], 1.5),
            (read.sides.flatten(0, 1)[there], said.sides.float().flatten(0, 1)[there], 0.5),
            (read.polarity, said.polarity.float(), 1.0),
            (read.intents, said.intents.float(), 1.0),
        ):
            total = total + weight * _apart(mine, theirs)
        near = functional.cosine_similarity(read.embedding, said.embedding.float(), dim=1)
        total = total + 4.0 * (1 - near).mean()
        hidden = functional.mse_loss(
            read.hidden.flatten(0, 1)[there], said.hidden.float().flatten(0, 1)[there]
        )
        return total + 2.0 * hidden + 0.4 * losses(read, batch)

    return cost


def _apart(mine: Tensor, theirs: Tensor) -> Tensor:
    told = (mine / _WARM).log_softmax(-1)
    wanted = (theirs / _WARM).softmax(-1)
    return functional.kl_div(told, wanted, reduction="batchmean") * _WARM**2


def main() -> None:
    """Teach the small one, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("large", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", type=Path, default=examples.SHARED)
    parser.add_argument("--layers", type=int, default=6, choices=sorted(KEPT_LAYERS))
    parser.add_argument("--start", type=Path, help="a small network that has learned")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--rate", type=float, default=2e-4, help="of the body")
    parser.add_argument("--frozen", type=int, default=0, help="first layers that do not change")
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(options.folder / "tokenizer.json"))
    large = load(options.large)
    layers = KEPT_LAYERS[options.layers]
    small = load(options.start) if options.start else smaller(large, layers)
    learned, held = gathered(options.data)
    learned += unlabelled(options.data)
    random.Random(3).shuffle(learned)
    print(f"{len(learned)} texts to learn from", flush=True)
    plan = Plan(epochs=options.epochs, rate=options.rate, joined=0.2, frozen=options.frozen)
    cost = imitation(large)
    teach(small, learned, tokenizer, plan, cost, after=lambda: show(small, held, tokenizer))
    save(small, options.out)


if __name__ == "__main__":
    main()
