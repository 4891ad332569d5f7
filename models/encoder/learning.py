"""Teaching a network: the losses of its heads, and the loop that lowers them."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from disturb import disturbed, joined
from examples import Example
from network import Network, Read
from pieces import SILENT, Labelled, batches, labelled, padded
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from torch.nn.attention import SDPBackend, sdpa_kernel

_BODY = ("layers.", "places.", "words.", "norm.")
_BETWEEN_MEANS = 4  # steps


@dataclass(frozen=True)
class Plan:
    """How to teach: numbers of passes, pieces a batch, rates of change."""

    epochs: int = 4
    budget: int = 1_100
    rate: float = 1e-4
    head_rate: float = 1e-3
    category_rate: float = 2e-3  # of a head that has learned nothing yet
    warmup: float = 0.08
    joined: float = 0.15  # share of examples to which another is joined
    disturb: bool = True
    words: bool = False  # whether the embeddings of pieces change too
    frozen: int = 0  # first layers that do not change
    decay: float = 1.0  # of the rate, from each layer of the body to the one below
    mean: float = 0.0  # share of the former mean when weights are averaged; 0 keeps the last ones
    seed: int = 11


Losses = Callable[[Read, list[Labelled]], Tensor]


def losses(read: Read, batch: list[Labelled]) -> Tensor:
    """Return the sum of what the labels known in the batch cost."""
    bounds = padded([item.bounds for item in batch], SILENT)
    sides = padded([item.sides for item in batch], SILENT)
    # Most pieces are outside any target and soon cost nothing.
    total = 2 * _cost(read.bounds.flatten(0, 1), bounds.flatten())
    total = total + 0.7 * _cost(read.sides.flatten(0, 1), sides.flatten())
    weights = torch.tensor([item.example.weight for item in batch])
    for logits, labels in (
        (read.polarity, [item.example.polarity for item in batch]),
        (read.intents, [item.example.intent for item in batch]),
    ):
        shift = 1 if logits.shape[-1] == 3 else 0
        wanted = torch.tensor([SILENT if x is None else x + shift for x in labels])
        cost = functional.cross_entropy(
            logits, wanted, reduction="none", ignore_index=SILENT, label_smoothing=0.03
        )
        known = (wanted != SILENT).float() * weights
        total = total + 0.7 * (cost * weights).sum() / known.sum().clamp(min=1.0)
    return total


def _cost(logits: Tensor, wanted: Tensor) -> Tensor:
    if bool((wanted == SILENT).all()):
        return logits.sum() * 0
    return functional.cross_entropy(logits, wanted, ignore_index=SILENT)


def teach(
    network: Network,
    examples: Sequence[Example],
    tokenizer: Tokenizer,
    plan: Plan,
    cost: Losses = losses,
    *,
    beside: Callable[[Network, random.Random], Tensor] | None = None,
    after: Callable[[], None] | None = None,
) -> None:
    """Teach the network in place; `beside` adds a cost every eighth step, `after` ends a pass."""
    torch.manual_seed(plan.seed)
    draw = random.Random(plan.seed)
    for name, weights in network.named_parameters():
        weights.requires_grad_(
            plan.words if name == "words.weight" else not _below(name, plan.frozen)
        )
    moving = {name: p for name, p in network.named_parameters() if p.requires_grad}
    groups = [{"params": [p], "lr": _rate(n, plan, network)} for n, p in moving.items()]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    mean = {name: p.detach().clone() for name, p in moving.items()} if plan.mean else {}
    averaged = 0
    begun = _Begun(network, plan.frozen)
    per_pass = len(list(batches(_prepared(examples, tokenizer, plan, draw), plan.budget, draw)))
    steps = per_pass * plan.epochs

    def pace(step: int) -> float:
        done = step / max(steps, 1)
        if done < plan.warmup:
            return done / plan.warmup
        return max(0.0, (1 - done) / (1 - plan.warmup))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, pace)
    for epoch in range(plan.epochs):
        network.train()
        started, total, count = time.perf_counter(), 0.0, 0
        items = _prepared(examples, tokenizer, plan, draw)
        for number, batch in enumerate(batches(items, plan.budget, draw)):
            with torch.autocast("cpu", torch.bfloat16), sdpa_kernel(SDPBackend.MATH):
                read = network(padded([item.pieces for item in batch], 1), *begun(batch))
            value = cost(_full(read), batch)
            if beside and number % 8 == 0:
                value = value + beside(network, draw)
            optimiser.zero_grad(set_to_none=True)
            value.backward()
            torch.nn.utils.clip_grad_norm_([*moving.values()], 1.0)
            optimiser.step()
            schedule.step()
            if mean and number % _BETWEEN_MEANS == _BETWEEN_MEANS - 1:
                averaged += 1
                # The first means forget faster: few steps do not leave what was before them.
                share = min(plan.mean, averaged / (averaged + 9))
                for name, kept in mean.items():
                    kept.lerp_(moving[name].detach(), 1 - share)
            total, count = total + float(value.detach()), count + 1
            if number % 100 == 99:
                took = time.perf_counter() - started
                told = f"  {number + 1} of {per_pass}: {total / count:.4f}, {took:.0f} s"
                print(told, flush=True)
        took = time.perf_counter() - started
        print(f"pass {epoch + 1}: cost {total / max(count, 1):.4f}, {took:.0f} s", flush=True)
        if after:
            after()
    with torch.no_grad():
        for name, kept in mean.items():
            moving[name].copy_(kept)


def _rate(name: str, plan: Plan, network: Network) -> float:
    """Return the rate of weights: of a new head, of a known one, of a layer by its depth."""
    if name.startswith("categories."):
        return plan.category_rate
    if not _of_body(name):
        return plan.head_rate
    layer = int(name.split(".")[1]) if name.startswith("layers.") else -1
    rate: float = plan.rate * plan.decay ** (network.shape.layers - 1 - layer)
    return rate


class _Begun:
    """The hidden states after layers that do not change, computed once a text, without dropout."""

    def __init__(self, network: Network, layers: int) -> None:
        self.network, self.layers = network, layers
        self.known: dict[tuple[int, ...], Tensor] = {}

    def __call__(self, batch: Sequence[Labelled]) -> tuple[Tensor, int] | tuple[()]:
        """Return them for a batch, with the number of layers; nothing when all layers change."""
        if not self.layers:
            return ()
        keys = [tuple(item.pieces) for item in batch]
        new = sorted({key for key in keys if key not in self.known}, key=len)
        if new:
            self.network.eval()
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
                found = self.network.begun(padded(new, 1), self.layers).bfloat16()
            self.network.train()
            self.known |= {k: row[: len(k)].clone() for k, row in zip(new, found, strict=True)}
        hidden = torch.zeros(*padded(keys, 1).shape, self.network.shape.width)
        for row, key in zip(hidden, keys, strict=True):
            row[: len(key)] = self.known[key]
        return hidden, self.layers


def _full(read: Read) -> Read:
    return Read(*(value if value is None else value.float() for value in read))


def _of_body(name: str) -> bool:
    return name.startswith(_BODY)


def _below(name: str, layers: int) -> bool:
    """Tell whether these weights are of the first layers, or of what comes before them."""
    if not name.startswith("layers."):
        return bool(layers) and _of_body(name)
    return int(name.split(".")[1]) < layers


def _prepared(
    examples: Sequence[Example], tokenizer: Tokenizer, plan: Plan, draw: random.Random
) -> list[Labelled]:
    drawn = []
    for example in examples:
        if plan.joined and draw.random() < plan.joined and len(example.text) < 160:
            other = draw.choice(examples)
            if other.language == example.language and len(other.text) < 160:
                example = joined(example, other, draw)
        drawn.append(disturbed(example, draw) if plan.disturb else example)
    return [labelled(example, tokenizer) for example in drawn]


def read_all(
    network: Network, examples: Sequence[Example], tokenizer: Tokenizer
) -> list[tuple[Labelled, Read]]:
    """Return what the network says of each example, one sentence at a time in the result."""
    items = [labelled(example, tokenizer) for example in examples]
    order = sorted(range(len(items)), key=lambda place: len(items[place].pieces))
    found: dict[int, Read] = {}
    network.eval()
    with torch.no_grad():
        for begin in range(0, len(order), 32):
            chosen = order[begin : begin + 32]
            with torch.autocast("cpu", torch.bfloat16):
                read = _full(network(padded([items[place].pieces for place in chosen], 1)))
            for row, place in enumerate(chosen):
                found[place] = Read(*(None if part is None else part[row] for part in read))
    return [(items[place], found[place]) for place in range(len(items))]


def percent(value: float) -> str:
    """Return a share in percent with one decimal."""
    return "—" if math.isnan(value) else f"{100 * value:.1f}"
