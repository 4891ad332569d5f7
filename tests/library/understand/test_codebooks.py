"""The ready-made codebooks: well formed, in both languages, and read by the engine as written."""

from __future__ import annotations

from collections import defaultdict

import pytest

from rebond.understand import Codebook, Theme, load_codebook, opinions
from rebond.understand.choosing import choose_codebook
from rebond.understand.codebook import ready_made
from rebond.understand.words import normal_form

LANGUAGES = ("fr", "en")
SECTORS = (
    "health",
    "insurance_banking",
    "public_service",
    "restaurant_hotel",
    "retail",
    "telecoms",
    "transport",
)
IDS = ("generic", *SECTORS)
# Themes that a judgement without a subject falls in: their number is fixed, their ids shared.
NOT_SPECIFIC = {"general.satisfaction", "general.recommendation", "general.other"}


def expressions(theme: Theme, language: str, *kinds: str) -> list[str]:
    return [text for kind in kinds for text in getattr(theme, kind).get(language, ())]


def normal(expression: str) -> tuple[str, ...]:
    return tuple(sorted(normal_form(part) for part in expression.split("…")))


def examples(codebook: Codebook) -> list[tuple[str, str, str]]:
    return [
        (theme.id, language, sentence)
        for theme in codebook.leaves
        for language in LANGUAGES
        for sentence in expressions(theme, language, "examples")
    ]


def test_a_generic_codebook_and_seven_sectors_ship() -> None:
    assert set(IDS) <= set(ready_made())


@pytest.mark.parametrize("identifier", IDS)
def test_a_codebook_has_a_size_that_a_person_can_hold(identifier: str) -> None:
    codebook = load_codebook(identifier)
    branches = [theme for theme in codebook.themes if not theme.parent]
    assert 8 <= len(branches) <= 12
    assert 30 <= len(codebook.leaves) <= 60


@pytest.mark.parametrize("identifier", IDS)
def test_every_theme_is_named_and_described_in_both_languages(identifier: str) -> None:
    for theme in load_codebook(identifier).themes:
        assert all((theme.label.fr, theme.label.en)), theme.id
        assert all((theme.description.fr, theme.description.en)), theme.id


@pytest.mark.parametrize("identifier", IDS)
def test_every_leaf_has_words_and_examples_in_both_languages(identifier: str) -> None:
    for theme in load_codebook(identifier).leaves:
        if theme.id == "general.other":
            continue
        for language in LANGUAGES:
            assert expressions(theme, language, "words"), (theme.id, language)
            assert 2 <= len(expressions(theme, language, "examples")) <= 4, (theme.id, language)


@pytest.mark.parametrize("identifier", IDS)
def test_only_judgements_without_a_subject_are_not_specific(identifier: str) -> None:
    leaves = load_codebook(identifier).leaves
    assert {theme.id for theme in leaves if not theme.specific} == NOT_SPECIFIC


@pytest.mark.parametrize("identifier", IDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_expression_belongs_to_two_leaves(identifier: str, language: str) -> None:
    owners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for theme in load_codebook(identifier).leaves:
        for expression in expressions(theme, language, "words", "positive", "negative"):
            owners[normal(expression)].add(theme.id)
    assert not {form: found for form, found in owners.items() if len(found) > 1}


@pytest.mark.parametrize("identifier", IDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_exception_never_silences_the_expression_it_limits(
    identifier: str, language: str
) -> None:
    for theme in load_codebook(identifier).leaves:
        named = {
            normal(text) for text in expressions(theme, language, "words", "positive", "negative")
        }
        silenced = {normal(text) for text in expressions(theme, language, "never")}
        assert not named & silenced, theme.id


@pytest.mark.parametrize("identifier", IDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_expression_does_not_praise_and_blame(identifier: str, language: str) -> None:
    for theme in load_codebook(identifier).leaves:
        praise = {normal(text) for text in expressions(theme, language, "positive")}
        blame = {normal(text) for text in expressions(theme, language, "negative")}
        assert not praise & blame, theme.id


@pytest.mark.parametrize("identifier", IDS)
def test_nine_examples_in_ten_are_read_as_their_theme(identifier: str) -> None:
    codebook = load_codebook(identifier)
    written = examples(codebook)
    texts = [sentence for _, _, sentence in written]
    spoken = [language for _, language, _ in written]
    found: dict[int, set[str]] = defaultdict(set)
    for row in opinions(texts, languages=spoken, codebook=codebook).to_pylist():
        found[row["row"]].add(row["theme"])
    missed = [
        (theme, sentence, found[index])
        for index, (theme, _, sentence) in enumerate(written)
        if theme not in found[index]
    ]
    assert len(missed) <= 0.1 * len(written), missed


@pytest.mark.parametrize("identifier", SECTORS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sector_recognises_its_own_sentences(identifier: str, language: str) -> None:
    own = [text for _, spoken, text in examples(load_codebook(identifier)) if spoken == language]
    assert choose_codebook(own, [language] * len(own)).id == identifier
