"""Raking meets known margins within its bounds, tells its price, and says why it cannot."""

import numpy as np
import pytest

from rebond.quantify.coverage.raking import design_effect, rake, weighted_share
from rebond.quantify.coverage.representativeness import presences

MARGINS = {"Age": {"young": 40, "old": 60}, "Town": {"north": 500, "south": 300, "east": 200}}


def crowd(n: int, seed: int = 0) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    age = np.where(random.random(n) < 0.7, "young", "old")
    town = random.choice(["north", "south", "east"], n, p=[0.3, 0.4, 0.3])
    return {"Age": age, "Town": town}


def test_margins_are_met_within_the_bounds() -> None:
    people = crowd(500)
    found = rake(people, MARGINS)
    assert found.reached
    assert found.problems == ()
    for name, sizes in MARGINS.items():
        for label, size in sizes.items():
            share = found.weights[people[name] == label].sum() / found.weights.sum()
            assert share == pytest.approx(size / sum(sizes.values()), abs=1e-6)
    assert 0.2 <= found.weights.min() <= found.weights.max() <= 5
    assert found.weights.mean() == pytest.approx(1)


def test_without_bounds_weights_are_those_of_iterative_fitting() -> None:
    people = crowd(400, 1)
    weights = np.ones(400)
    for _ in range(200):
        for name, sizes in MARGINS.items():
            for label, size in sizes.items():
                of = people[name] == label
                weights[of] *= size / sum(sizes.values()) * weights.sum() / weights[of].sum()
    weights /= weights.mean()
    found = rake(people, MARGINS, bounds=(1e-9, 1e9))
    assert found.weights == pytest.approx(weights, rel=1e-3)


def test_one_attribute_is_post_stratification() -> None:
    people = crowd(300, 2)
    found = rake(people, {"Age": MARGINS["Age"]})
    share = (people["Age"] == "young").mean()
    assert found.weights[people["Age"] == "young"] == pytest.approx(0.4 / share)
    assert found.effective_n == pytest.approx(300 / design_effect(found.weights))


def test_bounds_that_cannot_be_held_name_the_label() -> None:
    people = {"Age": np.array(["young"] * 98 + ["old"] * 2)}
    found = rake(people, MARGINS)
    assert not found.reached
    assert "“old” (Age) is 60.0 % of those who exist and 2.0 %" in str(found.problems[0])
    assert found.weights.max() <= 5.0001


def test_who_is_silent_and_who_is_unknown_are_told() -> None:
    people = {"Town": np.array(["north"] * 50 + ["south"] * 40 + ["moon"] * 10)}
    found = rake(people, MARGINS)
    said = [str(problem) for problem in found.problems]
    assert any("moon" in sentence and "10 speakers" in sentence for sentence in said)
    assert any("Nobody speaks for “east”" in sentence for sentence in said)
    assert found.weights[-10:].sum() == 0
    share = found.weights[:50].sum() / found.weights.sum()
    assert share == pytest.approx(5 / 8)


def test_weighted_shares_cover_the_truth_of_the_population() -> None:
    covered, plain, runs = 0, 0, 200
    for seed in range(runs):
        people = crowd(400, seed)
        chance = np.where(people["Age"] == "young", 0.2, 0.5)
        said = np.random.default_rng((seed, 1)).random(400) < chance
        _, low, high, _ = weighted_share(rake(people, MARGINS), said)
        covered += low <= 0.4 * 0.2 + 0.6 * 0.5 <= high
        plain += abs(said.mean() - 0.38) < 0.05
    # 95 % stated; 183 or fewer of 200 would come less than once in twenty.
    assert covered >= 184
    assert plain < runs / 2


def test_effective_n_is_the_price_where_margins_tell_nothing() -> None:
    people = crowd(4000, 3)
    found = rake(people, MARGINS)
    said = np.random.default_rng(4).random(4000) < 0.3
    *_, effective = weighted_share(found, said)
    assert effective == pytest.approx(found.effective_n, rel=0.1)
    assert found.effective_n < 3600


def test_who_speaks_too_much_is_told_and_chance_is_not() -> None:
    rows = {row.label: row for row in presences(crowd(500), MARGINS)}
    assert rows["young"].q_value < 0.001
    assert rows["young"].ratio == pytest.approx(0.7 / 0.4, rel=0.1)
    even = np.random.default_rng(5)
    told = 0
    for _ in range(100):
        town = even.choice(["north", "south", "east"], 200, p=[0.5, 0.3, 0.2])
        told += any(row.q_value <= 0.05 for row in presences({"Town": town}, MARGINS))
    assert told <= 10


def test_the_interval_of_a_presence_is_scipys_exact_one() -> None:
    from scipy.stats import binomtest

    (row,) = (r for r in presences(crowd(200), MARGINS) if r.label == "east")
    exact = binomtest(row.n, 200, 0.2)
    ends = exact.proportion_ci()
    assert (row.low / 100, row.high / 100) == pytest.approx((ends.low, ends.high))
    assert row.p_value == pytest.approx(exact.pvalue, rel=0.5)
