"""Write a network's weights as the ONNX file that the package reads.

    python models/encoder/graph.py NETWORK.pt TOKENIZER.json FOLDER [--name NAME]

The file reads one window of text at a time, without padding or batch, so that nothing else can
change its answers. Matrices are 7-bit integers with a scale per column; what enters them is
quantised on 8 bits with one scale per window. 7 bits, because processors without VNNI add products
of full 8-bit values in 16 bits and saturate. Before quantising, features are divided by the width
that the weights foresee for them, and the matrix multiplied by it, so that the few large features
of a BERT do not take the whole scale (SmoothQuant, arXiv 2211.10438, here without data: the file
depends on the weights only). docs/decisions/one-window-at-a-time.md has the figures.

Inputs: `pieces` int64 [T], `sentences` float32 [S, T], 1 where a piece is of a part told apart.
Outputs, float32: `bounds` [T, 3], `sides` [T, 3], `polarity` [3], `intents` [5], all logits;
`embedding` [S, width] of norm 1; `meanings` [T, width], the states of the pieces after a third of
the layers: what is named is told there, before the last layers turn to how it is judged. The
embedding is a linear function of `averages` [S, 3 × width], the means after a third of the layers,
two thirds and all (`meaning.py`), or the last of these where the weights have no such function.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

Floats = npt.NDArray[np.float32]
OWN = "com.microsoft"  # operators of onnxruntime beside those of ONNX
HEADS = {"bounds": 3, "sides": 3, "polarity": 3, "intents": 5}
LONGEST = 128  # pieces of a window, special ones included
EVENNESS = 0.95  # how much of the unevenness of features moves to the matrices, 0 to 1
_BLOCK = 32  # weights of the word embeddings that share a scale
_TOP = 63  # largest 7-bit integer
_NEGLIGIBLE = 1e-3  # error, beside its largest weight, under which a block is held on 4 bits


class Graph:
    """The nodes and constants of an ONNX graph, in the order in which they are made."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, values: Any, kind: Any = np.float32) -> str:
        """Return the name of a constant tensor."""
        name = f"constant_{len(self.constants)}"
        array = np.ascontiguousarray(np.asarray(values, dtype=kind))
        self.constants.append(numpy_helper.from_array(array.reshape(np.shape(values)), name))
        return name

    def apply(self, operator: str, *inputs: str, output: str = "", **settings: Any) -> str:
        """Add a node of one output and return its name."""
        return self.split(operator, *inputs, outputs=[output] if output else None, **settings)[0]

    def split(
        self,
        operator: str,
        *inputs: str,
        outputs: list[str] | None = None,
        count: int = 1,
        domain: str = "",
        **settings: Any,
    ) -> list[str]:
        """Add a node and return the names of its outputs."""
        number = len(self.nodes)
        names = outputs or [f"{operator}_{number}_{place}" for place in range(count)]
        node = helper.make_node(
            operator, inputs, names, name=f"{operator}_{number}", domain=domain, **settings
        )
        self.nodes.append(node)
        return names


def build(
    weights: Mapping[str, Floats],
    *,
    heads: int = 12,
    epsilon: float = 1e-12,
    settings: Mapping[str, Any] | None = None,
) -> onnx.ModelProto:
    """Return the model of these weights, named as in `network.Network`.

    `heads` is the number of attention heads; `settings` are written in the file as JSON, for
    `rebond.understand.encoder`.
    """
    graph = Graph()
    hidden = _embedded(graph, weights, epsilon)
    foreseen = _normalised_widths(weights, "norm")
    states = []
    for layer in range(_layers(weights)):
        name = f"layers.{layer}"
        hidden = _attention(graph, weights, name, hidden, foreseen, heads, epsilon)
        hidden = _dense(graph, weights, name, hidden, epsilon)
        foreseen = _normalised_widths(weights, f"{name}.norm")
        states.append(hidden)
    _outputs(graph, weights, states)
    return _model(graph, weights["words.weight"].shape[1], settings or {})


def stages(layers: int) -> list[int]:
    """Return the layers, counted from 0, whose states tell what a sentence means.

    >>> stages(12), stages(3)
    ([3, 7, 11], [0, 1, 2])
    """
    return [max(1, layers * third // 3) - 1 for third in (1, 2, 3)]


def _layers(weights: Mapping[str, Floats]) -> int:
    return 1 + max(int(name.split(".")[1]) for name in weights if name.startswith("layers."))


def _embedded(graph: Graph, weights: Mapping[str, Floats], epsilon: float) -> str:
    words = _words(graph, weights["words.weight"])
    length = graph.apply("Shape", "pieces")
    table = graph.constant(weights["places.weight"][:LONGEST])
    zero = graph.constant([0], np.int64)
    places = graph.apply("Slice", table, zero, length, zero)
    # A batch of one, which attention wants.
    both = graph.apply("Unsqueeze", graph.apply("Add", words, places), zero)
    return _normalised(graph, weights, "norm", both, epsilon)


def _words(graph: Graph, table: Floats) -> str:
    """Add the rows of the pieces: on 4 bits when that changes nothing, else on 8."""
    rows, width = table.shape
    blocks = table.reshape(rows, width // _BLOCK, _BLOCK)
    furthest = np.abs(blocks).argmax(-1)[..., None]
    scales = (np.take_along_axis(blocks, furthest, -1)[..., 0] / -8).astype(np.float16)
    steps = np.where(scales == 0, 1, scales).astype(np.float32)[..., None]
    whole = np.clip(np.round(blocks / steps), -8, 7)
    error = np.abs(whole * steps - blocks).max(-1)
    if (error > _NEGLIGIBLE * np.abs(blocks).max(-1)).any():
        return _rows_of_bytes(graph, table)
    halves = (whole.reshape(rows, width) + 8).astype(np.uint8)
    packed = graph.constant(halves[:, : width // 2] | (halves[:, width // 2 :] << 4), np.uint8)
    read = graph.apply("Gather", packed, "pieces", axis=0)
    low = graph.apply("BitwiseAnd", read, graph.constant(15, np.uint8))
    high = graph.apply("BitShift", read, graph.constant(4, np.uint8), direction="RIGHT")
    both = graph.apply("Concat", low, high, axis=1)
    values = graph.apply("Cast", both, to=TensorProto.FLOAT)
    values = graph.apply("Sub", values, graph.constant(8.0))
    shape = graph.constant([-1, width // _BLOCK, _BLOCK], np.int64)
    values = graph.apply("Reshape", values, shape)
    kept = graph.apply("Gather", graph.constant(scales[..., None], np.float16), "pieces", axis=0)
    kept = graph.apply("Cast", kept, to=TensorProto.FLOAT)
    values = graph.apply("Mul", values, kept)
    return graph.apply("Reshape", values, graph.constant([-1, width], np.int64))


def _rows_of_bytes(graph: Graph, table: Floats) -> str:
    steps = np.maximum(np.abs(table).max(1, keepdims=True) / 127, 1e-12)
    whole = graph.constant(np.round(table / steps), np.int8)
    read = graph.apply("Cast", graph.apply("Gather", whole, "pieces"), to=TensorProto.FLOAT)
    return graph.apply("Mul", read, graph.apply("Gather", graph.constant(steps), "pieces"))


def _normalised(
    graph: Graph, weights: Mapping[str, Floats], name: str, values: str, epsilon: float
) -> str:
    scale = graph.constant(weights[f"{name}.weight"])
    bias = graph.constant(weights[f"{name}.bias"])
    return graph.apply("LayerNormalization", values, scale, bias, epsilon=epsilon, axis=-1)


def _attention(
    graph: Graph,
    weights: Mapping[str, Floats],
    name: str,
    hidden: str,
    foreseen: Floats,
    heads: int,
    epsilon: float,
) -> str:
    matrices = [weights[f"{name}.{part}.weight"] for part in ("query", "key", "value")]
    biases = [weights[f"{name}.{part}.bias"] for part in ("query", "key", "value")]
    # What attention mixes is linear in the value matrix, which hence takes the division.
    value, after = matrices[2], weights[f"{name}.output.weight"]
    spread = np.sqrt(np.square(value) @ np.square(_entering(weights, name)))
    widths = _even(np.abs(biases[2]) + 3 * spread, after)
    matrices[2], biases[2] = value / widths[:, None], biases[2] / widths
    mixed = _product(graph, hidden, np.concatenate(matrices), np.concatenate(biases), foreseen)
    parts = graph.split("Split", mixed, count=3, axis=-1, num_outputs=3)
    mixed = graph.apply("MultiHeadAttention", *parts, domain=OWN, num_heads=heads)
    mixed = _product(graph, mixed, after * widths, weights[f"{name}.output.bias"])
    added = graph.apply("Add", hidden, mixed)
    return _normalised(graph, weights, f"{name}.attention_norm", added, epsilon)


def _entering(weights: Mapping[str, Floats], layer: str) -> Floats:
    """Return the scales of the norm whose result enters a layer."""
    number = int(layer.split(".")[1])
    name = f"layers.{number - 1}.norm" if number else "norm"
    return weights[f"{name}.weight"]


def _dense(
    graph: Graph, weights: Mapping[str, Floats], name: str, hidden: str, epsilon: float
) -> str:
    inner, bias = weights[f"{name}.inner.weight"], weights[f"{name}.inner.bias"]
    norm = f"{name}.attention_norm"
    spread = np.sqrt(np.square(inner) @ np.square(weights[f"{norm}.weight"]))
    # The least that comes out of GELU is -0.17.
    raised = np.maximum(bias + inner @ weights[f"{norm}.bias"] + 4 * spread, 0.17)
    result = _product(graph, hidden, inner, bias, _normalised_widths(weights, norm))
    result = graph.apply("Gelu", result)
    outer = weights[f"{name}.outer.weight"]
    result = _product(graph, result, outer, weights[f"{name}.outer.bias"], raised)
    added = graph.apply("Add", hidden, result)
    return _normalised(graph, weights, f"{name}.norm", added, epsilon)


def _normalised_widths(weights: Mapping[str, Floats], norm: str) -> Floats:
    """Return how far from 0 each feature that a norm gives goes, as its weights foresee it."""
    widths: Floats = np.abs(weights[f"{norm}.bias"]) + 4 * np.abs(weights[f"{norm}.weight"])
    return widths


def _even(widths: Floats, matrix: Floats) -> Floats:
    """Return by what to divide features of these widths that this matrix reads."""
    columns = np.maximum(np.abs(matrix).max(0), 1e-4)
    divisors = np.maximum(widths, 1e-3) ** EVENNESS / columns ** (1 - EVENNESS)
    even: Floats = (divisors / np.exp(np.log(divisors).mean())).astype(np.float32)
    return even


def _product(
    graph: Graph, values: str, matrix: Floats, bias: Floats, widths: Floats | None = None
) -> str:
    """Add values × transposed matrix + bias, in integers."""
    if widths is not None:
        divisors = _even(widths, matrix)
        values = graph.apply("Mul", values, graph.constant(1 / divisors))
        matrix = matrix * divisors
    steps = np.maximum(np.abs(matrix).max(1) / _TOP, 1e-12)
    whole = np.round(matrix / steps[:, None]).T
    return graph.apply(
        "DynamicQuantizeMatMul",
        values,
        graph.constant(whole, np.int8),
        graph.constant(steps),
        graph.constant(np.zeros(len(steps)), np.int8),
        graph.constant(bias),
        domain=OWN,
    )


def _outputs(graph: Graph, weights: Mapping[str, Floats], states: list[str]) -> None:
    first = graph.constant([0], np.int64)
    told = [graph.apply("Squeeze", states[stage], first) for stage in stages(len(states))]
    graph.apply("Identity", told[0], output="meanings")
    sums = [graph.apply("MatMul", "sentences", one) for one in told]
    means = [graph.apply("LpNormalization", one, axis=-1, p=2) for one in sums]
    averages = graph.apply("Concat", *means, axis=-1, output="averages")
    embedding = means[-1]
    if "embedding.weight" in weights:
        half = graph.constant(weights["embedding.weight"].T, np.float16)
        matrix = graph.apply("Cast", half, to=TensorProto.FLOAT)
        bias = graph.constant(weights["embedding.bias"])
        embedding = graph.apply("Gemm", averages, matrix, bias)
    graph.apply("LpNormalization", embedding, axis=-1, p=2, output="embedding")
    hidden = told[-1]
    attended = graph.apply("Softmax", _head(graph, weights, "attend", hidden), axis=0)
    pooled = graph.apply("MatMul", graph.apply("Transpose", attended, perm=[1, 0]), hidden)
    for name in ("bounds", "sides"):
        _head(graph, weights, name, hidden, name)
    for name in ("polarity", "intents"):
        graph.apply("Squeeze", _head(graph, weights, name, pooled), first, output=name)


def _head(
    graph: Graph, weights: Mapping[str, Floats], name: str, values: str, output: str = ""
) -> str:
    matrix = graph.constant(weights[f"{name}.weight"].T)
    bias = graph.constant(weights[f"{name}.bias"])
    return graph.apply("Gemm", values, matrix, bias, output=output)


def _model(graph: Graph, width: int, settings: Mapping[str, Any]) -> onnx.ModelProto:
    value = helper.make_tensor_value_info
    inputs = [
        value("pieces", TensorProto.INT64, ["T"]),
        value("sentences", TensorProto.FLOAT, ["S", "T"]),
    ]
    outputs = [
        value(name, TensorProto.FLOAT, ["T", size] if name in ("bounds", "sides") else [size])
        for name, size in HEADS.items()
    ]
    outputs += [
        value("embedding", TensorProto.FLOAT, ["S", width]),
        value("averages", TensorProto.FLOAT, ["S", 3 * width]),
        value("meanings", TensorProto.FLOAT, ["T", width]),
    ]
    model = helper.make_model(
        helper.make_graph(graph.nodes, "encoder", inputs, outputs, graph.constants),
        opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid(OWN, 1)],
        ir_version=10,
    )
    written = {"longest": LONGEST, "width": width, **settings}
    helper.set_model_props(model, {"rebond": json.dumps(written, ensure_ascii=False)})
    onnx.checker.check_model(model)
    return model


def main() -> None:
    """Write the two files of the package from a network saved by `train.py`."""
    import torch

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", type=Path)
    parser.add_argument("tokenizer", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--name", default="encoder", help="first part of the model's version")
    parser.add_argument("--settings", type=Path, help="JSON: temperatures and thresholds")
    options = parser.parse_args()
    read = torch.load(options.network, weights_only=True)
    weights = {name: tensor.numpy() for name, tensor in read["state"].items()}
    settings = json.loads(options.settings.read_text()) if options.settings else {}
    settings["name"] = options.name
    shape = read["shape"]
    model = build(weights, heads=shape["heads"], epsilon=shape["epsilon"], settings=settings)
    options.folder.mkdir(parents=True, exist_ok=True)
    path = options.folder / "encoder.onnx"
    onnx.save(model, path)
    shutil.copy(options.tokenizer, options.folder / "tokenizer.json")
    # As `rebond.understand.encoder.loading.digest_of` checks it.
    digest = hashlib.sha256(path.read_bytes() + options.tokenizer.read_bytes()).hexdigest()
    (options.folder / "digest.txt").write_text(f"{digest}\n", encoding="ascii")
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
