"""Themes learned from examples that people coded: words, letters and the codebook's expressions.

A learned engine is used as `engine=` of `rebond.understand.opinions`. It reads sentences, tells the
themes of each, and keeps the spans and the polarity of the shipped engine unless the examples told
polarities too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rebond.errors import InputError
from rebond.understand.codebook import Codebook
from rebond.understand.engine import Opinion, ShippedEngine, shipped_engine, table_of
from rebond.understand.intents import intent_of
from rebond.understand.learned_features import Reader
from rebond.understand.matching import matcher_for
from rebond.understand.words import MARK, words_of

_THEME_STRENGTH = 12.0  # C of the regressions
_POLARITY_STRENGTH = 3.0
_THRESHOLDS = tuple(step / 100 for step in range(15, 75, 5))
_INNER_FOLDS = 3
_LEAST_EXAMPLES = 2


@dataclass(frozen=True)
class Example:
    """A sentence that a person coded.

    ``themes`` are the ids of its themes with the polarity of each (-1, 0, 1, or None when the
    person coded none). ``group`` is what may not be split between training and checking: the
    review, the respondent.
    """

    text: str
    language: str
    themes: Mapping[str, int | None]
    group: str = ""


@dataclass
class LearnedThemes:
    """An engine learned from coded examples; get one with `learn`."""

    codebook: Codebook
    themes: tuple[str, ...]
    threshold: float
    reader: Reader
    theme_models: Any
    polarity_model: Any | None
    shipped: ShippedEngine
    digest: str = field(default="")

    @property
    def model_version(self) -> str:
        """Version of the shipped engine and of the examples learned."""
        return f"learned-{self.digest}+{self.shipped.model_version}"

    def shares(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float64]:
        """Return the probability of each theme in each sentence (len(texts) × len(themes))."""
        features = self.reader.themes(texts, languages)
        return np.column_stack([_positive_share(model, features) for model in self.theme_models])

    def predict(self, texts: Sequence[str], languages: Sequence[str]) -> list[tuple[str, ...]]:
        """Return the themes of each sentence."""
        return [
            tuple(
                theme
                for theme, share in zip(self.themes, row, strict=True)
                if share >= self.threshold
            )
            for row in self.shares(texts, languages)
        ]

    def polarities(
        self, texts: Sequence[str], languages: Sequence[str], themes: Sequence[str]
    ) -> list[tuple[int, float]]:
        """Return the polarity of a theme in each sentence, with its probability."""
        if self.polarity_model is None:
            return [
                _shipped_polarity(row) for row in self.reader.judgements(texts, languages, themes)
            ]
        features = self.reader.polarity(texts, languages, themes)
        shares = self.polarity_model.predict_proba(features)
        best = shares.argmax(axis=1)
        labels = self.polarity_model.classes_
        return [(int(labels[b]), float(row[b])) for b, row in zip(best, shares, strict=True)]

    def read(self, texts: Sequence[str], languages: Sequence[str], codebook: Codebook) -> pa.Table:
        """Return the opinions of the texts: those of the themes learned, sentence by sentence."""
        found: list[list[Opinion]] = [[] for _ in texts]
        pieces = [
            (row, start, text[start:end], language)
            for row, (text, language) in enumerate(zip(texts, languages, strict=True))
            for start, end in _sentences(text)
        ]
        if pieces:
            written = [piece[2] for piece in pieces]
            spoken = [piece[3] for piece in pieces]
            shares = self.shares(written, spoken)
            kept = np.argwhere(shares >= self.threshold)
            names = [self.themes[column] for _, column in kept]
            judged = self.polarities(
                [written[piece] for piece, _ in kept], [spoken[piece] for piece, _ in kept], names
            )
            for (piece, column), name, (polarity, sure) in zip(kept, names, judged, strict=True):
                row, start, sentence, language = pieces[piece]
                share = float(shares[piece, column])
                opinion = self._opinion(sentence, language, start, name, polarity, share * sure)
                found[row].append(opinion)
        return table_of(found, self.model_version, codebook.version)

    def _opinion(
        self, sentence: str, language: str, offset: int, theme: str, polarity: int, sure: float
    ) -> Opinion:
        """Return the opinion with the shipped engine's span where it found the theme too."""
        matcher = matcher_for(self.codebook, language)
        start, end, target = 0, len(sentence), ""
        for opinion in self.shipped.opinions_of(sentence, matcher, language):
            if opinion.theme == theme:
                start, end, target = opinion.start, opinion.end, opinion.target
                break
        intent = intent_of(sentence[start:end], language, polarity).value
        return Opinion(offset + start, offset + end, target, theme, polarity, intent, sure)


def learn(
    examples: Sequence[Example], codebook: Codebook, *, with_polarity: bool = True
) -> LearnedThemes:
    """Learn themes, and polarities where coded, from examples.

    Parameters
    ----------
    examples : coded sentences; those without any theme are as useful as the others. A theme needs
        2 of them, and at least one example must lack it.
    codebook : its expressions are features, and its ids may be the ones coded.
    with_polarity : False to keep the shipped polarity even when the examples have theirs.

    Raises
    ------
    InputError
        When no theme has enough examples.
    """
    counts: dict[str, int] = {}
    for example in examples:
        for theme in example.themes:
            counts[theme] = counts.get(theme, 0) + 1
    themes = tuple(sorted(t for t, n in counts.items() if _LEAST_EXAMPLES <= n < len(examples)))
    if not themes:
        raise InputError(
            "None of the {n} coded examples can be learned from: each theme needs at least "
            "{least}, and some without it. Code more of them.",
            n=len(examples),
            least=_LEAST_EXAMPLES,
        )
    texts = [example.text for example in examples]
    languages = [example.language for example in examples]
    labels = np.array([[theme in e.themes for theme in themes] for e in examples], dtype=bool)
    threshold = _tuned_threshold(examples, labels, codebook)
    reader = Reader.fitted(texts, codebook)
    features = reader.themes(texts, languages)
    models = [_regression(features, labels[:, column]) for column in range(len(themes))]
    shipped = shipped_engine()
    made = LearnedThemes(codebook, themes, threshold, reader, models, None, shipped)
    made.digest = _digest(examples)
    if with_polarity:
        made.polarity_model = _polarity_model(reader, examples)
    return made


def _regression(features: Any, labels: NDArray[np.bool_]) -> Any:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=_THEME_STRENGTH, solver="liblinear")
    return model.fit(features, labels)


def _positive_share(model: Any, features: Any) -> NDArray[np.float64]:
    from scipy.special import expit

    shares: NDArray[np.float64] = expit(model.decision_function(features))
    return shares


def _tuned_threshold(
    examples: Sequence[Example], labels: NDArray[np.bool_], codebook: Codebook
) -> float:
    """Return the threshold of the best micro-F1 on parts of the examples held out in turn."""
    parts = np.array([_part(example) for example in examples])
    shares = np.zeros(labels.shape)
    for part in range(_INNER_FOLDS):
        inside, outside = np.flatnonzero(parts != part), np.flatnonzero(parts == part)
        if not len(inside) or not len(outside):
            return 0.5
        told_texts = [e.text for e, p in zip(examples, parts, strict=True) if p != part]
        told_languages = [e.language for e, p in zip(examples, parts, strict=True) if p != part]
        held_texts = [e.text for e, p in zip(examples, parts, strict=True) if p == part]
        held_languages = [e.language for e, p in zip(examples, parts, strict=True) if p == part]
        reader = Reader.fitted(told_texts, codebook)
        known = reader.themes(told_texts, told_languages)
        held = reader.themes(held_texts, held_languages)
        for column in range(labels.shape[1]):
            told = labels[inside, column]
            if told.any() and not told.all():
                shares[outside, column] = _positive_share(_regression(known, told), held)
    return max(_THRESHOLDS, key=lambda threshold: micro_f1(shares >= threshold, labels))


def micro_f1(predicted: NDArray[np.bool_], labels: NDArray[np.bool_]) -> float:
    """Return the F1 of all decisions together; 0 when nothing is right."""
    right = int((predicted & labels).sum())
    given = int(predicted.sum()) + int(labels.sum())
    return 2 * right / given if given else 0.0


def _polarity_model(reader: Reader, examples: Sequence[Example]) -> Any | None:
    from sklearn.linear_model import LogisticRegression

    rows = [
        (example, theme, polarity)
        for example in examples
        for theme, polarity in example.themes.items()
        if polarity is not None
    ]
    if len({polarity for _, _, polarity in rows}) < 2:
        return None
    features = reader.polarity(
        [example.text for example, _, _ in rows],
        [example.language for example, _, _ in rows],
        [theme for _, theme, _ in rows],
    )
    model = LogisticRegression(C=_POLARITY_STRENGTH, max_iter=500, tol=1e-4)
    return model.fit(features, np.array([polarity for _, _, polarity in rows]))


def _shipped_polarity(row: NDArray[np.float64]) -> tuple[int, float]:
    best = int(row.argmax())
    return best - 1, float(row[best])


def _part(example: Example) -> int:
    """Return the inner part of an example: the same for all those of a group."""
    key = example.group or example.text
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % _INNER_FOLDS


def _digest(examples: Sequence[Example]) -> str:
    told = repr([(e.text, e.language, sorted(e.themes.items(), key=str)) for e in examples])
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def _sentences(text: str) -> list[tuple[int, int]]:
    """Return the code points of each sentence of a text."""
    from rebond.understand.sentences import clauses_of

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
