"""Opening the files of the encoder: the network, its pieces, its settings, its version."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rebond.errors import MissingPart, ModelUnusable

NETWORK, PIECES, DIGEST = "encoder.onnx", "tokenizer.json", "digest.txt"
_SETTINGS = "rebond"  # where the network file keeps its settings, in JSON


@dataclass(frozen=True)
class Settings:
    """What the network file says of itself.

    ``longest`` is the most pieces of a window, special ones included. ``margin`` is taken from the
    logit of being outside a target. Logits are divided by their temperature. The confidence of a
    target of raw probability p is ``1 / (1 + exp(-(slope × logit(p) + shift)))``.
    """

    name: str
    width: int
    longest: int = 128
    margin: float = 0.0
    slope: float = 1.0
    shift: float = 0.0
    temperatures: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Parts:
    """The files of an encoder, opened."""

    session: Any
    tokenizer: Any
    settings: Settings
    version: str


def open_encoder(folder: Path) -> Parts:
    """Open the encoder of a folder.

    Raises
    ------
    MissingPart
        When onnxruntime or tokenizers is not installed.
    ModelUnusable
        When a file is absent or damaged.
    """
    try:
        import onnxruntime
        import tokenizers
    except ImportError as error:
        raise MissingPart(
            "The opinion model needs {name}, which is not installed. Type: pip install {name}. "
            "Without it, the engine “rules” reads.",
            name=error.name or "onnxruntime",
        ) from None
    digest = _digest(folder)
    try:
        session = _session(onnxruntime, folder / NETWORK)
        tokenizer = tokenizers.Tokenizer.from_file(str(folder / PIECES))
        written = json.loads(session.get_modelmeta().custom_metadata_map[_SETTINGS])
        settings = Settings(**written)
    except Exception as error:  # each library has its own, some derive from Exception alone
        raise _unusable(folder, str(error).strip().splitlines()[0]) from None
    return Parts(session, tokenizer, settings, f"{settings.name}-{digest[:8]}")


def digest_of(folder: Path) -> str:
    """Return the SHA-256 of the two files of an encoder, in hexadecimal."""
    digest = hashlib.sha256()
    for name in (NETWORK, PIECES):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def _digest(folder: Path) -> str:
    """Return the digest of the files; they must be those that were written together."""
    try:
        found = digest_of(folder)
        written = (folder / DIGEST).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(folder, str(error)) from None
    if found != written:
        raise _unusable(folder, f"SHA-256 {found[:12]}… ≠ {written[:12]}…")
    return found


def _session(onnxruntime: Any, path: Path) -> Any:
    options = onnxruntime.SessionOptions()
    # One thread a window, and the nodes as they were written: the same bits wherever it runs.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(
        str(path), sess_options=options, providers=["CPUExecutionProvider"]
    )


def _unusable(folder: Path, problem: str) -> ModelUnusable:
    return ModelUnusable(
        "The opinion model in {folder} cannot be used: {problem}. Install Rebond again, or read "
        "with the engine “rules”.",
        folder=str(folder),
        problem=problem,
    )
