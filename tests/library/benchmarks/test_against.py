"""A margin between two trainings is that of the same sentences, and of nothing else."""

from __future__ import annotations

import pytest

from measuring.against import margins

REVIEWS = ["a", "a", "b"]


def told(*rows: tuple[int, int, int]) -> dict[str, object]:
    return {"reviews": REVIEWS, "counts": {"category": rows, "target": [(0, 0, 1)] * 3}}


def test_the_margin_is_between_scores_and_what_the_other_never_tells_is_left_out() -> None:
    one, other = told((1, 1, 1), (1, 1, 1), (0, 1, 1)), told((1, 1, 1), (0, 1, 1), (0, 1, 1))
    ((measure, (score, reference, above)),) = margins(one, other)
    assert measure == "category"
    assert [score.value, reference.value] == pytest.approx([200 / 3, 100 / 3])
    assert above.value == pytest.approx(100 / 3)
    # Review a: one sentence of two apart; review b: none. Draws: aa 50, ab 33, bb 0.
    assert (above.low, above.high) == pytest.approx((0, 50))


def test_sentences_of_other_reviews_are_refused() -> None:
    one = told((1, 1, 1), (1, 1, 1), (1, 1, 1))
    with pytest.raises(ValueError, match="same reviews"):
        next(margins(one, {**one, "reviews": ["a", "b", "b"]}))
