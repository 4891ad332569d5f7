import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.errors import QuestionError
from rebond.quantify import Filter, Question


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
    ],
)
def test_a_question_that_cannot_be_read_says_what_can(text: str, says: str) -> None:
    with pytest.raises(QuestionError, match=says):
        Question.parse(text)
