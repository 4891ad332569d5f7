"""Intervals of weights hold the truth: of heavy themes, rare ones, and those that weigh nothing."""

import numpy as np
import pytest

from rebond.quantify.drivers.johnson import johnson_parts
from rebond.quantify.drivers.llosa import llosa
from rebond.quantify.drivers.part_intervals import (
    Correlations,
    correlations_of,
    part_intervals,
    whole_interval,
)
from rebond.quantify.drivers.shapley import shapley_parts
from rebond.quantify.drivers.sharing import share_out
from rebond.quantify.statistics.clusters import from_means, products_by_group

DRAWS = 300
# 95 % of 300 draws shows as 92.5 to 97.5 nineteen times in twenty.
LEAST = 0.92
METHODS = {"Johnson": johnson_parts, "Shapley": shapley_parts}


def said(random: np.random.Generator, people: int) -> tuple[np.ndarray, np.ndarray]:
    """Heavy, light, rare and idle themes; the first two go together."""
    spoken = random.random((people, 4)) < [0.4, 0.35, 0.06, 0.3]
    spoken[:, 1] |= spoken[:, 0] & (random.random(people) < 0.3)
    signs = np.where(spoken, np.where(random.random((people, 4)) < 0.45, 1, -1), 0)
    return signs @ [1.3, 0.6, 1.0, 0.0] + random.normal(0, 1.8, people), signs


def seen(score: np.ndarray, signs: np.ndarray, times: int) -> Correlations:
    """The correlations of persons who each answer the same some times."""
    person = np.repeat(np.arange(len(score)), times)
    sums = products_by_group(signs[person], score[person], person, len(score))
    return correlations_of(from_means(sums))


@pytest.fixture(scope="module")
def truths() -> dict[str, np.ndarray]:
    score, signs = said(np.random.default_rng(0), 1_000_000)
    every = np.corrcoef(np.column_stack([signs, score]), rowvar=False)
    true = {name: one(every[:4, :4], every[:4, 4]).values for name, one in METHODS.items()}
    return {name: np.append(values[:3], 0.0) for name, values in true.items()}


@pytest.mark.parametrize("people", [150, 500])
def test_intervals_of_parts_hold_them(people: int, truths: dict[str, np.ndarray]) -> None:
    random = np.random.default_rng(people)
    held = {name: np.zeros(5) for name in METHODS}
    for _ in range(DRAWS):
        known = seen(*said(random, people), times=2)
        for name, method in METHODS.items():
            parts, true = method(known.among, known.with_score), truths[name]
            low, high = part_intervals(parts, known)
            least, most = whole_interval(parts, known)
            held[name][:4] += (low <= true) & (true <= high)
            held[name][4] += least <= true.sum() <= most
            assert np.all((low <= parts.values) & (parts.values <= high))
    assert min(found.min() for found in held.values()) >= LEAST * DRAWS


def test_intervals_shrink_as_the_root_of_persons() -> None:
    random = np.random.default_rng(1)
    widths = []
    for people in (500, 8000):
        known = seen(*said(random, people), times=1)
        low, high = part_intervals(shapley_parts(known.among, known.with_score), known)
        widths.append(high[0] - low[0])
    assert widths[0] / widths[1] == pytest.approx(4, rel=0.25)


def test_a_theme_nobody_speaks_of_has_an_interval_of_nothing() -> None:
    score, signs = said(np.random.default_rng(2), 200)
    signs[:, 3] = 0
    (idle,) = (
        share
        for share in share_out(score, signs, np.arange(200), "abcd").shares
        if share.theme == "d"
    )
    assert (idle.shapley, idle.low, idle.high) == pytest.approx((0, 0, 0), abs=1e-6)


def test_intervals_of_llosas_positions_hold_them() -> None:
    def answers(random: np.random.Generator, people: int) -> tuple[np.ndarray, np.ndarray]:
        score, signs = said(random, people)
        return np.digitize(score, [-0.5, 1.0]).astype(float), signs[:, [0, 1, 3]]

    level, signs = answers(np.random.default_rng(3), 500_000)
    large = llosa(level, signs, np.arange(500_000) // 500, "hli", resamples=20, permutations=1)
    true = {theme.theme: theme.apart for theme in large.themes}
    random, held = np.random.default_rng(4), dict.fromkeys(true, 0)
    for _ in range(DRAWS):
        level, signs = answers(random, 250)
        found = llosa(level, signs, np.arange(250), "hli", resamples=20, permutations=1)
        for theme in found.themes:
            held[theme.theme] += theme.low <= true[theme.theme] <= theme.high
    assert min(held.values()) >= LEAST * DRAWS
