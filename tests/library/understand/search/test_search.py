"""Promises of search: words whatever their endings, meaning whatever the words, what is lit."""

from __future__ import annotations

from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from rebond.errors import InputError, ModelUnusable, QuestionError
from rebond.listen.erasure import forget
from rebond.listen.importing import import_files
from rebond.quantify import Filter, Perimeter
from rebond.understand.search import Found, refresh, search
from rebond.understand.search.refreshing import is_fresh
from rebond.understand.search.store import index_path, reading
from rebond.workspace import Workspace


def texts(found: Found) -> list[str]:
    return [hit.text for hit in found.hits]


def lit(found: Found, by: str) -> list[list[str]]:
    return [[hit.text[s:e] for s, e, why in hit.lit if why == by] for hit in found.hits]


def by_words(workspace: Workspace, query: str, **options: Any) -> Found:
    return search(query, Perimeter.whole(workspace), by="words", **options)


@pytest.mark.parametrize(
    ("query", "word"),
    [("vendeuses", "vendeuse"), ("déçu", "DECUE"), ("ecoutes", "écoute"), ("Doubler", "doublé")],
)
def test_words_meet_whatever_their_endings_and_accents(
    workspace: Workspace, query: str, word: str
) -> None:
    assert any(word in words for words in lit(by_words(workspace, query), "words"))


def test_a_phrase_stands_together_and_a_minus_word_nowhere(workspace: Workspace) -> None:
    assert lit(by_words(workspace, '"file d’attente"'), "words") == [["file d'attente"]]
    assert texts(by_words(workspace, "attente -file")) == ["En caisse, attente interminable"]
    assert len(by_words(workspace, "attente").hits) == 2


def test_voices_with_all_the_words_come_first(workspace: Workspace) -> None:
    found = by_words(workspace, "attente en caisse")
    assert texts(found)[0] == "En caisse, attente interminable"
    assert found.with_all_words == 1
    assert len(found.hits) == 3


def test_meaning_finds_other_words_and_lights_the_clause(
    workspace: Workspace, encoder: Any
) -> None:
    found = search("patienter", Perimeter.whole(workspace), by="meaning", encoder=encoder, limit=3)
    assert all(any(w in text for w in ("queue", "attente")) for text in texts(found))
    assert ["mais 1h de queue en caisse"] in lit(found, "meaning")
    assert found.with_all_words is None


def test_both_ways_agree_on_the_first(workspace: Workspace, encoder: Any) -> None:
    found = search("attente", Perimeter.whole(workspace), encoder=encoder)
    first = found.hits[0]
    assert (first.rank_by_words, first.rank_by_meaning) != (None, None)
    assert first.likeness is not None
    assert {why for *_, why in first.lit} == {"words", "meaning"}


def test_the_same_text_is_given_once_with_its_voices(workspace: Workspace) -> None:
    (hit,) = by_words(workspace, "plantes").hits
    assert hit.voices == 2


def test_only_the_voices_of_the_perimeter_are_found(workspace: Workspace, encoder: Any) -> None:
    laval = Perimeter.whole(workspace).where(Filter("Ville", "=", ("Laval",)))
    for by in ("words", "meaning", "both"):
        for hit in search("attente prix", laval, by=by, encoder=encoder).hits:
            assert hit.text in ("Très DECUE de la file d'attente", "Le prix des plantes a doublé")
            assert hit.voices == 1


def test_conditions_keep_voices(workspace: Workspace) -> None:
    assert texts(by_words(workspace, "caisse", where="Ville = Angers")) == [
        "En caisse, attente interminable"
    ]
    with pytest.raises(QuestionError):
        by_words(workspace, "caisse", where="Planet = Mars")


def test_only_what_is_new_is_read(workspace: Workspace, encoder: Any, tmp_path: Path) -> None:
    refresh(workspace, encoder)
    assert len(encoder.read) == 5  # six voices that say something, two of them the same
    refresh(workspace, encoder)
    assert len(encoder.read) == 5
    more = tmp_path / "more.csv"
    header = "Date;Commentaire;Ville;E-mail"
    more.write_text(f"{header}\n09/03/2026;Caisse automatique en panne;Laval;g@example.com\n")
    import_files(workspace, [more])
    found = search("panne", Perimeter.whole(workspace), encoder=encoder)
    assert encoder.read[5:] == ["Caisse automatique en panne"]
    assert texts(found)[0] == "Caisse automatique en panne"


def test_another_encoder_reads_everything_again(workspace: Workspace, encoder: Any) -> None:
    refresh(workspace, encoder)
    later = type(encoder)("known-2")
    assert search("queue", Perimeter.whole(workspace), by="meaning", encoder=later).hits
    assert len(later.read) == 5


def test_whoever_is_forgotten_is_no_longer_found(workspace: Workspace, encoder: Any) -> None:
    assert search("vendeuse", Perimeter.whole(workspace), encoder=encoder).hits
    proof = forget(workspace, "a.martin@example.com")
    assert proof.verified
    assert proof.removed["search"] == 1
    assert b"adorabl" not in index_path(workspace).read_bytes()
    found = search("adorable vendeuse", Perimeter.whole(workspace), encoder=encoder)
    assert not any("adorable" in text for text in texts(found))
    assert not forget(workspace, "nobody@example.com").removed["search"]


def test_an_update_replaces_what_was_said(tmp_path: Path, encoder: Any) -> None:
    made = Workspace.create(tmp_path / "updated")
    for number, text in enumerate(("Magasin trop bruyant le samedi", "Magasin calme en semaine")):
        file = tmp_path / f"{number}.csv"
        file.write_text(f"id;Commentaire\nr1;{text}\nr2;Rayon jardin bien fourni\n")
        import_files(made, [file], source="survey")
        assert text in texts(search("magasin", Perimeter.whole(made), encoder=encoder))
    assert not by_words(made, "bruyant").hits


def test_a_damaged_index_is_made_anew(workspace: Workspace) -> None:
    refresh(workspace)
    index_path(workspace).write_bytes(b"not a database" * 100)
    assert by_words(workspace, "caisse").hits


def test_without_a_model_words_are_searched_and_it_is_said(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent() -> None:
        raise ModelUnusable("The opinion model is damaged.")

    monkeypatch.setattr("rebond.understand.encoder.shipped_encoder", absent)
    found = search("caisse", Perimeter.whole(workspace))
    assert found.hits
    assert "words only" in str(found.notes[-1])
    with pytest.raises(ModelUnusable):
        search("caisse", Perimeter.whole(workspace), by="meaning")


def test_who_is_erased_while_the_index_is_made_is_not_found(
    workspace: Workspace, encoder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_texts = encoder.read_texts

    def erase_then_read(*asked: Any) -> Any:
        monkeypatch.setattr(encoder, "read_texts", read_texts)
        other = Thread(target=forget, args=(workspace, "b.petit@example.com"))
        other.start()
        other.join()
        return read_texts(*asked)

    monkeypatch.setattr(encoder, "read_texts", erase_then_read)
    refresh(workspace, encoder)
    assert is_fresh(workspace, encoder)
    assert not by_words(workspace, "DECUE").hits
    with reading(workspace) as index:
        assert index is not None
        assert len(index.voices()) == 5
        assert not index.without_meaning()
        assert len(index.signs()) == 4


def test_a_busy_workspace_is_searched_as_it_was(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rebond.errors import WorkspaceBusy
    from rebond.understand.search import asking

    def busy(*_: Any) -> None:
        raise WorkspaceBusy("Another process writes.")

    refresh(workspace)
    monkeypatch.setattr(asking, "is_fresh", lambda *_: False)
    monkeypatch.setattr(asking, "refresh", busy)
    found = by_words(workspace, "caisse")
    assert found.hits
    assert len(found.notes) == 1


@pytest.mark.parametrize("query", ["", "   ", "-prix", "…", '""'])
def test_nothing_looked_for_is_refused(workspace: Workspace, query: str) -> None:
    with pytest.raises(InputError, match="nothing to look for"):
        by_words(workspace, query)


@pytest.mark.parametrize("query", ['"', 'a"b AND (c* OR', "NEAR(a b)", "café-crème 🙂", "'; DROP"])
def test_any_query_is_only_words(workspace: Workspace, query: str, encoder: Any) -> None:
    for by in ("both", "meaning"):
        search(f"caisse {query}", Perimeter.whole(workspace), by=by, encoder=encoder)


def test_an_empty_workspace_has_no_voice(tmp_path: Path, encoder: Any) -> None:
    empty = Workspace.create(tmp_path / "empty")
    assert search("caisse", Perimeter.whole(empty), encoder=encoder).hits == ()
