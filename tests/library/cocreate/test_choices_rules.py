"""Approval, limited votes, greedy and equal shares: what each promises."""

from __future__ import annotations

import copy
import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.cocreate.choices import (
    ApprovalBallots,
    Option,
    approval,
    equal_shares,
    greedy,
    limited,
)
from rebond.errors import BallotError

IDS = "abcdef"
costs = st.lists(st.integers(0, 40), min_size=6, max_size=6)
votes = st.lists(st.lists(st.sampled_from(IDS), max_size=5), max_size=14)
budgets = st.integers(0, 90).map(Fraction)


def cast(prices: list[int], ballots: list[list[str]], budget: Fraction) -> ApprovalBallots:
    options = [Option(i, cost=Fraction(p)) for i, p in zip(IDS, prices, strict=True)]
    return ApprovalBallots.of(options, ballots, budget)


def slow_equal_shares(ballots: ApprovalBallots, share: Fraction) -> list[str]:
    """Return what equal shares buy, person by person, with nothing but fractions."""
    people = [set(b) for b, n in ballots.counted for _ in range(n)]
    purses = [share] * len(people)
    left, bought = set(range(len(ballots.options))), []
    while True:
        offers = []
        for place in left:
            cost = ballots.options[place].cost
            money = sorted(m for m, b in zip(purses, people, strict=True) if place in b)
            if not money or sum(money) < cost:
                continue
            paid = Fraction(0)
            for done, one in enumerate(money):
                price = (cost - paid) / (len(money) - done)
                if price <= one:
                    break
                paid += one
            offers.append((price / cost if cost else Fraction(0), place, price))
        if not offers:
            return bought
        _, place, price = min(offers)
        bought.append(ballots.options[place].id)
        left.remove(place)
        purses = [
            m - min(m, price) if place in b else m for m, b in zip(purses, people, strict=True)
        ]


def slow_add1(ballots: ApprovalBallots, budget: Fraction) -> list[str]:
    """Return what Add1 ends with, one count after the other."""
    share, before = budget / ballots.people, []
    costs = {one.id: one.cost for one in ballots.options}
    wanted = {o.id for o, n in zip(ballots.options, ballots.votes, strict=True) if n and o.cost > 0}
    while True:
        bought = slow_equal_shares(ballots, share)
        spent = sum(costs[one] for one in bought)
        if spent > budget:
            return before
        if all(spent + costs[one] > budget for one in wanted.difference(bought)):
            return bought
        share, before = share + 1, bought


@given(costs, votes, budgets)
def test_equal_shares_are_those_of_fractions(
    prices: list[int], ballots: list[list[str]], budget: Fraction
) -> None:
    counted = cast(prices, ballots, budget)
    if counted.people:
        plain = slow_equal_shares(counted, budget / counted.people)
        assert sorted(equal_shares(counted, completion="none").winners) == sorted(plain)
        raised = slow_add1(counted, budget)
        assert sorted(equal_shares(counted, completion="add1").winners) == sorted(raised)


@given(costs, votes, budgets)
def test_a_budget_is_never_exceeded(
    prices: list[int], ballots: list[list[str]], budget: Fraction
) -> None:
    counted = cast(prices, ballots, budget)
    price = {one.id: one.cost for one in counted.options}
    for outcome in (greedy(counted), equal_shares(counted)):
        assert sum(price[one] for one in outcome.winners) <= budget
        assert len(set(outcome.winners)) == len(outcome.winners)


@given(costs, votes, budgets)
def test_payments_cover_each_cost_exactly(
    prices: list[int], ballots: list[list[str]], budget: Fraction
) -> None:
    counted = cast(prices, ballots, budget)
    price = {one.id: one.cost for one in counted.options}
    for one in equal_shares(counted, completion="none").rounds:
        assert one.price is not None
        paid = one.price * one.in_full
        assert paid == price[one.option] or (one.with_what_was_left and paid < price[one.option])


@given(costs, votes, budgets, st.integers(0, 99))
def test_the_order_of_voters_never_matters(
    prices: list[int], ballots: list[list[str]], budget: Fraction, seed: int
) -> None:
    mixed = [random.Random(seed).sample(one, len(one)) for one in ballots]
    random.Random(seed).shuffle(mixed)
    one, other = cast(prices, ballots, budget), cast(prices, mixed, budget)
    for rule in (equal_shares, greedy, approval):
        assert rule(one) == rule(other)


@given(costs, votes, budgets)
def test_ballots_are_never_changed(
    prices: list[int], ballots: list[list[str]], budget: Fraction
) -> None:
    before = copy.deepcopy(ballots)
    counted = cast(prices, ballots, budget)
    kept = copy.deepcopy(counted)
    equal_shares(counted), greedy(counted), approval(counted), limited(counted, most=2)
    assert ballots == before
    assert counted == kept


def test_a_tie_goes_to_the_cheaper_then_to_the_id() -> None:
    options = [
        Option("b", cost=Fraction(10)),
        Option("c", cost=Fraction(5)),
        Option("a", cost=Fraction(10)),
    ]
    counted = ApprovalBallots.of(options, [["a", "b", "c"]] * 4, Fraction(12))
    assert equal_shares(counted, completion="none").winners == ("c",)
    assert approval(counted, seats=2).winners == ("c", "a")
    assert "same votes" in str(approval(counted).notes[-1])


def test_a_minority_gets_its_share_that_greedy_refuses() -> None:
    roads = [Option(f"road{n}", cost=Fraction(25)) for n in range(4)]
    pool = Option("pool", cost=Fraction(25))
    ballots = [[r.id for r in roads]] * 70 + [["pool"]] * 30
    counted = ApprovalBallots.of([*roads, pool], ballots, Fraction(100))
    assert "pool" not in greedy(counted).winners
    assert "pool" in equal_shares(counted).winners


def test_what_nobody_approves_is_never_chosen() -> None:
    counted = ApprovalBallots.of([Option("a"), Option("b")], [["a"]], Fraction(5))
    assert equal_shares(counted).winners == greedy(counted).winners == ("a",)
    assert approval(counted, seats=2).winners == ("a",)


def test_a_ballot_of_too_many_votes_is_void() -> None:
    counted = ApprovalBallots.of([Option("a"), Option("b"), Option("c")], [["a", "b"], ["c"]])
    outcome = limited(counted, most=1)
    assert outcome.winners == ("c",)
    assert outcome.notes[0].values["void"] == 1


def test_the_fingerprint_tells_ballots_and_settings_apart() -> None:
    counted = cast([5] * 6, [["a"], ["b"]], Fraction(10))
    other = cast([5] * 6, [["a"], ["c"]], Fraction(10))
    prints = {
        equal_shares(counted).fingerprint,
        equal_shares(other).fingerprint,
        equal_shares(counted, completion="none").fingerprint,
        greedy(counted).fingerprint,
    }
    assert len(prints) == 4


@pytest.mark.parametrize(
    ("options", "ballots", "budget"),
    [
        ([Option("a"), Option("a")], [], Fraction(1)),
        ([Option("a", cost=Fraction(-1))], [], Fraction(1)),
        ([Option("a")], [["z"]], Fraction(1)),
        ([Option("a")], [], Fraction(-1)),
    ],
)
def test_what_cannot_be_counted_is_refused(
    options: list[Option], ballots: list[list[str]], budget: Fraction
) -> None:
    with pytest.raises(BallotError):
        ApprovalBallots.of(options, ballots, budget)


def test_a_budget_is_needed_to_share_one() -> None:
    counted = ApprovalBallots.of([Option("a")], [["a"]])
    for rule in (equal_shares, greedy):
        with pytest.raises(BallotError, match="--budget"):
            rule(counted)
