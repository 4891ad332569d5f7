"""Texts that say the same are told, those that judge differently never."""

from __future__ import annotations

from itertools import pairwise

from rebond.understand.search import near_duplicates

TEXTS = [
    "Très bon accueil",
    "Livraison en retard",
    "Très bon accueil !",
    "Personnel aimable",
    "",
    "Personnel désagréable",
    "LIVRAISON EN RETARD",
    "",
]


def originals(texts: list[str], threshold: float = 0.8) -> list[int]:
    return [one.original for one in near_duplicates(texts, threshold=threshold)]


def test_the_first_of_those_alike_is_the_original_of_the_others() -> None:
    found = originals(TEXTS, 0.97)
    assert (found[2], found[6]) == (0, 1)
    assert found[:2] == [0, 1]
    assert all(found[original] == original for original in found)


def test_opposite_judgements_never_resemble_each_other() -> None:
    assert originals(["Prix corrects", "Prix trop élevés"], threshold=-1) == [0, 1]


def test_what_holds_no_word_resembles_nothing() -> None:
    assert originals(["", "", "…"]) == [0, 1, 2]
    assert near_duplicates([]) == []


def test_a_lower_threshold_joins_more() -> None:
    counts = [len(set(originals(TEXTS, threshold))) for threshold in (1.1, 0.97, 0.8, 0.5)]
    assert counts[0] == len(TEXTS)
    assert all(one >= other for one, other in pairwise(counts))
