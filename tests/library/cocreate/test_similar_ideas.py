"""Similar ideas: found in other forms of the words, in any order, and never out of nothing."""

from __future__ import annotations

import random

from rebond.cocreate.similar import Idea, IdeaIndex

IDEAS = [
    Idea(
        "1", "Ouvrir une caisse de plus le samedi", "L'attente est trop longue en fin de semaine."
    ),
    Idea("2", "Des bancs dans la galerie", "Pour s'asseoir avec les enfants."),
    Idea("3", "Réparer les vélos en magasin", "Un atelier ouvert aux clients."),
    Idea("4", "Consigne pour les emballages", "Rapporter les bouteilles et les cartons."),
    Idea("5", "Caisses automatiques plus simples", "On attend toujours un vendeur."),
]


def test_other_forms_of_the_words_are_found() -> None:
    index = IdeaIndex.of(IDEAS)
    assert index.similar("réparation de velo")[0].id == "3"
    assert index.similar("ouverture de caisses le samedi")[0].id == "1"


def test_a_word_half_typed_or_misspelt_is_found() -> None:
    index = IdeaIndex.of(IDEAS)
    assert index.similar("emballag")[0].id == "4"
    assert index.similar("les emballlages")[0].id == "4"


def test_nothing_is_told_of_words_that_no_idea_holds() -> None:
    index = IdeaIndex.of(IDEAS)
    assert index.similar("xylophone") == []
    assert index.similar("") == []
    assert IdeaIndex.of([]).similar("caisse") == []


def test_an_idea_must_hold_enough_of_what_is_typed() -> None:
    long = "je voudrais des toboggans aquatiques géants avec musique tropicale et des bancs"
    assert all(one.held >= 0.4 for one in IdeaIndex.of(IDEAS).similar(long, least=0.4))


def test_the_order_of_ideas_does_not_matter() -> None:
    mixed = random.Random(3).sample(IDEAS, len(IDEAS))
    one, other = IdeaIndex.of(IDEAS), IdeaIndex.of(mixed)
    for text in ("caisse", "samedi avec les enfants", "vendeur"):
        assert one.similar(text) == other.similar(text)


def test_a_new_idea_is_found_at_once() -> None:
    index = IdeaIndex.of(IDEAS[:4]).with_ideas(IDEAS[4:])
    assert index.similar("caisses automatiques")[0].id == "5"
    assert [idea.id for idea in index.ideas] == ["1", "2", "3", "4", "5"]
