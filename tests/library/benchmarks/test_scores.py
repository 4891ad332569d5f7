"""The scores of the benchmarks are those of the public tasks, on cases counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from measuring.scores import (
    accuracy,
    agreed,
    classed,
    f1,
    found,
    interval,
    macro_f1,
    margin,
)


def test_a_category_counts_once_a_sentence() -> None:
    # One of two told is right, of three wanted: precision 1/2, recall 1/3.
    counts = found(
        [["FOOD#QUALITY", "FOOD#QUALITY", "SERVICE#GENERAL"]],
        [["FOOD#QUALITY", "FOOD#QUALITY", "FOOD#PRICES", "AMBIENCE#GENERAL"]],
    )
    assert counts.tolist() == [[1, 2, 3]]
    assert f1(counts.sum(axis=0)) == pytest.approx(100 * 2 * (1 / 2) * (1 / 3) / (1 / 2 + 1 / 3))


def test_sentences_without_opinion_cost_precision_only() -> None:
    counts = found([["A"], ["B"]], [["A"], []])
    assert f1(counts.sum(axis=0)) == pytest.approx(100 * 2 * 0.5 * 1 / 1.5)


def test_nothing_told_nor_wanted_scores_zero() -> None:
    assert f1(found([[]], [[]]).sum(axis=0)) == 0


def test_accuracy_is_the_share_of_opinions_judged_right() -> None:
    assert accuracy(agreed([1, -1, 0, 1], [1, -1, 1, 1]).sum(axis=0)) == 75


def test_macro_f1_is_the_mean_over_classes_as_scikit_learn_computes_it() -> None:
    from sklearn.metrics import f1_score

    told, wanted = [1, 1, 0, -1, -1, 0, 1], [1, 0, 0, -1, 1, -1, 1]
    # Positive: 2 right of 3 told, 3 wanted. Neutral: 1 of 2, 2. Negative: 1 of 2, 2.
    by_hand = 100 * (2 / 3 + 1 / 2 + 1 / 2) / 3
    score = macro_f1(classed(told, wanted, (-1, 0, 1)).sum(axis=0))
    assert score == pytest.approx(by_hand)
    assert score == pytest.approx(100 * f1_score(wanted, told, average="macro"))


def test_an_interval_holds_its_score_and_is_the_same_at_every_run() -> None:
    told = [["a"] if number % 3 else [] for number in range(90)]
    counts = found(told, [["a"]] * 90)
    groups = [number // 3 for number in range(90)]
    figure = interval(f1, counts, groups)
    assert figure == interval(f1, counts, groups)
    assert figure.low <= figure.value <= figure.high


def test_texts_of_one_review_are_drawn_together() -> None:
    # Each review is all right or all wrong: drawn one by one, its texts would look independent.
    counts = np.array([[float(row // 30 % 2), 1.0] for row in range(300)])
    together = interval(accuracy, counts, [row // 30 for row in range(300)])
    apart = interval(accuracy, counts, list(range(300)))
    assert together.high - together.low > 2 * (apart.high - apart.low)


def test_a_margin_over_oneself_is_nothing() -> None:
    counts = found([["a"], ["b"], []], [["a"], [], ["c"]])
    assert margin(f1, counts, counts, [1, 2, 3]) == (0.0, 0.0, 0.0)


def test_a_constant_lead_is_a_certain_margin() -> None:
    wanted = [["a"]] * 50
    better, worse = found([["a"]] * 50, wanted), found([[]] * 50, wanted)
    assert margin(f1, better, worse, list(range(50))) == (100.0, 100.0, 100.0)
