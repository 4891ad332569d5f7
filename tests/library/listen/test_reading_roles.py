"""Roles are inferred with their reasons, corrected by the user, remembered by the source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pytest

from rebond.errors import MappingError
from rebond.listen.columns.guesses import guess_roles
from rebond.listen.columns.profiles import profiles_of
from rebond.listen.columns.roles import RoleOverride, parse_overrides
from rebond.listen.columns.scales import overall_rank, scale_of
from rebond.listen.reading import open_file
from rebond.vocabulary import Role, ScoreKind

SENTENCES = [
    "Une équipe vraiment à l'écoute, merci à elle",
    "Trop d'attente en caisse le samedi matin",
    "Le colis est arrivé cassé, et deux fois",
]


def inferred(columns: Mapping[str, Sequence[str | None]]) -> dict[str, Role]:
    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    return {
        name: guess.role
        for name, guess in guess_roles(profiles_of(table), {}, complete=True).items()
    }


def repeated(*cells: str | None, times: int = 40) -> list[str | None]:
    return [cells[place % len(cells)] for place in range(times)]


def different(prefix: str, times: int = 40) -> list[str]:
    return [f"{prefix}{place}" for place in range(times)]


def test_the_answer_of_the_company_is_not_a_voice() -> None:
    found = inferred(
        {
            "Votre avis": repeated(*SENTENCES),
            "Réponse du conseiller": repeated(*reversed(SENTENCES)),
            "owner_response": repeated(*SENTENCES),
            "Date de réponse de l'enseigne": repeated("01/02/2025", "13/02/2025"),
        }
    )
    assert found["Votre avis"] is Role.TEXT
    assert {found[name] for name in found if name != "Votre avis"} == {Role.IGNORED}


@pytest.mark.parametrize(
    ("original", "translation"),
    [
        ("avis", "avis_en"),
        ("comment", "comment_translated"),
        ("texte_original", "texte_fr"),
        ("avis_fr", "avis_en"),
        ("review", "translation of review"),
    ],
)
def test_translations_are_not_second_voices(original: str, translation: str) -> None:
    found = inferred({original: repeated(*SENTENCES), translation: repeated(*reversed(SENTENCES))})
    assert found == {original: Role.TEXT, translation: Role.IGNORED}


def test_columns_by_language_filled_in_turn_are_voices() -> None:
    found = inferred(
        {
            "avis_fr": repeated(SENTENCES[0], None, SENTENCES[1], None),
            "avis_en": repeated(None, SENTENCES[1], None, SENTENCES[2]),
        }
    )
    assert set(found.values()) == {Role.TEXT}


def test_an_identifier_is_unique_or_ignored() -> None:
    assert (
        inferred({"comment_id": different("c"), "avis": repeated(*SENTENCES)})["comment_id"]
        is Role.ID
    )
    twice = [*different("c", 39), "c0"]
    assert (
        inferred({"comment_id": twice, "avis": repeated(*SENTENCES)})["comment_id"] is Role.IGNORED
    )
    assert (
        inferred({"row_index": [str(i) for i in range(40)], "avis": repeated(*SENTENCES)})[
            "row_index"
        ]
        is Role.IGNORED
    )


def test_people_are_keys_or_are_not_kept() -> None:
    found = inferred(
        {
            "E-mail": [f"a{i}@example.com" for i in range(40)],
            "Nom": repeated("Durand", "Martin"),
            "Téléphone": repeated("06 12 34 56 78", "07 12 34 56 78"),
            "N° client": repeated("C1", "C2"),
            "avis": repeated(*SENTENCES),
        }
    )
    assert found["E-mail"] is found["N° client"] is Role.PERSON
    assert found["Nom"] is found["Téléphone"] is Role.IGNORED


SCALES: list[tuple[str, list[str], ScoreKind, float, float]] = [
    ("NPS", ["0", "10", "7"], ScoreKind.NPS, 0, 10),
    ("Recommanderiez-vous notre enseigne ?", ["9", "10"], ScoreKind.NPS, 0, 10),
    ("CSAT", ["1", "4"], ScoreKind.CSAT, 1, 5),
    (
        "Satisfaction globale",
        ["Très satisfait(e)", "Satisfaite", "Insatisfait"],
        ScoreKind.CSAT,
        1,
        5,
    ),
    ("Effort", ["1", "7"], ScoreKind.CES, 1, 7),
    ("note", ["4,5", "1"], ScoreKind.STARS, 1, 5),
    ("Évaluation", ["4/5", "3/5"], ScoreKind.STARS, 1, 5),
    ("Étoiles", ["★★★★", "★☆☆☆☆"], ScoreKind.STARS, 1, 5),
    ("Note", ["8", "10", "3"], ScoreKind.OTHER, 1, 10),
    ("Note sur 20", ["12,5", "18"], ScoreKind.OTHER, 0, 20),
    ("Score", ["85", "40"], ScoreKind.OTHER, 0, 100),
    ("recommended", ["0", "1"], ScoreKind.OTHER, 0, 1),
    ("Staff morale", ["A", "SA", "N", "D", "N/A"], ScoreKind.OTHER, 1, 5),
]


@pytest.mark.parametrize(("name", "cells", "kind", "low", "high"), SCALES)
def test_scales(name: str, cells: list[str], kind: ScoreKind, low: float, high: float) -> None:
    found = scale_of(name, pa.array(cells))
    assert found is not None
    assert (found.scale.kind, found.scale.low, found.scale.high) == (kind, low, high)


@pytest.mark.parametrize(
    "name",
    ["company_global_rating", "average_rating", "Âge", "Prix", "app_version", "helpful_count"],
)
def test_figures_that_are_not_answers_are_not_scores(name: str) -> None:
    assert scale_of(name, pa.array(["4", "3", "5"])) is None


def test_the_overall_score_comes_first() -> None:
    assert overall_rank("overall_rating") < overall_rank("comfort_rating")
    assert overall_rank("Note globale") < overall_rank("Note accueil")


def reviews(folder: Path) -> Path:
    lines = [f"{i % 5 + 1};{SENTENCES[i % 3]} {i};Lyon;{i % 21}" for i in range(40)]
    path = folder / "reviews.csv"
    path.write_text("\n".join(["Note;Commentaire;Ville;Points", *lines]), encoding="utf-8")
    return path


def test_the_user_corrects_and_the_workspace_remembers(tmp_path: Path) -> None:
    path = reviews(tmp_path)
    first = open_file(
        path, overrides=parse_overrides("note=score:csat, Ville=ignored"), source="shops"
    )
    column = {column.column: column for column in first.mapping.columns}
    assert column["Note"].scale is not None
    assert column["Note"].scale.kind is ScoreKind.CSAT
    assert column["Ville"].role is Role.IGNORED
    again = open_file(path, remembered=first.mapping)
    assert again.mapping.source == "shops"
    assert [(c.role, c.scale) for c in again.mapping.columns] == [
        (c.role, c.scale) for c in first.mapping.columns
    ]


def test_an_unknown_column_is_said_with_the_valid_ones(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=r"did you mean “Commentaire”.*Note, Commentaire, Ville"):
        open_file(reviews(tmp_path), overrides={"Commentaires": RoleOverride(Role.TEXT)})


@pytest.mark.parametrize(
    "text", ["Note", "Note=stars", "Ville=attribute:nps", "Note=score:9-1", "=text"]
)
def test_what_map_cannot_read_is_said(text: str) -> None:
    with pytest.raises(MappingError):
        parse_overrides(text)


def test_map_reads_quoted_names_and_ends() -> None:
    found = parse_overrides('"Oui, mais = non"=text, Sévérité=score:0-20')
    assert found["Oui, mais = non"] == RoleOverride(Role.TEXT)
    assert found["Sévérité"] == RoleOverride(Role.SCORE, None, 0, 20)


def test_scores_come_as_numbers(tmp_path: Path) -> None:
    path = tmp_path / "stars.csv"
    path.write_text(
        "Étoiles;Avis\n★★★★;"
        + SENTENCES[0]
        + "\n2/5;"
        + SENTENCES[1]
        + "\n4,5;"
        + SENTENCES[2]
        + "\n",
        encoding="utf-8",
    )
    batch = next(open_file(path).batches())
    assert batch.table.column("Étoiles").to_pylist() == ["4", "2", "4.5"]


def test_a_numbered_id_is_never_taken_for_stars(tmp_path: Path) -> None:
    path = tmp_path / "small.csv"
    path.write_text(
        "id;Recommandation (0 à 10);Commentaire\n"
        "1;9;Accueil très agréable\n2;3;Attente trop longue\n3;douze;Prix trop élevés\n",
        encoding="utf-8",
    )
    found = {column.column: column.role for column in open_file(path).mapping.columns}
    assert found["id"] is Role.ID
    assert found["Recommandation (0 à 10)"] is Role.SCORE
