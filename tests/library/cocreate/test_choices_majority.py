"""Majority judgment: published examples, brute force, and whatever order voters come in."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.cocreate.choices import GradeBallots, Option, majority_judgment
from rebond.cocreate.choices.majority import compare, median, medians_removed
from rebond.errors import BallotError

counts = st.lists(st.integers(0, 6), min_size=4, max_size=4)


def medians_one_by_one(grades: list[int]) -> list[int]:
    """Return the grades in the order in which lower medians are taken off."""
    left, taken = sorted(grades), []
    while left:
        taken.append(left.pop((len(left) - 1) // 2))
    return taken


def spread(some: list[int]) -> list[int]:
    return [grade for grade, count in enumerate(some) for _ in range(count)]


@given(counts)
def test_stretches_are_medians_taken_one_by_one(some: list[int]) -> None:
    stretched = [grade for grade, times in medians_removed(some) for _ in range(times)]
    assert stretched == medians_one_by_one(spread(some))


@given(st.lists(st.integers(0, 3), min_size=1, max_size=9), st.integers(0, 10_000))
def test_a_comparison_is_that_of_brute_force(one: list[int], seed: int) -> None:
    other = random.Random(seed).choices(range(4), k=len(one))
    mine, theirs = medians_one_by_one(one), medians_one_by_one(other)
    expected = (mine > theirs) - (mine < theirs)
    assert compare([one.count(g) for g in range(4)], [other.count(g) for g in range(4)]) == expected


@given(
    st.lists(st.lists(st.sampled_from("wmb"), min_size=3, max_size=3), min_size=1), st.integers()
)
def test_the_order_of_voters_never_matters(grades: list[list[str]], seed: int) -> None:
    ballots = [dict(zip("xyz", row, strict=True)) for row in grades]
    mixed = random.Random(seed).sample(ballots, len(ballots))
    kept = [dict(one) for one in ballots]
    one = majority_judgment(GradeBallots.of("wmb", "xyz", ballots), seats=3)
    assert one == majority_judgment(GradeBallots.of("wmb", "zyx", mixed), seats=3)
    assert ballots == kept


# Balinski and Laraki, the experiment of Orsay in 2007: shares (%) from “excellent” to “to reject”,
# in the order published.
ORSAY = {
    "Bayrou": (13.6, 30.7, 25.1, 14.8, 8.4, 7.4),
    "Royal": (16.7, 22.7, 19.1, 16.8, 12.2, 12.6),
    "Sarkozy": (19.1, 19.8, 14.3, 11.5, 7.1, 28.2),
    "Voynet": (2.9, 9.3, 17.5, 23.7, 26.1, 20.5),
    "Besancenot": (4.1, 9.9, 16.3, 16.0, 22.6, 31.1),
    "Buffet": (2.5, 7.6, 12.5, 20.6, 26.4, 30.4),
    "Bové": (1.5, 6.0, 11.4, 16.0, 25.7, 39.5),
    "Laguiller": (2.1, 5.3, 10.2, 16.6, 25.9, 40.1),
    "Nihous": (0.3, 1.8, 5.3, 11.0, 26.7, 55.0),
    "Villiers": (2.4, 6.4, 8.7, 11.3, 15.8, 55.5),
    "Schivardi": (0.5, 1.0, 3.9, 9.5, 24.9, 60.4),
    "Le Pen": (3.0, 4.6, 6.2, 6.5, 5.4, 74.4),
}


def test_the_experiment_of_orsay_is_ranked_as_published() -> None:
    rows = [[round(10 * share) for share in reversed(shares)] for shares in ORSAY.values()]
    grades = ("to reject", "poor", "acceptable", "good", "very good", "excellent")
    cast = GradeBallots.counted(grades, [Option(name) for name in ORSAY], rows)
    outcome = majority_judgment(cast, seats=3)
    assert [name for group in outcome.ranking for name in group] == list(ORSAY)
    assert outcome.winners == ("Bayrou", "Royal", "Sarkozy")


def test_the_lower_of_two_middle_grades_is_the_median() -> None:
    assert median([1, 0, 1]) == 0
    assert median([1, 0, 2]) == 2


def test_a_grade_not_given_is_the_worst() -> None:
    cast = GradeBallots.of(("bad", "good"), "ab", [{"a": "good"}, {"a": "good", "b": "good"}])
    assert cast.counts == ((0, 2), (1, 1))


def test_the_sentence_tells_what_separated_two_options() -> None:
    cast = GradeBallots.of(
        ("bad", "fair", "good"),
        "ab",
        [{"a": "fair", "b": "fair"}, {"a": "good", "b": "bad"}, {"a": "fair", "b": "fair"}],
    )
    second = str(majority_judgment(cast).rounds[1].sentence)
    assert "once 1 median grades are taken off each, it is at “bad” and “a” at “fair”" in second
    assert median((0, 2, 1)) == median((1, 2, 0)) == 1


def test_nothing_is_ranked_without_ballots() -> None:
    with pytest.raises(BallotError):
        majority_judgment(GradeBallots.of(("bad", "good"), "a", []))
    with pytest.raises(BallotError, match="grades are"):
        GradeBallots.of(("bad", "good"), "a", [{"a": "superb"}])
