"""Texts that say nearly the same thing, whatever their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rebond.understand.search.meanings import Floats, centred

if TYPE_CHECKING:
    from rebond.understand.encoder import Encoder

SAME = 0.9
"""Least cosine, around the centre, of two texts that say the same."""
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
        One a text. An original is never near to an earlier original, so that keeping those whose
        ``original`` is their own place leaves no two alike. A text without any word resembles none.

    Raises
    ------
    MissingPart, ModelUnusable
        When no model can read.
    """
    vectors = _vectors(texts, encoder)
    leaders: list[int] = []
    found = [Resemblance(place, 1.0) for place in range(len(texts))]
    for begin in range(0, len(texts), _ROWS):
        block = vectors[begin : begin + _ROWS]
        known = block @ vectors[leaders].T if leaders else np.zeros((len(block), 0), np.float32)
        inside = block @ block.T
        fresh: list[int] = []
        for row in range(len(block)):
            likeness = np.concatenate((known[row], inside[row, fresh]))
            nearest = int(likeness.argmax()) if len(likeness) else -1
            if nearest >= 0 and likeness[nearest] >= threshold:
                inner = nearest - len(leaders)
                original = leaders[nearest] if inner < 0 else begin + fresh[inner]
                found[begin + row] = Resemblance(original, float(likeness[nearest]))
            else:
                fresh.append(row)
        leaders += [begin + row for row in fresh]
    return found


def _vectors(texts: Sequence[str], encoder: Encoder | None) -> Floats:
    from rebond.understand.encoder import shipped_encoder

    reader = encoder or shipped_encoder()
    distinct = {text: row for row, text in enumerate(dict.fromkeys(texts))}
    vectors = centred(reader, reader.embed(list(distinct)))
    rows: Floats = vectors[[distinct[text] for text in texts]]
    return rows
