import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.errors import QuestionError
from rebond.quantify import Filter, Perimeter, Question
from rebond.quantify.question import Holds, Not
from rebond.quantify.simulated.worlds import draw


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("NPS", "nps"),
        ("part par thème où canal = sondage", "share by theme where channel = survey"),
        ("polarité nette par Magasin", "net_polarity by Magasin"),
        (
            "nps by Magasin where channel = survey and month >= 2025-09",
            "nps by Magasin where channel = survey and month >= 2025-09",
        ),
        (
            "part où Rayon = Vins et spiritueux et mois >= 2025-09",
            'share where "Rayon" = x',
        ),
        ("voix par semaine, thème", "voices by week, theme"),
        ("share where channel in (survey, avis)", "share where channel in (review, survey)"),
        (
            "part par thème où (canal = sondage ou canal = avis) et pas thème = attente",
            "share by theme where channel in (review, survey) and not theme = attente",
        ),
        ("nps par Shop ou canal = sondage", "nps by Shop where channel = survey"),
        ("nps where a = 1 or b = 2 and c = 3", "nps where a = 1 or (b = 2 and c = 3)"),
        ("nps where not (a = 1 or b = 2)", "nps where not a = 1 and not b = 2"),
        ("nps where not channel = survey", "nps where channel != survey"),
        ("responses where note <= 2,5", "responses where value <= 2.5"),
        ('responses where score = "9"', 'responses where score = "9"'),
        ("voix où voix avec (note = 9)", "voices where voice holds (value = 9)"),
        ("voix où voix avec note = 9 et a = b", "voices where a = b and voice holds (value = 9)"),
        ("voices where mots = attente caisse", "voices where words = attente caisse"),
        ('voix où mots = "file d\'attente" -prix', "voices where words = '“file d’attente” -prix'"),
        ("médiane où depuis mai 2026", "median where day >= 2026-05"),
        ("nps where 3 derniers mois", "nps where day = last 3 months"),
        ("nps where 2026-T1 and channel = survey", "nps where channel = survey and day = 2026-Q1"),
        ("nps where month = 03/09/2025", "nps where month = 2025-09-03"),
        ("nps where Shop = Nantes (centre)", 'nps where Shop = "Nantes (centre)"'),
        ("nps where channel = survey or review", "nps where channel in (review, survey)"),
    ],
)
def test_a_question_is_read_in_both_languages_and_written_in_one(text: str, canonical: str) -> None:
    question = Question.parse(text)
    assert Question.parse(str(question)) == question
    if "Rayon" in text:
        assert Filter("Rayon", "=", ("Vins et spiritueux",)) in question.filters
    else:
        assert str(question) == canonical


@given(
    st.lists(st.text(min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=3),
    st.text(min_size=1, max_size=12).filter(str.strip),
)
def test_any_question_survives_being_written(values: list[str], field: str) -> None:
    try:
        question = Question("share", (field,), (Filter(field, "in", tuple(values)),))
    except QuestionError:
        return
    assert Question.parse(str(question)) == question


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("happiness by theme", "net_polarity"),
        ("nps by text", "theme"),
        ("nps where channel", "operator"),
        ("nps where channel = pigeon", "survey"),
        ("nsp", "“nsp” is not a measure. Ask one of: nps"),
        ("nps where (channel = survey", "no other half"),
        ("responses where note <= bof", "not a number"),
        ("nps where month = soon", "last 3 months"),
    ],
)
def test_a_question_that_cannot_be_read_says_what_can(text: str, says: str) -> None:
    with pytest.raises(QuestionError, match=says):
        Question.parse(text)


def test_a_perimeter_is_not_cut_by_opinions_even_inside_a_condition() -> None:
    everything = Perimeter.whole(draw(1, responses=10))
    for condition in (Filter("theme", "=", ("price",)), Not(Filter("theme", "=", ("price",)))):
        with pytest.raises(QuestionError, match="perimeter"):
            everything.where(condition)
    everything.where(Holds("voice", Filter("theme", "=", ("price",))))
