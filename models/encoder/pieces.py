"""Sentences as the network takes them: pieces, and the label of each piece."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from examples import Example
from tokenizers import Tokenizer
from torch import Tensor

LONGEST = 128  # pieces; longer texts are cut, here as when they are read
SILENT = -100  # label that teaches nothing


@dataclass(frozen=True)
class Labelled:
    """An example in pieces: `bounds` and `sides` one label a piece."""

    example: Example
    pieces: list[int]
    bounds: list[int]
    sides: list[int]


def labelled(example: Example, tokenizer: Tokenizer) -> Labelled:
    """Return the example cut in pieces, each with its labels (`SILENT` where none is known)."""
    encoded = tokenizer.encode(example.text)
    pieces, offsets = encoded.ids[:LONGEST], encoded.offsets[:LONGEST]
    if example.targets is None:
        nothing = [SILENT] * len(pieces)
        return Labelled(example, pieces, nothing, nothing)
    bounds, sides = [0] * len(pieces), [SILENT] * len(pieces)
    for start, end, polarity in example.targets:
        begun = False
        for place, (first, last) in enumerate(offsets):
            while first < last and example.text[first].isspace():
                first += 1  # the sign of a beginning word stands for the space before it
            if first < end and last > start and first < last:
                bounds[place] = 2 if begun else 1
                sides[place] = polarity + 1
                begun = True
    return Labelled(example, pieces, bounds, sides)


def padded(rows: Sequence[Sequence[int]], filler: int) -> Tensor:
    """Return rows of different lengths as one tensor, whose width is a multiple of 8."""
    longest = -(-max(map(len, rows)) // 8) * 8  # half-precision kernels like multiples of 8
    return torch.tensor([[*row, *[filler] * (longest - len(row))] for row in rows])


def batches(
    items: Sequence[Labelled], budget: int, draw: random.Random
) -> Iterator[list[Labelled]]:
    """Give batches of about `budget` pieces, of neighbouring lengths, in a drawn order."""
    order = sorted(items, key=lambda item: len(item.pieces) + draw.random() * 6)
    made: list[list[Labelled]] = []
    batch: list[Labelled] = []
    for item in order:
        if batch and (len(batch) + 1) * max(len(item.pieces), len(batch[-1].pieces)) > budget:
            made.append(batch)
            batch = []
        batch.append(item)
    if batch:
        made.append(batch)
    draw.shuffle(made)
    yield from made
