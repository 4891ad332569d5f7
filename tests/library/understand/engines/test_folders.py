"""A model in a folder reads like ours, or says what is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from encoders import write_encoder
from fakes import SHOP, write_classifier

from rebond.errors import InputError, ModelUnusable
from rebond.understand import opinions
from rebond.understand.engines import available_engines, engine_named, workspace_engine
from rebond.understand.engines.classifier import TokenClassifier
from rebond.workspace import Workspace


def test_a_classifier_tells_targets_and_polarity(tmp_path: Path) -> None:
    engine = engine_named(str(write_classifier(tmp_path / "model")))
    text = "Accueil chaleureux. L'attente interminable, et c'est tout"
    rows = opinions([text], languages=["fr"], codebook=SHOP, engine=engine).to_pylist()
    assert [(one["theme"], one["polarity"]) for one in rows] == [
        ("staff.kindness", 1),
        ("checkout.waiting", -1),
    ]
    assert engine.model_version.split("+")[1].startswith("french-absa-")


def test_a_sentence_longer_than_the_model_is_read_whole(tmp_path: Path) -> None:
    classifier = TokenClassifier.open(write_classifier(tmp_path / "model", positions=16))
    text = "rien " * 40 + "accueil"
    (read,) = classifier.read_texts([text], [[(0, len(text))]])
    ((start, end, polarity, _),) = read.targets[0]
    assert (text[start:end], polarity) == ("accueil", 1)


@pytest.mark.parametrize(
    "labels",
    [
        ["POSITIVE", "NEGATIVE", "B-POS", "I-POS", "B-NEG"],
        ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"],
        ["O", "O", "O", "O", "O"],
    ],
)
def test_labels_without_place_or_polarity_are_refused(tmp_path: Path, labels: list[str]) -> None:
    with pytest.raises(ModelUnusable, match="label"):
        engine_named(str(write_classifier(tmp_path / "model", labels)))


@pytest.mark.parametrize("name", ["tokenizer.json", "config.json", "model.onnx"])
def test_a_broken_file_is_told(tmp_path: Path, name: str) -> None:
    folder = write_classifier(tmp_path / "model")
    (folder / name).write_bytes(b"broken")
    with pytest.raises(ModelUnusable, match="model"):
        engine_named(str(folder))


def test_a_folder_without_a_model_says_what_it_must_hold(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable, match=r"encoder\.onnx"):
        engine_named(str(tmp_path))
    (tmp_path / "config.json").write_text(json.dumps({}))
    with pytest.raises(ModelUnusable, match="optimum-cli"):
        engine_named(str(tmp_path))


def test_an_unknown_engine_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match="shipped, large, rules, endpoint"):
        engine_named("gpt")


def test_a_workspace_remembers_its_engine(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "shop")
    folder = write_encoder(tmp_path / "model")
    assert workspace_engine(workspace) is None

    def version(asked: str | None = None) -> str:
        engine = workspace_engine(workspace, asked)
        assert engine is not None
        return engine.model_version

    asked = version(str(folder))
    assert version() == asked
    with pytest.raises(InputError):
        workspace_engine(workspace, "gpt")
    assert version() == asked
    assert version("rules").startswith("rules")
    assert workspace_engine(workspace, "shipped") is None
    assert workspace_engine(workspace) is None


def test_what_can_read_here_is_told(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "shop")
    workspace.settings.set("engine", str(tmp_path / "gone"))
    told = {one.name: one for one in available_engines(workspace)}
    assert told["rules"].ready
    assert not told["endpoint"].ready
    assert "REBOND_ENDPOINT_ADDRESS" in str(told["endpoint"].reason)
    assert not told[str(tmp_path / "gone")].ready
