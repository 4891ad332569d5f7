"""Promises of clauses: each judges in one direction, whatever the punctuation."""

import pytest

from rebond.understand.sentences import clauses_of
from rebond.understand.words import words_of


def clauses(text: str) -> list[str]:
    words = words_of(text)
    return [text[words.starts[c.first] : words.ends[c.last - 1]] for c in clauses_of(text, words)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bon accueil mais trop cher", ["Bon accueil", "mais trop cher"]),
        ("Rapide. Par contre, cher !", ["Rapide", "Par contre, cher !"]),
        ("M. Dupont est aimable. Merci", ["M. Dupont est aimable", "Merci"]),
        ("Bien.Le prix est élevé", ["Bien", "Le prix est élevé"]),
        ("voir rebond.fr pour cela", ["voir rebond.fr pour cela"]),
        ("3.5 euros", ["3.5 euros"]),
        ("- accueil froid\n- caisse lente", ["accueil froid", "caisse lente"]),
        ("Attente... personne...", ["Attente", "personne"]),
        ("Great staff, however the till was slow", ["Great staff", "however the till was slow"]),
        ("bien que cher", ["bien que cher"]),
        ("Très bien 😀", ["Très bien 😀"]),
        ("", []),
        ("... !!", []),
    ],
)
def test_clauses(text: str, expected: list[str]) -> None:
    assert clauses(text) == expected


def test_a_long_text_without_punctuation_is_cut_at_its_connectors() -> None:
    text = "je suis venu au magasin " * 7 + "et la vendeuse a été très aimable avec moi"
    assert clauses(text)[-1].startswith("et la vendeuse")
