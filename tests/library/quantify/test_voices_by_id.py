"""Voices asked for by their ids come in that order, as far as the reader may see them."""

from __future__ import annotations

from pathlib import Path

from rebond.quantify import Filter, Perimeter, evidence
from rebond.quantify.evidence import voices_said
from rebond.workspace import Workspace


def test_voices_come_in_the_order_asked_and_only_those_that_are_seen(small_workspace: Path) -> None:
    whole = Perimeter.whole(Workspace.open(small_workspace))
    nantes = whole.where(Filter("Ville", "=", ("Nantes",)))
    known = evidence("voices", whole)
    ids = [voice.voice_id for voice in known]
    asked = ["absent", *reversed(ids), "it's “absent”", ids[0]]
    assert voices_said(whole, asked) == [*reversed(known), known[0]]
    seen = {voice.voice_id for voice in evidence("voices", nantes)}
    assert 0 < len(seen) < len(ids)
    assert [voice.voice_id for voice in voices_said(nantes, ids)] == [i for i in ids if i in seen]
    assert voices_said(whole, []) == []


def test_a_few_voices_are_found_among_many_ids(small_workspace: Path) -> None:
    whole = Perimeter.whole(Workspace.open(small_workspace))
    ids = [voice.voice_id for voice in evidence("voices", whole)]
    many = tuple(f"absent {n}" for n in range(200_000))
    assert [voice.voice_id for voice in voices_said(whole, (*many, *ids))] == ids
