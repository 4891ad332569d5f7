"""Llosa's matrix: which themes are basic, plus, key or secondary to overall satisfaction.

By Llosa's own method, a correspondence analysis of how each theme is judged (well, badly) by the
level of overall satisfaction (Llosa 1997, “L'analyse de la contribution des éléments du service à
la satisfaction : un modèle tétraclasse”, Décisions Marketing 10:81-88; described and compared in
English by Bartikowski and Llosa 2004, doi:10.1080/0264206042000275190, and Poubanne, Clerfeuille
and Chandon 2006, doi:10.1057/palgrave.jt.5750032). The first axis is that of satisfaction. The
further a theme judged well lies on the satisfied side, and judged badly on the other side, the more
it goes with satisfaction when it succeeds, and with dissatisfaction when it fails.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rebond.quantify.statistics.clusters import (
    RANDOM_GROUPS,
    groups_of,
    moves,
    on_one_thread,
    quantiles,
    renumbered,
    resampled,
)

Array = npt.NDArray[np.float64]
KINDS = ("secondary", "plus", "basic", "key")  # place = judged well matters + 2 · badly matters
LEAST_JUDGED = 10  # responses on each side, for a theme to be placed
SETTLED = 0.8  # share of resamples in the same class
RESAMPLES = 1000
PERMUTATIONS = 499
MOST_PERMUTED = 20_000  # persons, drawn by lot when they are more


@dataclass(frozen=True)
class Axes:
    """A correspondence analysis of a table of r rows and k columns.

    ``rows`` (r, d) and ``columns`` (k, d) are principal coordinates, ``inertia`` (d,) what each
    axis holds, the largest first; d = min(r, k) − 1.
    """

    rows: Array
    columns: Array
    inertia: Array


@dataclass(frozen=True)
class Placed:
    """One theme in the matrix.

    ``well`` is how far, on the axis of satisfaction, those who judge it well lie on the satisfied
    side, ``badly`` how far those who judge it badly lie on the other side (the axis folded);
    ``apart`` their sum with its interval: the theme goes with satisfaction when ``low`` > 0.
    ``stability`` is the share of resamples of persons where the theme keeps its class,
    ``by_class`` that of each of `KINDS`. ``settled``: stability of 80 % at least, apart above 0,
    and the axis itself beyond chance.
    """

    theme: str
    kind: str
    well: float
    badly: float
    apart: float
    low: float
    high: float
    stability: float
    by_class: tuple[float, float, float, float]
    settled: bool
    n_well: int
    n_badly: int


@dataclass(frozen=True)
class Matrix:
    """Llosa's matrix; ``cuts`` part little from much (well, badly), ``first_axis`` is its part of
    inertia (0 to 1), ``p_value`` that of an axis as long where scores are linked to nothing.
    ``unplaced`` themes have too few judgements on one side.
    """

    themes: tuple[Placed, ...]
    cuts: tuple[float, float]
    first_axis: float
    p_value: float
    n: int
    people: int
    unplaced: tuple[str, ...]


def correspondence(table: Array) -> Axes:
    """Return the correspondence analysis of a table of counts, by singular values.

    Parameters
    ----------
    table : (r, k) array of counts ≥ 0
        Rows or columns without any count get coordinates 0.

    Notes
    -----
    With P the table over its total, r and c its margins: the singular value decomposition of
    D_r^-½ (P − rcᵀ) D_c^-½; inertia adds up to χ²/n (Benzécri 1973; Greenacre 2007,
    doi:10.1201/9781420011234).
    """
    rows, columns, inertia = _correspondences(table[None].astype(np.float64))
    axes = max(0, min(table.shape) - 1)
    return Axes(rows[0][:, :axes], columns[0][:, :axes], inertia[0][:axes])


def _correspondences(tables: Array) -> tuple[Array, Array, Array]:
    """Analyse many tables (b, r, k) at once."""
    p = tables / np.maximum(tables.sum(axis=(1, 2), keepdims=True), 1e-300)
    row, column = p.sum(axis=2), p.sum(axis=1)
    by_row = np.where(row > 0, 1 / np.sqrt(np.maximum(row, 1e-300)), 0.0)
    by_column = np.where(column > 0, 1 / np.sqrt(np.maximum(column, 1e-300)), 0.0)
    spread = p - row[:, :, None] * column[:, None, :]
    spread *= by_row[:, :, None]
    spread *= by_column[:, None, :]
    if tables.shape[1] < tables.shape[2]:
        left, length, right = np.linalg.svd(spread, full_matrices=False)
        rows = left * by_row[:, :, None] * length[:, None, :]
        columns = np.swapaxes(right, 1, 2) * by_column[:, :, None] * length[:, None, :]
        return rows, columns, length**2
    # Of few columns: their products have the same axes, and cost far less.
    inertia, axes = np.linalg.eigh(np.swapaxes(spread, 1, 2) @ spread)
    inertia, axes = np.maximum(inertia[:, ::-1], 0.0), axes[:, :, ::-1]
    rows = (spread @ axes) * by_row[:, :, None]
    columns = axes * by_column[:, :, None] * np.sqrt(inertia)[:, None, :]
    return rows, columns, inertia


@on_one_thread
def llosa(
    score: Array,
    signs: npt.NDArray[Any],
    person: npt.NDArray[np.int64],
    themes: Sequence[str],
    *,
    cut: str = "mean",
    resamples: int = RESAMPLES,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
) -> Matrix:
    """Place themes in Llosa's matrix.

    Parameters
    ----------
    score : (n,) array
        Overall satisfaction in few levels, higher better (stars; detractors, passives and
        promoters as 0, 1, 2); nan where not given: left out.
    signs : (n, p) array
        −1 judged badly, +1 judged well, 0 neither.
    person : (n,) int64 array
        From 0: resamples draw persons.
    cut : "mean" or "median"
        Over the placed themes, on each side: where little ends and much begins. Classes compare
        themes with each other, so there are always some on both sides.

    Returns
    -------
    Matrix
        Without themes when fewer than two have 10 judgements on each side, or one level of
        score only.
    """
    known = np.isfinite(score)
    values, signs = score[known], signs[known]
    who = renumbered(person[known])
    n, people = len(values), int(who.max()) + 1 if known.any() else 0
    well, badly = (signs > 0).sum(axis=0), (signs < 0).sum(axis=0)
    placed = np.flatnonzero((well >= LEAST_JUDGED) & (badly >= LEAST_JUDGED))
    unplaced = tuple(themes[i] for i in range(signs.shape[1]) if i not in placed)
    levels, level = np.unique(values, return_inverse=True)
    if len(placed) < 2 or len(levels) < 2:
        return Matrix((), (np.nan, np.nan), 0.0, 1.0, n, people, unplaced)
    judged = _Judged.of(signs[:, placed], level, len(levels))
    group, groups = groups_of(who, most=RANDOM_GROUPS, seed=seed)
    sums = judged.tables(group, groups)
    shape = (-1, 2 * len(placed), len(levels))
    first = _folded(sums.sum(axis=0)[None].reshape(shape))
    draws = _folded(resampled(sums, resamples, seed=seed).reshape(shape))
    classes, cuts = _classes(first[0], cut)
    drawn, _ = _classes(draws[0], cut)
    by_class = np.stack([(drawn == kind).mean(axis=0) for kind in range(4)], axis=1)
    apart = first[0].sum(axis=1)
    low, high = _ends(apart[0], sums, shape)
    p_value = _axis_p(judged, level, who, permutations, seed)
    found = []
    for i, column in enumerate(placed):
        stability = float(by_class[i, classes[0, i]])
        settled = stability >= SETTLED and low[i] > 0 and p_value <= 0.05
        secondary, plus, basic, key = (float(part) for part in by_class[i])
        found.append(
            Placed(
                theme=themes[int(column)],
                kind=KINDS[int(classes[0, i])],
                well=float(first[0][0, 0, i]),
                badly=float(first[0][0, 1, i]),
                apart=float(apart[0, i]),
                low=float(low[i]),
                high=float(high[i]),
                stability=stability,
                by_class=(secondary, plus, basic, key),
                settled=bool(settled),
                n_well=int(well[column]),
                n_badly=int(badly[column]),
            )
        )
    ordered = tuple(sorted(found, key=lambda theme: (-theme.apart, theme.theme)))
    both = (float(cuts[0, 0]), float(cuts[0, 1]))
    return Matrix(ordered, both, float(first[1][0]), p_value, n, people, unplaced)


def _ends(apart: Array, sums: Array, shape: tuple[int, int, int]) -> tuple[Array, Array]:
    """Return the lows and the highs of how far apart themes lie, each group left out in turn."""
    without = _folded((sums.sum(axis=0) - sums).reshape(shape))[0].sum(axis=1)
    moved = moves(without)
    half = quantiles(moved) * np.sqrt((moved**2).sum(axis=0))
    return apart - half, apart + half


@dataclass(frozen=True)
class _Judged:
    """Judgements one by one: the response's place, the row of the table (themes judged well, then
    badly), and the level of score; ``shape`` is that of the table.
    """

    response: npt.NDArray[np.int64]
    row: npt.NDArray[np.int64]
    level: npt.NDArray[np.int64]
    shape: tuple[int, int]

    @classmethod
    def of(cls, signs: npt.NDArray[Any], level: npt.NDArray[np.int64], levels: int) -> _Judged:
        themes = signs.shape[1]
        response, theme = np.nonzero(signs)
        row = theme + themes * (signs[response, theme] < 0)
        return cls(response, row, level[response], (2 * themes, levels))

    def tables(self, group: npt.NDArray[np.int64], groups: int) -> Array:
        """Return each group's table of counts, laid flat: (groups, 2p · k)."""
        rows, levels = self.shape
        cell = (group[self.response] * rows + self.row) * levels + self.level
        counts = np.bincount(cell, minlength=groups * rows * levels)
        return counts.reshape(groups, rows * levels).astype(np.float64)


def _folded(tables: Array) -> tuple[Array, Array]:
    """Return how far themes lie, judged (well, badly), on the first axis: (b, 2, p); its part (b,).

    The axis points to the levels of higher satisfaction, which are in order.
    """
    rows, columns, inertia = _correspondences(tables)
    level = np.arange(tables.shape[2]) - (tables.shape[2] - 1) / 2
    mass = tables.sum(axis=1)
    centred = level - (mass @ level / mass.sum(axis=1))[:, None]
    way = np.where((mass * centred * columns[:, :, 0]).sum(axis=1) >= 0, 1.0, -1.0)
    first = rows[:, :, 0] * way[:, None]
    p = tables.shape[1] // 2
    part = inertia[:, 0] / np.maximum(inertia.sum(axis=1), 1e-300)
    return np.stack([first[:, :p], -first[:, p:]], axis=1), part


def _classes(folded: Array, cut: str) -> tuple[npt.NDArray[np.int64], Array]:
    """Return the class of each theme (b, p), as a place in `KINDS`, and the cuts (b, 2)."""
    cuts = np.median(folded, axis=2) if cut == "median" else folded.mean(axis=2)
    much = folded >= cuts[:, :, None]
    return much[:, 0].astype(np.int64) + 2 * much[:, 1].astype(np.int64), cuts


def _axis_p(
    judged: _Judged,
    level: npt.NDArray[np.int64],
    who: npt.NDArray[np.int64],
    permutations: int,
    seed: int,
) -> float:
    """Return the p-value of the first axis, scores put in random order between persons.

    One response a person, its first, so that repeated answers do not count as others'.
    """
    random = np.random.default_rng((seed, 1))
    firsts = np.full(int(who.max()) + 1, -1)
    firsts[who[::-1]] = np.arange(len(who))[::-1]
    if len(firsts) > MOST_PERMUTED:
        firsts = random.choice(firsts, MOST_PERMUTED, replace=False)
    place = np.full(len(who), -1)
    place[firsts] = np.arange(len(firsts))
    kept = place[judged.response] >= 0
    response, row = place[judged.response[kept]], judged.row[kept] * judged.shape[1]
    answers = level[firsts]
    tables = []
    for draw in range(1 + permutations):
        dealt = random.permutation(answers) if draw else answers
        counts = np.bincount(row + dealt[response], minlength=judged.shape[0] * judged.shape[1])
        tables.append(counts.reshape(judged.shape).astype(np.float64))
    longest = _correspondences(np.stack(tables))[2][:, 0]
    return float((longest >= longest[0] * (1 - 1e-12)).mean())
