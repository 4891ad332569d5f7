"""Intervals of what shares R² out between themes: Johnson's weights, Shapley's parts, R² itself.

For given correlations A of the themes each of them is a quadratic form of their correlations r with
the score, a squared length:

    part_j = rᵀ Q_j r

The interval is what the form reaches while r stays within t standard errors of the sample's: the
profile of a likelihood that is normal in r (Venzon and Moolgavkar 1988, doi:10.2307/2347496), with
the variance of persons left out one by one. It bends as a square does, so that a part that may be
zero has an interval from zero, and it needs no resample. A is followed to first order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rebond.quantify.statistics.clusters import moves, products, quantiles

Array = npt.NDArray[np.float64]
_HALVINGS = 60


@dataclass(frozen=True)
class Parts:
    """k parts of R²: their ``values`` (k,), 0 to 1, the ``forms`` Q (k, p, p) of r they are, and
    their ``slopes`` (k, p, p) by the correlations of the themes.
    """

    values: Array
    forms: Array
    slopes: Array

    def together(self) -> Parts:
        """Return R², the parts added up, as the only part."""
        return Parts(*(one.sum(axis=0)[None] for one in (self.values, self.forms, self.slopes)))

    def near(self, sample: Correlations, among: Array, with_score: Array) -> Array:
        """Return the parts (b, k) in samples that differ little from the one they are known of.

        ``among`` (b, p, p) and ``with_score`` (b, p) are the correlations of the samples.
        """
        by_score = np.einsum("bi,kij,bj->bk", with_score, self.forms, with_score, optimize=True)
        moved = (among - sample.among).reshape(len(among), -1)
        parts: Array = np.maximum(by_score + moved @ self.slopes.reshape(len(self.slopes), -1).T, 0)
        return parts


@dataclass(frozen=True)
class Correlations:
    """Those of p themes, ``among`` (p, p) and ``with_score`` (p,), and what each of g groups of
    persons moves them by, ``among_moved`` (g, p, p) and ``score_moved`` (g, p): products of the
    latter add up to variances.
    """

    among: Array
    with_score: Array
    among_moved: Array
    score_moved: Array


def correlations(sums: Array) -> tuple[Array, Array]:
    """Return the correlations (b, p, p) of themes, and theirs with the score (b, p), in samples.

    ``sums`` (b, …) are those of `products_by_group`; a theme that does not vary goes with nothing.
    """
    means = sums[:, 1 : 1 + _columns(sums)] / sums[:, :1]
    covariance = products(sums) / sums[:, :1, None]
    covariance -= means[:, :, None] * means[:, None, :]
    spread = np.sqrt(np.maximum(np.einsum("bii->bi", covariance), 0.0))
    scale = np.where(spread > 1e-9, 1 / np.maximum(spread, 1e-9), 0.0)
    covariance *= scale[:, :, None] * scale[:, None, :]
    diagonal = np.arange(covariance.shape[1])
    covariance[:, diagonal, diagonal] = 1.0
    return covariance[:, :-1, :-1], covariance[:, :-1, -1]


def _columns(sums: Array) -> int:
    return int((2 * sums.shape[1]) ** 0.5) - 1


def correlations_of(sums: Array) -> Correlations:
    """Return the correlations of groups' sums (g, …), each group left out in turn."""
    whole = sums.sum(axis=0)
    among, with_score = correlations(whole[None])
    among_without, score_without = correlations(whole - sums)
    return Correlations(among[0], with_score[0], moves(among_without), moves(score_without))


def part_intervals(parts: Parts, of: Correlations) -> tuple[Array, Array]:
    """Return the lows and the highs (p,) of the parts of p themes, 0 to 1.

    A theme may weigh nothing, and its interval goes from zero, unless its correlation with the
    score or its regression coefficient tells otherwise, each at 2.5 %. The quantile is that of the
    part, or of the coefficient where fewer persons make that one vary.
    """
    inverse = np.linalg.pinv(of.among)
    slopes = inverse @ of.with_score
    own = (of.score_moved - of.among_moved @ slopes) @ inverse
    low, high = _reached(parts, of, quantiles(own))
    told = _beyond(of.with_score, of.score_moved) | _beyond(slopes, own)
    return np.where(told, low, 0.0), high


def _beyond(values: Array, moved: Array) -> npt.NDArray[np.bool_]:
    """Return whether values (k,) moved by groups (g, k) lie beyond chance, at 2.5 %."""
    told: npt.NDArray[np.bool_] = np.abs(values) > quantiles(moved, 0.975) * np.sqrt(
        (moved**2).sum(axis=0)
    )
    return told


def whole_interval(parts: Parts, of: Correlations) -> tuple[float, float]:
    """Return the low and the high of R², 0 to 1, from its parts."""
    low, high = _reached(parts.together(), of, np.zeros(1))
    return float(low[0]), float(high[0])


def _reached(parts: Parts, of: Correlations, least: Array) -> tuple[Array, Array]:
    """Return the least and the most of each part, with Student's quantiles of ``least`` or more.

    What each part moves by is split into what goes with r, in units of its standard errors, and a
    rest of its own: part = value + 2 bᵀx + xᵀBx, x in a ball, widened for the p slopes that the
    sample fits.
    """
    variance = of.score_moved.T @ of.score_moved
    root, inverse = _roots(variance)
    by_score = parts.forms @ of.with_score
    by_among = (
        of.among_moved.reshape(len(of.among_moved), -1)
        @ parts.slopes.reshape(len(parts.slopes), -1).T
    )
    going = inverse @ (of.score_moved.T @ by_among)
    rest = np.sqrt(((by_among - of.score_moved @ going) ** 2).sum(axis=0))
    groups, p = of.score_moved.shape
    radius = np.maximum(quantiles(2 * of.score_moved @ by_score.T + by_among), least)
    radius = radius * ((groups - 1) / max(1, groups - 1 - p)) ** 0.5
    bends, axes = np.linalg.eigh(root @ parts.forms @ root)
    leans = np.einsum("kij,ki->kj", axes, (by_score + going.T / 2) @ root)
    bends = np.column_stack([np.maximum(bends, 0.0), np.zeros(len(rest))])
    leans = np.column_stack([leans, rest / 2])
    high = parts.values + _most(bends, leans, radius)
    low = parts.values - _most(-bends, leans, radius) - _by_chance(parts, by_score, variance)
    return np.where(low > 1e-9, low, 0.0), np.minimum(high, 1.0)


def _roots(variance: Array) -> tuple[Array, Array]:
    """Return the symmetric square root of a matrix, and its inverse, 0 where it has no length."""
    lengths, axes = np.linalg.eigh(variance)
    kept = lengths > 1e-12 * max(float(lengths[-1]), 1e-300)
    root = (axes * np.sqrt(np.where(kept, lengths, 0.0))) @ axes.T
    return root, (axes * np.where(kept, 1 / np.where(kept, lengths, 1.0), 0.0)) @ axes.T


def _by_chance(parts: Parts, by_score: Array, variance: Array) -> Array:
    """Return what chance adds to each part on average, across the direction it is seen in."""
    whole = np.einsum("kij,ij->k", parts.forms, variance)
    along = np.einsum("ki,ij,kj->k", by_score, variance, by_score)
    across: Array = np.maximum(whole - along / np.maximum(parts.values, 1e-12), 0.0)
    return across


def _most(bends: Array, leans: Array, radius: Array) -> Array:
    """Return the most (k,) of 2 leansᵀx + Σ bends x² for x (m,) no longer than ``radius``.

    By the dual, min over μ ≥ max(bends, 0) of Σ leans² / (μ − bends) + μ radius², which has no
    gap with it (Moré and Sorensen 1983, doi:10.1137/0904038).
    """
    squares = leans**2
    below = np.maximum(bends.max(axis=1), 0.0)
    above = below + np.sqrt(squares.sum(axis=1)) / radius + 1e-12
    for _ in range(_HALVINGS):
        middle = (below + above) / 2
        apart = np.maximum(middle[:, None] - bends, 1e-150)
        longer = (squares / apart**2).sum(axis=1) > radius**2
        below, above = np.where(longer, middle, below), np.where(longer, above, middle)
    apart = np.maximum(above[:, None] - bends, 1e-150)
    most: Array = (squares / apart).sum(axis=1) + above * radius**2
    return most
