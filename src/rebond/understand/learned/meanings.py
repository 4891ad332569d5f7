"""The meanings of texts, remembered: teaching, previewing and reading ask for the same voices."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from rebond.errors import RebondError
from rebond.understand.learned.features import Embedder

_MOST = 20_000  # vectors kept, about 30 MB


class Remembering:
    """An encoder that remembers the last texts it was asked for."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, npt.NDArray[np.float32]] = {}

    @property
    def version(self) -> str:
        """That of the encoder."""
        return self._embedder.version

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one vector of norm 1 per text, the same whatever it is asked with."""
        found = {text: self._known[text] for text in texts if text in self._known}
        new = [text for text in dict.fromkeys(texts) if text not in found]
        if new:
            vectors = self._embedder.embed(new)
            fresh = dict(zip(new, vectors, strict=True))
            found |= fresh
            if len(self._known) + len(fresh) > _MOST:
                self._known.clear()
            self._known |= dict(list(fresh.items())[:_MOST])
        if not texts:
            return self._embedder.embed([])
        return np.stack([found[text] for text in texts])


def available_embedder() -> Embedder | None:
    """Return the encoder of the package; None where it is not installed."""
    try:
        return _shipped()
    except (ImportError, RebondError):
        return None


@cache
def _shipped() -> Remembering:
    from rebond.understand.encoder import shipped_encoder

    return Remembering(shipped_encoder())
