"""Corrections teach; they stay out of measures, follow their voice and leave with the person."""

from __future__ import annotations

from pathlib import Path

import pytest

from rebond.errors import InputError
from rebond.listen.erasure import forget
from rebond.understand import workspace_codebook
from rebond.understand.checking import (
    Correction,
    Said,
    VoiceLabels,
    checked_voices,
    corrections_of,
    draw_sample,
    labels_of,
    save_corrections,
    save_labels,
    voices_to_label,
)
from rebond.understand.checking.correcting import corrected_of
from rebond.understand.checking.lessons import lessons_of, taught_by
from rebond.understand.teaching import Background
from rebond.workspace import Workspace


@pytest.fixture
def workspace(own_workspace: Path) -> Workspace:
    return Workspace.open(own_workspace)


def voice_with(workspace: Workspace, words: str) -> str:
    rows = workspace.table("voices").to_pylist()
    return str(next(row["voice_id"] for row in rows if words in row["text"]))


def correct(workspace: Workspace, voice: str, who: str, *said: Said) -> None:
    save_corrections(workspace, workspace_codebook(workspace), [Correction(voice, who, said)])


def test_the_last_correction_of_each_person_counts(workspace: Workspace) -> None:
    voice = voice_with(workspace, "Attente interminable")
    correct(workspace, voice, "A", Said("store.layout", 1, 0, 7))
    correct(workspace, voice, "B")
    correct(workspace, voice, "A", Said("store.layout", -1))
    assert [(one.labeller, one.said) for one in corrections_of(workspace)] == [
        ("A", (Said("store.layout", -1),)),
        ("B", ()),
    ]


def test_corrections_change_no_figure_and_no_measure_of_the_engine(workspace: Workspace) -> None:
    draw_sample(workspace, workspace_codebook(workspace), 50)
    voice, other = (one.voice_id for one in voices_to_label(workspace)[:2])
    save_labels(workspace, workspace_codebook(workspace), [VoiceLabels(voice, "A", ())])
    before = workspace.data_version
    correct(workspace, other, "A", Said("store.layout", 1))
    assert workspace.data_version == before
    checked = checked_voices(workspace)
    assert checked is not None
    assert checked.voices == (voice,)


def test_who_had_labelled_a_voice_changes_their_label_by_correcting_it(
    workspace: Workspace,
) -> None:
    draw_sample(workspace, workspace_codebook(workspace), 50)
    voice = voices_to_label(workspace)[0].voice_id
    save_labels(workspace, workspace_codebook(workspace), [VoiceLabels(voice, "A", ())])
    correct(workspace, voice, "A", Said("store.layout", 1))
    correct(workspace, voice, "B", Said("store.parking", 1))
    (label,) = labels_of(workspace)
    assert (label.labeller, label.said) == ("A", (("store.layout", 1),))


def test_two_people_are_compared(workspace: Workspace) -> None:
    waiting, staff = (
        voice_with(workspace, "Attente interminable"),
        voice_with(workspace, "Personnel"),
    )
    for who in "AB":
        correct(workspace, waiting, who, Said("checkout.waiting", -1))
        correct(workspace, staff, who, Said("welcome.kindness", 1))
    found = corrected_of(workspace)
    assert found is not None
    assert (found.voices, found.by, found.presence.alpha) == (2, {"A": 2, "B": 2}, 1.0)
    assert corrected_of(workspace) == found


@pytest.mark.parametrize("said", [Said("unheard", 1), Said("store.layout", 1, 3, 9_999)])
def test_what_cannot_be_is_refused(workspace: Workspace, said: Said) -> None:
    with pytest.raises(InputError):
        correct(workspace, voice_with(workspace, "Attente"), "A", said)
    assert corrections_of(workspace) == []


def test_corrections_leave_with_the_person(workspace: Workspace) -> None:
    voice = voice_with(workspace, "Attente interminable")
    correct(workspace, voice, "A", Said("store.layout", 1))
    erasure = forget(workspace, voice)
    assert erasure.removed["corrections"] == 1
    assert erasure.verified


def test_what_was_missed_is_an_example_and_what_was_wrong_a_counter_example(
    workspace: Workspace,
) -> None:
    codebook = workspace_codebook(workspace)
    voice = voice_with(workspace, "Attente interminable")
    correct(workspace, voice, "A", Said("store.layout", -1, 0, 7))
    lessons = {one.theme: one for one in lessons_of(workspace, codebook)}
    assert any("Attente" in text for text in lessons["store.layout"].examples)
    assert any("Attente" in text for text in lessons["checkout.waiting"].unlike)
    taught, told = taught_by(codebook, list(lessons.values()), Background(), with_meaning=False)
    assert len(told) == len(lessons) == 3
    assert taught.history[-1].what == "taught"
    assert lessons_of(workspace, taught) == []


def test_what_people_disagree_on_teaches_nothing(workspace: Workspace) -> None:
    voice = voice_with(workspace, "Attente interminable")
    read = [Said("checkout.waiting", -1), Said("welcome.availability", -1)]
    correct(workspace, voice, "A", Said("store.layout", -1), *read)
    correct(workspace, voice, "B", *read)
    assert lessons_of(workspace, workspace_codebook(workspace)) == []
