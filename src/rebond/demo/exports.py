"""Writing the company's answers as the files that a company really has."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from rebond.demo.company import Answer


def write_survey(answers: Sequence[Answer], path: Path) -> None:
    """The survey after a purchase, as French Excel saves it: cp1252, semicolons, decimal commas."""
    header = [
        "N° de réponse",
        "Date de réponse",
        "Magasin",
        "Région",
        "Rayon",
        "Montant du panier (€)",
        "Carte de fidélité",
        "Tranche d'âge",
        "E-mail",
        "Note de recommandation (0 à 10)",
        "Pour quelle raison principale avez-vous donné cette note ?",
        "Que devrions-nous améliorer en priorité ?",
    ]
    rows = [
        [
            answer.external_id,
            f"{answer.moment:%d/%m/%Y}",
            answer.place.name,
            answer.place.region or "En ligne",
            answer.shelf,
            f"{answer.basket:.2f}".replace(".", ","),
            "Oui" if answer.person.loyal else "Non",
            answer.person.age,
            answer.person.speaker.email,
            str(scaled(answer.points, 0, 10)),
            *answer.told.texts,
        ]
        for answer in answers
    ]
    with path.open("w", encoding="cp1252", errors="replace", newline="") as file:
        csv.writer(file, delimiter=";", lineterminator="\r\n").writerows([header, *rows])


def write_reviews(answers: Sequence[Answer], path: Path) -> None:
    """Online reviews, as the review site exports them: UTF-8, commas, stars, titles."""
    header = [
        "Review Id",
        "Review Created (UTC)",
        "Review Consumer User Id",
        "Review Title",
        "Review Content",
        "Review Stars",
        "Source Of Review",
        "Review Language",
        "Domain Url",
        "Magasin",
        "Région",
    ]
    rows = [
        [
            answer.external_id,
            f"{answer.moment:%Y-%m-%d %H:%M:%S}",
            f"{abs(hash_of(answer.person.speaker.email)):024x}",
            answer.told.title,
            answer.told.texts[0],
            str(stars(answer.points)),
            "Organic",
            answer.person.language,
            "www.vertaille.example",
            answer.place.name,
            answer.place.region or "En ligne",
        ]
        for answer in answers
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def write_emails(answers: Sequence[Answer], path: Path) -> None:
    """E-mails received by the customer service, one JSON object a line."""
    _write_lines(
        answers,
        path,
        lambda answer: {
            "id": answer.external_id,
            "date": f"{answer.moment:%Y-%m-%dT%H:%M:%SZ}",
            "from": answer.person.speaker.email,
            "subject": answer.told.title,
            "body": answer.told.texts[0],
            "Magasin": answer.place.name,
            "Région": answer.place.region or "En ligne",
        },
    )


def write_chats(answers: Sequence[Answer], path: Path) -> None:
    """The customer's first message of each chat of the website, one JSON object a line."""
    _write_lines(
        answers,
        path,
        lambda answer: {
            "conversation_id": answer.external_id,
            "started_at": f"{answer.moment:%Y-%m-%dT%H:%M:%SZ}",
            "visitor_email": answer.person.speaker.email,
            "message": answer.told.texts[0],
            "Magasin": answer.place.name,
            "Région": answer.place.region or "En ligne",
            "satisfaction (1 à 5)": stars(answer.points)
            if int(answer.basket * 100) % 3 == 0
            else None,
        },
    )


def write_kiosk(answers: Sequence[Answer], path: Path) -> None:
    """The screen at the way out of the shops: a face from 1 to 5 and a few words, in a workbook."""
    header = [
        "Identifiant de passage",
        "Horodatage",
        "Magasin",
        "Région",
        "Satisfaction (1 à 5)",
        "Un mot à nous dire ?",
    ]
    rows = [
        [
            answer.external_id,
            answer.moment,
            answer.place.name,
            answer.place.region or "En ligne",
            stars(answer.points),
            answer.told.texts[0],
        ]
        for answer in answers
    ]
    _write_workbook(header, rows, path, "Bornes de sortie")


def write_team(answers: Sequence[Answer], path: Path) -> None:
    """The barometer of the shops' teams, anonymous, two open questions, in a workbook."""
    header = [
        "Identifiant",
        "Date",
        "Magasin",
        "Région",
        "Équipe",
        "Ancienneté",
        "Recommanderiez-vous de travailler chez Vertaille ? (0 à 10)",
        "Qu'est-ce qui va bien dans votre travail ?",
        "Que faudrait-il changer ?",
    ]
    rows = [
        [
            answer.external_id,
            answer.moment.replace(hour=0, minute=0, second=0),
            answer.place.name,
            answer.place.region or "En ligne",
            answer.other["team"],
            answer.other["seniority"],
            scaled(answer.points, 0, 10),
            *answer.told.texts,
        ]
        for answer in answers
    ]
    _write_workbook(header, rows, path, "Baromètre équipes")


def scaled(points: float, low: int, high: int) -> int:
    """Points rounded to a whole number of the scale from ``low`` to ``high``."""
    return max(low, min(high, round(points)))


def stars(points: float) -> int:
    """Points on the scale of one to five: up to 3.3 give one, from 8.8 five."""
    return scaled(1 + (points - 2.4) / 1.82, 1, 5)


def hash_of(text: str) -> int:
    """A number of 96 bits that stays the same from one run to the next."""
    import hashlib

    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:12], "big")


def _write_lines(
    answers: Iterable[Answer], path: Path, row: Callable[[Answer], dict[str, Any]]
) -> None:
    lines = (json.dumps(row(answer), ensure_ascii=False) for answer in answers)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _write_workbook(header: list[str], rows: list[list[Any]], path: Path, sheet: str) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(
        path, {"strings_to_urls": False, "strings_to_formulas": False}
    ) as book:
        book.set_properties({"created": datetime(2026, 6, 1), "author": "Vertaille (fictional)"})
        page = book.add_worksheet(sheet)
        day = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        page.write_row(0, 0, header, book.add_format({"bold": True}))
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    page.write_datetime(number, column, value, day)
                elif value != "":
                    page.write(number, column, value)
