"""Exports are recognised by their own marks and mapped without a word."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rebond.listen.reading import OpenedFile, open_file
from rebond.vocabulary import Channel, Role, ScoreKind


def written(
    path: Path, rows: Sequence[Sequence[object]], encoding: str = "utf-8", delimiter: str = ","
) -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    return path


def roles(opened: OpenedFile) -> dict[str, Role]:
    return {column.column: column.role for column in opened.mapping.columns}


def rows_of(opened: OpenedFile) -> list[dict[str, Any]]:
    return [row for batch in opened.batches() for row in batch.table.to_pylist()]


TEXTS = [
    "J'attends depuis vingt minutes à la caisse, c'est trop long",
    "Une équipe adorable et des conseils utiles, merci",
    "Le colis est arrivé abîmé mais le service a bien réagi",
]


def test_qualtrics_has_three_header_rows(tmp_path: Path) -> None:
    names = [
        "StartDate",
        "EndDate",
        "Status",
        "IPAddress",
        "Progress",
        "Duration (in seconds)",
        "Finished",
        "RecordedDate",
        "ResponseId",
        "RecipientEmail",
        "DistributionChannel",
        "UserLanguage",
        "Q1",
        "Q2",
        "Q3",
    ]
    questions = [
        "Start Date",
        "End Date",
        "Response Type",
        "IP Address",
        "Progress",
        "Duration (in seconds)",
        "Finished",
        "Recorded Date",
        "Response ID",
        "Recipient Email",
        "Distribution Channel",
        "User Language",
        "How likely are you to recommend us\nto a friend?",
        "Why did you give this score?",
        "Your shop",
    ]
    ids = [json.dumps({"ImportId": name}) for name in names]
    answers = [
        [
            "2025-03-01 10:00:00",
            "2025-03-01 10:05:00",
            "IP Address",
            "1.2.3.4",
            "100",
            "300",
            "True" if i else "False",
            "2025-03-01 10:05:01",
            f"R_{i}",
            f"p{i}@example.com",
            "anonymous",
            "FR",
            str(8 + i),
            TEXTS[i],
            "Lyon",
        ]
        for i in range(3)
    ]
    opened = open_file(written(tmp_path / "q.csv", [names, questions, ids, *answers]))
    found = roles(opened)
    assert opened.mapping.format == "qualtrics"
    assert opened.mapping.channel is Channel.SURVEY
    assert opened.mapping.solicited is True
    assert found["ResponseId"] is Role.ID
    assert found["RecordedDate"] is Role.DATE
    assert found["RecipientEmail"] is Role.PERSON
    assert found["IPAddress"] is Role.IGNORED
    assert found["Q2"] is Role.TEXT
    score = next(column for column in opened.mapping.columns if column.column == "Q1")
    assert score.scale is not None
    assert score.scale.kind is ScoreKind.NPS
    assert score.question == "How likely are you to recommend us to a friend?"
    assert [row["ResponseId"] for row in rows_of(opened)] == ["R_0", "R_1", "R_2"]
    assert any("not finished" in str(message) for message in opened.understood)


def test_limesurvey_keeps_partial_answers_and_says_so(tmp_path: Path) -> None:
    rows = [
        [
            "id",
            "submitdate",
            "lastpage",
            "startlanguage",
            "seed",
            "token",
            "Q1. Votre avis sur l'accueil",
            "Q2. Note",
        ],
        ["1", "2025-02-01 09:00:00", "3", "fr", "1234", "t1", TEXTS[0], "4"],
        ["2", "", "1", "fr", "4321", "t2", TEXTS[1], "2"],
        ["3", "1980-01-01 00:00:00", "3", "fr", "1111", "t3", TEXTS[2], "5"],
    ]
    opened = open_file(written(tmp_path / "l.csv", rows, "utf-8-sig", "\t"))
    found = roles(opened)
    assert opened.mapping.format == "limesurvey"
    assert (found["id"], found["submitdate"], found["token"]) == (Role.ID, Role.DATE, Role.PERSON)
    assert found["Q1. Votre avis sur l'accueil"] is Role.TEXT
    assert [row["submitdate"] for row in rows_of(opened)] == ["2025-02-01 09:00:00", None, None]
    assert any("not finished" in str(message) for message in opened.understood)


def test_typeform_tolerates_the_same_question_twice(tmp_path: Path) -> None:
    question = "Qu'auriez-vous à améliorer ?"
    rows = [["#", question, question, "Start Date (UTC)", "Submit Date (UTC)", "Network ID"]] + [
        [f"a{i}", TEXTS[i], TEXTS[2 - i], "2025-01-01 10:00:00", "2025-01-01 10:01:00", f"n{i}"]
        for i in range(3)
    ]
    opened = open_file(written(tmp_path / "t.csv", rows))
    found = roles(opened)
    assert opened.mapping.format == "typeform"
    assert found["#"] is Role.ID
    assert found["Submit Date (UTC)"] is Role.DATE
    assert found[question] is found[f"{question} (2)"] is Role.TEXT


def test_google_forms_in_french_and_in_english(tmp_path: Path) -> None:
    french = [["Horodateur", "Adresse e-mail", "Quelle note donnez-vous ?", "Pourquoi ?"]] + [
        [f"0{i + 1}/03/2025 18:00:00", f"a{i}@b.fr", 5 - i, TEXTS[i]] for i in range(3)
    ]
    opened = open_file(written(tmp_path / "f.csv", french))
    assert opened.mapping.format == "google_forms"
    assert opened.mapping.day_first
    assert list(roles(opened).values()) == [Role.DATE, Role.PERSON, Role.SCORE, Role.TEXT]
    english = [["Timestamp", "How would you rate us?", "Tell us why"]] + [
        [f"3/{i + 1}/2025 18:00:00", 5 - i, "The staff was kind and the queue was short today"]
        for i in range(3)
    ]
    opened = open_file(written(tmp_path / "e.csv", english))
    assert opened.mapping.format == "google_forms"
    assert not opened.mapping.day_first


def test_trustpilot(tmp_path: Path) -> None:
    rows = [["date", "stars", "title", "text", "reference id", "location"]] + [
        [f"2025-0{i + 1}-10", 5 - i, "Déçu", TEXTS[i], f"C{i}", "Lyon"] for i in range(3)
    ]
    opened = open_file(written(tmp_path / "t.csv", rows))
    assert opened.mapping.format == "trustpilot"
    assert opened.mapping.channel is Channel.REVIEW
    assert list(roles(opened).values()) == [
        Role.DATE,
        Role.SCORE,
        Role.TITLE,
        Role.TEXT,
        Role.IGNORED,
        Role.ATTRIBUTE,
    ]


def test_google_play_splits_the_title_and_does_not_trust_the_language(tmp_path: Path) -> None:
    names = [
        "Package Name",
        "App Version Name",
        "Reviewer Language",
        "Device",
        "Review Submit Date and Time",
        "Review Submit Millis Since Epoch",
        "Star Rating",
        "Review Title",
        "Review Text",
        "Developer Reply Text",
        "Review Link",
    ]
    rows = [names] + [
        [
            "com.x",
            "1.2",
            "en",
            "pixel",
            "2025-03-01T10:00:00Z",
            "1740823200000",
            4,
            "",
            f"Titre {i}\t{TEXTS[i]}",
            "Merci",
            f"http://p/{i}",
        ]
        for i in range(3)
    ]
    opened = open_file(written(tmp_path / "g.csv", rows, "utf-16"))
    found = roles(opened)
    assert opened.mapping.format == "google_play"
    assert opened.mapping.solicited is False
    assert found["Reviewer Language"] is Role.ATTRIBUTE
    assert found["Developer Reply Text"] is Role.IGNORED
    first = rows_of(opened)[0]
    assert (first["Review Title"], first["Review Text"]) == ("Titre 0", TEXTS[0])


def test_app_store_feed(tmp_path: Path) -> None:
    entries = [
        {
            "author": {"name": {"label": "Zoé"}},
            "im:version": {"label": "3.1"},
            "im:rating": {"label": str(i + 1)},
            "id": {"label": str(90 + i)},
            "title": {"label": "Bof"},
            "content": {"label": TEXTS[i], "attributes": {"type": "text"}},
            "updated": {"label": "2025-03-01T10:00:00-07:00"},
        }
        for i in range(3)
    ]
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"feed": {"entry": entries}}), encoding="utf-8")
    opened = open_file(path)
    found = roles(opened)
    assert opened.mapping.format == "app_store"
    assert (found["im:rating.label"], found["content.label"], found["title.label"]) == (
        Role.SCORE,
        Role.TEXT,
        Role.TITLE,
    )
    assert (found["id.label"], found["updated.label"]) == (Role.ID, Role.DATE)


def test_google_business_counts_words_and_keeps_the_original(tmp_path: Path) -> None:
    comments = [
        f"(Translated by Google) Too long a wait\n\n(Original)\n{TEXTS[0]}",
        f"{TEXTS[1]}\n\n(Translated by Google)\nA lovely team",
        None,
    ]
    reviews = [
        {
            "reviewId": f"r{i}",
            "reviewer": {"displayName": "Ana"},
            "starRating": stars,
            "comment": comments[i],
            "createTime": "2025-03-01T10:00:00.123Z",
            "reviewReply": {"comment": "Merci pour votre avis sur notre magasin"},
        }
        for i, stars in enumerate(["ONE", "FIVE", "THREE"])
    ]
    path = tmp_path / "b.json"
    path.write_text(json.dumps({"reviews": reviews}), encoding="utf-8")
    opened = open_file(path)
    assert opened.mapping.format == "google_business"
    assert roles(opened)["reviewReply.comment"] is Role.IGNORED
    rows = rows_of(opened)
    assert [row["starRating"] for row in rows] == ["1", "5", "3"]
    assert [row["comment"] for row in rows] == [TEXTS[0], TEXTS[1], None]
