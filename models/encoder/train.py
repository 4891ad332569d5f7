"""Train the encoder that ships, from data whose licence allows it and our own sentences.

    python models/encoder/train.py E5_FOLDER OUT.pt [--layers 12] [--epochs 3]
    python models/encoder/train.py E5_FOLDER OUT.pt --start encoder.onnx --epochs 1 --rate 5e-5

E5_FOLDER is what `unpack.py` and `vocabulary.py` wrote. The second form goes on from a network that
has learned. Nothing of the sets kept for evaluation is read. The development parts of the four
domains and a tenth of our sentences are held out, and printed after each pass. The same data and
versions give the same weights up to the rounding of the machine.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import examples
import numpy as np
import torch
from examples import Example
from learning import Plan, percent, read_all, teach
from measures import report
from network import Network, Shape, pretrained
from pieces import padded
from reopen import reopen
from reviews import OURS, example_of, read_own
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

KEPT_LAYERS = {12: list(range(12)), 6: [0, 2, 4, 6, 8, 11], 4: [0, 3, 7, 11], 3: [0, 5, 11]}
_OTHERS = ("es", "de")


def held_out(example: Example) -> bool:
    """Tell whether ours is kept to measure: a sentence or a review in ten, and `apart_fr`."""
    return example.group.startswith("apart") or int(example.group.rsplit("-", 1)[1]) % 10 == 7


def gathered(shared: Path) -> tuple[list[Example], dict[str, list[Example]]]:
    """Return what is learned from, and what is held out, by name."""
    learned: list[Example] = []
    held: dict[str, list[Example]] = {}
    folder = shared / "absa_multilingual"
    for domain in examples.DOMAINS:
        for language in ("fr", "en", *_OTHERS):
            listed = examples.multilingual(folder, language, "train", domain)
            share = 0.15 if language in _OTHERS else 1.0
            draw = random.Random(f"{domain} {language}")
            learned += [with_intent(e) for e in listed if draw.random() < share]
        for language in ("fr", "en"):
            held.setdefault(f"domains {language}", []).extend(
                examples.multilingual(folder, language, "dev", domain)
            )
    own, written = list(ours()), list(written_reviews())
    learned += [clear(e) for e in own if not held_out(e)] * 2
    learned += [with_intent(e) for e in written if not held_out(e)]
    # No target is marked in travellers' advice.
    learned += [clear(replace(e, targets=None)) for e in examples.own(examples.HERE / "tips")]
    kinds = {"ours": own, "restaurants": written}
    for name in ("posts", "reviews"):
        kinds[name] = list(examples.sided(examples.HERE / name))
        learned += [e for e in kinds[name] if not held_out(e)] * 2
    for name, listed in kinds.items():
        for language in ("fr", "en"):
            held[f"{name} {language}"] = [
                e for e in listed if held_out(e) and e.language == language
            ]
    learned += examples.clauses(examples.HERE.parent / "opinions" / "clauses")
    learned += examples.questions(shared / "intents_banking77", 400)
    return learned, held


def ours() -> Iterator[Example]:
    """Give our own sentences, told facts of `posts_*` without the side that they have there.

    They are neutral in that file, and in `posts/` take the side that readers would: that one is
    learned.
    """
    for example in examples.own():
        told = example.polarity == 0 and example.intent == examples.INTENTS.index("other")
        fact = told and example.group.startswith("posts")
        yield replace(example, polarity=None) if fact else example


def written_reviews() -> Iterator[Example]:
    """Give the sentences of our own reviews of restaurants."""
    for language, path in OURS.items():
        for sentence in read_own(path):
            yield replace(example_of(sentence), language=language)


def clear(example: Example) -> Example:
    """Return one of our sentences without the intent on which two labellings differ.

    A sentence both praises and complains: docs/methods/own-sentences.md.
    """
    mixed = example.polarity == 0 and example.intent in (0, 1)
    return replace(example, intent=None) if mixed else example


def with_intent(example: Example) -> Example:
    """Return the example with the intent that its one-sided opinions suggest, weighing little."""
    if example.polarity in (1, -1) and example.text[-1:] != "?":
        return replace(example, intent=0 if example.polarity == 1 else 1, weight=0.5)
    return example


class Meanings:
    """The cost that keeps embeddings telling: graded pairs, and translations found in a batch."""

    def __init__(self, shared: Path, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        folder = shared / "similarity_stsb"
        self.graded = [pair for lang in ("fr", "en") for pair in examples.similar(folder, lang)]
        self.translated = _translations(shared / "absa_multilingual")

    def __call__(self, network: Network, draw: random.Random) -> Tensor:
        """Return the cost of one drawn batch."""
        if draw.random() < 0.5:
            return self._ordered(network, draw.sample(self.graded, 16))
        return self._matched(network, draw.sample(self.translated, 20))

    def _ordered(self, network: Network, pairs: list[tuple[str, str, float]]) -> Tensor:
        """Return CoSENT's cost: a pair graded higher should be nearer than one graded lower."""
        left = self._embedded(network, [pair[0] for pair in pairs])
        right = self._embedded(network, [pair[1] for pair in pairs])
        near = (left * right).sum(1) * 20
        grades = torch.tensor([pair[2] for pair in pairs])
        gaps = (near[:, None] - near[None, :])[grades[:, None] < grades[None, :]]
        return torch.logsumexp(torch.cat([torch.zeros(1), gaps]), 0) * 0.3

    def _matched(self, network: Network, pairs: list[tuple[str, str]]) -> Tensor:
        left = self._embedded(network, [pair[0] for pair in pairs])
        right = self._embedded(network, [pair[1] for pair in pairs])
        near = left @ right.T * 20
        wanted = torch.arange(len(pairs))
        both = functional.cross_entropy(near, wanted) + functional.cross_entropy(near.T, wanted)
        return both * 0.25

    def _embedded(self, network: Network, texts: list[str]) -> Tensor:
        rows = [encoded.ids[:64] for encoded in self.tokenizer.encode_batch(texts)]
        with torch.autocast("cpu", torch.bfloat16):
            read = network(padded(rows, 1))
        return functional.normalize(read.embedding.float(), dim=1)


def _translations(folder: Path) -> list[tuple[str, str]]:
    """Return English sentences with their French translation, where the two files agree."""
    pairs = []
    for domain in examples.DOMAINS:
        left = examples.multilingual(folder, "en", "train", domain)
        right = examples.multilingual(folder, "fr", "train", domain)
        if len(left) == len(right):
            pairs += [(a.text, b.text) for a, b in zip(left, right, strict=True)]
    return pairs


def save(network: Network, path: Path) -> None:
    """Write the weights and the shape of a network."""
    torch.save({"shape": vars(network.shape), "state": network.state_dict()}, path)


def load(path: Path, categories: int = 0) -> Network:
    """Return a network saved, or of the package, with a new head when categories are asked for."""
    if path.suffix == ".onnx":
        return reopen(path, categories)
    read = torch.load(path, weights_only=True)
    network = Network(Shape(**read["shape"]), categories)
    network.load_state_dict(
        {k: v for k, v in read["state"].items() if not k.startswith("categories.")}, strict=False
    )
    return network


def original(folder: Path, layers: int) -> Network:
    """Return the encoder as `unpack.py` wrote it, with as many of its layers."""
    kept = json.loads((folder / "kept.json").read_text())
    return pretrained(dict(np.load(folder / "weights.npz")), kept, KEPT_LAYERS[layers])


def show(network: Network, held: dict[str, list[Example]], tokenizer: Tokenizer) -> None:
    """Print the figures of each set held out."""
    for name, listed in held.items():
        figures = report(read_all(network, listed, tokenizer))
        told = ", ".join(f"{key} {percent(value)}" for key, value in figures.items())
        print(f"  {name} ({len(listed)}): {told}", flush=True)


def main() -> None:
    """Train, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", type=Path, default=examples.SHARED)
    parser.add_argument("--layers", type=int, default=12, choices=sorted(KEPT_LAYERS))
    parser.add_argument("--start", type=Path, help="a network that has learned")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=Plan.rate, help="of the body")
    parser.add_argument("--frozen", type=int, default=0, help="first layers that do not change")
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(options.folder / "tokenizer.json"))
    network = load(options.start) if options.start else original(options.folder, options.layers)
    learned, held = gathered(options.data)
    print(f"{len(learned)} examples to learn from", flush=True)
    teach(
        network,
        learned,
        tokenizer,
        Plan(
            epochs=options.epochs,
            rate=options.rate,
            head_rate=10 * options.rate,
            frozen=options.frozen,
        ),
        beside=Meanings(options.data, tokenizer),
        after=lambda: show(network, held, tokenizer),
    )
    save(network, options.out)


if __name__ == "__main__":
    main()
