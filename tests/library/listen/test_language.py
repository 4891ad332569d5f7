"""The language of short texts."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.listen.texts.language import LANGUAGES, languages

SPOKEN = {
    "fr": [
        "Parfait",
        "Très bien",
        "tres bien",
        "rien à redire",
        "c tro cher",
        "jai tjrs rien recu",
        "l’attente en caisse est trop longue",
        "DÉÇU",
        "je vs recommande pas",
        "accueil au top merci",
        "J'AI ATTENDU UNE HEURE",
        "le staff est cool, service nickel",
    ],
    "en": [
        "Good",
        "not worth the price",
        "staff were lovely",
        "I'd never go back there again",
        "still waiting for my money",
        "what a joke",
        "could be cheaper",
        "quick and helpful service",
    ],
    "de": ["Sehr gut", "nie wieder", "Lieferung kam zu spät", "alles bestens, danke"],
    "es": ["Muy bien", "no vuelvo más", "la comida estaba fría", "todo ha llegado roto"],
    "it": [
        "Tutto perfetto",
        "mai più in questo posto",
        "il pacco non è ancora arrivato",
        "molto gentili",
        "ho speso troppo e ho mangiato male",
        "si entra senza fare la fila",
        "che bella sorpresa",
        "la signora alla cassa era scontrosa",
        "consegnato in due giorni",
        "spero che cambino idea",
        "ci hanno servito dopo un'ora",
        "peccato per il rumore della strada",
        "vale quello che costa",
        "lo schermo si è rotto subito",
        "non capisco perché costi così tanto",
        "letto comodissimo",
    ],
    "nl": ["Heel goed", "nooit meer", "het pakket kwam te laat", "vriendelijk personeel"],
    "pt": [
        "Muito bom",
        "nunca mais",
        "a encomenda não chegou",
        "atendimento péssimo, não voltarei",
    ],
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_short_answers_are_named(code: str) -> None:
    assert languages(SPOKEN[code]).to_pylist() == [code] * len(SPOKEN[code])


@pytest.mark.parametrize(
    "text", ["", "...", "10/10", "👍", "😀😀", "⟦email⟧", None, "Отличный сервис"]
)
def test_no_word_that_we_read_is_unknown(text: str | None) -> None:
    assert languages([text]).to_pylist() == ["und"]


def test_the_main_language_of_a_mixed_text_is_named() -> None:
    text = "Great shop! Malheureusement l'attente était interminable et le vendeur désagréable."
    assert languages([text]).to_pylist() == ["fr"]


def test_accents_typed_in_two_code_points_change_nothing() -> None:
    assert languages(["très déçu", "tre\u0300s de\u0301c\u0327u"]).to_pylist() == ["fr", "fr"]


EVERY = [text for texts in SPOKEN.values() for text in texts]


@given(st.lists(st.sampled_from(EVERY) | st.text(max_size=40) | st.none(), max_size=12))
@settings(max_examples=150, deadline=None)
def test_a_text_has_the_same_language_alone_or_in_any_batch(texts: list[str | None]) -> None:
    alone = [languages([text])[0].as_py() for text in texts]
    assert languages(pa.array(texts, pa.string())).to_pylist() == alone
    assert languages(pa.array(texts[::-1], pa.string())).to_pylist() == alone[::-1]


def test_a_very_long_text_is_read_from_its_start() -> None:
    assert languages(["le service est lent " * 5000]).to_pylist() == ["fr"]
