"""Whoever holds all that was ever published of ratings finds back nothing of fewer than five."""

from __future__ import annotations

import itertools
from datetime import date

import numpy as np
import pytest
from scipy.optimize import linprog

from rebond.network import Batch, Rating, Summary, close_batches, protected_table
from rebond.network.batches import LEAST

PLACES, PERIODS = ("Angers", "Laval", "Nantes"), ("2026-Q1", "2026-Q2")
Published = dict[tuple[str, ...], tuple[frozenset[str], float]]


def stream(seed: int, ratings: int = 60) -> list[Rating]:
    """Return ratings one by one, as they come; each by somebody else: what is easiest to attack."""
    random = np.random.default_rng(seed)
    return [
        Rating(
            id=str(number),
            rater=f"r{number}",
            rated="",
            place=str(random.choice(PLACES, p=(0.2, 0.3, 0.5))),
            period=PERIODS[number * 2 // ratings],
            on=date(2026, 1, 1),
            marks={"welcome": int(random.choice(5, p=(0.05, 0.05, 0.1, 0.3, 0.5))) + 1},
        )
        for number in range(ratings)
    ]


def batches_after(given: list[Rating]) -> list[Batch]:
    """Return batches as the site makes them: by cell, then of what is left of a place."""
    batches: list[Batch] = []
    for place in PLACES:
        left: list[Rating] = []
        for period in PERIODS:
            inside = [one for one in given if (one.place, one.period) == (place, period)]
            closed, rest = close_batches(inside, place=place, period=period)
            batches += closed
            left += rest if period != given[-1].period else []
        batches += close_batches(left, place=place, period="")[0]
    return batches


def of_laval(*marks: int) -> Summary | None:
    """Return what is shown of a place and a period whose customers gave these marks."""
    given = [
        Rating(str(n), f"r{n}", "", "Laval", PERIODS[0], date(2026, 1, 1), {"welcome": mark})
        for n, mark in enumerate(marks)
    ]
    return protected_table(batches_after(given)).cell("Laval", PERIODS[0], "welcome")


def history(ratings: list[Rating]) -> Published:
    """Return every figure shown at any moment: the ratings that it is of, and its sum."""
    seen: Published = {}
    before: list[Batch] = []
    for moment in range(1, len(ratings) + 1):
        batches = batches_after(ratings[:moment])
        if batches == before:
            continue
        before = batches
        for (place, period), found in protected_table(batches).cells.items():
            members = [
                one.id
                for batch in batches
                if place in ("", batch.place) and period in ("", batch.period)
                for one in batch.ratings
            ]
            shown = found["welcome"]
            key = (place, period, str(len(members)), members[-1])
            seen[key] = (frozenset(members), shown.mean * shown.raters)
    return seen


def as_system(known: list[tuple[frozenset[str], float]], ratings: list[Rating]) -> np.ndarray:
    return np.array([[float(one.id in members) for one in ratings] for members, _ in known])


def found_back(system: np.ndarray, ratings: list[Rating], most: int = LEAST - 1) -> list[str]:
    """Return groups of fewer than five ratings whose sum follows from the figures.

    A sum follows where its indicator is in the span of the figures' own: a linear attack is then a
    distance of 0 to that span, for every group there is.
    """
    outside = np.eye(len(ratings)) - np.linalg.pinv(system) @ system
    # Ratings that enter the same figures are alike: a group takes some of each class.
    classes: dict[bytes, list[int]] = {}
    for place, column in enumerate(system.T):
        classes.setdefault(column.tobytes(), []).append(place)
    firsts = [member for members in classes.values() for member in members[:most]]
    return [
        str(group)
        for size in range(1, most + 1)
        for group in itertools.combinations(firsts, size)
        if outside[np.ix_(group, group)].sum() < 1e-9
    ]


def naive(ratings: list[Rating]) -> list[tuple[frozenset[str], float]]:
    """Return what a table hiding small cells alone would show, with its totals, at each moment."""
    known = []
    for moment in range(1, len(ratings) + 1):
        for place, period in itertools.product(("", *PLACES), ("", *PERIODS)):
            inside = [
                one
                for one in ratings[:moment]
                if place in ("", one.place) and period in ("", one.period)
            ]
            if len(inside) >= LEAST:
                total = float(sum(one.marks["welcome"] for one in inside))
                known.append((frozenset(one.id for one in inside), total))
    return known


@pytest.mark.parametrize("seed", range(4))
def test_no_subtraction_between_cells_totals_and_moments_isolates_fewer_than_five(
    seed: int,
) -> None:
    ratings = stream(seed)
    known = list(history(ratings).values())
    assert len(known) > 10
    assert found_back(as_system(known, ratings), ratings) == []


def test_the_same_attack_finds_everybody_where_small_cells_alone_are_hidden() -> None:
    ratings = stream(0, 30)
    known = naive(ratings)
    found = found_back(as_system(known, ratings), ratings, most=1)
    assert len(found) >= 20


@pytest.mark.parametrize("seed", range(3))
def test_the_scale_itself_does_not_give_a_mark_back(seed: int) -> None:
    """Linear programming: with marks from 1 to 5, each person's may still be two of them."""
    ratings = [
        Rating(one.id, one.rater, "", one.place, one.period, one.on, {"welcome": 5 if seed else 1})
        for one in stream(seed, 40)
    ]
    known = list(history(ratings).values())
    system, sums = as_system(known, ratings), np.array([total for _, total in known])
    if not seed:
        sums = 6 * system.sum(axis=1) - sums  # everybody says 1: mirrored
    for place in np.flatnonzero(system.any(axis=0)):
        aim = np.zeros(len(ratings))
        aim[place] = 1.0
        # A figure at an end is published a point off: the sum is that one, or the end's.
        lowest = linprog(aim, A_ub=-system, b_ub=-sums, bounds=(1, 5))
        assert lowest.success
        assert lowest.fun <= 4 + 1e-6


def test_brute_force_over_every_world_leaves_two_marks_at_least_to_each() -> None:
    shown = of_laval(5, 5, 5, 5, 5, 4, 2)
    # Who gave which of the marks changes nothing: a world stands for those in any order.
    worlds = [
        world
        for world in itertools.combinations_with_replacement(range(1, 6), 5)
        if of_laval(*world) == shown
    ]
    assert of_laval(4, 5, 5, 5, 5) == of_laval(5, 5, 4, 5, 5)
    assert len({mark for world in worlds for mark in world}) >= 2


def test_all_alike_in_the_middle_is_not_told_by_its_interval_either() -> None:
    assert of_laval(3, 3, 3, 3, 3) == of_laval(2, 3, 3, 3, 4)


def test_five_customers_of_one_seller_are_no_figure_of_the_place() -> None:
    of_one = [
        Rating(str(n), f"r{n}", "Ana", "Laval", PERIODS[0], date(2026, 1, 1), {"welcome": 4})
        for n in range(30)
    ]
    assert protected_table(batches_after(of_one)).cells == {}
