"""Texts that say nearly the same thing, whatever their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rebond.understand.search.meanings import Floats, centred
from rebond.understand.search.queries import tokens_of

if TYPE_CHECKING:
    from rebond.understand.encoder import Encoder

SAME = 0.97
"""Least cosine, around the centre, from which nine graded pairs in ten say the same."""
_NEVER = -9.0  # under any cosine
_ROWS = 512  # texts compared at once with all the leaders


@dataclass(frozen=True)
class Resemblance:
    """What a text nearly says again: the place of an earlier one, its own when there is none.

    ``likeness`` is their cosine around the centre, 1 for a text that says something new.
    """

    original: int
    likeness: float


def near_duplicates(
    texts: Sequence[str], *, threshold: float = SAME, encoder: Encoder | None = None
) -> list[Resemblance]:
    """Return, for each text, the earlier one that it nearly says again.

    Parameters
    ----------
    texts : in the order that matters: the first of those alike is the original of the others.
    threshold : cosine, -1 to 1, from which two texts say the same. The default was chosen on graded
        pairs (docs/methods/search.md).
    encoder : what gives meanings; the one of the package by default.

    Returns
    -------
    list of Resemblance
        One a text. Texts judged differently (praise, blame, neither) never resemble each other,
        however near their words. An original is never near to an earlier one: keeping those whose
        ``original`` is their own place leaves no two alike. A text without a word resembles none.

    Raises
    ------
    MissingPart, ModelUnusable
        When no model can read.
    """
    vectors, sides = _read(texts, encoder)
    leaders: list[int] = []
    found = [Resemblance(place, 1.0) for place in range(len(texts))]
    for begin in range(0, len(texts), _ROWS):
        block = vectors[begin : begin + _ROWS]
        known = block @ vectors[leaders].T if leaders else np.zeros((len(block), 0), np.float32)
        inside = block @ block.T
        fresh: list[int] = []
        for row in range(len(block)):
            places = np.array([*leaders, *(begin + other for other in fresh)], dtype=np.int64)
            likeness = np.concatenate((known[row], inside[row, fresh]))
            likeness[sides[places] != sides[begin + row]] = _NEVER
            nearest = int(likeness.argmax()) if len(likeness) else -1
            if nearest >= 0 and likeness[nearest] >= threshold:
                found[begin + row] = Resemblance(int(places[nearest]), float(likeness[nearest]))
            else:
                fresh.append(row)
        leaders += [begin + row for row in fresh]
    return found


def _read(texts: Sequence[str], encoder: Encoder | None) -> tuple[Floats, NDArray[np.int64]]:
    """Return the meaning of each text around the centre, and its likeliest side (0, 1 or 2).

    Texts of the same words, whatever their case, accents and marks, are read once. The meaning of
    one without any word is 0.
    """
    from rebond.understand.encoder import shipped_encoder

    reader = encoder or shipped_encoder()
    keys = [tuple(token.folded for token in tokens_of(text)) for text in texts]
    first: dict[tuple[str, ...], str] = {}
    for key, text in zip(keys, texts, strict=True):
        first.setdefault(key, _plain(text) if key else "")
    places = {key: row for row, key in enumerate(first)}
    read = reader.read(list(first.values()))
    rows = [places[key] for key in keys]
    return centred(reader, read.embedding)[rows], read.polarity.argmax(axis=1)[rows]


def _plain(text: str) -> str:
    """Return a text without marks at its ends, and not shouted."""
    bare = text.strip(" \t\n.!…")
    return bare.lower() if bare.isupper() else bare
