"""Politeness judges nothing, and hides nothing."""

import pytest

from rebond.understand import load_codebook, opinions
from rebond.understand.courtesies import without_courtesies
from rebond.understand.sentences import clauses_of
from rebond.understand.words import words_of


def kept(text: str) -> list[str]:
    words = words_of(text)
    clauses = without_courtesies(text, words, clauses_of(text, words))
    return [text[words.starts[c.first] : words.ends[c.last - 1]] for c in clauses]


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour Madame, Monsieur,",
        "Cordialement, Élise Morel",
        "Bien cordialement\nPaul",
        "Merci d'avance pour votre réponse.\nCatherine Clément\n⟦phone⟧",
        "Je vous prie d'agréer, Madame, l'expression de mes salutations distinguées.",
        "Bonne journée à vous.",
        "Kind regards, Ann Smith",
        "Thanks in advance!",
    ],
)
def test_greetings_closings_and_signatures_are_left_out(text: str) -> None:
    assert kept(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Merci !",
        "Personnel Aimable",
        "Bonjour, aucune réponse depuis dix jours",
        "Bien à vous de voir",
        "Pas même un bonjour",
        "Bonne soirée gâchée",
        "Madame Morel m'a bien reçu",
    ],
)
def test_what_says_more_is_kept(text: str) -> None:
    assert kept(text) == [text]


def test_a_name_that_follows_no_closing_is_kept() -> None:
    assert kept("Très bien reçue. Sophie") == ["Très bien reçue", "Sophie"]


def test_no_opinion_is_proved_by_politeness() -> None:
    text = "La caisse est lente.\nCordialement,\nÉlise Morel"
    table = opinions([text], languages=["fr"], codebook=load_codebook("retail"))
    assert table.num_rows
    assert max(table["end"].to_pylist()) <= len("La caisse est lente.")
