"""Intervals against a second implementation, and their coverage in simulated samples."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from rebond.quantify.asking.spread import median_cell
from rebond.quantify.statistics.intervals import (
    Moments,
    difference_interval,
    mean_interval,
    moments_of,
    net_interval,
    share_interval,
)


def test_the_clustered_variance_is_that_of_the_linearised_ratio() -> None:
    random = np.random.default_rng(0)
    person = random.integers(0, 40, 150)
    value = random.normal(5, 2, 150) + random.normal(0, 1, 40)[person]
    moments = moments_of(value.tolist(), person.tolist())
    _, group = np.unique(person, return_inverse=True)
    parts = np.bincount(group, weights=value - value.mean()) / len(value)
    people = group.max() + 1
    assert moments.variance == pytest.approx(people / (people - 1) * (parts**2).sum())


def test_without_clusters_intervals_are_the_textbook_ones() -> None:
    values = [4.0, 5.0, 3.0, 5.0, 2.0, 4.0, 4.0, 1.0]
    low, high = mean_interval(moments_of(values, list(range(8))), 1, 5)
    expected = stats.t.interval(0.95, 7, np.mean(values), stats.sem(values))
    assert (low, high) == pytest.approx(expected)
    answers = [1.0] * 700 + [0.0] * 2300
    low, high = share_interval(moments_of(answers, list(range(3000))))
    wilson = stats.binomtest(700, 3000).proportion_ci(0.95, method="wilson")
    assert (low, high) == pytest.approx((wilson.low, wilson.high), abs=1e-4)


def test_answers_repeated_by_the_same_people_tell_nothing_more() -> None:
    answers = [1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0]
    once = moments_of(answers, list(range(10)))
    ten_times = moments_of(answers * 10, list(range(10)) * 10)
    assert ten_times.effective_n == pytest.approx(once.effective_n, rel=0.12)
    low, high = share_interval(ten_times)
    assert high - low > 0.8 * np.diff(share_interval(once))[0]


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_unanimity_and_loneliness_are_never_certainty(value: float) -> None:
    alone, agreed = moments_of([value], [0]), moments_of([value] * 5, list(range(5)))
    assert share_interval(alone) == (0.0, 1.0)
    assert net_interval(alone) == (-1.0, 1.0)
    assert mean_interval(alone, 0, 10) == (0, 10)
    for interval in (share_interval(agreed), net_interval(agreed), mean_interval(agreed, 0, 1)):
        assert interval[0] <= value <= interval[1]
        assert interval[1] - interval[0] > 0.2


Draw = Callable[[np.random.Generator, int], np.ndarray]


def rare(random: np.random.Generator, people: int) -> np.ndarray:
    return (random.random(people) < 0.05).astype(float)


def net(random: np.random.Generator, people: int) -> np.ndarray:
    return random.choice([-1.0, 0.0, 1.0], people, p=[0.15, 0.25, 0.6])


def stars(random: np.random.Generator, people: int) -> np.ndarray:
    return random.choice([1.0, 2, 3, 4, 5], people, p=[0.1, 0.05, 0.1, 0.25, 0.5])


TRUE = {rare: 0.05, net: 0.45, stars: 4.0}


def clustered(random: np.random.Generator, draw: Draw, people: int) -> Moments:
    """One to four units a person, each a copy of the person's answer three times in five."""
    own, counts = draw(random, people), random.integers(1, 5, people)
    person = np.repeat(np.arange(people), counts)
    fresh = draw(random, len(person))
    value = np.where(random.random(len(person)) < 0.6, own[person], fresh)
    return moments_of(value.tolist(), person.tolist())


@pytest.mark.parametrize("people", [30, 100, 600])
@pytest.mark.parametrize("draw", [rare, net, stars])
def test_intervals_cover_the_truth(draw: Draw, people: int) -> None:
    random = np.random.default_rng(people)
    interval = {
        rare: share_interval,
        net: net_interval,
        stars: lambda m: mean_interval(m, 1, 5),
    }[draw]
    covered = 0
    for _ in range(400):
        low, high = interval(clustered(random, draw, people))
        covered += low <= TRUE[draw] <= high
    assert covered / 400 >= 0.93


def median_bounds(value: np.ndarray, person: np.ndarray) -> tuple[float, float]:
    values = sorted(set(value.tolist()))
    below = [moments_of((value <= v).astype(float).tolist(), person.tolist()) for v in values]
    cell = median_cell(float(np.median(value)), values, values, below, (0, 10))
    assert cell is not None
    assert cell.low is not None
    assert cell.high is not None
    return cell.low, cell.high


@pytest.mark.parametrize("people", [30, 120])
def test_medians_cover_the_truth(people: int) -> None:
    random = np.random.default_rng(people)
    chances = np.array([2, 1, 2, 4, 5, 10, 11, 14, 22, 16, 13]) / 100  # the median is 8
    covered = 0
    for _ in range(200):
        own, counts = random.choice(11, people, p=chances), random.integers(1, 5, people)
        person = np.repeat(np.arange(people), counts)
        fresh = random.choice(11, len(person), p=chances)
        value = np.where(random.random(len(person)) < 0.6, own[person], fresh).astype(float)
        low, high = median_bounds(value, person)
        covered += low <= 8 <= high
    assert covered / 200 >= 0.93


def test_the_median_of_a_few_equal_answers_or_of_one_person_is_told_as_unsure() -> None:
    one = median_bounds(np.array([4.0, 6.0]), np.array([0, 0]))
    assert one == (0, 10)
    few = median_bounds(np.array([2.0, 5.0, 9.0]), np.arange(3))
    assert few == (2, 9)


def test_differences_cover_the_truth() -> None:
    random = np.random.default_rng(1)
    covered = 0
    for _ in range(400):
        one, other = clustered(random, net, 40), clustered(random, net, 90)
        _, low, high = difference_interval(one, other)
        covered += low <= 0 <= high
    assert covered / 400 >= 0.93
