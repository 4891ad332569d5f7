"""What a learned theme looks at: words, letters, expressions of the codebook, and the meaning.

Words and letters are hashed, so that what is stored holds no word that anybody wrote. Every value
is a whole number: sums are exact, hence the same alone, in any batch and in any order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol
from zlib import crc32

import numpy as np
import numpy.typing as npt

from rebond.understand.codebook import Codebook
from rebond.understand.matching import matcher_for
from rebond.understand.polarity import negated
from rebond.understand.sentences import Clause, clauses_of
from rebond.understand.words import MARK, words_of

BITS = 17
WORDS = 1 << BITS  # dimensions of words, then as many of letters
SCALE = 1 << 12  # a value of 1 is written as this whole number
_EXPRESSION = round(0.6 * SCALE)  # beside words and letters of norm 1 each
_CACHE_LIMIT = 200_000

Matrix = Any  # scipy.sparse.csr_matrix of whole numbers written as float64


class Embedder(Protocol):
    """What gives the meaning of a text as a vector; the shipped encoder is one."""

    @property
    def version(self) -> str:
        """Name that changes whenever the vectors can."""

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one vector of norm 1 per text, the same whatever it is asked with."""


@dataclass(frozen=True)
class Weighing:
    """How much each word or group of letters weighs: rarer ones tell more.

    ``rarity`` : int32 (2 ** 18,), the inverse document frequency times `SCALE`; 0 for what fewer
    than two texts held. ``centre`` : int32 (d,), the mean of the meanings times `SCALE`, empty
    without meaning; ``spread`` : what gives a meaning, from there, the norm wanted on average.
    """

    rarity: npt.NDArray[np.int32]
    centre: npt.NDArray[np.int32]
    spread: float = 1.0

    def text(self, counts: Matrix) -> Matrix:
        """Return the features of words and letters: each kind of norm 1 (n × 2 ** 18)."""
        from scipy.sparse import csr_matrix

        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        values = (1.0 + np.log(counts.data)) * self.rarity[counts.indices]
        kinds = rows * 2 + (counts.indices >= WORDS)
        squares = np.bincount(kinds, weights=values * values, minlength=2 * counts.shape[0])
        norms = np.sqrt(np.maximum(squares, 1.0))
        whole = np.round(values / norms[kinds] * SCALE)
        return csr_matrix((whole, counts.indices, counts.indptr), shape=counts.shape)

    def meaning(self, vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """Return the features of the meaning: whole numbers around 0 (n × d)."""
        whole = np.round(vectors.astype(np.float64) * SCALE) - self.centre
        return np.round(whole * self.spread)


def weighing(
    counts: Matrix, vectors: npt.NDArray[np.float32] | None, emphasis: float = 1.0
) -> Weighing:
    """Return how the features of these texts are to be weighed.

    Parameters
    ----------
    counts : the words and letters of each text, from `counts_of`.
    vectors : float32 (n, d), their meanings; None without them.
    emphasis : norm of a meaning on average, beside words and letters of norm 1 each.
    """
    size = counts.shape[0]
    held = np.bincount(counts.indices, minlength=2 * WORDS)
    least = 2 if size >= 200 else 1
    rarity = np.where(held >= least, np.log((1 + size) / (1 + held)) + 1.0, 0.0)
    centre = np.zeros(0, np.int32)
    spread = 1.0
    if vectors is not None:
        wide = vectors.astype(np.float64)
        centre = np.round(wide.mean(axis=0) * SCALE).astype(np.int32)
        squares = ((wide - wide.mean(axis=0)) ** 2).sum(axis=1).mean()
        spread = round(emphasis / float(np.sqrt(max(squares, 1e-3))), 3)
    return Weighing(np.round(rarity * SCALE).astype(np.int32), centre, spread)


def counts_of(texts: Sequence[str]) -> Matrix:
    """Return how often each text holds each word, pair of words and group of letters."""
    from scipy.sparse import csr_matrix

    indices: list[npt.NDArray[np.int32]] = []
    ends = [0]
    for text in texts:
        found = _dimensions(text)
        indices.append(found)
        ends.append(ends[-1] + len(found))
    flat = np.concatenate(indices) if indices else np.zeros(0, np.int32)
    counts = csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(texts), 2 * WORDS))
    counts.sum_duplicates()
    return counts


def expressions_of(
    texts: Sequence[str], languages: Sequence[str], codebook: Codebook, themes: Sequence[str]
) -> npt.NDArray[np.float64]:
    """Return which of these themes of the codebook each text names (n × len(themes)).

    The expressions learned do not count: they come from the texts that the weights come from.
    """
    codebook = codebook.without_learned
    columns = {theme: column for column, theme in enumerate(themes)}
    found = np.zeros((len(texts), len(themes)))
    for row, (text, language) in enumerate(zip(texts, languages, strict=True)):
        matcher = matcher_for(codebook, language)
        words = words_of(text)
        for clause in clauses_of(text, words):
            for match in matcher.find(words, clause):
                column = columns.get(matcher.themes[match.theme].id)
                if column is not None:
                    found[row, column] = _EXPRESSION
    return found


def _dimensions(text: str) -> npt.NDArray[np.int32]:
    """Return the dimensions of a text, as many times as it holds what they stand for."""
    words = words_of(text)
    turned = negated(words, Clause(0, len(words), 0))
    stems = [
        f"!{stem}" if turned[index] else stem
        for index, stem in enumerate(words.stems)
        if words.kinds[index] != MARK
    ]
    pairs = [f"{one} {other}" for one, other in pairwise(stems)]
    parts = [np.array([_hash(stem) for stem in (*stems, *pairs)], dtype=np.int32)]
    parts += [
        _letters(words.folded[index]) for index, kind in enumerate(words.kinds) if kind != MARK
    ]
    return np.concatenate(parts)


_known_letters: dict[str, npt.NDArray[np.int32]] = {}


def _letters(folded: str) -> npt.NDArray[np.int32]:
    """Return the dimensions of the groups of 2 to 5 letters of a word, its ends marked."""
    known = _known_letters.get(folded)
    if known is None:
        if len(_known_letters) >= _CACHE_LIMIT:
            _known_letters.clear()
        bounded = f" {folded} "
        groups = [
            bounded[start : start + size]
            for size in (2, 3, 4, 5)
            for start in range(max(1, len(bounded) - size + 1))
        ]
        known = np.array([WORDS + _hash(group) for group in groups], dtype=np.int32)
        _known_letters[folded] = known
    return known


def _hash(piece: str) -> int:
    return crc32(piece.encode("utf-8", "surrogatepass")) & (WORDS - 1)


def meanings_of(texts: Sequence[str], embedder: Embedder | None) -> npt.NDArray[np.float32] | None:
    """Return the meaning of each text (n × d), None without an encoder."""
    return None if embedder is None else embedder.embed(texts)
