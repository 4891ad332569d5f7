"""Real files are understood without any option."""

from __future__ import annotations

from pathlib import Path

import pytest

from rebond.listen.reading import OpenedFile, open_file
from rebond.vocabulary import Role, ScoreKind, Stakeholder

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="shared data absent")


def roles(opened: OpenedFile) -> dict[str, Role]:
    return {column.column: column.role for column in opened.mapping.columns}


def scores(opened: OpenedFile) -> list[tuple[str, ScoreKind, float, float]]:
    return [
        (c.column, c.scale.kind, c.scale.low, c.scale.high)
        for c in opened.mapping.columns
        if c.scale
    ]


def rows_of(opened: OpenedFile) -> tuple[int, int]:
    batches = list(opened.batches())
    return sum(b.table.num_rows for b in batches), sum(len(b.rejected) for b in batches)


def test_french_insurance_reviews() -> None:
    opened = open_file(SHARED / "reviews_fr_insurance" / "reviews.csv")
    assert roles(opened) == {
        "note": Role.SCORE,
        "avis": Role.TEXT,
        "assureur": Role.ATTRIBUTE,
        "produit": Role.ATTRIBUTE,
        "date_publication": Role.DATE,
        "date_exp": Role.IGNORED,
        "avis_en": Role.IGNORED,
    }
    assert scores(opened) == [("note", ScoreKind.STARS, 1, 5)]
    assert opened.mapping.day_first
    assert rows_of(opened) == (700, 0)


def test_english_company_reviews() -> None:
    opened = open_file(SHARED / "reviews_en_companies" / "reviews.csv")
    expected = {
        "company": Role.ATTRIBUTE,
        "company_global_rating": Role.ATTRIBUTE,
        "comment_id": Role.IGNORED,
        "rating": Role.SCORE,
        "comment_title": Role.TITLE,
        "comment_content": Role.TEXT,
        "comment_date": Role.DATE,
        "company_response_content": Role.IGNORED,
    }
    found = roles(opened)
    assert {name: found[name] for name in expected} == expected
    assert rows_of(opened) == (3000, 0)


def test_reviews_without_header() -> None:
    opened = open_file(SHARED / "reviews_fr_amazon" / "train.csv")
    assert roles(opened) == {"column 1": Role.TEXT, "column 2": Role.SCORE}
    assert rows_of(opened) == (12_411, 0)


def test_overall_and_partial_ratings() -> None:
    opened = open_file(SHARED / "reviews_en_airline_lounge" / "reviews.csv")
    found = scores(opened)
    assert found[0] == ("overall_rating", ScoreKind.OTHER, 1, 10)
    assert len(found) == 9
    assert ("recommended", ScoreKind.OTHER, 0, 1) in found
    assert (roles(opened)["content"], roles(opened)["title"]) == (Role.TEXT, Role.TITLE)


def test_patient_comments() -> None:
    opened = open_file(SHARED / "patient_feedback_en" / "v6framework.csv")
    found = roles(opened)
    assert (found["Comment ID"], found["Respondent ID"]) == (Role.ID, Role.PERSON)
    assert (found["Date"], found["FFT answer"]) == (Role.DATE, Role.TEXT)
    assert rows_of(opened) == (7908, 0)


def test_employee_surveys() -> None:
    opened = open_file(SHARED / "measure_and_decide" / "hr_exit_surveys_dete_survey.csv")
    assert opened.mapping.stakeholder is Stakeholder.EMPLOYEE
    assert len(scores(opened)) == 21
    assert rows_of(opened) == (822, 0)
    opened = open_file(SHARED / "measure_and_decide" / "hr_exit_surveys_tafe_survey.csv")
    assert opened.mapping.stakeholder is Stakeholder.EMPLOYEE
    assert rows_of(opened) == (702, 0)
