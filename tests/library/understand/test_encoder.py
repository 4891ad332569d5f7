"""The encoder gives a sentence the same bits whatever it is read with, and says what it cannot."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.errors import MissingPart, ModelUnusable
from rebond.understand.encoder import LARGE, SMALL, Encoded, Encoder, shipped_encoder
from rebond.understand.encoder.reading import MODELS

sys.path.insert(0, str(Path(__file__).parent))
from encoders import graph, small_weights, write_encoder

WORDS = st.sampled_from(
    [
        "le",
        "service",
        "lent",
        "très",
        "bien",
        "zut!",
        "12,5€",
        "l'accueil",
        "😡",
        "½",
        "\n",
        "⟦nom⟧",
    ]
)
SENTENCES = st.one_of(
    st.lists(WORDS, max_size=12).map(" ".join),
    st.lists(WORDS, min_size=150, max_size=400).map(" ".join),
    st.text(max_size=60),
    st.just("a" * 700),
)
BATCHES = st.lists(SENTENCES, min_size=1, max_size=9)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_encoder(tmp_path_factory.mktemp("encoder"))


@pytest.fixture(scope="module")
def encoder(folder: Path) -> Encoder:
    return Encoder.open(folder)


def bits(encoded: Encoded, row: int) -> tuple[object, ...]:
    return (
        encoded.embedding[row].tobytes(),
        encoded.polarity[row].tobytes(),
        encoded.intents[row].tobytes(),
        encoded.targets[row],
        encoded.meanings[row].tobytes(),
    )


def all_bits(encoded: Encoded) -> list[tuple[object, ...]]:
    return [bits(encoded, row) for row in range(len(encoded.targets))]


@settings(max_examples=15)
@given(batch=BATCHES)
def test_a_sentence_gets_the_same_bits_alone_or_in_any_batch_and_order(
    encoder: Encoder, batch: list[str]
) -> None:
    together = all_bits(encoder.read(batch))
    assert together == [bits(encoder.read([sentence]), 0) for sentence in batch]
    assert together[::-1] == all_bits(encoder.read(batch[::-1]))
    assert encoder.embed(batch).tobytes() == encoder.read(batch).embedding.tobytes()


@settings(max_examples=15)
@given(batch=BATCHES)
def test_parts_of_a_text_get_the_same_bits_alone_or_in_any_batch(
    encoder: Encoder, batch: list[str]
) -> None:
    cut = [halves(text) for text in batch]
    together = encoder.read_texts(batch, cut, [[0, 0]] * len(batch))
    alone = [
        encoder.read_texts([text], [spans], [[0, 0]])[0]
        for text, spans in zip(batch, cut, strict=True)
    ]
    assert list(map(all_bits, together)) == list(map(all_bits, alone))


def halves(text: str) -> Sequence[tuple[int, int]]:
    middle = len(text) // 2
    return [(0, middle), (middle, len(text))]


@settings(max_examples=15)
@given(sentence=SENTENCES)
def test_targets_stand_in_the_sentence_in_order_and_hold_whole_words(
    encoder: Encoder, sentence: str
) -> None:
    encoded = encoder.read([sentence])
    targets = encoded.targets[0]
    assert len(targets) == len(encoded.meanings[0])
    assert all(one.end <= other.start for one, other in pairwise(targets))
    for start, end, polarity, confidence in targets:
        assert 0 <= start < end <= len(sentence)
        assert sentence[start].isalnum()
        assert sentence[end - 1].isalnum()
        assert not sentence[end : end + 1].isalnum()
        assert polarity in (-1, 0, 1)
        assert 0 < confidence < 1


def test_what_holds_no_word_is_neutral_and_of_intent_other(encoder: Encoder) -> None:
    encoded = encoder.read(["", "   \n"])
    assert not encoded.embedding.any()
    assert encoded.polarity.tolist() == [[0, 1, 0]] * 2
    assert encoded.intents.tolist() == [[0, 0, 0, 0, 1]] * 2
    assert encoded.targets == [[], []]
    assert encoder.read([]).embedding.shape == (0, 64)


def test_embeddings_have_norm_one_and_shares_sum_to_one(encoder: Encoder) -> None:
    encoded = encoder.read(["le service", "trop long " * 90])
    assert np.allclose(np.linalg.norm(encoded.embedding, axis=1), 1, atol=1e-5)
    assert np.allclose(encoded.polarity.sum(axis=1), 1, atol=1e-5)
    assert np.allclose(encoded.intents.sum(axis=1), 1, atol=1e-5)


def test_parts_of_a_sentence_know_of_each_other_and_sentences_do_not(encoder: Encoder) -> None:
    text = "le service lent, très bien"
    spans = [(0, 15), (17, 26)]
    apart, together = (
        encoder.read_texts([text], [spans], [numbers])[0] for numbers in ([0, 1], [0, 0])
    )
    assert bits(apart, 1) == bits(encoder.read_texts([text], [spans[1:]])[0], 0)
    assert not np.array_equal(apart.embedding, together.embedding)
    assert np.array_equal(together.intents[0], together.intents[1])
    assert np.array_equal(together.intents, encoder.read([text]).intents[[0, 0]])


def test_a_place_is_judged_in_its_sentence(encoder: Encoder) -> None:
    sentences = ["le service lent", "le service lent", "très bien", ""]
    shares = encoder.polarity_of(sentences, [(3, 10), None, (0, 4), None])
    read = encoder.read(["le service lent", ""])
    assert np.allclose(shares.sum(axis=1), 1, atol=1e-5)
    assert np.array_equal(shares[1], read.polarity[0])
    assert np.array_equal(shares[3], read.polarity[1])
    assert not np.array_equal(shares[0], shares[1])


def test_integers_stay_near_the_weights() -> None:
    module = graph()
    weights = small_weights(200)
    exact = float_states(weights, np.arange(4, 24))
    import onnxruntime

    session = onnxruntime.InferenceSession(module.build(weights, heads=2).SerializeToString())
    feed = {"pieces": np.arange(4, 24), "sentences": np.ones((1, 20), np.float32)}
    read, early = session.run(["embedding", "meanings"], feed)
    assert cosines(early, exact[0]).mean() > 0.99
    assert cosines(read, exact[-1].sum(axis=0, keepdims=True)).min() > 0.99


def cosines(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return (one * other).sum(1) / np.linalg.norm(one, axis=1) / np.linalg.norm(other, axis=1)


def float_states(
    weights: dict[str, np.ndarray], pieces: np.ndarray, heads: int = 2
) -> list[np.ndarray]:
    """Return the states after each layer as the textbook gives them, in floating point."""
    from scipy.special import erf

    def norm(values: np.ndarray, name: str) -> np.ndarray:
        centred = values - values.mean(1, keepdims=True)
        scaled = centred / np.sqrt(np.square(centred).mean(1, keepdims=True) + 1e-12)
        return scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    def dense(values: np.ndarray, name: str) -> np.ndarray:
        return values @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    count = len(pieces)
    hidden = norm(weights["words.weight"][pieces] + weights["places.weight"][:count], "norm")
    states = []
    for layer in ("layers.0", "layers.1"):
        query, key, value = (
            dense(hidden, f"{layer}.{part}").reshape(count, heads, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / np.sqrt(query.shape[-1])
        shares = np.exp(scores - scores.max(-1, keepdims=True))
        mixed = (shares / shares.sum(-1, keepdims=True)) @ value
        mixed = mixed.transpose(1, 0, 2).reshape(count, -1)
        hidden = norm(hidden + dense(mixed, f"{layer}.output"), f"{layer}.attention_norm")
        raised = dense(hidden, f"{layer}.inner")
        raised = raised * 0.5 * (1 + erf(raised / np.sqrt(2)))
        hidden = norm(hidden + dense(raised, f"{layer}.outer"), f"{layer}.norm")
        states.append(hidden)
    return states


@pytest.mark.parametrize("name", ["encoder.onnx", "tokenizer.json", "digest.txt"])
@pytest.mark.parametrize("damage", ["gone", "cut", "changed"])
def test_a_damaged_file_is_told(folder: Path, tmp_path: Path, name: str, damage: str) -> None:
    path = Path(shutil.copytree(folder, tmp_path / "model")) / name
    content = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        half = len(content) // 2
        path.write_bytes(content[:half] + (content[half + 1 :] if damage == "changed" else b""))
    with pytest.raises(ModelUnusable, match="rules"):
        Encoder.open(tmp_path / "model")


def test_a_missing_library_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(MissingPart, match="pip install onnxruntime"):
        Encoder.open(folder)


def test_the_same_weights_have_the_same_version(tmp_path: Path, encoder: Encoder) -> None:
    assert encoder.version.startswith("small-")
    assert Encoder.open(write_encoder(tmp_path / "model")).version == encoder.version


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_the_encoders_of_the_package_read_both_languages(size: str) -> None:
    path = MODELS / size / "encoder.onnx"
    assert path.stat().st_size < 40_000_000
    read = shipped_encoder(size).read(
        ["Le personnel était adorable.", "The queue was endless and the staff rude."]
    )
    assert read.polarity.argmax(axis=1).tolist() == [2, 0]
    assert [{target.polarity for target in targets} for targets in read.targets] == [{1}, {-1}]


def test_a_shouted_text_is_read_as_it_would_be_said() -> None:
    said = "j'ai attendu vingt minutes, une honte"
    quiet, loud = (shipped_encoder().read([text]) for text in (said, said.upper()))
    assert np.array_equal(quiet.polarity, loud.polarity)
    assert shipped_encoder().read(["SAV"]).polarity.tolist() != quiet.polarity.tolist()
