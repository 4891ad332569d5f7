"""How a text judges a theme, learned from examples whose polarity people coded too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from rebond.understand.codebook import Codebook
from rebond.understand.learned.features import (
    SCALE,
    WORDS,
    Matrix,
    Weighing,
    counts_of,
    weighing,
)
from rebond.understand.learned.fitting import Example
from rebond.understand.learned.linear import Floats
from rebond.understand.matching import NEGATIVE, POSITIVE, matcher_for
from rebond.understand.polarity import nearness, negated, shipped_model
from rebond.understand.sentences import Clause, clauses_of
from rebond.understand.words import words_of

CLASSES = (-1, 0, 1)
MOST_PAIRS = 6_000
_STRENGTH = 3.0  # C of the regression
_NAMED = 0.5  # weight of the theme beside words and letters of norm 1
_SHARES = 2.0  # weight of the shipped model's log-probabilities

Shares = tuple[float, float, float]


@dataclass(frozen=True)
class LearnedPolarity:
    """What tells how a text judges a theme of ``themes``; ``model`` is the regression, once fitted.

    A regression of logits, since one of 0 and 1 was two points less accurate.
    """

    codebook: Codebook
    themes: tuple[str, ...]
    weighing: Weighing
    model: Any = None

    def judge(
        self, texts: Sequence[str], languages: Sequence[str], themes: Sequence[str]
    ) -> list[tuple[int, float]]:
        """Return the polarity of a theme in each text, with its probability."""
        if not texts:
            return []
        places = [
            place_of_theme(text, language, theme, self.codebook)
            for text, language, theme in zip(texts, languages, themes, strict=True)
        ]
        shares = self.model.predict_proba(_features(texts, languages, themes, self, places))
        best = shares.argmax(axis=1)
        known = self.model.classes_
        return [(int(known[b]), float(row[b])) for b, row in zip(best, shares, strict=True)]


def fit_polarity(examples: Sequence[Example], codebook: Codebook) -> LearnedPolarity | None:
    """Learn polarities from the examples that have them; None when all have the same."""
    from sklearn.linear_model import LogisticRegression

    rows = [
        (example, theme, polarity)
        for example in examples
        for theme, polarity in example.themes.items()
        if polarity is not None
    ]
    step = -(-len(rows) // MOST_PAIRS) if rows else 1
    rows = rows[::step]
    if len({polarity for _, _, polarity in rows}) < 2:
        return None
    texts = [example.text for example, _, _ in rows]
    languages = [example.language for example, _, _ in rows]
    themes = [theme for _, theme, _ in rows]
    made = weighing(counts_of(texts), None)
    names = tuple(sorted({name for theme in themes for name in _names(theme)}))
    draft = LearnedPolarity(codebook, names, made)
    places = [
        place_of_theme(text, language, theme, codebook)
        for text, language, theme in zip(texts, languages, themes, strict=True)
    ]
    features = _features(texts, languages, themes, draft, places)
    model = LogisticRegression(C=_STRENGTH, max_iter=500, tol=1e-4)
    model.fit(features, np.array([polarity for _, _, polarity in rows]))
    return replace(draft, model=model)


def shipped_polarity(
    texts: Sequence[str], languages: Sequence[str], themes: Sequence[str], codebook: Codebook
) -> list[tuple[int, float]]:
    """Return the polarity of a theme in each text by the shipped model, with its probability."""
    judged = []
    for text, language, theme in zip(texts, languages, themes, strict=True):
        shares = place_of_theme(text, language, theme, codebook)[1]
        best = max(range(3), key=shares.__getitem__)
        judged.append((CLASSES[best], shares[best]))
    return judged


def place_of_theme(text: str, language: str, theme: str, codebook: Codebook) -> tuple[str, Shares]:
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


def _features(
    texts: Sequence[str],
    languages: Sequence[str],
    themes: Sequence[str],
    known: LearnedPolarity,
    places: Sequence[tuple[str, Shares]],
) -> Matrix:
    """Return the words and letters of the texts, the words near the theme, and what is dense."""
    from scipy.sparse import csr_matrix, hstack

    whole = known.weighing.text(counts_of(texts)) / SCALE
    near = known.weighing.text(counts_of([place for place, _ in places]))[:, :WORDS] / SCALE
    dense = csr_matrix(_dense(texts, languages, themes, known, places))
    return hstack([whole, near, dense], format="csr")


def _dense(
    texts: Sequence[str],
    languages: Sequence[str],
    themes: Sequence[str],
    known: LearnedPolarity,
    places: Sequence[tuple[str, Shares]],
) -> Floats:
    """Return the theme of each text and how the shipped model judges it (n × themes + 6)."""
    numbers = {theme: number for number, theme in enumerate(known.themes)}
    named = np.zeros((len(texts), len(numbers)))
    for row, theme in enumerate(themes):
        for name in _names(theme):
            if name in numbers:
                named[row, numbers[name]] = _NAMED
    near = np.log(np.array([shares for _, shares in places]) + 1e-4) / 4
    whole = [
        place_of_theme(text, language, "", known.codebook)[1]
        for text, language in zip(texts, languages, strict=True)
    ]
    all_of_it = np.log(np.array(whole) + 1e-4) / 4
    dense: Floats = np.hstack([named, near * _SHARES, all_of_it * _SHARES])
    return dense


def _names(theme: str) -> tuple[str, str]:
    return theme, theme.partition(".")[0]
