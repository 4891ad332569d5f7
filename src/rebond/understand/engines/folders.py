"""Engines whose model is in a folder: an encoder in our layout, or a classifier of Hugging Face."""

from __future__ import annotations

from pathlib import Path

from rebond.errors import ModelUnusable
from rebond.understand.encoder import Encoder
from rebond.understand.encoder.loading import DIGEST, NETWORK
from rebond.understand.engines.classifier import CONFIG, TokenClassifier, network_in
from rebond.understand.polarity import shipped_model
from rebond.understand.shipped import ShippedEngine


def engine_of(folder: Path) -> ShippedEngine:
    """Return the engine that reads with the model of a folder.

    Two layouts are read: ``encoder.onnx``, ``tokenizer.json`` and ``digest.txt``, as
    ``models/encoder/graph.py`` writes them; ``model.onnx`` (or ``onnx/model.onnx``),
    ``tokenizer.json`` and ``config.json``, as a token classifier of Hugging Face is exported.

    Raises
    ------
    ModelUnusable
        When the folder holds neither, or when a file is damaged.
    MissingPart
        When onnxruntime or tokenizers is not installed.
    """
    if (folder / NETWORK).is_file() or (folder / DIGEST).is_file():
        return ShippedEngine(Encoder.open(folder), shipped_model())
    if network_in(folder) is not None:
        return ShippedEngine(TokenClassifier.open(folder), shipped_model())
    if (folder / CONFIG).is_file():
        raise ModelUnusable(
            "The folder {folder} holds a model that is not exported to ONNX. Type: optimum-cli "
            "export onnx --task token-classification --model {folder} NEW_FOLDER, and name the new "
            "folder.",
            folder=str(folder),
        )
    raise ModelUnusable(
        "The folder {folder} holds no model. It must hold encoder.onnx, tokenizer.json and "
        "digest.txt, or model.onnx, tokenizer.json and config.json.",
        folder=str(folder),
    )
