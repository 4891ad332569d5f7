"""What was learned, as numbers that a file keeps: no word and no text of anybody is in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rebond.errors import CodebookError
from rebond.understand.codebook import Codebook
from rebond.understand.learned.features import (
    Embedder,
    Weighing,
    counts_of,
    expressions_of,
)
from rebond.understand.learned.linear import Linear
from rebond.understand.sentences import clauses_of
from rebond.understand.words import MARK, words_of

Floats = npt.NDArray[np.float64]
WORDS, MEANING = "words", "meaning"


@dataclass(frozen=True)
class Column:
    """A theme learned: how (`WORDS` or `MEANING`), and from which score on it is told.

    ``adds`` is True where expressions go on telling the theme too: a few examples add to them;
    False where what was learned from many replaces them.
    """

    theme: str
    method: str
    threshold: float
    adds: bool = False


class Piece(NamedTuple):
    """A stretch of a text as long as the examples were: code points, end exclusive."""

    row: int
    start: int
    end: int


class Decision(NamedTuple):
    """A theme told of a piece of a text, and how likely it is right (0 to 1)."""

    piece: Piece
    theme: str
    confidence: float


@dataclass(frozen=True)
class LearnedWeights:
    """The themes learned and what tells them.

    ``weighing`` weighs words, letters and meanings; ``named`` are the themes whose expressions are
    looked at; ``words`` and ``meaning`` hold the weights of the columns of each method, in order;
    ``sentences`` is the length of what is read at once; ``slope`` turns a score above its threshold
    into a probability; ``embedder`` is the version of the encoder, "" when it is not used.
    """

    columns: tuple[Column, ...]
    weighing: Weighing
    named: tuple[str, ...]
    words: Linear
    meaning: Linear
    sentences: int
    slope: float
    embedder: str

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes learned, each once, in order."""
        return tuple(dict.fromkeys(column.theme for column in self.columns))

    @cached_property
    def digest(self) -> str:
        """Twelve hexadecimal digits of everything that answers depend on."""
        found = hashlib.sha256(json.dumps(self.told(), sort_keys=True).encode())
        for array in self.arrays().values():
            found.update(np.ascontiguousarray(array).tobytes())
        return found.hexdigest()[:12]

    def renamed(self, successors: Callable[[str], Sequence[str]]) -> LearnedWeights | None:
        """Return these weights for themes that have changed ids; None when none is left.

        A theme that has become several keeps its weights under the last of them, which is what
        remains of it.
        """
        told = {theme: tuple(successors(theme)) for theme in (*self.themes, *self.named)}
        columns = tuple(
            replace(column, theme=told[column.theme][-1]) if told[column.theme] else column
            for column in self.columns
        )
        named = tuple(told[theme][-1] if told[theme] else "" for theme in self.named)
        gone = [index for index, column in enumerate(self.columns) if not told[column.theme]]
        return replace(self, columns=columns, named=named)._without(gone)

    def without(self, themes: Sequence[str]) -> LearnedWeights | None:
        """Return these weights without some themes; None when none is left."""
        gone = [index for index, column in enumerate(self.columns) if column.theme in themes]
        return self._without(gone)

    def _without(self, gone: Sequence[int]) -> LearnedWeights | None:
        kept = [index for index in range(len(self.columns)) if index not in gone]
        if not kept:
            return None
        if not gone:
            return self
        by_method = {
            method: [i for i, index in enumerate(self._places(method)) if index in kept]
            for method in (WORDS, MEANING)
        }
        return replace(
            self,
            columns=tuple(self.columns[index] for index in kept),
            words=_some(self.words, by_method[WORDS]),
            meaning=_some(self.meaning, by_method[MEANING]),
        )

    def scores(
        self,
        texts: Sequence[str],
        languages: Sequence[str],
        codebook: Codebook,
        embedder: Embedder | None,
    ) -> Floats:
        """Return the score of each column in each text (n × columns), above 0 when it is told."""
        sparse = self.weighing.text(counts_of(texts))
        named = expressions_of(texts, languages, codebook, self.named)
        found = np.zeros((len(texts), len(self.columns)))
        if places := self._places(WORDS):
            found[:, places] = self.words.scores(sparse, named)
        if places := self._places(MEANING):
            found[:, places] = self.meaning.scores(
                sparse, self._with_meaning(texts, named, embedder)
            )
        above: Floats = found - np.array([column.threshold for column in self.columns])
        return above

    def decide(
        self,
        texts: Sequence[str],
        languages: Sequence[str],
        codebook: Codebook,
        embedder: Embedder | None,
    ) -> list[Decision]:
        """Return the themes told of each piece of each text, in order."""
        pieces = [piece for row, text in enumerate(texts) for piece in self.pieces(row, text)]
        if not pieces:
            return []
        found = self.scores(
            [texts[piece.row][piece.start : piece.end] for piece in pieces],
            [languages[piece.row] for piece in pieces],
            codebook,
            embedder,
        )
        best: dict[tuple[int, str], float] = {}
        for place, index in np.argwhere(found >= 0.0):
            key = int(place), self.columns[index].theme
            best[key] = max(best.get(key, 0.0), float(found[place, index]))
        return [
            Decision(pieces[place], theme, self.probability(score))
            for (place, theme), score in best.items()
        ]

    def probability(self, score: float) -> float:
        """Return how likely a theme is, from its score above its threshold."""
        return float(1.0 / (1.0 + np.exp(-np.clip(self.slope * score, -30.0, 30.0))))

    def pieces(self, row: int, text: str) -> list[Piece]:
        """Cut a text into pieces of at most ``sentences`` sentences."""
        return [Piece(row, start, end) for start, end in cut(text, self.sentences)]

    def _places(self, method: str) -> list[int]:
        return [index for index, column in enumerate(self.columns) if column.method == method]

    def _with_meaning(
        self, texts: Sequence[str], named: Floats, embedder: Embedder | None
    ) -> Floats:
        if embedder is None or embedder.version != self.embedder:
            raise CodebookError(
                "What was learned for this codebook reads with the encoder {wanted}, and this "
                "version of Rebond has {found}. Learn again: rebond codebook teach or import.",
                wanted=self.embedder,
                found=embedder.version if embedder else "–",
            )
        return np.hstack([named, self.weighing.meaning(embedder.embed(texts))])

    def told(self) -> dict[str, object]:
        """Return what these weights say beside their arrays, as plain JSON values."""
        return {
            "columns": [[c.theme, c.method, c.threshold, c.adds] for c in self.columns],
            "named": list(self.named),
            "sentences": self.sentences,
            "slope": self.slope,
            "embedder": self.embedder,
            "spread": self.weighing.spread,
        }

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return the arrays, by name."""
        arrays: dict[str, npt.NDArray[np.generic]] = {
            "rarity": self.weighing.rarity,
            "centre": self.weighing.centre,
        }
        for name, linear in ((WORDS, self.words), (MEANING, self.meaning)):
            arrays[f"{name}_rows"] = linear.rows
            arrays[f"{name}_sparse"] = linear.sparse
            arrays[f"{name}_dense"] = linear.dense
            arrays[f"{name}_bias"] = linear.bias
        return arrays


def cut(text: str, sentences: int) -> list[tuple[int, int]]:
    """Cut a text into pieces of at most so many sentences: code points, end exclusive."""
    spans = sentences_of(text)
    return [
        (spans[first][0], spans[min(first + sentences, len(spans)) - 1][1])
        for first in range(0, len(spans), sentences)
    ]


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Return the code points of each sentence of a text, end exclusive."""
    words = words_of(text)
    spans: dict[int, tuple[int, int]] = {}
    for clause in clauses_of(text, words):
        last = clause.last - 1
        while last > clause.first and words.kinds[last] == MARK:
            last -= 1
        start, end = words.starts[clause.first], words.ends[last]
        first = spans.get(clause.sentence, (start, end))[0]
        spans[clause.sentence] = (first, end)
    return list(spans.values())


def _some(linear: Linear, columns: Sequence[int]) -> Linear:
    kept = list(columns)
    return Linear(linear.rows, linear.sparse[:, kept], linear.dense[:, kept], linear.bias[kept])


def weights_from(
    told: Mapping[str, object], arrays: Mapping[str, npt.NDArray[np.int32]]
) -> LearnedWeights:
    """Return the weights that `told` and `arrays` gave; errors are those of wrong types."""
    columns = told["columns"]
    named = told["named"]
    if not isinstance(columns, list) or not isinstance(named, list):
        raise ValueError("columns")
    words, meaning = (
        Linear(
            arrays[f"{name}_rows"],
            arrays[f"{name}_sparse"],
            arrays[f"{name}_dense"],
            arrays[f"{name}_bias"].astype(np.float64),
        )
        for name in (WORDS, MEANING)
    )
    return LearnedWeights(
        tuple(
            Column(str(t), str(how), float(least), bool(adds)) for t, how, least, adds in columns
        ),
        Weighing(arrays["rarity"], arrays["centre"], float(str(told["spread"]))),
        tuple(map(str, named)),
        words,
        meaning,
        int(str(told["sentences"])),
        float(str(told["slope"])),
        str(told["embedder"]),
    )
