"""The voices of the fictional company that two people have labelled."""

from __future__ import annotations

import pytest

from rebond.demo import Company, write_company
from rebond.demo.labelling import LABELLERS, SETTLED_BY, label_company, said_in_voices
from rebond.listen.importing import import_files
from rebond.understand import load_codebook, understand, workspace_codebook
from rebond.understand.checking import labels_of
from rebond.understand.checking.labels import VoiceLabels, true_labels
from rebond.understand.checking.summary import check_of
from rebond.understand.rules import rules_engine
from rebond.workspace import Workspace

Demo = tuple[Workspace, Company]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("labelled")
    company = write_company(folder / "files", seed=5, responses=900)
    workspace = Workspace.create(folder / "workspace")
    for file in company.files:
        import_files(workspace, [file.path], source=file.source, channel=file.channel)
    understand(workspace, codebook=load_codebook(company.codebook), engine=rules_engine())
    label_company(workspace, company.planted, voices=300, seed=5)
    return workspace, company


def labels(demo: Demo) -> list[VoiceLabels]:
    return labels_of(demo[0])


def test_each_drawn_voice_is_labelled_by_both(demo: Demo) -> None:
    drawn = set(demo[0].table("samples").column("voice_id").to_pylist())
    assert len(drawn) == 300
    for labeller in LABELLERS:
        assert {one.voice_id for one in labels(demo) if one.labeller == labeller} == drawn


def test_they_agree_as_careful_people_do(demo: Demo) -> None:
    check = check_of(demo[0], workspace_codebook(demo[0]))
    assert check is not None
    assert 0.85 < (check.people.presence.alpha or 0) < 0.98
    assert 0.75 < (check.people.polarity.alpha or 0) < 0.98
    assert check.people.unsettled == 0


def test_what_they_settle_is_what_was_planted(demo: Demo) -> None:
    workspace, company = demo
    true = said_in_voices(workspace, company.planted)
    settled = [one for one in labels(demo) if one.settled]
    assert settled
    assert {one.labeller for one in settled} == {SETTLED_BY}
    assert all(set(one.said) == set(true.get(one.voice_id, ())) for one in settled)
    kept = [one for one, _ in true_labels(labels(demo))]
    right = sum(set(one.said) == set(true.get(one.voice_id, ())) for one in kept)
    assert right / len(kept) > 0.97


def test_labels_given_once_are_kept(demo: Demo) -> None:
    workspace, company = demo
    before = labels(demo)
    assert label_company(workspace, company.planted, voices=50, seed=6) == 300
    assert labels(demo) == before
