"""Give a trained network the meanings of the encoder it comes from.

    python models/encoder/meaning.py E5_FOLDER NETWORK.pt [--texts 12000]

Learning to judge makes a network forget what sentences are about: the mean of its last states tells
praise from blame before it tells a bed from a breakfast. Its earlier layers still know. This fits,
by ridge regression on texts that are free to learn from, a linear function from the means after a
third of the layers, two thirds and all, to the embedding of multilingual-e5-small, and adds it to
the file as `embedding.weight` and `embedding.bias`, which `graph.py` writes. Prints the cosine with
what is imitated, around the mean, on texts held out.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import examples
import graph
import numpy as np
import numpy.typing as npt
import onnxruntime
import torch
from network import pretrained
from tokenizers import Tokenizer

Floats = npt.NDArray[np.float32]
_HELD = 0.3  # how much the regression is held towards 0
_APART = 0.1  # share of the texts held out
_SEED = 7


def session_of(weights: Mapping[str, Floats], heads: int) -> Any:
    """Return the network of these weights, ready to run as the package runs it."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    model = graph.build(weights, heads=heads)
    return onnxruntime.InferenceSession(model.SerializeToString(), options)


def read(session: Any, output: str, pieces: Sequence[Sequence[int]]) -> Floats:
    """Return an output for each text."""
    rows = []
    for one in pieces:
        whole = np.ones((1, len(one)), dtype=np.float32)
        feed = {"pieces": np.array(one, dtype=np.int64), "sentences": whole}
        rows.append(session.run([output], feed)[0][0])
    return np.stack(rows)


def fitted(known: Floats, wanted: Floats) -> tuple[Floats, Floats]:
    """Return the weight and the bias of the linear function from `known` to `wanted`."""
    centre, mean = known.mean(axis=0), wanted.mean(axis=0)
    moved = (known - centre).astype(np.float64)
    held = moved.T @ moved + _HELD * np.eye(known.shape[1])
    weight = np.linalg.solve(held, moved.T @ (wanted - mean).astype(np.float64)).T
    return weight.astype(np.float32), (mean - weight @ centre).astype(np.float32)


def likeness(one: Floats, other: Floats) -> float:
    """Return the mean cosine of rows taken from their means."""
    left, right = one - one.mean(axis=0), other - other.mean(axis=0)
    norms = np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1)
    return float(((left * right).sum(axis=1) / norms).mean())


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("network", type=Path)
    parser.add_argument("--data", type=Path, default=examples.SHARED)
    parser.add_argument("--texts", type=int, default=12_000)
    options = parser.parse_args()
    saved = torch.load(options.network, weights_only=True)
    state = {k: v for k, v in saved["state"].items() if not k.startswith("embedding.")}
    learned = session_of({k: v.numpy() for k, v in state.items()}, saved["shape"]["heads"])
    kept = json.loads((options.folder / "kept.json").read_text())
    origin = pretrained(dict(np.load(options.folder / "weights.npz")), kept, list(range(12)))
    first = session_of({k: v.detach().numpy() for k, v in origin.state_dict().items()}, 12)
    tokenizer = Tokenizer.from_file(str(options.folder / "tokenizer.json"))
    texts = sorted(set(examples.texts(options.data)))
    chosen = random.Random(_SEED).sample(texts, min(options.texts, len(texts)))
    pieces = [tokenizer.encode(text).ids[: graph.LONGEST] for text in chosen]
    known, wanted = read(learned, "averages", pieces), read(first, "embedding", pieces)
    apart = int(len(pieces) * _APART)
    weight, bias = fitted(known[apart:], wanted[apart:])
    before = known[:apart, -wanted.shape[1] :]
    after = known[:apart] @ weight.T + bias
    print(
        f"likeness {likeness(before, wanted[:apart]):.3f} → {likeness(after, wanted[:apart]):.3f}"
    )
    added = {"embedding.weight": torch.from_numpy(weight), "embedding.bias": torch.from_numpy(bias)}
    torch.save({**saved, "state": {**state, **added}}, options.network)


if __name__ == "__main__":
    main()
