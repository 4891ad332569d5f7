"""Priority: the order is that of the products, what it owes adds up, and doubt is told."""

from __future__ import annotations

import random
from math import prod
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.decide import (
    Candidate,
    Estimate,
    from_listening,
    priorities,
    rice,
    supported,
    with_unknown,
)
from rebond.errors import BallotError
from rebond.quantify import Perimeter
from rebond.workspace import Workspace

WEIGHTS = {"value": 1.0, "support": 1.0, "effort": -1.0}
plans = st.lists(st.tuples(*(st.floats(0.1, 100),) * 3, st.floats(1, 5)), min_size=1, max_size=6)


def candidates(rows: list[tuple[float, float, float, float]]) -> list[Candidate]:
    return [
        Candidate(
            f"c{n}",
            f"Plan {n}",
            {
                "value": Estimate(value, value / wide, value * wide),
                "support": Estimate.sure(support),
                "effort": Estimate(effort, effort / wide, effort * wide),
            },
        )
        for n, (value, support, effort, wide) in enumerate(rows)
    ]


@given(plans)
def test_the_order_is_that_of_the_products(rows: list[tuple[float, float, float, float]]) -> None:
    found = priorities(candidates(rows), WEIGHTS, draws=50)
    scores = [one.score for one in found.order]
    assert scores == sorted(scores, reverse=True)
    mean = prod(scores) ** (1 / len(scores))
    for one in found.order:
        assert prod(one.owes.values()) == pytest.approx(one.score / mean, rel=1e-4)
        assert 1 <= one.ranks[0] <= one.ranks[1] <= len(rows)
    assert sum(found.owed.values()) == pytest.approx(1) or set(found.owed.values()) == {0.0}


@given(plans, st.integers(0, 99))
def test_the_order_of_candidates_never_matters(
    rows: list[tuple[float, float, float, float]], seed: int
) -> None:
    given_so = candidates(rows)
    mixed = random.Random(seed).sample(given_so, len(given_so))
    one, other = priorities(given_so, WEIGHTS, draws=50), priorities(mixed, WEIGHTS, draws=50)
    assert one.order == other.order
    assert np.array_equal(one.before, other.before)


def test_sure_factors_leave_no_doubt() -> None:
    rows = [(10.0, 1.0, 1.0, 1.0), (5.0, 1.0, 1.0, 1.0), (1.0, 1.0, 1.0, 1.0)]
    found = priorities(candidates(rows), WEIGHTS)
    assert [one.ranks for one in found.order] == [(1, 1), (2, 2), (3, 3)]
    assert found.undecided() == []
    assert found.owed == {"value": 1.0, "support": 0.0, "effort": 0.0}


def test_wide_intervals_leave_the_order_undecided() -> None:
    found = priorities(candidates([(10.0, 1.0, 1.0, 4.0), (9.0, 1.0, 1.0, 4.0)]), WEIGHTS)
    assert found.undecided() == [("c0", "c1")]
    assert found.order[0].ranks == (1, 2)


def test_draws_agree_with_the_chance_worked_out() -> None:
    # log 2 apart, each value of deviation log(2) / 1.96: P(first) = Φ(1.96 / √2) = 0.917.
    pair = [
        Candidate("a", "A", {"value": Estimate(2, 1, 4)}),
        Candidate("b", "B", {"value": Estimate(1, 0.5, 2)}),
    ]
    found = priorities(pair, {"value": 1}, draws=40_000)
    assert found.order[0].first == pytest.approx(0.917, abs=0.01)


def test_rice_is_the_product_divided_by_effort() -> None:
    factors = {"reach": 300.0, "impact": 2.0, "confidence": 0.8, "effort": 4.0}
    one = Candidate("a", "A", {name: Estimate.sure(value) for name, value in factors.items()})
    assert rice([one]).order[0].score == pytest.approx(120)


def test_what_cannot_be_put_in_order_is_refused() -> None:
    good = candidates([(1.0, 1.0, 1.0, 1.0)])
    for wrong, weights in (
        ([], WEIGHTS),
        (good * 2, WEIGHTS),
        (good, {"reach": 1.0}),
        ([Candidate("z", "Z", {"value": Estimate(0, 0, 1)})], {"value": 1.0}),
    ):
        with pytest.raises(BallotError):
            priorities(wrong, weights)


def test_listening_gives_its_factors_with_intervals(own_workspace: Path) -> None:
    perimeter = Perimeter.whole(Workspace.open(own_workspace))
    found = from_listening("checkout.waiting", perimeter)
    assert 0 < found["people"].low <= found["people"].value <= found["people"].high <= 100
    one = Candidate("a", "A", {"people": found["people"], "effort": Estimate.sure(2)})
    assert priorities([one], {"people": 1, "effort": -1}).order[0].rank == 1


def test_what_is_not_known_makes_a_rank_unsure_and_moves_no_score() -> None:
    known = [
        Candidate(name, name, {"support": Estimate.sure(value)})
        for name, value in (("a", 1.0), ("b", 10.0), ("c", 100.0))
    ]
    filled, weights = with_unknown([*known, Candidate("z", "Z", {})], {"support": 1, "effort": -1})
    found = priorities(filled, weights)
    ranks = {one.id: one.ranks for one in found.order}
    assert weights == {"support": 1}
    assert ranks["z"] == (2, 3)  # anywhere between those that are known
    assert [one.id for one in found.order if one.id != "z"] == ["c", "b", "a"]
    assert [one.factors for one in filled[:3]] == [one.factors for one in known]


def test_among_the_first_counts_the_first_and_grows_with_how_many_are() -> None:
    wide = [Candidate(str(n), str(n), {"value": Estimate(n + 5, 1, 50)}) for n in range(5)]
    shares = [
        {one.id: one.among for one in priorities(wide, {"value": 1}, top=top).order}
        for top in (1, 3, 5)
    ]
    first = {one.id: one.first for one in priorities(wide, {"value": 1}).order}
    assert shares[0] == first
    assert all(shares[0][one] <= shares[1][one] <= shares[2][one] == 1 for one in first)


def test_support_is_unsure_where_few_were_asked() -> None:
    few, many = supported(2, 4), supported(200, 400)
    assert few is not None
    assert many is not None
    assert few.value == many.value == 50
    assert few.high - few.low > 3 * (many.high - many.low)
    nobody = supported(0, 10)
    assert nobody is not None
    assert 0 < nobody.low <= nobody.value < nobody.high
    assert supported(1, 1) is None
