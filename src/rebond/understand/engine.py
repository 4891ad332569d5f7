"""From texts to opinions: the function behind which every engine stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa

from rebond.understand.codebook import Codebook, load_codebook
from rebond.understand.opinion import Opinion, table_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Engine", "Opinion", "opinions", "shipped_engine", "table_of", "text_polarity"]


class Engine(Protocol):
    """What reads opinions; any stronger engine plugs in by these two names."""

    @property
    def model_version(self) -> str:
        """Name that changes whenever the answers can."""

    def read(self, texts: Sequence[str], languages: Sequence[str], codebook: Codebook) -> pa.Table:
        """Return the opinions of the texts, as `rebond.understand.opinions` does."""


class TextJudge(Protocol):
    """What judges texts as wholes."""

    @property
    def model_version(self) -> str:
        """Name that changes whenever the answers can."""

    def text_polarity(self, texts: Sequence[str]) -> list[tuple[float, ...]]:
        """Return the probabilities that each text as a whole is negative, neutral, positive."""


def shipped_engine() -> Engine:
    """Return the engine of the package, loaded at first use.

    Raises
    ------
    MissingPart, ModelUnusable
        When the encoder cannot be opened; `rebond.understand.rules.rules_engine` needs none.
    """
    from rebond.understand.shipped import encoder_engine

    return encoder_engine()


def opinions(
    texts: Sequence[str] | pa.StringArray,
    *,
    languages: Sequence[str] | None = None,
    codebook: Codebook | None = None,
    engine: Engine | None = None,
) -> pa.Table:
    """Return what each text says about something: one row per clause and theme or target.

    Parameters
    ----------
    texts : sequence of str, or Arrow strings; a null is read as an empty text.
    languages : ISO 639-1 of each text ("und" when unknown); detected when not given.
    codebook : themes looked for; the ready-made "generic" one by default.
    engine : what reads; by default the one of the package, under what was learned for the
        codebook.

    Returns
    -------
    pa.Table
        `rebond.schemas.OPINIONS_OF_TEXTS`: ``row`` is the index of the text, ``start`` and
        ``end`` code points of it (end exclusive) that prove the opinion. A text that says nothing
        has no row. The same text gives the same rows whatever it is read with.
    """
    listed = texts.to_pylist() if isinstance(texts, pa.Array | pa.ChunkedArray) else texts
    read = [text or "" for text in listed]
    if languages is None:
        from rebond.listen.texts.language import languages as detected

        languages = detected(pa.array(read, pa.string())).to_pylist()
    themes = codebook or load_codebook("generic")
    if engine is None:
        from rebond.understand.learned.engine import engine_for

        engine = engine_for(themes, shipped_engine())
    return engine.read(read, list(languages), themes)


def text_polarity(
    texts: Sequence[str] | pa.StringArray, *, engine: TextJudge | None = None
) -> NDArray[np.float64]:
    """Return how each text judges as a whole, whatever it judges.

    Parameters
    ----------
    texts : sequence of str, or Arrow strings; a null is read as an empty text.
    engine : both models of the package by default (`rebond.understand.shipped.both_engines`), or
        one of them (`encoder_engine`), which takes less time.

    Returns
    -------
    float64, n × 3
        Probabilities of negative, neutral (no side, or both without a winner) and positive. A text
        that says nothing is neutral. The same text gives the same bits whatever it is read with.

    Raises
    ------
    MissingPart, ModelUnusable
        When the encoder cannot be opened.

    Notes
    -----
    A logarithmic pool of each encoder on the text at once and on its sentences, then of the two and
    of the words: docs/methods/opinions.md says on what weights were chosen.
    """
    import numpy as np

    from rebond.understand.shipped import both_engines

    listed = texts.to_pylist() if isinstance(texts, pa.Array | pa.ChunkedArray) else texts
    told = (engine or both_engines()).text_polarity([text or "" for text in listed])
    return np.array(told, dtype=np.float64).reshape(len(told), 3)
