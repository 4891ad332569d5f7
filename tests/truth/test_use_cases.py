"""Use cases are questions as others: names, perimeters, refusals, and silence where nothing is."""

from __future__ import annotations

import pytest

from rebond.errors import QuestionError
from rebond.quantify import Filter, Perimeter, Question, ask
from rebond.quantify.simulated.worlds import TablesInMemory, Truths, draw

WAITING, PRICE = "checkout.waiting", "price.level"


@pytest.fixture(scope="module")
def world() -> TablesInMemory:
    truths = Truths(drivers={WAITING: 1.5, PRICE: 0.8}, apart={"Shop 3": -1.5})
    return draw(11, responses=1500, shops=8, weeks=40, truths=truths, team="partner")


@pytest.fixture(scope="module")
def everything(world: TablesInMemory) -> Perimeter:
    return Perimeter.whole(world)


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("impact on satisfaction", "impact sur la satisfaction par thème"),
        ("main critics where channel = survey", "principales critiques où canal = sondage"),
        (
            "together where theme = price.level",
            "va avec par thème, polarité où thème = price.level",
        ),
        ("trending opinions", "opinions en tendance"),
        ("what is behind my NPS", "derrière mon NPS"),
        ("best brands by Shop", "meilleures marques par Shop"),
        ("points of attention by Shop", "points d’attention par Shop"),
        ("evolution where theme = price.level", "évolution par mois où thème = price.level"),
        ("llosa", "matrice de Llosa par thème"),
    ],
)
def test_a_use_case_has_the_same_name_in_french(english: str, french: str) -> None:
    assert Question.parse(english) == Question.parse(french)


def test_a_perimeter_cuts_a_use_case_as_a_filter_does(everything: Perimeter) -> None:
    inside = everything.where(Filter("Shop", "=", ("Shop 1",)))
    cut = ask("impact", inside)
    asked = ask("impact where Shop = Shop 1", everything)
    assert {c.keys: c.value for c in cut.cells} == {c.keys: c.value for c in asked.cells}


@pytest.mark.parametrize(
    "question",
    [
        "perception",
        "attention by theme",
        "evolution by theme where theme = price.level",
        "evolution",
        "critics by Shop",
        "together",
        "llosa by Shop",
        "impact by Shop",
        "impact where Shop = Nowhere",
        "behind_nps where kind = stars",
    ],
)
def test_what_cannot_be_answered_is_refused_with_what_to_do(
    question: str, everything: Perimeter
) -> None:
    with pytest.raises(QuestionError) as refusal:
        ask(question, everything)
    assert len(str(refusal.value)) > 40


def test_where_nothing_happens_nearly_nothing_is_told() -> None:
    questions = (
        "behind_nps",
        "impact by Shop where theme = price.level",
        "trending",
        "critics where Shop = Shop 0",
        "perception by Shop",
        "attention by Shop",
        "together where theme = price.level",
    )
    told = dict.fromkeys(questions, 0)
    for seed in range(8):
        perimeter = Perimeter.whole(draw(100 + seed, responses=1200, shops=6, per_person=1.2))
        for question in questions:
            told[question] += any(c.distinct for c in ask(question, perimeter).cells)
    # Each would be told in 5 % of worlds: above 3 of 8 has a chance of 4 in 10,000.
    assert max(told.values()) <= 3, told
    assert sum(told.values()) <= 8, told
