"""Promises of learning and discovery: what people coded, and what the codebook does not hold."""

from dataclasses import replace

import pytest

from rebond.errors import InputError
from rebond.understand import opinions
from rebond.understand.codebook import Codebook, parse_codebook, write_codebook
from rebond.understand.discovery import discover
from rebond.understand.learning import Example, learn
from rebond.vocabulary import Label

BOOK = parse_codebook(
    """
id = "shop"
[[themes]]
id = "price"
label = "price"
[[themes]]
id = "price.level"
label = "level"
words.fr = ["prix"]
"""
)
CODED = [
    *(
        Example(f"le vendeur numéro {n} est adorable", "fr", {"staff": 1}, f"g{n}")
        for n in range(9)
    ),
    *(Example(f"vendeur {n} impoli et agressif", "fr", {"staff": -1}, f"h{n}") for n in range(9)),
    *(Example(f"prix {n} trop élevé", "fr", {"price.level": -1}, f"p{n}") for n in range(9)),
    *(Example(f"je suis venu {n} fois", "fr", {}, f"n{n}") for n in range(9)),
]


def test_a_learned_engine_reads_through_the_same_function() -> None:
    engine = learn(CODED, BOOK)
    texts = ["Le vendeur est adorable. Prix trop élevé !", "je suis venu"]
    found = opinions(texts, languages=["fr", "fr"], codebook=BOOK, engine=engine).to_pylist()
    assert [(o["row"], o["theme"], o["polarity"]) for o in found] == [
        (0, "staff", 1),
        (0, "price.level", -1),
    ]
    assert found[0]["model_version"].startswith("learned-")


def test_a_learned_engine_answers_the_same_in_any_batch() -> None:
    engine = learn(CODED, BOOK)
    texts = [example.text for example in CODED]
    together = engine.shares(texts, ["fr"] * len(texts))
    alone = [engine.shares([text], ["fr"])[0] for text in texts]
    assert all((one == other).all() for one, other in zip(together, alone, strict=True))


def test_too_few_examples_are_refused() -> None:
    with pytest.raises(InputError, match="needs at least 2"):
        learn([Example("un seul", "fr", {"staff": 1})], BOOK)


def voices() -> list[str]:
    nouns = [f"la fontaine du hall {w}" for w in ("fuit", "coule", "est en panne", "chante")]
    return [f"{nouns[n % 4]} depuis le {n}" for n in range(20)] + ["le prix monte"] * 30


def test_a_subject_that_the_codebook_lacks_is_discovered() -> None:
    texts = voices()
    people = [f"p{n}" for n in range(len(texts))]
    branch, *found = discover(texts, ["fr"] * len(texts), people, BOOK)
    assert branch.discovered
    assert "fontaine" in found[0].label.fr.lower()
    assert all(theme.discovered and "prix" not in theme.label.fr.lower() for theme in found)


def test_a_codebook_with_discovered_themes_is_written_and_read_the_same() -> None:
    texts = voices()
    found = discover(texts, ["fr"] * len(texts), [f"p{n}" for n in range(len(texts))], BOOK)
    book = BOOK.with_themes(found)
    assert parse_codebook(write_codebook(book)).version == book.version


def test_one_person_who_repeats_makes_no_theme() -> None:
    texts = voices()
    assert discover(texts, ["fr"] * len(texts), ["same"] * len(texts), BOOK) == ()


def test_discovery_does_not_depend_on_the_order() -> None:
    texts = voices()
    people = [f"p{n}" for n in range(len(texts))]
    forward = discover(texts, ["fr"] * len(texts), people, BOOK)
    assert discover(texts[::-1], ["fr"] * len(texts), people[::-1], BOOK) == forward


def test_names_and_words_of_the_codebook_are_not_discovered() -> None:
    texts = voices()
    people = [f"p{n}" for n in range(len(texts))]
    named = discover(texts, ["fr"] * len(texts), people, BOOK, names=["La Fontaine"])
    assert all("fontaine" not in theme.label.fr.lower() for theme in named)
    explained = replace(
        BOOK.themes[0], description=Label(en="Water", fr="Ce que l'on dit des fontaines")
    )
    book = Codebook(BOOK.id, BOOK.label, (explained, *BOOK.themes[1:]))
    found = discover(texts, ["fr"] * len(texts), people, book)
    assert all("fontaine" not in theme.label.fr.lower() for theme in found)
