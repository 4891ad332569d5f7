"""The engine over an encoder keeps the contract, whatever the weights of its network."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.schemas import OPINIONS_OF_TEXTS
from rebond.understand.codebook import parse_codebook
from rebond.understand.encoder import Encoder
from rebond.understand.judging import judged
from rebond.understand.polarity import shipped_model
from rebond.understand.shipped import ShippedEngine

sys.path.insert(0, str(Path(__file__).parent))
from encoders import write_encoder

CAFE = parse_codebook(
    """
id = "cafe"
label = "Café"
[[themes]]
id = "coffee"
label = "Coffee"
[[themes]]
id = "coffee.taste"
label = { fr = "Goût", en = "Taste" }
words.fr = ["café", "goût"]
alone.fr = ["tasse"]
examples.fr = ["Le café est très bien"]
[[themes]]
id = "coffee.service"
label = { fr = "Service", en = "Service" }
words.fr = ["service", "serveur"]
negative.fr = ["trop long"]
examples.fr = ["le service lent"]
"""
)
TEXTS = [
    "Le café est très bien, mais le service trop long.",
    "Prix lent et la caisse. Et en plus la queue !",
    "Il faudrait une tasse de plus",
    "Est-ce que le service est nice ?",
    "très long " * 80,
    "",
    "…",
    "🏬 service 12,5 €",
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> ShippedEngine:
    folder = write_encoder(tmp_path_factory.mktemp("engine"))
    return ShippedEngine(Encoder.open(folder), shipped_model())


def read(engine: ShippedEngine, texts: list[str]) -> list[list[dict[str, object]]]:
    found: list[list[dict[str, object]]] = [[] for _ in texts]
    table = engine.read(texts, ["fr"] * len(texts), CAFE)
    assert table.schema == OPINIONS_OF_TEXTS
    for row in table.to_pylist():
        found[row.pop("row")].append(row)
    return found


@settings(max_examples=15)
@given(batch=st.lists(st.sampled_from(TEXTS), min_size=1, max_size=8))
def test_a_text_gets_the_same_opinions_alone_or_in_any_batch(
    engine: ShippedEngine, batch: list[str]
) -> None:
    assert read(engine, batch) == [read(engine, [text])[0] for text in batch]


@settings(max_examples=30)
@given(text=st.one_of(st.text(max_size=100), st.sampled_from(TEXTS)))
def test_any_text_can_be_read_and_proofs_lie_inside(engine: ShippedEngine, text: str) -> None:
    for opinion in read(engine, [text])[0]:
        assert 0 <= opinion["start"] < opinion["end"] <= len(text)
        assert opinion["polarity"] in (-1, 0, 1)
        assert 0 < opinion["confidence"] <= 1


def test_a_place_is_judged_the_same_alone_or_in_any_batch(engine: ShippedEngine) -> None:
    places = [(3, 7), (0, 4), None, None, (0, 4), None, None, (2, 9)]
    alone = [engine.judge([t], [p])[0] for t, p in zip(TEXTS, places, strict=True)]
    assert engine.judge(TEXTS, places) == alone
    assert engine.judge(TEXTS[::-1], places[::-1]) == alone[::-1]
    assert all(polarity in (-1, 0, 1) and 0 < sure <= 1 for polarity, sure in alone)


def test_expressions_name_themes_where_the_encoder_sees_nothing(engine: ShippedEngine) -> None:
    (found,) = read(engine, ["Le café est très bien, mais le service trop long."])
    assert {"coffee.taste", "coffee.service"} <= {opinion["theme"] for opinion in found}


def test_the_version_names_the_weights(engine: ShippedEngine) -> None:
    assert engine.encoder.version in engine.model_version
    assert engine.words.version in engine.model_version


def test_what_judges_by_itself_wins_over_a_doubtful_encoder() -> None:
    doubtful, flat = (0.4, 0.35, 0.25), (0.33, 0.34, 0.33)
    assert judged(doubtful, doubtful, flat, 0)[0] == -1
    assert judged(doubtful, doubtful, flat, 1)[0] == 1
    assert judged((0.98, 0.01, 0.01), doubtful, flat, 1)[0] == -1
    assert judged(None, (0.1, 0.1, 0.8), flat, 0)[0] == 1
