"""From coded texts to weights: fitted, held out in turn, and kept in the way that holds best."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rebond.errors import InputError
from rebond.understand.codebook import Codebook
from rebond.understand.learned.features import (
    Embedder,
    Matrix,
    Weighing,
    counts_of,
    expressions_of,
    weighing,
)
from rebond.understand.learned.linear import NOTHING, Fit, Floats, fit, products
from rebond.understand.learned.weights import (
    MEANING,
    WORDS,
    Column,
    LearnedWeights,
    sentences_of,
)

EXPRESSIONS = "expressions"
PARTS = 5
MOST_EXAMPLES = 6_000
LEAST_EXAMPLES = 2
_STRENGTHS = (1.0, 4.0)  # that weights may be held with: few examples want more
_MANY = 3_000  # examples from which the first is enough
_THRESHOLDS = np.round(np.arange(0.06, 0.82, 0.02), 2)
_BORROWED = 10.0  # examples whose weight all themes together have in the choices of one
_SIMPLER = 0.01  # F1 that the meaning must add to be looked at: it takes time

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Example:
    """A text that a person coded.

    ``themes`` are the ids of its themes with the polarity of each (-1, 0, 1, or None when the
    person coded none). ``group`` is what may not be split between training and checking: the
    review, the respondent.
    """

    text: str
    language: str
    themes: Mapping[str, int | None]
    group: str = ""


@dataclass(frozen=True)
class HeldOut:
    """What was decided on each example by weights and choices that never saw it nor its group.

    ``rows`` : the places of the examples looked at; ``decided`` and ``coded`` : bool (len(rows),
    len(themes)), what was told and what people coded; ``methods`` : for each theme `EXPRESSIONS`,
    `WORDS` or `MEANING`.
    """

    themes: tuple[str, ...]
    rows: tuple[int, ...]
    decided: Bools
    coded: Bools
    methods: tuple[str, ...]


@dataclass(frozen=True)
class _Features:
    weighing: Weighing
    sparse: Matrix
    named: Floats
    meaning: Floats | None

    def dense(self, method: str) -> Floats:
        if method == WORDS or self.meaning is None:
            return self.named
        return np.hstack([self.named, self.meaning])


def fit_themes(
    examples: Sequence[Example],
    codebook: Codebook,
    embedder: Embedder | None,
    told: Sequence[set[str]] | None = None,
) -> tuple[LearnedWeights | None, HeldOut]:
    """Learn themes from examples, each in the way that holds best on examples held out.

    Parameters
    ----------
    examples : coded texts; those without any theme are as useful as the others. A theme needs 2 of
        them, and at least one example must lack it. Beyond 6,000, those of the rarest themes and a
        regular choice of the others are looked at.
    codebook : its expressions are features.
    embedder : the encoder, None to look at words only.
    told : the themes that expressions find in each example, to be kept where nothing holds better;
        None when they should not be.

    Returns
    -------
    LearnedWeights or None
        None when expressions hold best for every theme.
    HeldOut
        Themes in alphabetical order of their ids.

    Raises
    ------
    InputError
        When no theme has enough examples.
    """
    rows = _looked_at(examples)
    some = [examples[row] for row in rows]
    themes = _themes_of(some)
    coded = np.array([[theme in e.themes for theme in themes] for e in some], dtype=bool)
    parts = np.array(_parts(some))
    looked = _features(some, codebook, embedder)
    by_expressions = None
    if told is not None:
        by_expressions = np.array([[theme in told[row] for theme in themes] for row in rows])
    method, fitted, choices = _best_way(looked, coded, parts, by_expressions)
    decided = choices.held_out()
    chosen = choices.best()
    names = [method, EXPRESSIONS]
    held_out = HeldOut(
        themes, tuple(rows), decided, coded, tuple(names[place] for place, _ in chosen)
    )
    kept = [index for index, (place, _) in enumerate(chosen) if names[place] == method]
    if not kept:
        return None, held_out
    least = [float(_THRESHOLDS[chosen[index][1]]) for index in kept]
    own = Fit(fitted.dual[:, kept], fitted.held_out[:, kept])
    linear = own.weights(looked.sparse, looked.dense(method))
    weights = LearnedWeights(
        tuple(Column(themes[i], method, level) for i, level in zip(kept, least, strict=True)),
        looked.weighing,
        _named(codebook),
        linear if method == WORDS else NOTHING,
        linear if method == MEANING else NOTHING,
        _usual_sentences(some),
        _slope(own.held_out - np.array(least), coded[:, kept]),
        embedder.version if embedder and method == MEANING else "",
    )
    return weights, held_out


def _themes_of(examples: Sequence[Example]) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    for example in examples:
        for theme in example.themes:
            counts[theme] = counts.get(theme, 0) + 1
    themes = tuple(sorted(t for t, n in counts.items() if LEAST_EXAMPLES <= n < len(examples)))
    if not themes:
        raise InputError(
            "None of the {n} coded examples can be learned from: each theme needs at least "
            "{least}, and some without it. Code more of them.",
            n=len(examples),
            least=LEAST_EXAMPLES,
        )
    return themes


def _looked_at(examples: Sequence[Example]) -> list[int]:
    """Return the places of at most 6,000 examples, the rarest themes first, in order."""
    if len(examples) <= MOST_EXAMPLES:
        return list(range(len(examples)))
    counts: dict[str, int] = {}
    for example in examples:
        for theme in example.themes:
            counts[theme] = counts.get(theme, 0) + 1
    digests = [hashlib.sha256(example.text.encode()).digest() for example in examples]
    kept: dict[int, None] = {}
    for theme in sorted(counts, key=lambda theme: (counts[theme], theme)):
        own = [row for row, example in enumerate(examples) if theme in example.themes]
        share = max(1, MOST_EXAMPLES // (2 * len(counts)))
        kept |= dict.fromkeys(sorted(own, key=lambda row: digests[row])[:share])
    for row in sorted(range(len(examples)), key=lambda row: digests[row]):
        if len(kept) >= MOST_EXAMPLES:
            break
        kept[row] = None
    return sorted(kept)


def _parts(examples: Sequence[Example]) -> list[int]:
    """Return the part of each example: all those of a group are in one, parts are of equal size."""
    keys = [example.group or example.text for example in examples]
    ranked = sorted(set(keys), key=lambda key: hashlib.sha256(key.encode()).digest())
    places = {key: place % PARTS for place, key in enumerate(ranked)}
    return [places[key] for key in keys]


def _named(codebook: Codebook) -> tuple[str, ...]:
    return tuple(theme.id for theme in codebook.without_learned.leaves if theme.named)


def _features(
    examples: Sequence[Example], codebook: Codebook, embedder: Embedder | None
) -> _Features:
    texts = [example.text for example in examples]
    languages = [example.language for example in examples]
    vectors = embedder.embed(texts) if embedder else None
    counts = counts_of(texts)
    made = weighing(counts, vectors)
    named = expressions_of(texts, languages, codebook, _named(codebook))
    meaning = None if vectors is None else made.meaning(vectors)
    return _Features(made, made.text(counts), named, meaning)


def _best_way(
    looked: _Features,
    coded: Bools,
    parts: npt.NDArray[np.int64],
    told: Bools | None,
) -> tuple[str, Fit, _Choices]:
    """Return the method and the fit that hold best on examples held out, all themes together."""
    strengths = _STRENGTHS if len(coded) < _MANY else _STRENGTHS[:1]
    methods = [WORDS] if looked.meaning is None else [WORDS, MEANING]
    best: tuple[float, str, Fit, _Choices] | None = None
    for method in methods:
        shared = products(looked.sparse, looked.dense(method))
        for strength in strengths:
            found = fit(shared, coded.astype(np.float64), parts, strength)
            choices = _Choices.of([found.held_out], coded, parts, told)
            right = choices.held_out() & coded
            score = 2 * right.sum() / max(1, choices.held_out().sum() + coded.sum())
            worth = float(score) - (_SIMPLER if method == MEANING else 0.0)
            if best is None or worth > best[0]:
                best = worth, method, found, choices
    assert best is not None
    return best[1:]


def _usual_sentences(examples: Sequence[Example]) -> int:
    """Return the number of sentences that 95 % of the examples do not exceed."""
    counts = sorted(max(1, len(sentences_of(example.text))) for example in examples)
    return counts[min(len(counts) - 1, round(0.95 * (len(counts) - 1)))]


def _slope(margins: Floats, coded: Bools) -> float:
    """Return how fast being right grows with the score above the threshold: one logistic slope."""
    sides = np.where(coded, 1.0, -1.0) * margins
    slope = 8.0
    for _ in range(30):
        share = 1.0 / (1.0 + np.exp(np.clip(slope * sides, -30, 30)))
        steep = float((share * (1 - share) * sides**2).sum())
        slope += float((share * sides).sum()) / max(steep, 1e-9)
        slope = min(max(slope, 1.0), 60.0)
    return round(slope, 3)


@dataclass(frozen=True)
class _Choices:
    """How each method and threshold does for each theme, part by part.

    ``right``, ``given`` : float64 (parts, methods, themes, thresholds); ``wanted`` : float64
    (parts, themes). Expressions, when they may be chosen, are the last method.
    """

    right: Floats
    given: Floats
    wanted: Floats
    scores: list[Floats]
    told: Bools | None
    parts: npt.NDArray[np.int64]

    @classmethod
    def of(
        cls,
        scores: Sequence[Floats],
        coded: Bools,
        parts: npt.NDArray[np.int64],
        told: Bools | None,
    ) -> _Choices:
        """Count, for each part, what each method and threshold tells rightly and in all."""
        listed = list(scores) if told is None else [*scores, np.where(told, 9.0, -9.0)]
        shape = (PARTS, len(listed), coded.shape[1], len(_THRESHOLDS))
        right, given = np.zeros(shape), np.zeros(shape)
        for part in range(PARTS):
            own = parts == part
            for method, score in enumerate(listed):
                for level, least in enumerate(_THRESHOLDS):
                    above = score[own] >= least
                    given[part, method, :, level] = above.sum(axis=0)
                    right[part, method, :, level] = (above & coded[own]).sum(axis=0)
        wanted = np.array([coded[parts == part].sum(axis=0) for part in range(PARTS)], float)
        return cls(right, given, wanted, listed, told, parts)

    def best(self, without: int | None = None) -> list[tuple[int, int]]:
        """Return the method and threshold of each theme, a part left out or none."""
        kept = [part for part in range(PARTS) if part != without]
        right, given = self.right[kept].sum(axis=0), self.given[kept].sum(axis=0)
        wanted = self.wanted[kept].sum(axis=0)
        share = _BORROWED / max(wanted.sum(), _BORROWED)
        right = right + share * right.sum(axis=1, keepdims=True)
        given = given + share * given.sum(axis=1, keepdims=True)
        total = (wanted + share * wanted.sum())[None, :, None]
        f1 = 2 * right / np.maximum(given + total, 1e-9)
        flat = f1.transpose(1, 0, 2).reshape(f1.shape[1], -1).argmax(axis=1)
        return [(int(i) // len(_THRESHOLDS), int(i) % len(_THRESHOLDS)) for i in flat]

    def held_out(self) -> Bools:
        """Return what is decided on each example by choices made on the other parts."""
        decided = np.zeros(self.scores[0].shape, dtype=bool)
        for part in range(PARTS):
            own = self.parts == part
            for theme, (method, level) in enumerate(self.best(without=part)):
                decided[own, theme] = self.scores[method][own, theme] >= _THRESHOLDS[level]
        return decided
