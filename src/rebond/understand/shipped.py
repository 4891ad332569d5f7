"""The engine that ships: what the encoder judges, under themes that expressions or meaning tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pyarrow as pa

from rebond.understand.clauses import ClauseRead, opinions_of_clause, targets_in
from rebond.understand.codebook import Codebook
from rebond.understand.courtesies import without_courtesies
from rebond.understand.encoder import LARGE, SMALL, Encoded, Encoder, shipped_encoder
from rebond.understand.intents import asked
from rebond.understand.judging import judged, judged_whole, pooled
from rebond.understand.matching import Matcher, matcher_for
from rebond.understand.meaning import ThemeMeanings, meanings_for
from rebond.understand.opinion import Opinion, table_of
from rebond.understand.polarity import PolarityModel, nearness, shipped_model
from rebond.understand.proof import Place, Weighed, weighed
from rebond.understand.sentences import clauses_of
from rebond.understand.words import Words, words_of
from rebond.vocabulary import Intent

_TOGETHER = (0.4, 0.4, 0.2)  # weights of the small model, of the large one, of words
_NOTHING = (0.0, 1.0, 0.0)  # a text that says nothing is neutral
_VERSION = "reader-2"  # changes when the code that reads changes its answers


@dataclass(frozen=True)
class _Text:
    """A text and its clauses, before the encoder reads it."""

    text: str
    language: str
    words: Words
    clauses: list[Weighed]

    @property
    def spans(self) -> list[Place]:
        """Return the code points of each clause."""
        words = self.words
        return [
            (words.starts[read.clause.first], words.ends[read.clause.last - 1])
            for read in self.clauses
        ]


@dataclass(frozen=True)
class ShippedEngine:
    """The engine of the package; get it by `shipped_engine`. ``words`` find what proves."""

    encoder: Encoder
    words: PolarityModel

    @property
    def model_version(self) -> str:
        """Version of the code, of the weights of the encoder and of those of the words."""
        return f"{_VERSION}+{self.encoder.version}+{self.words.version}"

    def read(self, texts: Sequence[str], languages: Sequence[str], codebook: Codebook) -> pa.Table:
        """Return the opinions of the texts (`rebond.schemas.OPINIONS_OF_TEXTS`)."""
        cut = [self._cut(*pair) for pair in zip(texts, languages, strict=True)]
        encoded = self.encoder.read_texts(
            texts,
            [one.spans for one in cut],
            [[read.clause.sentence for read in one.clauses] for one in cut],
        )
        meanings = meanings_for(codebook, self.encoder)
        found = [
            self._of_text(one, said, matcher_for(codebook, one.language), meanings)
            for one, said in zip(cut, encoded, strict=True)
        ]
        return table_of(found, self.model_version, codebook.version)

    def judge(
        self, texts: Sequence[str], places: Sequence[Place | None]
    ) -> list[tuple[int, float]]:
        """Return how each text judges what stands at a place of it, and the probability.

        Parameters
        ----------
        texts : sentences; the same one may come several times.
        places : code points (end exclusive) of the sentence; None for the sentence as a whole.

        Returns
        -------
        list of (int, float)
            -1, 0 or 1, as `read` judges the same place.
        """
        wholes = self.encoder.polarity_of(texts, [None] * len(texts)).tolist()
        told = self.encoder.polarity_of(texts, places).tolist()
        found = []
        for text, place, whole, own in zip(texts, places, wholes, told, strict=True):
            by_words = self.by_words(text, place)
            found.append(judged(tuple(own) if place else None, tuple(whole), by_words, 0))
        return found

    def text_polarity(self, texts: Sequence[str]) -> list[tuple[float, ...]]:
        """Return the probabilities that each text as a whole is negative, neutral, positive."""
        cut = [_sentences(text) for text in texts]
        wholes = self.encoder.read(texts).polarity.tolist()
        several = [row for row, spans in enumerate(cut) if len(spans) > 1]
        read = self.encoder.read_texts(
            [texts[row] for row in several], [cut[row] for row in several]
        )
        apart = {row: one.polarity.tolist() for row, one in zip(several, read, strict=True)}
        return [
            judged_whole(whole, apart.get(row, [whole])) if cut[row] else _NOTHING
            for row, whole in enumerate(wholes)
        ]

    def by_words(self, text: str, place: Place | None) -> tuple[float, float, float]:
        """Return what the words of the clause of a place say; of all without a place."""
        words = words_of(text)
        clauses = clauses_of(text, words)
        near = range(0)
        if place:
            near = range(
                sum(end <= place[0] for end in words.ends),
                sum(start < place[1] for start in words.starts),
            )
            clauses = [c for c in clauses if c.first < near.stop and c.last > near.start] or clauses
        read = [weighed(self.words, words, clause) for clause in clauses]
        scores = [score for one in read for score in one.scores]
        tokens = [token for one in read for token in one.places]
        weights = nearness(words, tokens, near.start if near else -1, near.stop)
        return self.words.probabilities(scores, weights)

    def _cut(self, text: str, language: str) -> _Text:
        words = words_of(text)
        clauses = without_courtesies(text, words, clauses_of(text, words))
        read = [weighed(self.words, words, clause) for clause in clauses]
        return _Text(text, language, words, [one for one in read if one.places])

    def _of_text(
        self, text: _Text, said: Encoded, matcher: Matcher, meanings: ThemeMeanings
    ) -> list[Opinion]:
        written = [text.text[start:end] for start, end in text.spans]
        opinions: list[Opinion] = []
        for row, (read, asks) in enumerate(
            zip(text.clauses, _asked(text, written, said), strict=True)
        ):
            targets = targets_in(text.words, said, row)
            shares = tuple(said.polarity[row].tolist())
            clause = ClauseRead(self.words, read, text.language, targets, said.sides, shares, asks)
            opinions += opinions_of_clause(clause, matcher, meanings)
        return opinions


@dataclass(frozen=True)
class Together:
    """Both models of the package and the words, which judge whole texts together.

    They err on different ones: docs/methods/opinions.md says on what their weights were chosen.
    """

    small: ShippedEngine
    large: ShippedEngine

    @property
    def model_version(self) -> str:
        """Version of the code, of the weights of each encoder and of those of the words."""
        return f"{self.small.model_version}+{self.large.encoder.version}"

    def text_polarity(self, texts: Sequence[str]) -> list[tuple[float, ...]]:
        """Return the probabilities that each text as a whole is negative, neutral, positive."""
        told = zip(
            texts, self.small.text_polarity(texts), self.large.text_polarity(texts), strict=True
        )
        return [
            _NOTHING
            if _NOTHING in (small, large)
            else pooled([small, large, self.small.by_words(text, None)], _TOGETHER)
            for text, small, large in told
        ]


def _sentences(text: str) -> list[Place]:
    """Return the code points of each sentence that says something."""
    words = words_of(text)
    spans: dict[int, Place] = {}
    for clause in clauses_of(text, words):
        start, end = words.starts[clause.first], words.ends[clause.last - 1]
        spans[clause.sentence] = (spans.get(clause.sentence, (start, end))[0], end)
    return list(spans.values())


def _asked(text: _Text, written: Sequence[str], said: Encoded) -> list[Intent | None]:
    """Return which clauses of a text suggest or ask, sentence by sentence."""
    numbers = [read.clause.sentence for read in text.clauses]
    found: list[Intent | None] = []
    for number in dict.fromkeys(numbers):
        rows = [row for row, other in enumerate(numbers) if other == number]
        judged_here = [float(max(said.polarity[row][0], said.polarity[row][2])) for row in rows]
        clauses = [written[row] for row in rows]
        found += asked(clauses, text.language, said.intents[rows[0]].tolist(), judged_here)
    return found


@cache
def encoder_engine(size: str = SMALL) -> ShippedEngine:
    """Return the engine of the package, loaded at first use; errors as in `open_encoder`."""
    return ShippedEngine(shipped_encoder(size), shipped_model())


@cache
def both_engines() -> Together:
    """Return the two engines of the package, loaded at first use; errors as in `open_encoder`."""
    return Together(encoder_engine(SMALL), encoder_engine(LARGE))
