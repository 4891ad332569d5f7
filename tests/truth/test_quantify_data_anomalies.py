"""Ill data are told, and data that are well are left in peace at the stated rate."""

import numpy as np
import pytest

from rebond.quantify.coverage.anomalies import (
    copy_waves,
    few,
    off_activity,
    reversed_scale,
    stopped_source,
    told,
)


def weekly(mean: np.ndarray, spread: float, random: np.random.Generator) -> np.ndarray:
    return random.poisson(random.gamma(mean / (spread - 1)) * (spread - 1)).astype(float)


def test_few_is_the_beta_binomial_of_scipy() -> None:
    from scipy.stats import betabinom, binom

    shape = 200 / 1.5
    expected = betabinom(200, shape * 0.1, shape * 0.9).cdf(8)
    assert few(8, 200, (1, 9), 2.5) == pytest.approx(expected)
    assert few(8, 200, (1, 9), 1.0) == pytest.approx(binom(200, 0.1).cdf(8))


def test_a_source_that_stopped_is_told_with_its_week() -> None:
    found = 0
    for seed in range(20):
        counts = weekly(np.full(40, 25.0), 3.0, np.random.default_rng(seed))
        counts[-3:] = 0
        one = stopped_source("shop survey", counts)
        assert one is not None
        if told([one]):
            found += 1
            assert one.since == 37
    assert found >= 18


def test_a_quiet_week_of_everybody_is_no_stop() -> None:
    calm = np.ones(40)
    calm[-2:] = 0.1
    random = np.random.default_rng(1)
    counts, others = weekly(20 * calm, 1.5, random), weekly(300 * calm, 1.5, random)
    alone, beside = stopped_source("s", counts), stopped_source("s", counts, others)
    assert alone is not None
    assert beside is not None
    assert beside.p_value > 100 * alone.p_value


def test_sources_that_go_on_are_told_at_most_at_the_stated_rate() -> None:
    alarms = 0
    for seed in range(400):
        one = stopped_source("s", weekly(np.full(30, 12.0), 2.5, np.random.default_rng(seed)))
        alarms += one is not None and one.p_value <= 0.05
    # 5 % of 400 is 20; 28 would come less than once in twenty.
    assert alarms <= 27


def words(n: int, slope: float, random: np.random.Generator) -> tuple:
    person = random.integers(0, n // 2, n)
    mood = random.normal(0, 1, n // 2)[person]
    sign = np.sign(np.rint(mood + random.normal(0, 0.7, n)))
    own = random.normal(0, 1, n // 2)[person]
    return np.clip(np.rint(3 + slope * mood + own), 1, 5), sign, person


def test_a_reversed_scale_is_told_and_a_right_one_or_an_idle_one_is_not() -> None:
    alarms = {"right": 0, "idle": 0, "reversed": 0}
    for seed in range(100):
        for name, slope in (("right", 0.6), ("idle", 0.0), ("reversed", -0.8)):
            one = reversed_scale(name, *words(120, slope, np.random.default_rng(seed)))
            assert one is not None
            alarms[name] += one.p_value <= 0.05
    assert alarms["right"] == 0
    assert alarms["idle"] <= 10
    assert alarms["reversed"] >= 95


def test_too_few_answers_tell_nothing_of_a_scale() -> None:
    assert reversed_scale("q", np.ones(50), np.arange(50.0), np.arange(50)) is None
    assert reversed_scale("q", np.arange(9.0), -np.arange(9.0), np.arange(9)) is None


def test_a_wave_of_copies_is_told_and_stock_phrases_are_not() -> None:
    random = np.random.default_rng(2)
    period = random.integers(0, 60, 3000)
    text = np.array([f"text {i}" for i in range(3000)], dtype=object)
    text[:400] = random.choice(["Très bien", "RAS", "Parfait"], 400)
    period[400:412], text[400:412] = 30, "Service scandaleux, je déconseille cette enseigne"
    (wave,) = told(copy_waves(period, text.astype(str)))
    assert wave.subject.startswith("Service scandaleux")
    assert (wave.since, wave.seen) == (30, 12)


def test_steady_copies_are_told_at_most_at_the_stated_rate() -> None:
    alarms = 0
    for seed in range(100):
        random = np.random.default_rng(seed)
        pace = random.gamma(4, size=50)
        period = random.choice(50, 600, p=pace / pace.sum())
        tested = copy_waves(period, random.choice(list("abcdefgh"), 600))
        alarms += bool(told(tested, rate=0.05))
    assert alarms <= 9
    assert copy_waves(np.zeros(0, np.int64), []) == []


def test_ratings_out_of_line_with_activity_are_told_and_no_other() -> None:
    random = np.random.default_rng(3)
    activity = random.uniform(200, 3000, 40)
    ratings = random.poisson(0.04 * activity * np.exp(random.normal(0, 0.15, 40))).astype(float)
    ratings[7] = 0.3 * activity[7]
    units = [f"Shop {i}" for i in range(40)]
    (odd,) = told(off_activity(units, ratings, activity))
    assert odd.subject == "Shop 7"
    assert odd.expected == pytest.approx(0.04 * activity[7], rel=0.15)


def test_ratings_in_line_are_told_at_most_at_the_stated_rate() -> None:
    alarms = 0
    for seed in range(200):
        random = np.random.default_rng(seed)
        activity = random.uniform(100, 2000, 30)
        ratings = random.poisson(0.05 * activity * np.exp(random.normal(0, 0.2, 30)))
        alarms += bool(told(off_activity(["u"] * 30, ratings.astype(float), activity), rate=0.05))
    assert alarms <= 16
    assert off_activity(["u"], np.ones(1), np.ones(1)) == []
