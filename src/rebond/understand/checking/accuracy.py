"""How well the engine reads: precision, recall, polarity, confusions, calibration.

Every voice counts by the number of voices that it stands for. By theme, intervals are those of
`misreadings` with the labels of the theme alone, under Jeffreys's priors; over all themes,
percentiles of 1,000 resamples of voices.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from rebond.understand.checking.checked import ABSENT, STATES, Array, Checked, Event
from rebond.understand.checking.misreadings import DRAWS, Common, common_of, misreadings_of

LEVEL = 0.95
RESAMPLES = 1000
BINS = 5


@dataclass(frozen=True)
class Rate:
    """A number from 0 to 1 (or a difference), its interval, and how many labels it is about.

    None where nothing could be counted.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True)
class ThemeAccuracy:
    """How well one theme is read; ``read`` and ``said`` count labelled voices."""

    theme: str
    precision: Rate
    recall: Rate
    f1: Rate
    read: int
    said: int


@dataclass(frozen=True)
class Confused:
    """A theme read where people named another, "" for none; ``n`` voices, not weighted."""

    read: str
    said: str
    n: int


@dataclass(frozen=True)
class Bin:
    """Mentions of about the same confidence: how many, how sure, how often right."""

    n: int
    confidence: float
    right: Rate


@dataclass(frozen=True)
class Accuracy:
    """All that labels tell of the engine.

    ``polarity`` (3, 3) parts of the mentions rightly found: true polarity by polarity read;
    ``calibration_error`` the mean distance between confidence and part right (ECE, 0 to 1).
    """

    themes: tuple[ThemeAccuracy, ...]
    precision: Rate
    recall: Rate
    f1: Rate
    polarity: Array
    polarity_right: Rate
    polarity_f1: tuple[Rate, Rate, Rate]
    mentions: int
    confused: tuple[Confused, ...]
    bins: tuple[Bin, ...]
    calibration_error: Rate


def accuracy(checked: Checked, populations: Array, *, seed: int = 0) -> Accuracy:
    """Return how well the engine reads the labelled voices.

    ``populations`` (p, 4) are the shares of all voices that the engine reads in each state, by
    theme of ``checked``.
    """
    events = [Event(frozenset([theme])) for theme in checked.themes]
    read = np.array([checked.read_states(event) for event in events]).reshape(len(events), -1).T
    truth = np.stack([checked.truth(event) for event in events], axis=1)
    counts = _Counts(checked, read, truth)
    resamples = (
        np.random.default_rng(seed)
        .multinomial(
            len(checked.voices), np.full(len(checked.voices), 1 / len(checked.voices)), RESAMPLES
        )
        .astype(np.float64)
    )

    def rate(measure: Callable[[Array], Array], n: int) -> Rate:
        return _resampled(measure, checked.weights, resamples, n)

    said = int(np.rint((1 - truth[:, :, ABSENT]).sum()))
    found = int((read != ABSENT).sum())
    mentions = int(np.rint(counts.pairs.sum()))
    return Accuracy(
        themes=_by_theme(checked, events, populations, read, truth),
        precision=rate(counts.precision, found),
        recall=rate(counts.recall, said),
        f1=rate(counts.f1, mentions),
        polarity=_parts(counts.table(checked.weights[None])[0]),
        polarity_right=rate(counts.polarity_right, mentions),
        polarity_f1=tuple(rate(counts.polarity_f1(place), mentions) for place in range(3)),  # type: ignore[arg-type]
        mentions=mentions,
        confused=_confused(checked, read, truth),
        bins=_bins(checked, read, truth, resamples),
        calibration_error=rate(_calibration(checked, read, truth), found),
    )


def _resampled(measure: Callable[[Array], Array], weights: Array, resamples: Array, n: int) -> Rate:
    value = measure(weights[None])[0]
    if not np.isfinite(value):
        return Rate(None, None, None, n)
    drawn = measure(resamples * weights)
    drawn = drawn[np.isfinite(drawn)]
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Rate(float(value), float(min(low, value)), float(max(high, value)), n)


class _Counts:
    """Sums by voice, so that a resample is one product."""

    def __init__(self, checked: Checked, read: Array, truth: Array) -> None:
        present = 1.0 - truth[:, :, ABSENT]
        self.found = (read != ABSENT).sum(axis=1).astype(np.float64)
        self.said = present.sum(axis=1)
        self.both = ((read != ABSENT) * present).sum(axis=1)
        self.pairs = np.zeros((len(checked.voices), 3, 3))  # voice, true, read
        for state in range(1, STATES):
            self.pairs[:, :, state - 1] = np.einsum("vt,vtk->vk", read == state, truth[:, :, 1:])

    def precision(self, weights: Array) -> Array:
        return _ratio(weights @ self.both, weights @ self.found)

    def recall(self, weights: Array) -> Array:
        return _ratio(weights @ self.both, weights @ self.said)

    def f1(self, weights: Array) -> Array:
        return _ratio(2 * (weights @ self.both), weights @ (self.found + self.said))

    def table(self, weights: Array) -> Array:
        table: Array = np.einsum("bv,vtr->btr", weights, self.pairs)
        return table

    def polarity_right(self, weights: Array) -> Array:
        table = self.table(weights)
        return _ratio(np.trace(table, axis1=1, axis2=2), table.sum(axis=(1, 2)))

    def polarity_f1(self, place: int) -> Callable[[Array], Array]:
        def measure(weights: Array) -> Array:
            table = self.table(weights)
            either = table[:, place, :].sum(axis=1) + table[:, :, place].sum(axis=1)
            return _ratio(2 * table[:, place, place], either)

        return measure


def _ratio(above: Array, below: Array) -> Array:
    return np.where(below > 0, above / np.where(below > 0, below, 1.0), np.nan)


def _parts(table: Array) -> Array:
    parts: Array = table / max(table.sum(), 1e-12)
    return parts


def _by_theme(
    checked: Checked, events: list[Event], populations: Array, read: Array, truth: Array
) -> tuple[ThemeAccuracy, ...]:
    common = _alone(common_of(checked, events, populations))
    found = []
    for place, event in enumerate(events):
        seen, said = read[:, place] != ABSENT, 1.0 - truth[:, place, ABSENT]
        n_read, n_said = int(seen.sum()), int(np.rint(said.sum()))
        if not n_read and not n_said:
            continue
        drawn = misreadings_of(checked, event, populations[place], common, seed=place)
        confusion = drawn.confusion(populations[place])
        both = float(checked.weights @ (seen * said))
        by_read, by_said = float(checked.weights @ seen), float(checked.weights @ said)
        found.append(
            ThemeAccuracy(
                checked.themes[place],
                _around(both, by_read, confusion.precision[1:], n_read),
                _around(both, by_said, confusion.recall[1:], n_said),
                _around(2 * both, by_read + by_said, confusion.f1[1:], n_read + n_said),
                n_read,
                n_said,
            )
        )
    return tuple(found)


def _alone(common: Common) -> Common:
    """Return what is thought of a theme before its labels: next to nothing (Jeffreys)."""
    one = np.ones(DRAWS)
    return replace(
        common,
        precision=one / 2,
        precision_alike=one,
        false_alike=one,
        misses=1e3 * one,
        misses_alike=one / 2,
        mistakes_alike=one / 2,
        polarity_alike=one,
    )


def _around(above: float, below: float, draws: Array, n: int) -> Rate:
    if below <= 0:
        return Rate(None, None, None, n)
    value = above / below
    low, high = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Rate(value, float(min(low, value)), float(max(high, value)), n)


def _confused(checked: Checked, read: Array, truth: Array) -> tuple[Confused, ...]:
    """Return what was read in place of what, the most frequent first.

    In a voice, a theme wrongly read is set against those missed there; none when none was.
    """
    said = 1.0 - truth[:, :, ABSENT] > 0.5
    counts: dict[tuple[str, str], int] = {}
    for voice in range(len(checked.voices)):
        wrong: list[int] = np.flatnonzero((read[voice] != ABSENT) & ~said[voice]).tolist()
        missed: list[int] = np.flatnonzero((read[voice] == ABSENT) & said[voice]).tolist()
        pairs = [(one, other) for one in wrong for other in missed]
        pairs += [(one, -1) for one in wrong] if not missed else []
        pairs += [(-1, other) for other in missed] if not wrong else []
        for pair in pairs:
            one, other = (checked.themes[place] if place >= 0 else "" for place in pair)
            counts[one, other] = counts.get((one, other), 0) + 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Confused(one, other, n) for (one, other), n in ordered)


def _mentions(
    checked: Checked, read: Array, truth: Array
) -> tuple[npt.NDArray[np.int64], Array, Array]:
    """Return the voice, the confidence and the part right of each mention read."""
    voice, theme = np.nonzero(read != ABSENT)
    right: Array = truth[voice, theme, read[voice, theme].astype(int)]
    return voice.astype(np.int64), checked.confidence[voice, theme], right


def _edges(confidence: Array) -> Array:
    """Return the inner edges of bins that hold about as many mentions each."""
    edges: Array = np.unique(np.quantile(confidence, np.arange(1, BINS) / BINS))
    return edges


def _calibration(checked: Checked, read: Array, truth: Array) -> Callable[[Array], Array]:
    voice, confidence, right = _mentions(checked, read, truth)

    def measure(weights: Array) -> Array:
        if not len(voice):
            return np.full(len(weights), np.nan)
        place = np.digitize(confidence, _edges(confidence))
        inside = np.eye(BINS)[place]
        by_mention = weights[:, voice]
        apart = np.abs((by_mention * (right - confidence)) @ inside).sum(axis=1)
        return _ratio(apart, by_mention.sum(axis=1))

    return measure


def _bins(checked: Checked, read: Array, truth: Array, resamples: Array) -> tuple[Bin, ...]:
    voice, confidence, right = _mentions(checked, read, truth)
    if not len(voice):
        return ()
    place = np.digitize(confidence, _edges(confidence))
    found = []
    for number in np.unique(place):
        kept = place == number
        about, truly = voice[kept], right[kept]

        def measure(weights: Array, about: Array = about, truly: Array = truly) -> Array:
            by_mention = weights[:, about]
            return _ratio(by_mention @ truly, by_mention.sum(axis=1))

        rate = _resampled(measure, checked.weights, resamples, int(kept.sum()))
        sure = float(np.average(confidence[kept], weights=checked.weights[about]))
        found.append(Bin(int(kept.sum()), sure, rate))
    return tuple(found)
