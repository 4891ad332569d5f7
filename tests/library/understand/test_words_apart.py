"""Words of other meanings stay apart, and the name of a thing does not make a subject."""

from __future__ import annotations

import pytest

from rebond.understand import opinions
from rebond.understand.codebook import Codebook, parse_codebook
from rebond.understand.words import fold, stem

BOOK = """
id = "garden"
label = "Garden"
[[themes]]
id = "shop"
label = "Shop"
[[themes]]
id = "shop.plants"
label = "Plants"
words.fr = ["état des plantes"]
alone.fr = ["plante", "rosier"]
negative.fr = ["plante fanée"]
[[themes]]
id = "shop.advice"
label = "Advice"
words.fr = ["conseil"]
"""


def themes(text: str, codebook: Codebook | None = None) -> list[str]:
    found = opinions([text], languages=["fr"], codebook=codebook or parse_codebook(BOOK))
    return [theme for theme in found["theme"].to_pylist() if theme]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("formation", "forme"),
        ("planning", "plan"),
        ("effectif", "effectivement"),
        ("équipement", "équipe"),
        ("waiter", "wait"),
        ("friendly", "friend"),
        ("pleasant", "please"),
        ("accueillante", "accueil"),
        ("teller", "tell"),
    ],
)
def test_words_that_only_look_alike_have_stems_of_their_own(one: str, other: str) -> None:
    assert stem(fold(one)) != stem(fold(other))
    assert stem(fold(one) + "s") == stem(fold(one))


def test_the_name_of_a_thing_counts_alone_and_judged() -> None:
    assert themes("Mes rosiers sont magnifiques") == ["shop.plants"]
    assert themes("Très bon conseil pour mes rosiers") == ["shop.advice"]
    assert themes("Quand faut-il tailler les rosiers ?") == []
    assert themes("Bon conseil, mais plantes fanées") == ["shop.advice", "shop.plants"]


def test_a_codebook_takes_more_expressions_and_changes_version() -> None:
    book = parse_codebook(BOOK)
    richer = book.with_expressions({"shop.advice": {"words": {"fr": ["astuce"]}}})
    assert richer.version != book.version
    assert themes("Une très bonne astuce", richer) == ["shop.advice"]
    assert themes("Un très bon conseil", richer) == ["shop.advice"]


def test_a_suggestion_that_only_asks_judges_nothing() -> None:
    found = opinions(
        ["Il faudrait plus de conseils"], languages=["fr"], codebook=parse_codebook(BOOK)
    )
    assert found["polarity"].to_pylist() == [0]
    assert found["intent"].to_pylist() == ["suggestion"]
