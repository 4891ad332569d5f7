"""What a learned engine looks at: words, letters, expressions, and the shipped polarity model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rebond.understand.codebook import Codebook
from rebond.understand.matching import NEGATIVE, POSITIVE, matcher_for
from rebond.understand.polarity import nearness, negated, shipped_model
from rebond.understand.sentences import Clause, clauses_of
from rebond.understand.words import MARK, Words, fold, words_of

_EXPRESSION_WEIGHT = 0.6  # of an expression of the codebook beside TF-IDF values of norm 1
_SHARE_WEIGHT = 2.0  # of the shipped model's log-probabilities


@dataclass
class Reader:
    """The features of sentences; get one with `Reader.fitted`."""

    codebook: Codebook
    words: Any
    letters: Any
    theme_numbers: dict[str, int]

    @classmethod
    def fitted(cls, texts: Sequence[str], codebook: Codebook) -> Reader:
        """Return a reader that knows the words and letters of these texts."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        words = TfidfVectorizer(
            analyzer=_stems_and_pairs, sublinear_tf=True, lowercase=False, token_pattern=None
        )
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
        words.fit(texts)
        letters.fit([fold(text) for text in texts])
        numbers = {theme.id: number for number, theme in enumerate(codebook.leaves)}
        return cls(codebook, words, letters, numbers)

    def themes(self, texts: Sequence[str], languages: Sequence[str]) -> Any:
        """Return the features that tell themes: sparse, one row per text."""
        from scipy.sparse import hstack

        folded = [fold(text) for text in texts]
        return hstack(
            [
                self.words.transform(texts),
                self.letters.transform(folded),
                self._expressions(texts, languages),
            ],
            format="csr",
        )

    def polarity(
        self, texts: Sequence[str], languages: Sequence[str], themes: Sequence[str]
    ) -> Any:
        """Return the features that tell how each text judges a theme: sparse, one row per text."""
        from scipy.sparse import csr_matrix, hstack

        near = [
            place_of_theme(text, language, theme, self.codebook)[0]
            for text, language, theme in zip(texts, languages, themes, strict=True)
        ]
        shares = np.log(self.judgements(texts, languages, themes) + 1e-4) / 4 * _SHARE_WEIGHT
        whole = np.log(self.judgements(texts, languages, [""] * len(texts)) + 1e-4) / 4
        return hstack(
            [
                self.words.transform(texts),
                self.letters.transform([fold(text) for text in texts]),
                self.words.transform(near),
                csr_matrix(self._one_hot(themes)),
                csr_matrix(shares),
                csr_matrix(whole * _SHARE_WEIGHT),
            ],
            format="csr",
        )

    def judgements(
        self, texts: Sequence[str], languages: Sequence[str], themes: Sequence[str]
    ) -> NDArray[np.float64]:
        """Return the shipped model's probabilities of negative, neutral, positive (n × 3)."""
        rows = [
            place_of_theme(text, language, theme, self.codebook)[1]
            for text, language, theme in zip(texts, languages, themes, strict=True)
        ]
        return np.array(rows, dtype=np.float64).reshape(len(texts), 3)

    def _expressions(self, texts: Sequence[str], languages: Sequence[str]) -> Any:
        """Return which themes of the codebook each text names (n × number of its leaves)."""
        from scipy.sparse import lil_matrix

        found = lil_matrix((len(texts), max(len(self.theme_numbers), 1)))
        for row, (text, language) in enumerate(zip(texts, languages, strict=True)):
            matcher = matcher_for(self.codebook, language)
            words = words_of(text)
            for clause in clauses_of(text, words):
                for match in matcher.find(words, clause):
                    found[row, match.theme] = _EXPRESSION_WEIGHT
        return found.tocsr()

    def _one_hot(self, themes: Sequence[str]) -> NDArray[np.float64]:
        known = sorted(
            {theme.partition(".")[0] for theme in self.theme_numbers} | set(self.theme_numbers)
        )
        numbers = {theme: number for number, theme in enumerate(known)}
        rows = np.zeros((len(themes), max(len(known), 1)))
        for row, theme in enumerate(themes):
            for name in (theme, theme.partition(".")[0]):
                if name in numbers:
                    rows[row, numbers[name]] = 0.5
        return rows


def place_of_theme(
    text: str, language: str, theme: str, codebook: Codebook
) -> tuple[str, tuple[float, float, float]]:
    """Return the clauses of a text that name a theme, and how the shipped model judges them.

    The whole text when none names it, or when ``theme`` is "". The probabilities are those of
    negative, neutral and positive, a mean over the clauses.
    """
    model = shipped_model()
    matcher = matcher_for(codebook, language)
    words = words_of(text)
    clauses = clauses_of(text, words)
    places: list[tuple[Clause, int, int, str]] = []
    for clause in clauses if theme else ():
        for match in matcher.find(words, clause):
            if matcher.themes[match.theme].id == theme:
                places.append((clause, match.first, match.last, match.kind))
                break
    if not places:
        places = [(clause, -1, -1, "") for clause in clauses]
    if not places:
        return text, (0.0, 1.0, 0.0)
    rows = []
    for clause, first, last, kind in places:
        useful, scores = model.scored(words, clause)
        shares = model.probabilities(scores, nearness(words, useful, first, last))
        turned = first >= 0 and negated(words, clause)[first - clause.first]
        if kind in (POSITIVE, NEGATIVE) and not turned:
            shares = (0.05, 0.0, 0.95) if kind == POSITIVE else (0.95, 0.0, 0.05)
        rows.append(shares)
    near = " ".join(
        text[words.starts[clause.first] : words.ends[clause.last - 1]] for clause, *_ in places
    )
    mean = tuple(sum(row[label] for row in rows) / len(rows) for label in range(3))
    return near, (mean[0], mean[1], mean[2])


def _stems_and_pairs(text: str) -> list[str]:
    """Return the stems of a text, negated ones marked, and each two that follow each other."""
    words = words_of(text)
    stems = _marked(words)
    return stems + [f"{one} {other}" for one, other in pairwise(stems)]


def _marked(words: Words) -> list[str]:
    turned = negated(words, Clause(0, len(words), 0))
    return [
        f"!{stem}" if turned[index] else stem
        for index, stem in enumerate(words.stems)
        if words.kinds[index] != MARK
    ]
