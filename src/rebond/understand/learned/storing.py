"""All that a codebook has learned, and the file that keeps it."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from rebond.errors import CodebookError
from rebond.understand.learned.weights import LearnedWeights, weights_from

FORMAT = 1


@dataclass(frozen=True)
class Learned:
    """The weights of a codebook: those of coded verbatims, then those of a few examples."""

    parts: tuple[LearnedWeights, ...]

    @cached_property
    def digest(self) -> str:
        """Twelve hexadecimal digits of everything that answers depend on."""
        told = " ".join(part.digest for part in self.parts)
        return hashlib.sha256(told.encode()).hexdigest()[:12]

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes learned, each once, in order."""
        return tuple(dict.fromkeys(theme for part in self.parts for theme in part.themes))

    @property
    def reads_meaning(self) -> bool:
        """Whether the encoder is needed."""
        return any(part.embedder for part in self.parts)

    def renamed(self, successors: Callable[[str], Sequence[str]]) -> Learned | None:
        """Return these weights for themes that have changed ids; None when none is left."""
        return learned_of([part.renamed(successors) for part in self.parts])

    def without(self, themes: Sequence[str]) -> Learned | None:
        """Return these weights without some themes; None when none is left."""
        return learned_of([part.without(themes) for part in self.parts])

    def write(self, path: Path) -> None:
        """Write the weights in a file, whole or not at all."""
        told = {"format": FORMAT, "parts": [part.told() for part in self.parts]}
        arrays = {
            f"{number}_{name}": array
            for number, part in enumerate(self.parts)
            for name, array in part.arrays().items()
        }
        unfinished = path.with_name(f"{path.name}.new")
        with unfinished.open("wb") as file:
            written = np.frombuffer(json.dumps(told).encode(), dtype=np.uint8)
            np.savez_compressed(file, allow_pickle=False, told=written, **arrays)
        unfinished.replace(path)


def learned_of(parts: Sequence[LearnedWeights | None]) -> Learned | None:
    """Return the parts that are there together; None when none is."""
    kept = tuple(part for part in parts if part is not None)
    return Learned(kept) if kept else None


def read_learned(path: Path) -> Learned:
    """Read the weights of a file.

    Raises
    ------
    CodebookError
        When the file is absent, damaged, or of a later version.
    """
    try:
        with np.load(path) as stored:
            told = json.loads(stored["told"].tobytes())
            arrays = {name: stored[name] for name in stored.files}
        if told["format"] != FORMAT:
            raise ValueError(f"format {told['format']}")
        return Learned(
            tuple(_part(number, one, arrays) for number, one in enumerate(told["parts"]))
        )
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise CodebookError(
            "What was learned for this codebook cannot be read in {path}: {problem}. Put the file "
            "back, or learn again: rebond codebook teach or import.",
            path=str(path),
            problem=str(error) or type(error).__name__,
        ) from None


def _part(number: int, told: Mapping[str, object], arrays: Mapping[str, Any]) -> LearnedWeights:
    prefix = f"{number}_"
    return weights_from(
        told, {n.removeprefix(prefix): array for n, array in arrays.items() if n.startswith(prefix)}
    )
