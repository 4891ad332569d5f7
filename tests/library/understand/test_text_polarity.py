"""A text as a whole is judged: by its sentences together, the same whatever it is read with."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.understand import opinions, text_polarity
from rebond.understand.encoder import LARGE, SMALL, Encoder
from rebond.understand.judging import judged_whole, pooled
from rebond.understand.polarity import shipped_model
from rebond.understand.shipped import ShippedEngine, Together, encoder_engine

sys.path.insert(0, str(Path(__file__).parent))
from encoders import write_encoder

TEXTS = [
    "Le service est très bien. La queue lente !",
    "la caisse",
    "",
    " … ",
    "nice " * 300,
    "Prix lent.\nEt en plus la queue ! The service was slow",
]
# Written for the model, none of them among the sentences that it learned from.
PLAIN = {
    "fr": {
        -1: [
            "Attente insupportable",
            "Serveur odieux, addition salée",
            "Que de promesses en l'air",
        ],
        0: ["La visite commence à 14 h devant le portail.", "Réunion reportée à jeudi"],
        1: ["Vendeuse adorable", "Quel régal !", "Tout était prêt avant l'heure, bravo"],
    },
    "en": {
        -1: ["The line never moved", "Sheets dirty, tap broken, nobody cared"],
        0: ["The tour starts at 2 pm by the gate."],
        1: ["Lovely waiter", "Ready early and beautifully wrapped"],
    },
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> ShippedEngine:
    folder = write_encoder(tmp_path_factory.mktemp("whole"))
    return ShippedEngine(Encoder.open(folder), shipped_model())


@settings(max_examples=15)
@given(batch=st.lists(st.sampled_from(TEXTS), min_size=1, max_size=7))
def test_a_text_gets_the_same_bits_alone_or_in_any_batch(
    engine: ShippedEngine, batch: list[str]
) -> None:
    together = text_polarity(batch, engine=engine)
    alone = np.vstack([text_polarity([text], engine=engine) for text in batch])
    assert (together == alone).all()


@settings(max_examples=30)
@given(text=st.text(max_size=80))
def test_probabilities_sum_to_one_for_any_text(engine: ShippedEngine, text: str) -> None:
    (shares,) = text_polarity([text], engine=engine)
    assert shares.sum() == pytest.approx(1)
    assert (shares >= 0).all()


def test_a_text_that_says_nothing_is_neutral(engine: ShippedEngine) -> None:
    told = text_polarity(pa.array(["", None, "  …"]), engine=engine)
    assert told.tolist() == [[0, 1, 0]] * 3
    assert text_polarity([], engine=engine).shape == (0, 3)


def test_what_both_readings_say_is_surer_and_opposed_readings_cancel() -> None:
    good, bad, flat = (0.1, 0.2, 0.7), (0.7, 0.2, 0.1), (1 / 3, 1 / 3, 1 / 3)
    assert judged_whole(good, [good]) == pytest.approx(good)
    assert good[2] > judged_whole(flat, [good])[2] > 1 / 3
    told = judged_whole(flat, [good, bad])
    assert told[0] == pytest.approx(told[2])


def test_witnesses_that_agree_are_followed_and_the_heavier_wins_where_they_differ() -> None:
    good, bad = (0.1, 0.2, 0.7), (0.7, 0.2, 0.1)
    assert pooled([good, good], (0.6, 0.4)) == pytest.approx(good)
    told = pooled([good, bad], (0.5, 0.5))
    assert told[0] == pytest.approx(told[2])
    assert pooled([good, bad], (0.6, 0.4))[2] > told[2]


def test_both_models_of_the_package_judge_whole_texts_by_default() -> None:
    texts = ["Vendeuse adorable, prix corrects", "", "On a attendu une heure pour rien."]
    small, large = encoder_engine(SMALL), encoder_engine(LARGE)
    told = text_polarity(texts).tolist()
    assert told == text_polarity(texts, engine=Together(small, large)).tolist()
    assert told not in ([*map(list, one.text_polarity(texts))] for one in (small, large))
    assert told[1] == [0, 1, 0]


@pytest.mark.parametrize("language", sorted(PLAIN))
def test_plain_short_sentences_are_read_right(language: str) -> None:
    wanted = [(text, side) for side, texts in PLAIN[language].items() for text in texts]
    told = text_polarity([text for text, _ in wanted])
    read = [(text, int(one.argmax()) - 1) for (text, _), one in zip(wanted, told, strict=True)]
    assert read == wanted


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Personnel souriant", 1),
        ("mais quelle attente !", -1),
        ("The queue was endless", -1),
        ("Livraison le 12 entre 8h et 13h", 0),
    ],
)
def test_clauses_of_a_few_words_are_judged_by_what_they_say(text: str, side: int) -> None:
    told = opinions([text], languages=["en" if "queue" in text else "fr"])
    assert set(told.column("polarity").to_pylist()) <= {side}
    assert told.num_rows or not side
