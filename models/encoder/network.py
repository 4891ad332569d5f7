"""The encoder in PyTorch: a BERT, and the heads that read sentences.

Heads, all linear on the last hidden states: `bounds` (outside, begin, inside a target) and `sides`
(negative, neutral, positive) for each piece; `polarity` and `intents` for the sentence, on an
average whose weights are learned. A task may ask for `categories`, each on an average with weights
of its own: what tells a price is not what tells a waiter. The embedding is the plain mean, as the
encoder was trained to give it (arXiv 2402.05672).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True)
class Shape:
    """Sizes of an encoder: widths in numbers of features."""

    pieces: int
    layers: int = 12
    width: int = 384
    inner: int = 1536
    heads: int = 12
    positions: int = 512
    epsilon: float = 1e-12


class Read(NamedTuple):
    """What the network says of a batch of B sentences of T pieces, as logits."""

    bounds: Tensor  # [B, T, 3]
    sides: Tensor  # [B, T, 3]
    polarity: Tensor  # [B, 3]
    intents: Tensor  # [B, 5]
    categories: Tensor | None  # [B, C, 4]: absent, negative, neutral, positive
    embedding: Tensor  # [B, width], not normalised
    hidden: Tensor  # [B, T, width]


class Layer(nn.Module):
    """Attention then two dense layers, each added to its input and normalised."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query = nn.Linear(shape.width, shape.width)
        self.key = nn.Linear(shape.width, shape.width)
        self.value = nn.Linear(shape.width, shape.width)
        self.output = nn.Linear(shape.width, shape.width)
        self.attention_norm = nn.LayerNorm(shape.width, shape.epsilon)
        self.inner = nn.Linear(shape.width, shape.inner)
        self.outer = nn.Linear(shape.inner, shape.width)
        self.norm = nn.LayerNorm(shape.width, shape.epsilon)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """Return the next hidden states; `mask` is [B, 1, 1, T], true where there is a piece."""
        batch, length, width = hidden.shape

        def split(values: Tensor) -> Tensor:
            return values.view(batch, length, self.heads, -1).transpose(1, 2)

        mixed = functional.scaled_dot_product_attention(
            split(self.query(hidden)), split(self.key(hidden)), split(self.value(hidden)), mask
        )
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        hidden = self.attention_norm(hidden + self.dropout(self.output(mixed)))
        raised = self.outer(functional.gelu(self.inner(hidden)))
        result: Tensor = self.norm(hidden + self.dropout(raised))
        return result


class Categories(nn.Module):
    """The logits of each category, on an average of the pieces whose weights are its own."""

    def __init__(self, width: int, categories: int) -> None:
        super().__init__()
        self.attend = nn.Linear(width, categories)
        self.told = nn.Parameter(torch.randn(categories, 4, width) * 0.02)
        self.bias = nn.Parameter(torch.zeros(categories, 4))
        nn.init.normal_(self.attend.weight, std=0.02)
        nn.init.zeros_(self.attend.bias)

    def forward(self, hidden: Tensor, there: Tensor, dropout: nn.Module) -> Tensor:
        """Return [B, C, 4] from [B, T, width]; `there` is [B, T], true where there is a piece."""
        weights = self.attend(hidden).masked_fill(~there[:, :, None], -1e4).softmax(1)
        pooled = dropout(weights.transpose(1, 2) @ hidden)
        result: Tensor = torch.einsum("bcd,ckd->bck", pooled, self.told) + self.bias
        return result


class Network(nn.Module):
    """The encoder with its heads."""

    def __init__(self, shape: Shape, categories: int = 0, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(shape.pieces, shape.width)
        self.places = nn.Embedding(shape.positions, shape.width)
        self.norm = nn.LayerNorm(shape.width, shape.epsilon)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.dropout = nn.Dropout(dropout)
        self.attend = nn.Linear(shape.width, 1)
        self.bounds = nn.Linear(shape.width, 3)
        self.sides = nn.Linear(shape.width, 3)
        self.polarity = nn.Linear(shape.width, 3)
        self.intents = nn.Linear(shape.width, 5)
        self.categories = Categories(shape.width, categories) if categories else None
        for head in (self.attend, self.bounds, self.sides, self.polarity, self.intents):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def begun(self, pieces: Tensor, layers: int) -> Tensor:
        """Return the hidden states [B, T, width] after the first `layers`."""
        mask = (pieces != 1)[:, None, None, :]
        places = torch.arange(pieces.shape[1])
        hidden: Tensor = self.dropout(self.norm(self.words(pieces) + self.places(places)))
        for layer in self.layers[:layers]:
            hidden = layer(hidden, mask)
        return hidden

    def forward(self, pieces: Tensor, hidden: Tensor | None = None, layers: int = 0) -> Read:
        """Read sentences: `pieces` is [B, T] with 1 for padding.

        `hidden`, when it is known, is what `begun` gave after the first `layers`.
        """
        there = pieces != 1
        hidden = self.begun(pieces, 0) if hidden is None else hidden
        for layer in self.layers[layers:]:
            hidden = layer(hidden, there[:, None, None, :])
        hidden = hidden.float()
        kept = there[:, :, None].float()
        mean = (hidden * kept).sum(1) / kept.sum(1)
        weights = self.attend(hidden).masked_fill(~there[:, :, None], -1e4).softmax(1)
        pooled = self.dropout((hidden * weights).sum(1))
        dropped = self.dropout(hidden)
        found = self.categories(hidden, there, self.dropout) if self.categories else None
        return Read(
            self.bounds(dropped),
            self.sides(dropped),
            self.polarity(pooled),
            self.intents(pooled),
            found,
            mean,
            hidden,
        )


_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "output": "attention.output.dense",
    "attention_norm": "attention.output.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "norm": "output.LayerNorm",
}


def pretrained(
    weights: dict[str, np.ndarray], kept: list[int], layers: list[int], categories: int = 0
) -> Network:
    """Return a network with the weights of `unpack.py`, for the pieces and the layers given."""
    network = Network(Shape(len(kept), len(layers)), categories)
    state = network.state_dict()
    state["words.weight"] = torch.from_numpy(weights["embeddings.word_embeddings.weight"][kept])
    state["places.weight"] = torch.from_numpy(
        weights["embeddings.position_embeddings.weight"]
        + weights["embeddings.token_type_embeddings.weight"]
    )
    for part in ("weight", "bias"):
        state[f"norm.{part}"] = torch.from_numpy(weights[f"embeddings.LayerNorm.{part}"])
        for place, layer in enumerate(layers):
            for name, theirs in _NAMES.items():
                state[f"layers.{place}.{name}.{part}"] = torch.from_numpy(
                    weights[f"encoder.layer.{layer}.{theirs}.{part}"]
                )
    network.load_state_dict(state)
    return network
