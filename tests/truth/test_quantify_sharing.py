"""Shapley's parts are exact, agree with Johnson's weights, and are not misled."""

from collections.abc import Callable
from dataclasses import asdict
from itertools import permutations

import numpy as np
import pytest

from rebond.errors import QuestionError
from rebond.quantify.drivers.johnson import johnson_parts, relative_weights
from rebond.quantify.drivers.part_intervals import Correlations, Parts
from rebond.quantify.drivers.shapley import inflation, shapley_parts
from rebond.quantify.drivers.sharing import rank_correlation, share_out
from rebond.quantify.statistics.clusters import from_means, of_columns, products_by_group


def r2_of(x: np.ndarray, y: np.ndarray) -> float:
    if x.shape[1] == 0:
        return 0.0
    left = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return float(1 - (left @ left) / (y @ y))


def correlated(n: int, p: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    x = random.normal(size=(n, p)) @ random.normal(size=(p, p))
    y = x @ random.normal(size=p) + 2 * random.normal(size=n)
    return (x - x.mean(0)) / x.std(0), (y - y.mean()) / y.std()


def test_parts_are_the_gain_in_r2_averaged_over_every_order() -> None:
    x, y = correlated(300, 4)
    expected = np.zeros(4)
    for order in permutations(range(4)):
        for place, j in enumerate(order):
            gain = r2_of(x[:, order[: place + 1]], y) - r2_of(x[:, order[:place]], y)
            expected[j] += gain / 24
    parts = shapley_parts(x.T @ x / 300, x.T @ y / 300).values
    assert parts == pytest.approx(expected)
    assert parts.sum() == pytest.approx(r2_of(x, y))


def test_fifteen_drivers_are_exact_and_sixteen_refused() -> None:
    x, y = correlated(400, 15, seed=2)
    parts = shapley_parts(x.T @ x / 400, x.T @ y / 400).values
    assert parts.sum() == pytest.approx(r2_of(x, y))
    with pytest.raises(QuestionError, match="at most 15"):
        shapley_parts(np.eye(16), np.zeros(16))


def test_independent_drivers_have_their_squared_correlations() -> None:
    parts = shapley_parts(np.eye(3), np.array([0.5, 0.3, 0.0]))
    assert parts.values == pytest.approx([0.25, 0.09, 0])


def test_themes_that_repeat_each_other_share_and_are_shown() -> None:
    among = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    parts = shapley_parts(among, np.array([0.6, 0.6, 0.3]))
    assert parts.values == pytest.approx([0.18, 0.18, 0.09])
    assert inflation(among).tolist() == [np.inf, np.inf, 1.0]


def test_inflation_is_the_diagonal_of_the_inverse() -> None:
    x, _ = correlated(300, 5, seed=3)
    among = np.corrcoef(x, rowvar=False)
    assert inflation(among) == pytest.approx(np.diag(np.linalg.inv(among)))


def test_rank_correlation_is_that_of_scipy() -> None:
    from scipy.stats import spearmanr

    random = np.random.default_rng(4)
    one, other = random.normal(size=(2, 3, 8))
    expected = [spearmanr(a, b).statistic for a, b in zip(one, other, strict=True)]
    assert rank_correlation(one, other) == pytest.approx(expected)


def said(n: int, p: int, random: np.random.Generator) -> np.ndarray:
    return random.choice([-1.0, 0.0, 1.0], size=(n, p), p=[0.15, 0.7, 0.15])


@pytest.mark.parametrize("shared", [shapley_parts, johnson_parts])
def test_parts_move_with_correlations_as_their_forms_and_slopes_say(
    shared: Callable[[np.ndarray, np.ndarray], Parts],
) -> None:
    x, y = correlated(400, 5, seed=9)
    among, with_score = x.T @ x / 400, x.T @ y / 400
    parts = shared(among, with_score)
    by_forms = np.einsum("i,kij,j->k", with_score, parts.forms, with_score)
    assert parts.values == pytest.approx(by_forms)
    assert parts.together().values == pytest.approx([parts.values.sum()])
    random = np.random.default_rng(10)
    step = 1e-5 * random.normal(size=(5, 5))
    step, along = (step + step.T) * (1 - np.eye(5)), 1e-5 * random.normal(size=5)
    known = Correlations(among, with_score, np.zeros((0, 5, 5)), np.zeros((0, 5)))
    near = parts.near(known, (among + step)[None], (with_score + along)[None])[0]
    moved = shared(among + step, with_score + along).values
    assert near - parts.values == pytest.approx(moved - parts.values, rel=1e-3, abs=1e-9)


def test_johnsons_parts_are_his_relative_weights() -> None:
    x, y = correlated(300, 6, seed=11)
    among, with_score = x.T @ x / 300, x.T @ y / 300
    weights = relative_weights(among, with_score)
    assert johnson_parts(among, with_score).values == pytest.approx(weights)


def test_planted_drivers_come_in_order_and_the_two_methods_agree() -> None:
    random = np.random.default_rng(5)
    signs = said(2000, 6, random)
    score = signs @ [1.5, 1.0, 0.6, 0.0, 0.0, 0.0] + random.normal(0, 1.5, 2000)
    found = share_out(score, signs, np.arange(2000), "abcdef", resamples=200)
    assert [share.theme for share in found.shares[:3]] == ["a", "b", "c"]
    assert found.agreement > 0.9
    true = 0.3 * 1.5**2 / (0.3 * (1.5**2 + 1 + 0.36) + 1.5**2)
    assert found.shares[0].low < 100 * true < found.shares[0].high
    assert sum(share.shapley for share in found.shares) == pytest.approx(found.r2)


def test_an_attribute_that_goes_with_both_is_taken_out() -> None:
    random = np.random.default_rng(6)
    shop = random.integers(0, 20, 3000)
    bad = (shop < 5).astype(float)
    signs = said(3000, 2, random)
    signs[:, 1] = np.where(random.random(3000) < 0.2 + 0.6 * bad, -1.0, 0.0)
    score = signs[:, 0] - 3 * bad + random.normal(0, 1, 3000)
    who = np.arange(3000)
    misled = share_out(score, signs, who, ["true", "shop's"], resamples=100)
    found = share_out(
        score, signs, who, ["true", "shop's"], attributes={"Shop": shop}, resamples=100
    )
    assert misled.shares[0].theme == "shop's"
    assert found.shares[0].theme == "true"
    assert found.shares[1].shapley < 0.3
    assert found.taken_out > 30


def test_two_attributes_are_taken_out_as_a_regression_would() -> None:
    from rebond.quantify.drivers.held_equal import going_with

    random = np.random.default_rng(7)
    shop, channel = random.integers(0, 6, 200), random.integers(0, 3, 200)
    columns, weight = random.normal(size=(200, 2)), random.uniform(0.5, 2, 200)
    design = np.column_stack([shop[:, None] == np.arange(6), channel[:, None] == np.arange(3)])
    root = np.sqrt(weight)[:, None]
    slopes = np.linalg.lstsq(design * root, columns * root, rcond=None)[0]
    cell, fitted = going_with(
        columns[:, :1], columns[:, 1], {"Shop": shop, "Channel": channel}, weight
    )
    assert fitted[cell] == pytest.approx(design @ slopes, abs=1e-6)


def test_missing_scores_are_weighed_back() -> None:
    random = np.random.default_rng(8)
    signs = said(20_000, 2, random)
    score = signs @ [1.0, 0.7] + random.normal(0, 1, 20_000)
    person = np.arange(20_000)
    whole = share_out(score, signs, person, "ab", resamples=40)
    silent = np.where((signs[:, 0] != 0) & (random.random(20_000) < 0.7), np.nan, score)
    weighed = share_out(silent, signs, person, "ab", resamples=40)
    left_out = share_out(silent, signs, person, "ab", missing="left_out", resamples=40)
    assert weighed.missing == int(np.isnan(silent).sum())
    assert weighed.shares[0].shapley == pytest.approx(whole.shares[0].shapley, abs=1.5)
    assert {s.theme: s.shapley for s in left_out.shares}["a"] < whole.shares[0].shapley - 4


def test_repeated_answers_of_one_person_widen_intervals() -> None:
    random = np.random.default_rng(9)
    signs = said(150, 2, random)
    score = signs @ [1.0, 0.5] + random.normal(0, 1, 150)
    once = share_out(score, signs, np.arange(150), "ab", resamples=300)
    four = share_out(
        np.tile(score, 4), np.tile(signs, (4, 1)), np.tile(np.arange(150), 4), "ab", resamples=300
    )
    assert four.shares[0].shapley == pytest.approx(once.shares[0].shapley)
    assert four.shares[0].low == pytest.approx(once.shares[0].low)


def test_sums_at_hand_for_more_themes_give_the_same_shares() -> None:
    random = np.random.default_rng(11)
    signs = said(600, 4, random)
    score = signs @ [1.0, 0.5, 0.2, 0.0] + random.normal(0, 1, 600)
    person = np.arange(600) // 2
    every = from_means(products_by_group(signs, score, person, 300))
    kept = of_columns(every, [0, 1, 4])
    found = share_out(score, signs[:, :2], person, "ab", sums=kept, resamples=50)
    alone = share_out(score, signs[:, :2], person, "ab", resamples=50)
    for one, other in zip(found.shares, alone.shares, strict=True):
        assert asdict(one) == pytest.approx(asdict(other))
    assert found.agreement_low == pytest.approx(alone.agreement_low)


@pytest.mark.parametrize("score", [np.full(100, 3.0), np.full(100, np.nan)])
def test_a_score_that_tells_nothing_has_no_shares(score: np.ndarray) -> None:
    signs = said(100, 2, np.random.default_rng(10))
    found = share_out(score, signs, np.arange(100), "ab")
    assert (found.shares, found.r2, found.r2_high) == ((), 0.0, 100.0)
