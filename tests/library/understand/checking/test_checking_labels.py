"""Labels are kept with their voices, replaced by later ones, and erased with the person."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rebond.errors import InputError
from rebond.listen.erasure import forget
from rebond.understand import Codebook, workspace_codebook
from rebond.understand.checking import (
    VoiceLabels,
    checked_voices,
    draw_sample,
    labelled_examples,
    labels_of,
    save_labels,
    voices_to_label,
)
from rebond.understand.checking.labels import disagreements, tidy_labels, true_labels
from rebond.workspace import Workspace

WAITING = ("checkout.waiting", -1)


@pytest.fixture
def workspace(own_workspace: Path) -> Workspace:
    workspace = Workspace.open(own_workspace)
    draw_sample(workspace, workspace_codebook(workspace), 50)
    return workspace


def label(workspace: Workspace, *labels: VoiceLabels) -> None:
    save_labels(workspace, workspace_codebook(workspace), labels)


def first(workspace: Workspace) -> str:
    return voices_to_label(workspace)[0].voice_id


def test_hollow_voices_are_not_drawn_and_the_others_all_are(workspace: Workspace) -> None:
    texts = [voice.text for voice in voices_to_label(workspace)]
    assert len(texts) == 7
    assert "RAS" not in texts


def test_later_labels_of_a_person_replace_the_earlier(workspace: Workspace) -> None:
    voice = first(workspace)
    label(workspace, VoiceLabels(voice, "A", (WAITING,)))
    label(workspace, VoiceLabels(voice, "A", ()))
    tidy_labels(workspace)
    assert [one.said for one in labels_of(workspace)] == [()]
    assert workspace.table("labels").num_rows == 1


def test_people_count_alike_until_somebody_settles(workspace: Workspace) -> None:
    voice = first(workspace)
    label(workspace, VoiceLabels(voice, "A", (WAITING,)), VoiceLabels(voice, "B", ()))
    assert disagreements(labels_of(workspace)) == [voice]
    assert [part for _, part in true_labels(labels_of(workspace))] == [0.5, 0.5]
    label(workspace, VoiceLabels(voice, "A", (WAITING,), settled=True))
    kept = true_labels(labels_of(workspace))
    assert [(one.said, part) for one, part in kept] == [((WAITING,), 1.0)]
    assert disagreements(labels_of(workspace)) == []
    assert {one.labeller for one in labels_of(workspace)} == {"A", "B"}


def test_labels_are_examples_to_learn_from(workspace: Workspace) -> None:
    voice = voices_to_label(workspace)[0]
    label(workspace, VoiceLabels(voice.voice_id, "A", (WAITING,)))
    (example,) = labelled_examples(workspace).to_pylist()
    assert (example["text"], example["theme"], example["polarity"]) == (voice.text, *WAITING)


def test_an_unknown_voice_or_theme_is_refused(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="not of a sample"):
        label(workspace, VoiceLabels("nobody", "A", ()))
    with pytest.raises(InputError, match="not a theme"):
        label(workspace, VoiceLabels(first(workspace), "A", (("no.such", 1),)))


def test_erasing_a_person_erases_their_labels_and_their_draw(workspace: Workspace) -> None:
    voices = voices_to_label(workspace)
    label(workspace, *(VoiceLabels(voice.voice_id, "A", (WAITING,)) for voice in voices))
    erasure = forget(workspace, "a.martin@example.com")
    assert erasure.removed["labels"] == erasure.removed["samples"] == 1
    assert erasure.verified
    assert len(labels_of(workspace)) == len(voices_to_label(workspace)) == len(voices) - 1


def test_labels_change_the_version_of_the_data(workspace: Workspace) -> None:
    before = workspace.data_version
    label(workspace, VoiceLabels(first(workspace), "A", (WAITING,)))
    assert workspace.data_version != before


def test_a_workspace_of_an_earlier_version_gets_the_tables(own_workspace: Path) -> None:
    for name in ("samples", "labels"):
        shutil.rmtree(own_workspace / "tables" / name)
    workspace = Workspace.open(own_workspace)
    assert labels_of(workspace) == []
    assert checked_voices(workspace) is None


def test_voices_not_labelled_yet_are_stood_for_by_those_of_their_stratum(
    workspace: Workspace,
) -> None:
    voices = voices_to_label(workspace)
    label(workspace, *(VoiceLabels(voice.voice_id, "A", ()) for voice in voices[:4]))
    checked = checked_voices(workspace)
    assert checked is not None
    assert (len(checked.voices), checked.drawn, checked.population) == (4, 7, 7)
    assert checked.weights.mean() == pytest.approx(1.0)


def test_labels_follow_the_codebook(workspace: Workspace) -> None:
    codebook = workspace_codebook(workspace)
    voice = first(workspace)
    label(workspace, VoiceLabels(voice, "A", (WAITING,)))
    less = Codebook(
        codebook.id,
        codebook.label,
        tuple(theme for theme in codebook.themes if theme.id != WAITING[0]),
    )
    checked = checked_voices(workspace, less)
    assert checked is not None
    assert checked.unknown == 1
    assert WAITING[0] not in checked.themes
