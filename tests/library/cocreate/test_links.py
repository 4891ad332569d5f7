"""Links: how many people asked for an idea, since when, from where; what answers a voice."""

from __future__ import annotations

from pathlib import Path

import pytest

from rebond.cocreate.links import askers, ideas_for, voices_like
from rebond.cocreate.similar import Idea, IdeaIndex
from rebond.errors import BallotError
from rebond.quantify import Filter, Perimeter
from rebond.workspace import Workspace


@pytest.fixture
def everyone(own_workspace: Path) -> Perimeter:
    return Perimeter.whole(Workspace.open(own_workspace))


def test_askers_are_counted_with_when_and_where(everyone: Perimeter) -> None:
    found = voices_like("ouvrir une caisse le samedi", everyone, by="words")
    ids = [hit.voice_id for hit in found.hits if "caisse" in hit.text]
    told = askers(ids, everyone, segments=("stakeholder", "Ville"))
    assert told.people == len(ids) == 3
    assert told.since == "2026-03-01"
    assert {cell.keys[0]: cell.n for cell in told.by_segment[1].cells} == {"Laval": 2, "Nantes": 1}


def test_voices_out_of_the_perimeter_are_not_counted(everyone: Perimeter) -> None:
    found = voices_like("caisse", everyone, by="words")
    ids = [hit.voice_id for hit in found.hits]
    in_laval = everyone.where(Filter("Ville", "=", ("Laval",)))
    assert askers(ids, in_laval).people == 2
    with pytest.raises(BallotError, match="nobody to count"):
        askers([], everyone)


def test_a_voice_leads_to_the_ideas_that_answer_it() -> None:
    ideas = IdeaIndex.of([Idea("1", "Plus de caisses ouvertes"), Idea("2", "Moins de plastique")])
    assert ideas_for("Attente interminable à la caisse", ideas)[0].id == "1"
