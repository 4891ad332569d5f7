"""Scores as the public tasks define them, with their intervals and their margins.

Every score is a function of counts summed over texts. Counts are kept text by text, so that whole
reviews (threads, respondents: the groups) can be drawn again: intervals and margins are those of a
bootstrap by group, percentiles 2.5 and 97.5 of 1,000 draws, and two systems are compared on the
same draws. Scores are in percent.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]  # one row a text, one column a count
Score = Callable[[Counts], Any]  # from (..., columns) to (...), in percent

_DRAWS = 1_000
_SEED = 20_160_616


class Figure(NamedTuple):
    """A score or a difference of scores, in percent, with its 95 % interval."""

    value: float
    low: float
    high: float


def found(told: Sequence[Collection[Hashable]], wanted: Sequence[Collection[Hashable]]) -> Counts:
    """Return for each text how many distinct items are right, told, wanted (n × 3).

    With the categories of a sentence it is slot 1 of SemEval-2016 task 5; with the places of its
    explicit targets, slot 2; both count distinct items within a sentence. Identical items of a
    text count once, on both sides.
    """
    rows = [
        (len(set(given) & set(asked)), len(set(given)), len(set(asked)))
        for given, asked in zip(told, wanted, strict=True)
    ]
    return np.array(rows, dtype=np.float64).reshape(len(rows), 3)


def f1(totals: Counts) -> Any:
    """Return the F1 of counts (right, told, wanted): 0 when nothing is told nor wanted."""
    right, size = totals[..., 0], totals[..., 1] + totals[..., 2]
    return 200 * right / np.maximum(size, 1)


def agreed(told: Sequence[Hashable], wanted: Sequence[Hashable]) -> Counts:
    """Return for each item whether it is right, and 1 (n × 2)."""
    rows = [(given == asked, 1) for given, asked in zip(told, wanted, strict=True)]
    return np.array(rows, dtype=np.float64).reshape(len(rows), 2)


def accuracy(totals: Counts) -> Any:
    """Return the share of items that are right: slot 3 of SemEval-2016 task 5; 0 without any."""
    return 100 * totals[..., 0] / np.maximum(totals[..., 1], 1)


def classed(
    told: Sequence[Hashable], wanted: Sequence[Hashable], classes: Sequence[Hashable]
) -> Counts:
    """Return for each text (right, told, wanted) of each class in turn (n × 3 classes)."""
    rows = [
        [
            count
            for name in classes
            for count in (given == asked == name, given == name, asked == name)
        ]
        for given, asked in zip(told, wanted, strict=True)
    ]
    return np.array(rows, dtype=np.float64).reshape(len(rows), 3 * len(classes))


def macro_f1(totals: Counts) -> Any:
    """Return the mean of the F1 of each class, classes that nothing is told or wanted of left out.

    It is scikit-learn's macro F1 as soon as every class is in the labels.
    """
    by_class = totals.reshape(*totals.shape[:-1], -1, 3)
    known = (by_class[..., 1] + by_class[..., 2]) > 0
    return (f1(by_class) * known).sum(axis=-1) / np.maximum(known.sum(axis=-1), 1)


def interval(score: Score, counts: Counts, groups: Sequence[Hashable]) -> Figure:
    """Return the score of all the texts with its interval; nan without any text."""
    if not len(counts):
        return Figure(float("nan"), float("nan"), float("nan"))
    return _figure(float(score(counts.sum(axis=0))), score(_drawn(counts, groups)))


def margin(score: Score, counts: Counts, other: Counts, groups: Sequence[Hashable]) -> Figure:
    """Return how much ``counts`` scores above ``other`` on the same texts, with its interval."""
    if not len(counts):
        return Figure(float("nan"), float("nan"), float("nan"))
    value = float(score(counts.sum(axis=0))) - float(score(other.sum(axis=0)))
    return _figure(value, score(_drawn(counts, groups)) - score(_drawn(other, groups)))


def _figure(value: float, draws: Counts) -> Figure:
    low, high = np.percentile(draws, [2.5, 97.5])
    return Figure(value, float(low), float(high))


def _drawn(counts: Counts, groups: Sequence[Hashable]) -> Counts:
    """Return the sums of counts over groups drawn with replacement (draws × columns)."""
    places = {group: place for place, group in enumerate(dict.fromkeys(groups))}
    sums = np.zeros((len(places), counts.shape[1]))
    np.add.at(sums, [places[group] for group in groups], counts)
    draw = np.random.default_rng(_SEED)
    weights = draw.multinomial(len(places), [1 / len(places)] * len(places), size=_DRAWS)
    return weights @ sums
