"""The theme whose own texts name the closest to what is judged.

Labels, descriptions and examples of the themes are read by the encoder, and a ridge regression of
0 and 1 tells them apart: it forgets what says nothing of the subject, such as whether it is
praised. A theme is told when it comes out ahead of the others.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rebond.understand.codebook import LANGUAGES, Codebook, Theme
from rebond.understand.encoder import Encoder

Floats = NDArray[np.float32]
_HELD = 0.1  # how much the regression is held towards 0
_AHEAD = 0.15  # score above the next theme's from which one is told
# Logit of being right, by the score above the next: fitted on targets of hotels (docs/methods).
_SLOPE, _SHIFT = 15.0, -1.4
_NAMES = 8  # names of a theme that stand for its examples
_FEW = 2  # themes under which there is nothing to tell apart


@dataclass(frozen=True)
class ThemeMeanings:
    """What tells the themes of a codebook apart.

    ``themes`` : their ids, empty when there are too few. ``weights`` : float64, width × themes.
    ``centre`` : float64, width.
    """

    themes: tuple[str, ...]
    weights: NDArray[np.float64]
    centre: NDArray[np.float64]

    def theme(self, meaning: Floats) -> tuple[str | None, float]:
        """Return the theme that something means, and the probability that it is right.

        Parameters
        ----------
        meaning : what a target names, from `Encoded.meanings`.

        Returns
        -------
        tuple
            (None, 1.0) when no theme comes out ahead.
        """
        if not self.themes:
            return None, 1.0
        scores = (meaning - self.centre) @ self.weights
        second, first = np.argsort(scores)[-2:]
        ahead = float(scores[first] - scores[second])
        if ahead < _AHEAD:
            return None, 1.0
        return self.themes[first], 1 / (1 + math.exp(-(_SLOPE * ahead + _SHIFT)))


def meanings_for(codebook: Codebook, encoder: Encoder) -> ThemeMeanings:
    """Return what tells the themes of a codebook apart; remembered from call to call."""
    _codebooks[codebook.version] = codebook
    _encoders[encoder.version] = encoder
    return _meanings(codebook.version, encoder.version)


_codebooks: dict[str, Codebook] = {}
_encoders: dict[str, Encoder] = {}


@lru_cache(maxsize=8)
def _meanings(codebook_version: str, encoder_version: str) -> ThemeMeanings:
    codebook, encoder = _codebooks[codebook_version], _encoders[encoder_version]
    told = [
        (theme.id, text) for theme in codebook.leaves if theme.specific for text in _telling(theme)
    ]
    themes = tuple(dict.fromkeys(theme for theme, _ in told))
    width = encoder.settings.width
    if len(themes) < _FEW:
        return ThemeMeanings((), np.zeros((width, 0)), np.zeros(width))
    vectors = encoder.meanings([text for _, text in told]).astype(np.float64)
    rows = np.array([themes.index(theme) for theme, _ in told])
    return ThemeMeanings(themes, *_regression(vectors, rows, len(themes)))


def _telling(theme: Theme) -> list[str]:
    """Return the texts that tell what a theme is about: its names where nobody gave examples."""
    texts = []
    for language in LANGUAGES:
        written = [getattr(theme.label, language), getattr(theme.description, language)]
        examples = [*theme.examples.get(language, ()), *theme.taught.get(language, ())]
        names = theme.words.get(language, ())[:_NAMES]
        texts += [*written, *(examples or names)]
    return [text for text in dict.fromkeys(texts) if text]


def _regression(
    vectors: NDArray[np.float64], rows: NDArray[np.int64], themes: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the weights and the centre; every theme counts as much, however many its texts."""
    wanted = np.eye(themes)[rows]
    shares = 1 / np.sqrt(wanted.sum(axis=0))[rows][:, None]
    centre = vectors.mean(axis=0)
    known = (vectors - centre) * shares
    wanted = (wanted - wanted.mean(axis=0)) * shares
    held = known.T @ known + _HELD * np.eye(vectors.shape[1])
    return np.linalg.solve(held, known.T @ wanted), centre
