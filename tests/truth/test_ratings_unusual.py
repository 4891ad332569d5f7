"""Unusual ratings are told, and ratings that are well are left in peace at the stated rate."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from rebond.network import Rating, unusual
from rebond.network.unusual import _as_many

FIRST = date(2026, 1, 1)
PLEASED = (0.05, 0.05, 0.1, 0.3, 0.5)


def ratings_of(days: np.ndarray, marks: np.ndarray, prefix: str = "r") -> list[Rating]:
    return [
        Rating(
            f"{prefix}{n:05}", f"{prefix}{n}", "", "Laval", "", FIRST + timedelta(int(day)),
            {"welcome": int(mark), "clarity": int(mark)},
        )
        for n, (day, mark) in enumerate(zip(days, marks, strict=True))
    ]  # fmt: skip


def well(random: np.random.Generator, pace: float = 0.6, days: int = 180) -> list[Rating]:
    """Return ratings at an uneven pace (busy weekends, good and bad days), marks in any order."""
    week = np.array([0.7, 0.7, 0.8, 0.9, 1.1, 1.5, 1.3])[np.arange(days) % 7]
    counts = random.poisson(pace * week * random.gamma(4, 0.25, days))
    when = np.repeat(np.arange(days), counts)
    return ratings_of(when, random.choice(5, len(when), p=PLEASED) + 1)


def with_raid(random: np.random.Generator, marks: int = 20, days: int = 2) -> list[Rating]:
    """Return the same with a raid: many of the worst marks within two days."""
    at = int(random.integers(60, 150)) + random.integers(0, days, marks)
    return [*well(random), *ratings_of(np.sort(at), np.ones(marks), "x")]


def test_ratings_that_are_well_are_told_at_most_at_the_stated_rate() -> None:
    alarms = 0
    for seed in range(200):
        random = np.random.default_rng(seed)
        subjects = {name: well(random) for name in ("Angers", "Laval", "Nantes")}
        alarms += bool(unusual(subjects, rate=0.05))
    # 5 % of 200 is 10; 16 would come less than once in twenty.
    assert alarms <= 15


def test_a_raid_is_told_with_its_days() -> None:
    found = 0
    for seed in range(30):
        random = np.random.default_rng(seed)
        told = unusual({"Laval": with_raid(random), "Nantes": well(random)})
        kinds = {one.kind for one in told if one.subject == "Laval"}
        found += "worst" in kinds
        if "worst" in kinds:
            wave = next(one for one in told if one.kind == "worst")
            assert wave.since is not None
            assert wave.until is not None
            assert (wave.until - wave.since).days <= 10
    assert found >= 28


def test_a_burst_of_ordinary_marks_is_told_as_a_burst() -> None:
    found = 0
    for seed in range(30):
        random = np.random.default_rng(seed)
        more = ratings_of(np.full(25, 90), random.choice(5, 25, p=PLEASED) + 1, "y")
        kinds = {one.kind for one in unusual({"Laval": [*well(random), *more]})}
        found += "burst" in kinds
        assert "worst" not in kinds
    assert found >= 27


def test_one_person_who_rates_twenty_times_is_no_wave() -> None:
    random = np.random.default_rng(1)
    same = [
        Rating(f"z{n}", "z", "", "Laval", "", FIRST + timedelta(90), {"welcome": 1, "clarity": 1})
        for n in range(20)
    ]
    assert unusual({"Laval": [*well(random), *same]}) == ()


def test_ratings_out_of_line_with_the_exchanges_are_told() -> None:
    random = np.random.default_rng(2)
    subjects = {f"Shop {n}": well(random) for n in range(12)}
    exchanges = {name: 2 * len(given) for name, given in subjects.items()}
    assert [one for one in unusual(subjects, exchanges) if one.kind == "volume"] == []
    exchanges["Shop 3"] //= 6
    (odd,) = [one for one in unusual(subjects, exchanges) if one.kind == "volume"]
    assert odd.subject == "Shop 3"
    assert odd.seen > 3 * odd.expected


def uneven(random: np.random.Generator, alike: float = 30) -> dict[str, list[Rating]]:
    """Return places that differ in how pleased people are, and in how many come."""
    subjects = {}
    for number in range(12):
        marks = random.dirichlet(np.array(PLEASED) * alike)
        days = np.sort(random.integers(0, 180, int(random.integers(30, 120))))
        given = random.choice(5, len(days), p=marks) + 1
        subjects[f"Shop {number}"] = ratings_of(days, given)
    return subjects


def test_places_that_differ_are_told_at_most_at_the_stated_rate() -> None:
    alarms = sum(
        bool(unusual(uneven(np.random.default_rng(seed)), rate=0.05)) for seed in range(100)
    )
    # 5 % of 100 is 5; 10 would come less than once in twenty.
    assert alarms <= 9


def test_a_place_whose_marks_are_mostly_the_worst_is_told_whatever_their_order() -> None:
    found = 0
    for seed in range(20):
        random = np.random.default_rng(seed)
        subjects = uneven(random, alike=100)
        days = np.sort(random.integers(0, 180, 60))
        marks = random.choice(5, 60, p=(0.55, 0.05, 0.05, 0.1, 0.25)) + 1
        subjects["Shop 3"] = ratings_of(days, marks)
        told = {(one.kind, one.subject) for one in unusual(subjects)}
        found += ("mostly worst", "Shop 3") in told
    assert found >= 18


@pytest.mark.parametrize(
    ("seen", "total", "width"), [(3, 8, 10), (0, 8, 10), (8, 8, 10), (9, 48, 10)]
)
def test_the_chance_of_a_wave_is_that_of_scipy(seen: int, total: int, width: int) -> None:
    from scipy.stats import hypergeom

    expected = hypergeom(50, total, width).sf(seen - 1)
    assert _as_many(seen, 50, total, width) == pytest.approx(expected)


@pytest.mark.parametrize("given", [0, 1, 19])
def test_nothing_is_told_of_a_few_ratings(given: int) -> None:
    assert unusual({"Laval": ratings_of(np.zeros(given), np.ones(given))}) == ()


def test_ratings_all_of_one_day_have_no_pace_to_depart_from() -> None:
    assert unusual({"Laval": ratings_of(np.zeros(30), np.full(30, 5))}) == ()
