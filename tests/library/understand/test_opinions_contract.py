"""Promises of `opinions`: exact spans, one clause one judgement, same text same answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.schemas import OPINIONS_OF_TEXTS
from rebond.understand import opinions
from rebond.understand.codebook import parse_codebook

SHOP = parse_codebook(
    """
id = "shop"
label = { fr = "Magasin", en = "Shop" }
[[themes]]
id = "checkout"
label = { fr = "Caisse", en = "Checkout" }
description = { fr = "La caisse", en = "The checkout" }
[[themes]]
id = "checkout.waiting"
label = { fr = "Attente en caisse", en = "Waiting" }
description = { fr = "Attendre", en = "Waiting" }
words.fr = ["attente", "file d'attente", "caisse"]
words.en = ["queue", "waiting", "till"]
negative.fr = ["queue interminable", "attente … caisse"]
[[themes]]
id = "staff"
label = { fr = "Personnel", en = "Staff" }
description = { fr = "Le personnel", en = "The staff" }
[[themes]]
id = "staff.kindness"
label = { fr = "Amabilité", en = "Kindness" }
description = { fr = "Amabilité", en = "Kindness" }
words.fr = ["personnel", "vendeur", "accueil"]
words.en = ["staff"]
positive.fr = ["vendeurs aimables"]
never.fr = ["accueil de jour"]
"""
)
SENTENCES = [
    "Personnel aimable mais attente interminable !",
    "Rien à redire sur l'accueil 😀",
    "Il faudrait ouvrir une caisse de plus.",
    "The staff was rude, the queue endless",
    "Bravo pour les 40 minutes d'attente",
    "",
    "…",
]


def read(text: str, language: str = "fr") -> list[dict]:
    return opinions([text], languages=[language], codebook=SHOP).to_pylist()


def test_the_table_is_the_one_of_the_contract() -> None:
    assert opinions(SENTENCES, languages=["fr"] * 7, codebook=SHOP).schema == OPINIONS_OF_TEXTS
    assert opinions([], languages=[], codebook=SHOP).num_rows == 0


def test_each_side_of_but_has_its_own_opinion() -> None:
    text = "Personnel très aimable mais une attente interminable."
    first, second = read(text)
    assert (first["theme"], first["polarity"]) == ("staff.kindness", 1)
    assert (second["theme"], second["polarity"]) == ("checkout.waiting", -1)
    assert text[first["start"] : first["end"]] == "Personnel très aimable"
    assert text[second["start"] : second["end"]] == "attente interminable"


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Rien à redire sur l'accueil", 1),
        ("L'accueil laisse à désirer", -1),
        ("Pour l'accueil on repassera", -1),
        ("Bravo pour les 40 minutes d'attente", -1),
        ("Aucune attente en caisse", 1),
        ("Pas de queue interminable", 1),
        ("Le personnel n'est pas aimable", -1),
        ("Vendeurs aimables", 1),
        ("accueil nul", -1),
        ("acceuil parfait, personnel super", 1),
    ],
)
def test_polarity_reads_negations_idioms_and_irony(text: str, polarity: int) -> None:
    assert {opinion["polarity"] for opinion in read(text)} == {polarity}


def test_spans_count_code_points_not_bytes() -> None:
    text = "🏬🏬 L'accueil était parfait"
    (found,) = [opinion for opinion in read(text) if opinion["theme"]]
    assert text[found["start"] : found["end"]] == "accueil était parfait"


def test_never_expressions_do_not_count() -> None:
    assert not [o for o in read("Mon fils va à l'accueil de jour") if o["theme"]]


def test_a_misspelt_long_word_is_recognised() -> None:
    assert read("le personel est adorable")[0]["theme"] == "staff.kindness"


def test_a_text_without_anything_has_no_opinion() -> None:
    assert not read("")
    assert not read("…")


@settings(max_examples=60, deadline=None)
@given(st.permutations(SENTENCES * 2), st.integers(1, 14))
def test_the_same_text_gets_the_same_answer_in_any_batch(texts: list[str], size: int) -> None:
    alone = {text: read(text) for text in SENTENCES}
    for begin in range(0, len(texts), size):
        batch = texts[begin : begin + size]
        for row in opinions(batch, languages=["fr"] * len(batch), codebook=SHOP).to_pylist():
            assert {**row, "row": 0} in alone[batch[row["row"]]]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120))
def test_any_text_can_be_read_and_spans_lie_inside(text: str) -> None:
    for opinion in read(text):
        assert 0 <= opinion["start"] < opinion["end"] <= len(text)
        assert 0 < opinion["confidence"] <= 1


@pytest.mark.parametrize(
    "text", ["Personnel aimable mais quelle attente !", "Bravo !!!", "nul!", "Pourquoi ???"]
)
def test_no_opinion_is_proved_by_marks_alone(text: str) -> None:
    for opinion in read(text):
        assert any(c.isalnum() for c in text[opinion["start"] : opinion["end"]])
