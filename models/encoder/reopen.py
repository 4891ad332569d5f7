"""Open the ONNX file of the package as a network that can learn again.

The integers of the file, times their scales, are the weights: close enough to those it was made
from to start learning a task (`recipe.py`), so that nothing but the package is needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from network import Network, Shape
from onnx import numpy_helper
from pieces import LONGEST

Array = npt.NDArray[np.float32]
HEADS = ("attend", "bounds", "sides", "polarity", "intents")
_HEADS_OF_ATTENTION = 12


class _File:
    """The nodes of a file, with the values of its constants."""

    def __init__(self, path: Path) -> None:
        self.graph = onnx.load(str(path)).graph
        self.constants = {c.name: numpy_helper.to_array(c) for c in self.graph.initializer}
        self.makers = {name: node for node in self.graph.node for name in node.output}

    def products(self) -> Iterator[tuple[Array, Array]]:
        """Give the matrix [out, in] and the bias of each quantised product, in order."""
        for node in self.graph.node:
            if node.op_type == "DynamicQuantizeMatMul":
                whole, steps, _, bias = (self.constants[name] for name in node.input[1:5])
                matrix = whole.astype(np.float32) * steps
                maker = self.makers.get(node.input[0])
                if maker is not None and maker.op_type == "Mul":
                    matrix = matrix * self.constants[maker.input[1]][:, None]
                yield matrix.T, bias

    def of(self, operator: str) -> Iterator[tuple[Array, ...]]:
        """Give the constants of each node of this operator, in order."""
        for node in self.graph.node:
            if node.op_type == operator:
                yield tuple(self.constants[name] for name in node.input if name in self.constants)

    def words(self) -> Array:
        """Return the embeddings of the pieces."""
        tables = [node for node in self.graph.node if node.input[-1] == "pieces"]
        first = self.constants[next(n for n in tables if n.op_type == "Gather").input[0]]
        if first.dtype == np.int8:
            (steps,) = (c for c in self.constants.values() if c.shape == (first.shape[0], 1))
            return first.astype(np.float32) * steps
        scales = next(c for c in self.constants.values() if c.dtype == np.float16)
        whole = np.concatenate([first & 15, first >> 4], axis=1).astype(np.float32) - 8
        blocks = whole.reshape(len(first), scales.shape[1], -1) * scales.astype(np.float32)
        table: Array = blocks.reshape(len(first), -1)
        return table


def reopen(path: Path, categories: int = 0) -> Network:
    """Return the network of an `encoder.onnx`, with a new head when categories are asked for."""
    file = _File(path)
    products, norms = list(file.products()), list(file.of("LayerNormalization"))
    words = file.words()
    places = next(c for c in file.constants.values() if c.shape == (LONGEST, words.shape[1]))
    layers = len(products) // 4
    shape = Shape(len(words), layers, words.shape[1], positions=LONGEST, heads=_HEADS_OF_ATTENTION)
    network = Network(shape, categories)
    values = {"words.weight": words, "places.weight": places}
    values |= dict(zip(("norm.weight", "norm.bias"), norms[0], strict=True))
    for layer in range(layers):
        mixed, output, inner, outer = products[4 * layer : 4 * layer + 4]
        pairs = dict(zip(("query", "key", "value"), _thirds(*mixed), strict=True))
        pairs |= {"output": output, "inner": inner, "outer": outer}
        pairs |= {"attention_norm": norms[2 * layer + 1], "norm": norms[2 * layer + 2]}
        for name, (weight, bias) in pairs.items():
            values[f"layers.{layer}.{name}.weight"] = weight
            values[f"layers.{layer}.{name}.bias"] = bias
    # The product that gives embeddings their meaning back, halved in precision, is no head.
    heads = [pair for pair in file.of("Gemm") if len(pair) == 2]
    for name, (weight, bias) in zip(HEADS, heads, strict=True):
        values[f"{name}.weight"], values[f"{name}.bias"] = weight.T, bias
    state = {name: torch.from_numpy(np.array(value)) for name, value in values.items()}
    network.load_state_dict(state, strict=not categories)
    return network


def _thirds(matrix: Array, bias: Array) -> Iterator[tuple[Array, Array]]:
    yield from zip(np.split(matrix, 3), np.split(bias, 3), strict=True)
