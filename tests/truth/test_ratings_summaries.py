"""Averages of ratings: intervals that hold whatever marks are like, and gaps between two sides."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from rebond.errors import InputError
from rebond.network import Batch, Rating, mirrored_gap, protected_table, summary

MARKS = np.arange(1, 6)
WORLDS = {
    "most are pleased": (0.03, 0.03, 0.06, 0.2, 0.68),
    "the best or the worst": (0.3, 0.0, 0.0, 0.0, 0.7),
    "in the middle": (0.05, 0.2, 0.5, 0.2, 0.05),
}


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("raters", [5, 12, 40])
def test_the_interval_holds_the_mean_whatever_marks_are_like(world: str, raters: int) -> None:
    random = np.random.default_rng(raters)
    truth = float(MARKS @ WORLDS[world])
    held = 0
    for _ in range(300):
        marks = random.choice(MARKS, raters, p=WORLDS[world])
        found = summary((str(n), float(mark)) for n, mark in enumerate(marks))
        assert found is not None
        held += found.low <= truth <= found.high
    assert held >= 285


@pytest.mark.parametrize("world", WORLDS)
def test_what_is_published_holds_it_too(world: str) -> None:
    random = np.random.default_rng(3)
    truth = float(MARKS @ WORLDS[world])
    held = 0
    for _ in range(300):
        shown = protected_table([batch(random.choice(MARKS, 8, p=WORLDS[world]))])
        found = shown.cell("Laval", "2026-Q1", "welcome")
        assert found is not None
        held += found.low <= truth <= found.high
    assert held >= 285


def test_who_rates_often_weighs_no_more_than_another() -> None:
    marks = [("regular", 1.0)] * 50 + [(f"r{n}", 5.0) for n in range(9)]
    found = summary(marks)
    assert found is not None
    assert (found.mean, found.n, found.raters) == (4.6, 59, 10)


def test_the_order_of_marks_changes_nothing() -> None:
    marks = [(str(n), float(mark)) for n, mark in enumerate((5, 1, 4, 4, 2, 5))]
    assert summary(marks) == summary(marks[::-1])


def test_unanimous_marks_keep_an_interval() -> None:
    five = summary((str(n), 5.0) for n in range(5))
    many = summary((str(n), 5.0) for n in range(50))
    assert five is not None
    assert many is not None
    assert five.low < 3 < many.low < five.high == many.high == 5.0


def test_without_a_mark_there_is_no_average_and_with_one_rater_hardly_any_interval() -> None:
    assert summary([]) is None
    found = summary([("a", 4.0), ("a", 4.0)])
    assert found is not None
    assert (found.low, found.high) == pytest.approx((1.075, 4.975), abs=0.05)


def batch(marks: np.ndarray, place: str = "Laval", side: str = "r") -> Batch:
    ratings = tuple(
        Rating(f"{side}{n}", f"{side}{n}", "", place, "2026-Q1", date(2026, 1, 1), {"welcome": one})
        for n, one in enumerate(marks.tolist())
    )
    return Batch(place, "2026-Q1", ratings)


def test_a_gap_is_told_at_most_at_the_stated_rate_even_where_both_sides_copy_each_other() -> None:
    random = np.random.default_rng(5)
    told = 0
    for _ in range(200):
        marks = random.choice(MARKS, 30, p=WORLDS["most are pleased"])
        other = random.choice(MARKS, 30, p=WORLDS["most are pleased"])
        other[:15] = marks[15:]
        gap = mirrored_gap([batch(marks)], [batch(other, side="s")], "welcome", together=3)
        assert gap is not None
        told += gap.holds
    assert told <= 10


def test_a_real_gap_is_found_with_its_sign() -> None:
    random = np.random.default_rng(6)
    told = 0
    for _ in range(40):
        customers = random.choice(MARKS, 60, p=WORLDS["in the middle"])
        staff = random.choice(MARKS, 60, p=WORLDS["most are pleased"])
        gap = mirrored_gap([batch(customers)], [batch(staff, side="s")], "welcome", together=3)
        assert gap is not None
        assert gap.low <= gap.value <= gap.high
        told += gap.holds and gap.value < 0
    assert told >= 36


def test_a_side_that_says_nothing_has_no_gap() -> None:
    assert mirrored_gap([batch(np.full(5, 4))], [], "welcome") is None


def test_what_would_tell_people_apart_is_refused() -> None:
    with pytest.raises(InputError, match="too few people"):
        batch(np.full(4, 3))
    one = batch(np.full(5, 3))
    with pytest.raises(InputError, match="two batches"):
        protected_table([one, one])
    with pytest.raises(InputError, match="one place"):
        Batch("Angers", "2026-Q1", one.ratings)
    with pytest.raises(InputError, match="not a mark"):
        Rating("1", "a", "", "Laval", "2026-Q1", date(2026, 1, 1), {"welcome": 6})
