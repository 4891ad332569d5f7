"""Responses that speak without giving a score: those that say the same stand for them.

By the inverse of the chance of a score (Robins, Rotnitzky and Zhao 1994,
doi:10.1080/01621459.1994.10476818).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
MOST_WEIGHT = 5.0  # of a response that stands for silent ones, against the mean
_FIRST_LOOK = 50_000  # responses from which slopes are first guessed, where they are more
_AT_ONCE = 50_000  # responses held as numbers at once


def standing_for(signs: npt.NDArray[Any], known: npt.NDArray[np.bool_]) -> Array:
    """Return the weights of the scored responses, of mean 1: inverse of their chance of a score.

    Logistic regression, with a slight ridge, on what is said: spoken of, and how.
    """
    spoken = np.count_nonzero(signs, axis=0)
    varies = np.concatenate(
        [[True], np.ptp(signs, axis=0) > 0, (spoken > 0) & (spoken < len(signs))]
    )
    slopes = np.zeros(int(varies.sum()))
    some = np.arange(0, len(signs), max(1, len(signs) // _FIRST_LOOK))
    for rows in ([some] if len(some) < len(signs) else []) + [np.arange(len(signs))]:
        slopes = _fitted_odds(signs, known, varies, rows, slopes)
    chance = np.concatenate(
        [_chance(_design(signs[rows], varies), slopes) for rows in _pieces(np.arange(len(signs)))]
    )
    weight = 1 / chance[known]
    weight = np.minimum(weight, MOST_WEIGHT * weight.mean())
    scaled: Array = weight / weight.mean()
    return scaled


def _fitted_odds(
    signs: npt.NDArray[Any],
    known: npt.NDArray[np.bool_],
    varies: npt.NDArray[np.bool_],
    rows: npt.NDArray[np.int64],
    slopes: Array,
) -> Array:
    """Return the slopes of the odds to be known, from first guesses, by Newton's method."""
    penalty = np.full(len(slopes), 1.0)
    penalty[0] = 0.0
    for _ in range(25):
        gradient, curvature = -penalty * slopes, np.diag(penalty)
        for piece in _pieces(rows):
            design = _design(signs[piece], varies)
            chance = _chance(design, slopes)
            gradient = gradient + design.T @ (known[piece] - chance)
            curvature = curvature + (design * (chance * (1 - chance))[:, None]).T @ design
        step = np.linalg.lstsq(curvature, gradient, rcond=None)[0]
        slopes = slopes + step
        if np.abs(step).max() < 1e-8:
            break
    return slopes


def _design(signs: npt.NDArray[Any], varies: npt.NDArray[np.bool_]) -> Array:
    whole = np.column_stack([np.ones(len(signs)), signs, signs**2])
    design: Array = whole[:, varies]
    return design


def _chance(design: Array, slopes: Array) -> Array:
    chance: Array = 1 / (1 + np.exp(-np.clip(design @ slopes, -30, 30)))
    return chance


def _pieces(rows: npt.NDArray[np.int64]) -> list[npt.NDArray[np.int64]]:
    return [rows[first : first + _AT_ONCE] for first in range(0, len(rows), _AT_ONCE)]
