"""Promises of edits: nothing is lost without a word, and old ids lead to the new ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from rebond.errors import CodebookError
from rebond.understand.codebook import (
    document_of,
    load_codebook,
    parse_codebook,
    read_document,
    save_codebook,
    write_codebook,
)
from rebond.understand.keeping.editing import Part, add, merge, move, remove, rename, split
from rebond.understand.themes import Codebook, Theme
from rebond.vocabulary import Label

SHOP = parse_codebook(
    """
id = "shop"
[[themes]]
id = "till"
label = { fr = "Caisse", en = "Till" }
[[themes]]
id = "till.waiting"
label = { fr = "Attente", en = "Waiting" }
words.fr = ["attente", "queue"]
never.fr = ["attente téléphonique"]
[[themes]]
id = "till.staff"
label = { fr = "Caissiers", en = "Cashiers" }
words.fr = ["caissier", "amabilité du caissier", "attente téléphonique"]
[[themes]]
id = "welcome"
label = { fr = "Accueil", en = "Welcome" }
[[themes]]
id = "welcome.smile"
label = { fr = "Sourire", en = "Smile" }
words.fr = ["sourire"]
"""
)


def ids(codebook: Codebook) -> list[str]:
    return [theme.id for theme in codebook.themes]


def test_a_theme_renamed_keeps_its_id_and_the_old_name_is_told() -> None:
    edited = rename(SHOP, "till.waiting", Label("Queues", "Files"))
    assert ids(edited) == ids(SHOP)
    assert edited.theme("till.waiting").label.fr == "Files"
    assert edited.history[-1].note == "Attente → Files"
    assert edited.successors("till.waiting", SHOP.version) == ("till.waiting",)


def test_a_theme_moved_is_found_from_its_old_id() -> None:
    edited = move(SHOP, "till.staff", "welcome")
    assert ids(edited) == ["till", "till.waiting", "welcome", "welcome.smile", "welcome.staff"]
    assert edited.successors("till.staff", SHOP.version) == ("welcome.staff",)


def test_a_branch_moves_with_what_is_under_it() -> None:
    edited = move(SHOP, "till", "welcome")
    assert "welcome.till.waiting" in edited
    assert edited.successors("till.waiting", SHOP.version) == ("welcome.till.waiting",)
    with pytest.raises(CodebookError, match="itself or below"):
        move(SHOP, "till", "till.waiting")


def test_themes_merged_look_for_all_that_each_looked_for() -> None:
    edited = merge(SHOP, ["till.waiting", "till.staff"], into="till.waiting")
    one = edited.theme("till.waiting")
    assert set(one.words["fr"]) >= {"attente", "caissier", "attente téléphonique"}
    assert one.never["fr"] == ()  # what one forbade, the other looked for
    assert "till.staff" not in edited
    assert edited.successors("till.staff", SHOP.version) == ("till.waiting",)


def test_a_theme_split_shares_its_expressions_out() -> None:
    part = Part(Label("Kindness", "Amabilité"), {"fr": ["amabilité", "gentil"]})
    edited = split(SHOP, "till.staff", [part])
    assert edited.theme("till.amabilite").words["fr"] == ("amabilité du caissier", "gentil")
    assert edited.theme("till.staff").words["fr"] == ("caissier", "attente téléphonique")
    became = edited.successors("till.staff", SHOP.version)
    assert became == ("till.amabilite", "till.staff")


def test_what_is_removed_has_become_nothing() -> None:
    edited = remove(SHOP, "welcome")
    assert ids(edited) == ["till", "till.waiting", "till.staff"]
    assert edited.successors("welcome.smile", SHOP.version) == ()


def test_several_edits_are_followed_one_after_the_other() -> None:
    moved = move(SHOP, "till.staff", "welcome")
    edited = merge(moved, ["welcome.smile"], into="welcome.staff")
    assert edited.successors("till.staff", SHOP.version) == ("welcome.staff",)
    assert edited.successors("welcome.smile", moved.version) == ("welcome.staff",)
    assert edited.successors("welcome.staff", edited.version) == ("welcome.staff",)


@pytest.mark.parametrize(
    "edit",
    [
        lambda: merge(SHOP, ["till.waiting"], into="till.waiting"),
        lambda: merge(SHOP, ["till.waiting"], into="till"),
        lambda: split(SHOP, "till", [Part(Label("a", "a"), {"fr": ["b"]})]),
        lambda: split(SHOP, "till.staff", [Part(Label("a", "a"), {})]),
        lambda: add(SHOP, Theme("till.staff", "till", Label("a", "a"), Label("", ""))),
        lambda: rename(SHOP, "nothing", Label("a", "a")),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused(edit: object) -> None:
    assert callable(edit)
    with pytest.raises(CodebookError):
        edit()


def test_the_history_is_in_the_file_and_does_not_change_the_version() -> None:
    edited = move(SHOP, "till.staff", "welcome")
    again = parse_codebook(write_codebook(edited))
    assert again.history == edited.history
    assert again.version == edited.version
    assert read_document(document_of(edited)).history == edited.history
    assert parse_codebook(write_codebook(SHOP)).version == SHOP.version


def test_a_person_s_comments_stay_above_their_theme(tmp_path: Path) -> None:
    path = tmp_path / "shop.toml"
    path.write_text(write_codebook(SHOP).replace(
        '[[themes]]\nid = "welcome"', '# What we say first\n[[themes]]\nid = "welcome"'
    ), encoding="utf-8")  # fmt: skip
    save_codebook(move(load_codebook(path), "till.staff", "welcome"), path)
    assert '# What we say first\n[[themes]]\nid = "welcome"\n' in path.read_text(encoding="utf-8")


def test_a_wrong_history_is_refused() -> None:
    for wrong in ('what = "sold"\non = 2026-01-01', 'what = "moved"\non = "yesterday"'):
        with pytest.raises(CodebookError, match="history"):
            parse_codebook(f"{write_codebook(SHOP)}\n[[history]]\n{wrong}\n")


def test_sentences_taught_do_not_change_the_version() -> None:
    taught = SHOP.with_theme(
        Theme(**{**SHOP.theme("welcome.smile").__dict__, "taught": {"fr": ("Quel accueil !",)}})
    )
    assert taught.version == SHOP.version
    assert parse_codebook(write_codebook(taught)).theme("welcome.smile").taught
