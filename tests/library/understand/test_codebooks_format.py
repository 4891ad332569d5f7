"""Promises of the codebook's format: read, written, versioned, and said clearly when wrong."""

import pytest

from rebond.errors import CodebookError
from rebond.languages import catalogue
from rebond.understand.choosing import choose_codebook
from rebond.understand.codebook import load_codebook, parse_codebook, ready_made, write_codebook

GOOD = """
id = "tea"
label = { fr = "Thé", en = "Tea" }
[[themes]]
id = "tea"
label = { fr = "Thé", en = "Tea" }
[[themes]]
id = "tea.taste"
label = { fr = "Goût", en = "Taste" }
words.fr = ["goût"]
"""


def test_the_version_is_that_of_the_content() -> None:
    book = parse_codebook(GOOD)
    assert parse_codebook(GOOD + "\n# a note\n").version == book.version
    assert parse_codebook(GOOD.replace("goût", "arôme")).version != book.version


def test_what_is_written_reads_the_same() -> None:
    for identifier in ready_made():
        book = load_codebook(identifier)
        assert parse_codebook(write_codebook(book)).version == book.version


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id = ", "not valid TOML"),
        ('id = "x"', "lacks"),
        (GOOD.replace("words.fr", "word.fr"), "unknown entry, word"),
        (GOOD.replace('["goût"]', '"goût"'), "words of the theme tea.taste"),
        (GOOD.replace('id = "tea"\nlabel = { fr = "Thé", en = "Tea" }\n[[', "[[", 1), "lacks id"),
        (GOOD.replace('"tea.taste"', '"leaf.taste"'), "its branch leaf"),
        (GOOD.replace('"tea.taste"', '"tea"'), "twice"),
    ],
)
def test_a_wrong_codebook_is_refused_with_what_to_do(text: str, said: str) -> None:
    with pytest.raises(CodebookError, match=said) as caught:
        parse_codebook(text)
    assert caught.value.message.template in catalogue("fr")


def test_an_unknown_codebook_names_those_that_ship() -> None:
    with pytest.raises(CodebookError, match="retail"):
        load_codebook("nothing-of-the-kind")


CLAIM = ["Sinistre auto toujours pas réglé par l'assurance", "Cotisation trop chère"]
DINNER = ["Les plats étaient délicieux et le serveur adorable", "Chambre bruyante"]
SHOPPING = ["Attente en caisse interminable", "Rayon vide, vendeur désagréable"]
FIBRE = ["La box redémarre sans arrêt, plus de wifi", "Mon forfait 4G ne capte pas"]
JOURNEY = ["Train encore supprimé ce matin", "Le chauffeur du bus freine brusquement"]
PATIENTS = ["Infirmières très gentilles, chirurgien compétent", "Trois heures aux urgences"]
CITIZENS = ["La mairie ne répond pas", "Il faut reconnaître le vote blanc aux élections"]
MIXED = ["Bonjour à tous", "Merci pour tout"]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (CLAIM, "insurance_banking"),
        (DINNER, "restaurant_hotel"),
        (SHOPPING, "retail"),
        (FIBRE, "telecoms"),
        (JOURNEY, "transport"),
        (PATIENTS, "health"),
        (CITIZENS, "public_service"),
        (MIXED, "generic"),
    ],
)
def test_the_codebook_that_fits_is_chosen(texts: list[str], expected: str) -> None:
    assert choose_codebook(texts, ["fr"] * len(texts)).id == expected
