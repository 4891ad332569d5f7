"""Fit two heads of a network again: the side of every piece, and the polarity of whole texts.

    python models/encoder/refit.py E5_FOLDER NETWORK.pt

`train.py` and `distill.py` teach `sides` on the pieces of targets only, and hardly any text of
several sentences. Here every piece of what judges in one direction learns its side, and texts of
two to five of our sentences learn theirs, each piece the side of the sentence it comes from.
Nothing under the heads moves: targets, intents and embeddings stay as they are. The weights of
`sides` stand half of the way between those that came and those fitted: all the way, places in mixed
sentences were judged less well. Run it before `calibrate.py`; the file is written in place.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import examples
import torch
from disturb import disturbed
from examples import Example
from network import Network
from pieces import SILENT, Labelled, labelled, padded
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from train import gathered, held_out, load, ours

_TEXTS = 3_000  # texts made of several sentences
_LONGEST_TEXT = 420  # characters
_PUBLIC = 0.2  # share of the public examples that is learned again
_BUDGET = 1_500  # pieces a batch
_AROUND = 0.25  # share of the pieces outside targets that is learned
_TARGETS = 0.6  # weight of the pieces of targets, beside that of the others
_HELD = 3e-4  # how much heads are held to what they were
_SHARE = 0.5  # of the way that the weights of `sides` go
_SEED = 23
_LINKS = (" ", " ", ". ", " ! ", "\n", " ... ", ", ")
_TURNS = {"fr": (" mais ", " par contre ", ", mais ", ". Par contre "), "en": (" but ", ", but ")}

Span = tuple[int, int, int | None]  # code points (end exclusive), and a side if it is known


@dataclass(frozen=True)
class Lesson:
    """An example in pieces; `around` holds the side of the pieces outside targets."""

    item: Labelled
    around: list[int]


def whole_side(example: Example) -> int | None:
    """Return the side of everything in an example, None when it is mixed or not known."""
    if example.polarity is None or any(
        side != example.polarity for _, _, side in example.targets or ()
    ):
        return None
    mixed = example.polarity == 0 and example.intent in (0, 1)
    return None if mixed else example.polarity


def lesson(example: Example, spans: Sequence[Span], tokenizer: Tokenizer) -> Lesson:
    """Return the lesson of an example whose spans of code points lean to these sides."""
    item = labelled(example, tokenizer)
    offsets = tokenizer.encode(example.text).offsets
    around = [SILENT] * len(item.pieces)
    for place, (first, last) in enumerate(offsets[: len(around)]):
        if first == last or item.sides[place] != SILENT:
            continue
        for start, end, side in spans:
            if start <= first < end and side is not None:
                around[place] = side + 1
    return Lesson(item, around)


def texts_of(
    sentences: Sequence[Example], draw: random.Random
) -> Iterator[tuple[Example, list[Span]]]:
    """Give texts of two to five sentences, with the side of each of their parts."""
    by_language = {
        language: [e for e in sentences if e.language == language] for language in ("fr", "en")
    }
    by_side = {
        (language, side): [e for e in listed if whole_side(e) == side]
        for language, listed in by_language.items()
        for side in (-1, 0, 1)
    }
    for _ in range(_TEXTS):
        language = "fr" if draw.random() < 0.75 else "en"
        main = draw.choice((-1, -1, 0, 1, 1))
        number = draw.choice((2, 2, 3, 3, 4, 5))
        chosen = []
        for place in range(number):
            side = main if place == 0 or draw.random() < 0.6 else draw.choice((0, 0, -main, main))
            chosen.append(draw.choice(by_side[(language, side)]))
        draw.shuffle(chosen)
        yield together(chosen, draw)


def together(chosen: Sequence[Example], draw: random.Random) -> tuple[Example, list[Span]]:
    """Return sentences as one text, and where each stands with its side."""
    text, spans, targets = "", [], []
    for one in chosen:
        side = whole_side(one)
        if text:
            turned = side and spans[-1][2] == -side and draw.random() < 0.5
            link = draw.choice(_TURNS[one.language] if turned else _LINKS)
            text = (text.rstrip(" .!") if link[0] in ",." else text.rstrip()) + link
        start = len(text)
        targets += [(start + a, start + b, s) for a, b, s in one.targets or ()]
        text += one.text
        spans.append((start, len(text), side))
        if len(text) > _LONGEST_TEXT:
            break
    sides = [side or 0 for _, _, side in spans]
    total, judging = sum(sides), sum(map(abs, sides))
    clear = judging == 0 or abs(total) == judging or abs(total) >= 2
    polarity = (total > 0) - (total < 0) if clear else None
    return (
        Example(text, chosen[0].language, chosen[0].group, tuple(targets), polarity=polarity),
        spans,
    )


def lessons(shared: Path, tokenizer: Tokenizer, draw: random.Random) -> list[Lesson]:
    """Return all that is learned, in a drawn form."""
    learned, _ = gathered(shared)
    own = [e for e in ours() if not held_out(e)]
    public = [e for e in learned if e.intent is None or e.weight < 1 or e.targets is None]
    chosen = [e for e in public if draw.random() < _PUBLIC or e.targets is None]
    found = []
    for example in [*own, *(e for e in own if e.group.startswith(("posts", "views"))), *chosen]:
        mixed = example.polarity == 0 and example.intent in (0, 1)
        typed = disturbed(replace(example, intent=None) if mixed else example, draw)
        side = whole_side(typed)
        found.append(lesson(typed, [(0, len(typed.text), side)], tokenizer))
    for example, spans in texts_of(own, draw):
        lowered = example.text.lower()
        if draw.random() < 0.3 and len(lowered) == len(example.text):
            example = replace(example, text=lowered)
        found.append(lesson(example, spans, tokenizer))
    return found


@dataclass(frozen=True)
class Known:
    """States, the class that each should be told, and how much each counts."""

    states: Tensor
    wanted: Tensor
    weights: Tensor


@torch.no_grad()
def known(network: Network, listed: Sequence[Lesson]) -> tuple[Known, Known]:
    """Return what `polarity` and `sides` are fitted on."""
    torch.manual_seed(_SEED)
    network.eval()
    wholes, whole_labels, pieces, piece_labels, of_targets = [], [], [], [], []
    for group in grouped(listed):
        ids = padded([one.item.pieces for one in group], 1)
        with torch.autocast("cpu", torch.bfloat16):
            hidden = network(ids).hidden.float()
        there = (ids != 1)[:, :, None]
        attended = network.attend(hidden).masked_fill(~there, -1e4).softmax(1)
        labels = [one.item.example.polarity for one in group]
        told = torch.tensor([label is not None for label in labels])
        wholes.append((hidden * attended).sum(1)[told])
        whole_labels += [label + 1 for label in labels if label is not None]
        for part, share in (("sides", 1.0), ("around", _AROUND)):
            rows = [one.item.sides if part == "sides" else one.around for one in group]
            wanted = padded(rows, SILENT)
            kept = (wanted != SILENT) & (torch.rand(wanted.shape) < share)
            pieces.append(hidden[kept])
            piece_labels.append(wanted[kept])
            of_targets.append(torch.full((int(kept.sum()),), part == "sides"))
    inside = torch.cat(of_targets)
    weights = torch.where(inside, _TARGETS / inside.sum(), (1 - _TARGETS) / (~inside).sum())
    every = torch.full((len(whole_labels),), 1 / len(whole_labels))
    return (
        Known(torch.cat(wholes), torch.tensor(whole_labels), every),
        Known(torch.cat(pieces), torch.cat(piece_labels), weights),
    )


def grouped(listed: Sequence[Lesson]) -> Iterator[list[Lesson]]:
    """Give lessons of neighbouring lengths together."""
    group: list[Lesson] = []
    for one in sorted(listed, key=lambda one: len(one.item.pieces)):
        if group and (len(group) + 1) * len(one.item.pieces) > _BUDGET:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def fit(head: nn.Linear, on: Known, share: float) -> None:
    """Fit a head in place: its weights go this share of the way to the best."""
    weight, bias = head.weight.detach().clone(), head.bias.detach().clone()
    moved = [weight.clone().requires_grad_(), bias.clone().requires_grad_()]
    optimiser = torch.optim.LBFGS(moved, max_iter=60, line_search_fn="strong_wolfe")

    def cost() -> Tensor:
        optimiser.zero_grad()
        logits = on.states @ moved[0].T + moved[1]
        costs = functional.cross_entropy(logits, on.wanted, reduction="none")
        value = (costs * on.weights).sum() + _HELD * (moved[0] - weight).square().sum()
        value.backward()
        return value

    before = float(cost().detach())
    optimiser.step(cost)
    print(f"cost {before:.3f} then {float(cost().detach()):.3f}, {len(on.wanted)} labels")
    with torch.no_grad():
        head.weight.copy_(torch.lerp(weight, moved[0], share))
        head.bias.copy_(torch.lerp(bias, moved[1], share))


def main() -> None:
    """Read, fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("network", type=Path)
    parser.add_argument("--data", type=Path, default=examples.SHARED)
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(options.folder / "tokenizer.json"))
    network = load(options.network)
    listed = lessons(options.data, tokenizer, random.Random(_SEED))
    whole, pieces = known(network, listed)
    fit(network.polarity, whole, 1.0)
    fit(network.sides, pieces, _SHARE)
    saved = torch.load(options.network, weights_only=True)
    for name in ("polarity", "sides"):
        head = getattr(network, name)
        saved["state"] |= {f"{name}.weight": head.weight.data, f"{name}.bias": head.bias.data}
    torch.save(saved, options.network)


if __name__ == "__main__":
    main()
