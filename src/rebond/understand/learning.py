"""Themes learned from examples that people coded: words, letters, expressions and the meaning.

A learned engine is used as `engine=` of `rebond.understand.opinions`. It tells the themes of each
text, and keeps the spans and the polarity of the shipped engine unless the examples told
polarities too. `learned_codebook` keeps what was learned in a codebook instead, for good.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rebond.understand.codebook import Codebook
from rebond.understand.engine import Engine, shipped_engine, table_of
from rebond.understand.learned.engine import LearnedEngine, opinions_of
from rebond.understand.learned.features import Embedder
from rebond.understand.learned.fitting import Example, HeldOut, fit_themes
from rebond.understand.learned.meanings import available_embedder
from rebond.understand.learned.polarity import LearnedPolarity, fit_polarity, shipped_polarity
from rebond.understand.learned.storing import Learned, learned_of
from rebond.understand.learned.weights import LearnedWeights

__all__ = ["Example", "HeldOut", "LearnedThemes", "learn", "learned_codebook", "micro_f1"]


@dataclass(frozen=True)
class LearnedThemes:
    """An engine learned from coded examples; get one with `learn`."""

    codebook: Codebook
    weights: LearnedWeights
    polarity: LearnedPolarity | None
    embedder: Embedder | None
    base: Engine
    digest: str
    held_out: HeldOut = field(repr=False)

    @property
    def themes(self) -> tuple[str, ...]:
        """The ids of the themes learned."""
        return self.weights.themes

    @property
    def model_version(self) -> str:
        """Version of the shipped engine and of the examples learned."""
        return f"learned-{self.digest}+{self.base.model_version}"

    def shares(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float64]:
        """Return the probability of each theme in each text, read whole (texts × themes)."""
        found = self.weights.scores(texts, languages, self.codebook, self.embedder)
        columns = [column.theme for column in self.weights.columns]
        rows = [
            [
                max(
                    self.weights.probability(row[index])
                    for index, known in enumerate(columns)
                    if known == theme
                )
                for theme in self.themes
            ]
            for row in found
        ]
        return np.array(rows, dtype=np.float64).reshape(len(texts), len(self.themes))

    def predict(self, texts: Sequence[str], languages: Sequence[str]) -> list[tuple[str, ...]]:
        """Return the themes of each text."""
        found: list[set[str]] = [set() for _ in texts]
        for decision in self.weights.decide(texts, languages, self.codebook, self.embedder):
            found[decision.piece.row].add(decision.theme)
        return [tuple(sorted(themes)) for themes in found]

    def polarities(
        self, texts: Sequence[str], languages: Sequence[str], themes: Sequence[str]
    ) -> list[tuple[int, float]]:
        """Return the polarity of a theme in each text, with its probability."""
        if self.polarity is None:
            return shipped_polarity(texts, languages, themes, self.codebook)
        return self.polarity.judge(texts, languages, themes)

    def read(self, texts: Sequence[str], languages: Sequence[str], codebook: Codebook) -> pa.Table:
        """Return the opinions of the texts, with the themes learned."""
        layer = LearnedEngine(self.base, Learned((self.weights,)), self.embedder)
        found = opinions_of(layer.read(texts, languages, codebook), len(texts))
        if self.polarity is not None:
            own = set(self.themes)
            places = [
                (row, index, str(opinion.theme))
                for row, listed in enumerate(found)
                for index, opinion in enumerate(listed)
                if opinion.theme in own
            ]
            judged = self.polarity.judge(
                [texts[row][found[row][i].start : found[row][i].end] for row, i, _ in places],
                [languages[row] for row, _, _ in places],
                [theme for _, _, theme in places],
            )
            for (row, index, _), (polarity, _) in zip(places, judged, strict=True):
                found[row][index] = found[row][index]._replace(polarity=polarity)
        return table_of(found, self.model_version, codebook.version)


def learn(
    examples: Sequence[Example],
    codebook: Codebook,
    *,
    with_polarity: bool = True,
    with_meaning: bool = True,
) -> LearnedThemes:
    """Learn themes, and polarities where coded, from examples.

    Parameters
    ----------
    examples : coded texts; those without any theme are as useful as the others. A theme needs 2
        of them, and at least one example must lack it.
    codebook : its expressions are features, and its ids may be the ones coded.
    with_polarity : False to keep the shipped polarity even when the examples have theirs.
    with_meaning : False to look at words only, not at the meaning that the encoder gives.

    Raises
    ------
    InputError
        When no theme has enough examples.
    """
    embedder = available_embedder() if with_meaning else None
    weights, held_out = fit_themes(examples, codebook, embedder)
    assert weights is not None  # expressions were not offered
    polarity = fit_polarity(examples, codebook) if with_polarity else None
    return LearnedThemes(
        codebook, weights, polarity, embedder, shipped_engine(), _digest(examples), held_out
    )


def learned_codebook(
    examples: Sequence[Example],
    codebook: Codebook,
    *,
    told: Sequence[set[str]] | None = None,
    with_meaning: bool = True,
) -> tuple[Codebook, HeldOut]:
    """Return a codebook with what examples teach of its themes, and how well that holds.

    Parameters
    ----------
    examples : coded texts, their themes by the ids of the codebook.
    told : the themes that the codebook's expressions find in each example; a theme for which they
        hold best keeps them alone. By default weights are always learned.

    Returns
    -------
    Codebook
        The same themes; its weights tell those learned, in place of any earlier weights.
    HeldOut
        What was decided on the examples held out in turn.
    """
    embedder = available_embedder() if with_meaning else None
    weights, held_out = fit_themes(examples, codebook, embedder, told)
    return codebook.with_weights(learned_of([weights])), held_out


def micro_f1(predicted: NDArray[np.bool_], labels: NDArray[np.bool_]) -> float:
    """Return the F1 of all decisions together; 0 when nothing is right."""
    right = int((predicted & labels).sum())
    given = int(predicted.sum()) + int(labels.sum())
    return 2 * right / given if given else 0.0


def _digest(examples: Sequence[Example]) -> str:
    told = repr([(e.text, e.language, sorted(e.themes.items(), key=str)) for e in examples])
    return hashlib.sha256(told.encode()).hexdigest()[:8]
