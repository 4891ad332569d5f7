"""A small encoder of random weights, written as the one that ships is."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from rebond.understand.encoder.loading import DIGEST, NETWORK, PIECES, digest_of

GRAPH = Path(__file__).resolve().parents[3] / "models" / "encoder" / "graph.py"
_WIDTH, _INNER = 64, 128
_WORDS = "le la service lent très bien attente caisse prix the queue was slow nice trop long et"


def graph() -> ModuleType:
    """Return the module that writes encoders."""
    spec = importlib.util.spec_from_file_location("encoder_graph", GRAPH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def small_tokenizer() -> Tokenizer:
    """Return a tokenizer of letters and a few words."""
    letters = [chr(code) for code in range(33, 127)] + list("éèàçêù’…€▁")
    words = [f"▁{word}" for word in _WORDS.split()]
    pieces = [(piece, 0.0) for piece in ("<s>", "<pad>", "</s>", "<unk>")]
    pieces += [(letter, -9.0) for letter in letters] + [(word, -4.0) for word in words]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    return tokenizer


def small_weights(pieces: int, layers: int = 2) -> dict[str, np.ndarray]:
    """Return random weights, named as in models/encoder/network.py."""
    draw = np.random.default_rng(5)

    def drawn(*shape: int, scale: float = 0.3) -> np.ndarray:
        return (draw.standard_normal(shape) * scale).astype(np.float32)

    weights = {"words.weight": drawn(pieces, _WIDTH), "places.weight": drawn(128, _WIDTH)}
    squares = ("query", "key", "value", "output")
    for layer in range(layers):
        shapes = dict.fromkeys(squares, (_WIDTH, _WIDTH))
        shapes |= {"inner": (_INNER, _WIDTH), "outer": (_WIDTH, _INNER)}
        for name, shape in shapes.items():
            weights[f"layers.{layer}.{name}.weight"] = drawn(*shape)
            weights[f"layers.{layer}.{name}.bias"] = drawn(shape[0])
    norms = ["norm"]
    norms += [f"layers.{n}.{name}" for n in range(layers) for name in ("attention_norm", "norm")]
    for name in norms:
        weights[f"{name}.weight"] = 1 + drawn(_WIDTH)
        weights[f"{name}.bias"] = drawn(_WIDTH)
    for name, size in {"attend": 1, "bounds": 3, "sides": 3, "polarity": 3, "intents": 5}.items():
        weights[f"{name}.weight"] = drawn(size, _WIDTH)
        weights[f"{name}.bias"] = np.zeros(size, dtype=np.float32)
    return weights


def write_encoder(folder: Path) -> Path:
    """Write a small encoder in a folder and return it."""
    import onnx

    folder.mkdir(exist_ok=True)
    tokenizer = small_tokenizer()
    weights = small_weights(tokenizer.get_vocab_size())
    model = graph().build(weights, heads=2, settings={"name": "small", "temperatures": {}})
    onnx.save(model, folder / NETWORK)
    tokenizer.save(str(folder / PIECES))
    (folder / DIGEST).write_text(digest_of(folder) + "\n", encoding="ascii")
    return folder
