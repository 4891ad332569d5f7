"""Accuracy counts what it says, weighted by the chance that each voice had."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rebond.understand.checking import Checked, accuracy
from rebond.understand.checking.checked import ABSENT, NEGATIVE, NEUTRAL, POSITIVE, Event

Said = dict[str, int]
THEMES = ("price", "queue")


def checked(pairs: list[tuple[Said, Said]]) -> Checked:
    """Return voices given by what was read in them and what people said."""

    def counts(said: Said) -> np.ndarray:
        table = np.zeros((3, 3), np.int16)
        for theme, polarity in said.items():
            table[THEMES.index(theme), polarity + 1] = 1
        return table

    read = np.array([counts(one) for one, _ in pairs])
    seen = read[:, :2].sum(axis=2) > 0
    return Checked(
        voices=tuple(str(i) for i in range(len(pairs))),
        themes=THEMES,
        weights=np.ones(len(pairs)),
        read=read,
        labels=np.array([counts(other) for _, other in pairs]),
        voice_of=np.arange(len(pairs)),
        part=np.ones(len(pairs)),
        labellers=("A",) * len(pairs),
        confidence=np.where(seen, 0.8, np.nan),
        population=len(pairs),
        drawn=len(pairs),
    )


def populations(one: Checked) -> np.ndarray:
    states = [one.read_states(Event(frozenset([theme]))) for theme in THEMES]
    return np.array([np.bincount(state, minlength=4) / len(state) for state in states])


# 6 rightly read, 2 false alarms, 2 missed, 10 silent: precision and recall 3/4.
PAIRS: list[tuple[Said, Said]] = [
    *[({"price": -1}, {"price": -1})] * 5,
    ({"price": 1}, {"price": -1}),
    *[({"price": -1}, {"queue": -1})] * 2,
    *[({}, {})] * 10,
]


def test_precision_recall_and_polarity_are_counted() -> None:
    one = checked(PAIRS)
    found = accuracy(one, populations(one))
    price, queue = found.themes
    assert (price.precision.value, price.recall.value) == (pytest.approx(0.75), 1.0)
    assert (queue.read, queue.said, queue.precision.value, queue.recall.value) == (0, 2, None, 0.0)
    assert found.precision.value == found.recall.value == pytest.approx(0.75)
    assert found.polarity_right.value == pytest.approx(5 / 6)
    assert (found.confused[0].read, found.confused[0].said, found.confused[0].n) == (
        "price",
        "queue",
        2,
    )


def test_intervals_hold_their_figure_and_never_have_no_width() -> None:
    one = checked([({"price": 1}, {"price": 1})] * 8 + [({}, {})] * 20)
    price = accuracy(one, populations(one)).themes[0]
    assert price.precision.value == price.recall.value == 1.0
    assert price.precision.low is not None
    assert 0.5 < price.precision.low < 0.95
    assert price.recall.low is not None
    assert price.recall.low < 0.95


def test_voices_count_for_those_they_stand_for() -> None:
    one = checked(PAIRS)
    weights = np.ones(len(PAIRS))
    weights[6:8] = 10.0  # the false alarms
    heavy = replace(one, weights=weights / weights.mean())
    assert accuracy(heavy, populations(one)).precision.value == pytest.approx(6 / 26)


def test_confidence_far_from_right_is_told() -> None:
    one = checked(PAIRS)
    found = accuracy(one, populations(one))
    assert found.calibration_error.value == pytest.approx(abs(0.8 - 5 / 8))


def test_a_voice_that_says_good_and_bad_is_neutral() -> None:
    one = checked([({"price": -1}, {})])
    one.read[0, 0] = (1, 0, 1)
    assert one.read_states(Event(frozenset(["price"]))).tolist() == [NEUTRAL]
    assert one.read_states(Event(frozenset(["price"]), frozenset([1]))).tolist() == [POSITIVE]
    assert one.read_states(Event(frozenset(["price"]), frozenset([-1]))).tolist() == [NEGATIVE]
    assert one.read_states(Event(frozenset(["queue"]))).tolist() == [ABSENT]
