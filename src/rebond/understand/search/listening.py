"""What understanding computes is kept for search: voices are not read twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from rebond.understand.encoder import Encoded, Encoder, shipped_encoder
from rebond.understand.learned.engine import LearnedEngine
from rebond.understand.search.meanings import Floats, Span, kept, parts_of
from rebond.understand.search.store import Index, opened
from rebond.understand.shipped import ShippedEngine

if TYPE_CHECKING:
    from rebond.understand.engine import Engine
    from rebond.workspace import Workspace


class ListenedEncoder(Encoder):
    """An encoder whose answers on whole texts also go to an index."""

    def __init__(self, encoder: Encoder, index: Index) -> None:
        self._encoder = encoder
        self._index = index
        self.settings = encoder.settings
        self.version = encoder.version

    def embed(self, texts: Sequence[str]) -> Floats:
        """Return the embeddings of texts; they are not kept."""
        return self._encoder.embed(texts)

    def meanings(self, texts: Sequence[str]) -> Floats:
        """Return what texts name; it is not kept."""
        return self._encoder.meanings(texts)

    def read_texts(
        self,
        texts: Sequence[str],
        parts: Sequence[Sequence[Span]],
        sentences: Sequence[Sequence[int]] | None = None,
    ) -> list[Encoded]:
        """Read texts, and keep the meanings of those read in the parts that search has."""
        read = self._encoder.read_texts(texts, parts, sentences)
        owners = sentences or [range(len(listed)) for listed in parts]
        with self._index.changing():
            for text, listed, numbers, one in zip(texts, parts, owners, read, strict=True):
                if (list(listed), list(numbers)) == parts_of(text):
                    meaning = kept(self._encoder, listed, one)
                    self._index.add_meaning(self._index.number_of(text), meaning)
        return read


@contextmanager
def listened(workspace: Workspace, engine: Engine) -> Iterator[Engine]:
    """Give an engine that reads the same, and whose meanings are kept in the index of a workspace.

    The engine itself, when it does not read with the encoder that searches. Hold the writer's lock.
    """
    base = engine.base if isinstance(engine, LearnedEngine) else engine
    if not isinstance(base, ShippedEngine) or base.encoder.version != shipped_encoder().version:
        yield engine
        return
    with opened(workspace) as index:
        index.use_encoder(base.encoder.version, base.encoder.settings.width)
        heard: Engine = replace(base, encoder=ListenedEncoder(base.encoder, index))
        yield replace(engine, base=heard) if isinstance(engine, LearnedEngine) else heard
