"""Plain words in French and English become one exact question, or are refused."""

import pytest

from rebond.errors import QuestionError
from rebond.quantify import Perimeter, Question, ask
from rebond.quantify.asking.plain import plain_question
from rebond.quantify.simulated.worlds import draw


@pytest.fixture(scope="module")
def perimeter() -> Perimeter:
    return Perimeter.whole(draw(seed=1, responses=400, shops=4, weeks=30))


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("NPS par shop", "nps by Shop"),
        ("NPS by shop", "nps by Shop"),
        ("nps par magasin", "nps by Shop"),
        ("Quel est le NPS de chaque magasin ?", "nps by Shop"),
        ("NPS in Shop 1", "nps where Shop = Shop 1"),
        ("NPS de Shop 1 et Shop 2", "nps where Shop in (Shop 1, Shop 2)"),
        ("critiques principales", "critics by theme"),
        ("main critics in Shop 1", "critics by theme where Shop = Shop 1"),
        ("Quels sont les thèmes les plus critiqués ?", "critics by theme"),
        ("Comment évolue le NPS ?", "nps by month"),
        ("how does NPS evolve by week", "nps by week"),
        ("meilleurs magasins", "best by Shop"),
        ("which shops are best?", "best by Shop"),
        ("what is behind my NPS", "behind_nps by theme"),
        ("derrière mon NPS", "behind_nps by theme"),
        ("combien de réponses par mois", "responses by month"),
        ("plaintes par magasin", "voices by Shop where intent = complaint"),
        ("NPS des clients depuis mars 2024", "nps where day >= 2024-03 and stakeholder = customer"),
        ("NPS before May 2024", "nps where day < 2024-05"),
        ("satisfaction par région des équipes", "nps by Region where stakeholder = employee"),
        ("part de chaque thème", "share by theme"),
        ("Ce qui va avec la note", "impact by theme"),
        ("share by theme where channel = survey", "share by theme where channel = survey"),
    ],
)
def test_plain_words_are_understood(perimeter: Perimeter, text: str, exact: str) -> None:
    assert plain_question(text, perimeter) == plain_question(exact, perimeter)
    assert str(plain_question(text, perimeter)) == str(Question.parse(exact))


def test_a_theme_is_named_by_its_id_and_evolves(perimeter: Perimeter) -> None:
    theme = ask("share by theme", perimeter).cells[0].keys[0]
    found = plain_question(f"évolution du thème {theme} par mois", perimeter)
    assert found == Question.parse(f"evolution by month where theme = {theme}")


@pytest.mark.parametrize("text", ["pourquoi le NPS baisse", "why is the NPS low?"])
def test_why_is_refused_with_what_may_be_asked(perimeter: Perimeter, text: str) -> None:
    with pytest.raises(QuestionError, match="Nothing here tells why"):
        plain_question(text, perimeter)


@pytest.mark.parametrize(
    "text", ["NPS par vampire", "le temps qu'il fait", "", "?", "'; DROP TABLE"]
)
def test_words_that_name_nothing_refuse_the_whole_question(perimeter: Perimeter, text: str) -> None:
    with pytest.raises(QuestionError, match="names nothing here"):
        plain_question(text, perimeter)


def test_a_slip_is_answered_with_the_nearest_name(perimeter: Perimeter) -> None:
    with pytest.raises(QuestionError, match="response"):
        plain_question("respnses by month", perimeter)


def test_what_is_wrong_with_exact_conditions_is_told_exactly(perimeter: Perimeter) -> None:
    with pytest.raises(QuestionError, match="Shop 9999"):
        ask(plain_question("nps where Shop = Shop 9999", perimeter), perimeter)
