"""Equal shares on real budgets: what a city announced, and what fractions alone give."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from rebond.cocreate.choices import ApprovalBallots, equal_shares, greedy, read_pabulib

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "pabulib"
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="shared data absent")
SMALL = (
    "Netherlands_Assen_2024.pb",
    "Canada_Stanford_Dataset_PB_Dieppe_2018_vote_approvals.pb",
    "Poland_Zabrze_2020_Helenka.pb",
)


def bought_person_by_person(ballots: ApprovalBallots, share: Fraction) -> set[str]:
    """Return what equal shares buy, every purse kept as a fraction."""
    people = [set(b) for b, n in ballots.counted for _ in range(n)]
    purses = [share] * len(people)
    left, bought = set(range(len(ballots.options))), set()
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
            offers.append((price / cost, place, price))
        if not offers:
            return bought
        _, place, price = min(offers)
        bought.add(ballots.options[place].id)
        left.remove(place)
        purses = [
            m - min(m, price) if place in b else m for m, b in zip(purses, people, strict=True)
        ]


@pytest.mark.parametrize("name", SMALL)
def test_equal_shares_are_those_of_fractions_alone(name: str) -> None:
    ballots = read_pabulib(SHARED / name)
    share = ballots.money() / ballots.people
    assert set(equal_shares(ballots, completion="none").winners) == bought_person_by_person(
        ballots, share
    )


def test_a_city_that_shares_equally_chose_the_same() -> None:
    path = SHARED / "Netherlands_Assen_2024.pb"
    text = path.read_text(encoding="utf-8-sig").split("PROJECTS")[1].split("VOTES")[0]
    rows = csv.DictReader(text.strip().splitlines(), delimiter=";")
    announced = {row["project_id"] for row in rows if row["selected"] == "1"}
    chosen = set(equal_shares(read_pabulib(path), completion="add1").winners)
    assert chosen == announced


def test_greedy_takes_what_fits_in_the_order_of_votes() -> None:
    ballots = read_pabulib(SHARED / "Poland_Zabrze_2020_Zandka.pb")
    assert greedy(ballots).winners == ("P0097", "P0015")
