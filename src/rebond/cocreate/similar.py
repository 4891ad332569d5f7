"""Ideas that say nearly the same, found while one types: by pieces of words and by meaning.

Three likenesses are added, each on the scale of its best: BM25 over pieces of four letters of the
words (so that "vote", "voter", "votants" and a slip of the finger meet) of the whole idea, the same
over its title, and the cosine of latent meanings (words that come with the same words in the
community's own ideas: Deerwester et al. 1990). An encoder, when one is given, adds its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from rebond.understand.search.meanings import centred
from rebond.understand.search.queries import tokens_of

if TYPE_CHECKING:
    from rebond.understand.encoder import Encoder

Floats = NDArray[np.float64]
_PIECE = 4  # letters
_K1, _B = 1.2, 0.75
_TITLE, _LATENT, _ENCODED = 0.3, 0.5, 0.3
_AXES = 100
_LEAST = 0.15  # share of what is asked for that an idea must hold to be told


@dataclass(frozen=True)
class Idea:
    """An idea as written: its id, its title and the rest."""

    id: str
    title: str
    body: str = ""


@dataclass(frozen=True)
class Similar:
    """An idea like what is being typed.

    ``score`` orders, from 0 up; ``held`` is the share of what is typed that the idea holds, each
    piece of word weighing as much as it is rare, in 0 to 1.
    """

    id: str
    score: float
    held: float


class Field:
    """Counts of terms in one part of the ideas, and their BM25 weights."""

    def __init__(
        self, cut: Callable[[str], Counter[str]], texts: Sequence[str], known: Field | None = None
    ) -> None:
        self.cut = cut
        self.counts: sparse.csr_matrix
        self.places: dict[str, int] = dict(known.places) if known else {}
        rows, columns, counts = [], [], []
        for row, text in enumerate(texts):
            for term, count in cut(text).items():
                rows.append(row)
                columns.append(self.places.setdefault(term, len(self.places)))
                counts.append(float(count))
        shape = (len(texts), len(self.places))
        here = sparse.csr_matrix((counts, (rows, columns)), shape=shape)
        if known is not None:
            before: sparse.csr_matrix = known.counts.copy()
            before.resize((before.shape[0], len(self.places)))
            here = sparse.vstack([before, here], format="csr")
        self.counts = here
        self._weigh()

    def _weigh(self) -> None:
        """Compute the weights of the terms (Robertson and Zaragoza 2009)."""
        size, table = self.counts.shape[0], self.counts.tocsc()
        held = np.diff(table.indptr)
        self.rarity: Floats = np.log(1 + (size - held + 0.5) / (held + 0.5))
        lengths = np.asarray(self.counts.sum(axis=1)).ravel()
        mean = float(lengths.sum()) / max(size, 1)
        usual = _K1 * (1 - _B + _B * lengths / max(mean, 1.0))
        rare = np.repeat(self.rarity, held)
        table.data = rare * table.data * (_K1 + 1) / (table.data + usual[table.indices])
        self.weights = table

    def asked(self, text: str) -> NDArray[np.int64]:
        """Return the places of the terms of a text that some idea holds."""
        places = sorted({self.places[term] for term in self.cut(text) if term in self.places})
        return np.array(places, dtype=np.int64)

    def scores(self, asked: NDArray[np.int64]) -> Floats:
        """Return the BM25 score of each idea."""
        found = np.zeros(self.counts.shape[0])
        table = self.weights
        for place in asked:
            span = slice(table.indptr[place], table.indptr[place + 1])
            found[table.indices[span]] += table.data[span]
        return found


class _Latent:
    """Meanings learned from which words come together in the ideas."""

    def __init__(self, field: Field) -> None:
        from sklearn.decomposition import TruncatedSVD

        table = sparse.csr_matrix(field.weights)
        axes = min(_AXES, min(table.shape) - 1)
        lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
        even = sparse.diags(1 / np.maximum(lengths, 1e-9)) @ table
        self.axes: Floats = TruncatedSVD(axes, random_state=0).fit(even).components_

    def placed(self, rows: sparse.csr_matrix) -> Floats:
        """Return the meanings of rows of weights, of norm 1."""
        wide = rows[:, : self.axes.shape[1]]
        found = wide @ self.axes.T
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        places: Floats = found / np.maximum(lengths, 1e-9)
        return places


class IdeaIndex:
    """Ideas ready to be compared with what is typed; get one by `IdeaIndex.of`.

    The order of the ideas does not matter: equal scores are ordered by id.
    """

    def __init__(self, ideas: tuple[Idea, ...], encoder: Encoder | None) -> None:
        self.ideas = ideas
        self._encoder = encoder

    @classmethod
    def of(cls, ideas: Iterable[Idea], *, encoder: Encoder | None = None) -> IdeaIndex:
        """Return the index of some ideas.

        Parameters
        ----------
        ideas : iterable of Idea
        encoder : Encoder, optional
            Adds the likeness of the titles' embeddings: some milliseconds more for each idea, once,
            and for each search.

        Examples
        --------
        >>> index = IdeaIndex.of([Idea("1", "Vote par internet"), Idea("2", "Fibre pour tous")])
        >>> [one.id for one in index.similar("voter en ligne")]
        ['1']
        """
        kept = tuple(sorted(ideas, key=lambda idea: idea.id))
        index = cls(kept, encoder)
        index._whole = Field(_pieces, [f"{idea.title}. {idea.body}" for idea in kept])
        index._titles = Field(_pieces, [idea.title for idea in kept])
        index._words = Field(stems_of, [f"{idea.title}. {idea.body}" for idea in kept])
        many = min(index._words.counts.shape) > 2
        index._latent = _Latent(index._words) if many else None
        index._place(encoder)
        return index

    _whole: Field
    _titles: Field
    _words: Field
    _latent: _Latent | None
    _places: Floats
    _encoded: Floats | None

    def with_ideas(self, more: Iterable[Idea]) -> IdeaIndex:
        """Return the index with some ideas more; latent meanings stay those learned at first."""
        new = tuple(more)
        index = IdeaIndex((*self.ideas, *new), self._encoder)
        texts = [f"{idea.title}. {idea.body}" for idea in new]
        index._whole = Field(_pieces, texts, self._whole)
        index._titles = Field(_pieces, [idea.title for idea in new], self._titles)
        index._words = Field(stems_of, texts, self._words)
        index._latent = self._latent
        index._place(self._encoder)
        return index

    def similar(self, text: str, *, limit: int = 10, least: float = _LEAST) -> list[Similar]:
        """Return the ideas like a text, the likest first; none for a text without a known word.

        Parameters
        ----------
        text : str
            What is typed so far.
        limit : int
            How many at most.
        least : float
            The share of what is typed that an idea must hold, or 0 to tell the likest in any case.
        """
        asked = self._whole.asked(text)
        if not self.ideas or not (len(asked) or least <= 0):
            return []
        whole = self._whole.scores(asked)
        scores = _scaled(whole) + _TITLE * _scaled(self._titles.scores(self._titles.asked(text)))
        scores += _LATENT * _scaled(self._near(text))
        if self._encoded is not None and self._encoder is not None:
            wanted = centred(self._encoder, self._encoder.embed([text]))[0]
            scores += _ENCODED * _scaled(self._encoded @ wanted)
        order = sorted(
            np.argsort(-scores, kind="stable")[: 4 * limit].tolist(),
            key=lambda row: (-scores[row], self.ideas[row].id),
        )
        found = [
            Similar(self.ideas[row].id, float(scores[row]), self._held(row, asked)) for row in order
        ]
        return [one for one in found if one.held >= least][:limit]

    def _place(self, encoder: Encoder | None) -> None:
        """Place every idea among the latent meanings, and read its title with the encoder."""
        rows = sparse.csr_matrix(self._words.weights)
        self._places = self._latent.placed(rows) if self._latent else np.zeros((len(self.ideas), 1))
        self._encoded = None
        if encoder is not None and self.ideas:
            titles = encoder.embed([idea.title for idea in self.ideas])
            self._encoded = centred(encoder, titles).astype(np.float64)

    def _near(self, text: str) -> Floats:
        """Return the cosine of each idea with a text among the latent meanings."""
        if self._latent is None:
            return np.zeros(len(self.ideas))
        places = self._words.asked(text)
        places = places[places < self._latent.axes.shape[1]]
        wanted = self._latent.axes[:, places] @ self._words.rarity[places]
        length = float(np.linalg.norm(wanted))
        near: Floats = self._places @ (wanted / max(length, 1e-9))
        return near

    def _held(self, row: int, asked: NDArray[np.int64]) -> float:
        """Return the share of what is asked for that an idea holds."""
        if not len(asked):
            return 0.0
        counts = self._whole.counts
        inside = np.isin(asked, counts.indices[counts.indptr[row] : counts.indptr[row + 1]])
        rarity = self._whole.rarity[asked]
        return float(rarity[inside].sum() / rarity.sum())


def _scaled(scores: Floats) -> Floats:
    """Return scores between 0 and 1, on the scale of the best."""
    best = float(scores.max(initial=0))
    above: Floats = np.maximum(scores, 0) / best if best > 0 else np.zeros(len(scores))
    return above


def _pieces(text: str) -> Counter[str]:
    """Return the pieces of the words of a text: four letters each, word ends marked."""
    pieces: Counter[str] = Counter()
    for token in tokens_of(text):
        word = f"_{token.folded}_"
        pieces.update(
            word[start : start + _PIECE] for start in range(len(word) - _PIECE + 1) if len(word) > 5
        )
    return pieces


def stems_of(text: str) -> Counter[str]:
    """Return the stems of a text."""
    return Counter(token.stem for token in tokens_of(text))
