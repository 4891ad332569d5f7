"""Promises of a codebook made from the data: what people name, in their words, always the same."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from rebond.cli import main
from rebond.errors import InputError
from rebond.understand import load_codebook, opinions
from rebond.understand.building import Built, build_codebook
from rebond.understand.codebook import parse_codebook, write_codebook
from rebond.understand.discovery import discover

OPENINGS = ("Je trouve que", "Franchement,", "Pour moi", "À mon avis,", "Cette année,", "Hélas,")
SAID = (
    "le délai de remboursement est long",
    "les remboursements arrivent tard",
    "j'attends toujours le remboursement de mes lunettes",
    "le téléphone sonne dans le vide",
    "personne ne répond au téléphone",
    "l'application plante sans arrêt",
    "l'application mobile est pratique",
    "le technicien n'est jamais venu",
    "un technicien ponctuel et aimable",
    "la borne de recharge est en panne",
    "cette borne de recharge fonctionne mal",
    "la borne de recharge du parking dépanne bien",
    "Chez Dupont on ne m'a pas écouté",
    "Merci à Dupont pour son aide",
    "je suis très satisfait",
    "tout est parfait, je recommande",
)


def voices() -> list[str]:
    return [f"{opening} {said}." for opening, said in itertools.product(OPENINGS, SAID)]


def built(texts: Sequence[str], **settings: object) -> Built:
    people = [f"p{text}" for text in texts]
    return build_codebook(texts, ["fr"] * len(texts), people, **settings)  # type: ignore[arg-type]


def letters(texts: Sequence[str]) -> NDArray[np.float32]:
    """Embed texts by their letters: no meaning, but always the same."""
    counts = np.array([[text.count(chr(97 + n)) + 0.1 for n in range(26)] for text in texts])
    return (counts / np.linalg.norm(counts, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def made() -> Built:
    return built(voices(), embed=letters)


def names(made: Built) -> list[str]:
    return [proposal.theme.label.fr for proposal in made.proposals]


def test_what_people_name_is_a_theme_in_their_words(made: Built) -> None:
    told = " ".join(names(made)).lower()
    assert all(word in told for word in ("remboursement", "téléphone", "technicien"))
    assert "borne de recharge" in told


def test_neither_names_nor_judgements_nor_little_words_are_themes(made: Built) -> None:
    told = " ".join(names(made)).lower()
    assert not any(word in told for word in ("dupont", "satisfait", "parfait", "franchement"))


def test_a_singular_does_not_stand_beside_its_plural(made: Built) -> None:
    words = [word for name in names(made) for word in name.lower().split(", ")]
    assert len(words) == len({word.removesuffix("s") for word in words})


def test_the_tree_is_of_a_size_that_a_person_can_hold(made: Built) -> None:
    themes = made.codebook.themes
    assert sum(not theme.parent for theme in themes) <= 12
    assert sum(bool(theme.parent) for theme in themes) <= 60


def test_each_leaf_tells_what_it_rests_on(made: Built) -> None:
    for proposal in made.proposals:
        assert proposal.voices >= proposal.people >= 2
        assert proposal.examples
        assert proposal.cohesion is not None
        assert 0.0 <= proposal.cohesion <= 1.0
    assert made.covered >= 0.8 * (made.voices - 4 * len(OPENINGS))  # four name no subject


def test_the_same_voices_give_the_same_file_in_any_order(made: Built) -> None:
    shuffled = voices()
    random.Random(3).shuffle(shuffled)
    again = built(shuffled, embed=letters)
    assert write_codebook(again.codebook) == write_codebook(made.codebook)


def test_what_is_built_reads_the_voices_and_is_read_back(made: Built) -> None:
    codebook = parse_codebook(write_codebook(made.codebook))
    assert codebook.version == made.codebook.version
    found = opinions(["Aucun remboursement depuis mars"], languages=["fr"], codebook=codebook)
    theme = found["theme"].to_pylist()[0]
    assert "remboursement" in codebook.theme(theme).label.fr.lower()


def test_a_codebook_is_made_without_the_encoder_too() -> None:
    assert all(proposal.cohesion is None for proposal in built(voices()).proposals)


def test_limits_are_kept() -> None:
    small = built(voices(), most_branches=3, most_leaves=6).codebook.themes
    assert sum(not theme.parent for theme in small) <= 3
    assert sum(bool(theme.parent) for theme in small) <= 6


@pytest.mark.parametrize("texts", [[], ["Bonjour"], ["Très satisfait", "Parfait", "Je recommande"]])
def test_nothing_to_build_from_is_said(texts: list[str]) -> None:
    with pytest.raises(InputError, match="nothing to make a codebook of"):
        built(texts)


def test_a_new_month_renames_and_reshuffles_nothing(made: Built) -> None:
    """What was built stays word for word; a new subject is only proposed beside it."""
    before = write_codebook(made.codebook)
    month = [f"{opening} la fontaine du hall coule." for opening in OPENINGS * 2]
    texts = [*voices(), *month]
    people = [f"p{number}" for number in range(len(texts))]
    found = discover(texts, ["fr"] * len(texts), people, made.codebook)
    assert any("fontaine" in theme.label.fr.lower() for theme in found)
    grown = made.codebook.with_themes(found)
    assert write_codebook(made.codebook) == before
    assert grown.themes[: len(made.codebook.themes)] == made.codebook.themes
    assert discover(texts, ["fr"] * len(texts), people, grown) == ()


def test_a_first_name_used_as_a_brand_is_not_discovered() -> None:
    shop = load_codebook("generic")
    said = ["Merci à L'Olivier", "l'olivier assure bien", "chez l'olivier on rappelle", "L'olivier"]
    texts = [f"{text}, {n}" for n, text in enumerate(said * 5)]
    people = [f"p{number}" for number in range(len(texts))]
    found = discover(texts, ["fr"] * len(texts), people, shop)
    assert all("olivier" not in theme.label.fr.lower() for theme in found)


def test_the_command_writes_a_file_once(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "ours.toml"
    words = ["codebook", "build", "--workspace", str(own_workspace), "-o", str(output)]
    assert main([*words, "--lang", "fr"]) == 0
    assert "caisse" in capsys.readouterr().out.lower()
    written = output.read_text(encoding="utf-8")
    assert written.startswith("# Tiré par Rebond")
    assert load_codebook(output).leaves
    assert main([*words, "--lang", "fr"]) != 0
    assert output.read_text(encoding="utf-8") == written
