"""Train the language model that ships with Rebond: ``python models/language/train.py``.

Reads the public sets whose licence allows it (M-ABSA without its restaurant domain, Apache-2.0;
Banking77, CC BY 4.0) from ../shared/data, and the words and sentences written
for it in this folder. Writes src/rebond/listen/texts/language_model.npz; the same input gives the
same file. Half a minute on one core.
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pyarrow as pa
import scipy.sparse
from sklearn.linear_model import SGDClassifier

from rebond.listen.texts.language import BITS, LANGUAGES, LARGEST_WEIGHT, features
from rebond.listen.texts.quality import places_of_letters

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared" / "data"
TARGET = HERE.parents[1] / "src" / "rebond" / "listen" / "texts" / "language_model.npz"
CLASSES = (*LANGUAGES, "other")
MARGIN = 1.0
SEED = 20250101


def public_sentences() -> list[tuple[str, str]]:
    """Return (language, sentence) from the public sets."""
    found = []
    for path in sorted((SHARED / "absa_multilingual").glob("*/*/*.txt")):
        language, domain = path.parent.name, path.parent.parent.name
        if domain != "restaurant" and language in LANGUAGES:
            lines = path.read_text(encoding="utf-8").splitlines()
            found += [(language, line.split("####")[0]) for line in lines]
    with (SHARED / "intents_banking77" / "train.csv").open(encoding="utf-8") as file:
        found += [("en", row[0]) for row in csv.reader(file)][1:4000]
    return found


def own_sentences() -> list[tuple[str, str]]:
    """Return (language, sentence) from the sentences of this folder, several times each."""
    found = []
    for path in sorted(HERE.glob("sentences_*.txt")):
        language = path.stem.removeprefix("sentences_")
        lines = path.read_text(encoding="utf-8").splitlines()
        found += [(language, line) for line in lines for _ in range(12 if language == "it" else 6)]
    return found


def own_words() -> list[tuple[str, str]]:
    """Return (language, word or group of words) from the lists of this folder."""
    found = []
    for path in sorted((HERE / "words").glob("*.txt")):
        language = path.stem
        for line in path.read_text(encoding="utf-8").splitlines():
            words = line.split()
            found += [(language, word) for word in words for _ in range(8)]
            for size in (2, 3, 5):
                found += [
                    (language, " ".join(words[at : at + size])) for at in range(len(words))
                ] * (3 if language in ("other", "it") else 1)
    return found


def pieces(sentences: list[tuple[str, str]], random: np.random.Generator) -> list[tuple[str, str]]:
    """Cut sentences as people answer: whole, a few words, one word; some without accents."""
    cut = []
    for language, sentence in sentences:
        words = sentence.split()
        if not words:
            continue
        cut.append((language, sentence))
        for longest in (2, 4, 8):
            length = int(random.integers(1, longest + 1))
            start = int(random.integers(0, max(1, len(words) - length + 1)))
            cut.append((language, " ".join(words[start : start + length])))
    plain = [
        (language, without_accents(text))
        for language, text in cut
        if random.random() < 0.4 and not text.isascii()
    ]
    return cut + plain


def without_accents(text: str) -> str:
    """Return ``text`` as typed by someone in a hurry."""
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("ß", "ss"))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def matrix(texts: list[str]) -> scipy.sparse.csr_matrix:
    """Return how often each text has each feature, each row scaled to length 1."""
    parts = []
    for places, limits in features(pa.array(texts)):
        shape = (len(texts), 2**BITS)
        counts = np.ones(len(places), np.float32)
        parts.append(scipy.sparse.csr_matrix((counts, places.astype(np.int32), limits), shape))
    total = parts[0] + parts[1] + parts[2]
    total.sum_duplicates()
    norms = np.sqrt(np.asarray(total.multiply(total).sum(axis=1))).ravel()
    return scipy.sparse.diags(1 / np.maximum(norms, 1e-9)) @ total


def letter_pairs(sentences: list[tuple[str, str]]) -> np.ndarray:
    """Return log2 of the probability of each letter after another, in any of the languages.

    Each language counts the same, and a pair has the probability it has where it is most usual.
    """
    best = np.full((28, 28), -99.0)
    for language in LANGUAGES:
        counts = np.full((28, 28), 0.02)
        for word in {
            word
            for spoken, text in sentences
            if spoken == language
            for word in re.findall(r"[^\W\d_]+", text.lower())
        }:
            places = places_of_letters(word)
            np.add.at(counts, (places[:-1], places[1:]), 1)
        best = np.maximum(best, np.log2(counts / counts.sum(axis=1, keepdims=True)))
    return best.astype(np.float32)


def main() -> None:
    """Train and write the model."""
    random = np.random.default_rng(SEED)
    examples = pieces(public_sentences() + own_sentences(), random) + own_words()
    examples += [(language, without_accents(text)) for language, text in own_words()[::3]]
    x = matrix([text for _, text in examples])
    y = np.array([CLASSES.index(language) for language, _ in examples])
    model = SGDClassifier(
        loss="log_loss", alpha=float(sys.argv[1]) if len(sys.argv) > 1 else 1e-6, max_iter=12,
        tol=None, random_state=SEED, average=True, fit_intercept=False, class_weight="balanced",
    )  # fmt: skip
    model.fit(x, y)
    weights = model.coef_.T
    low, high = np.quantile(weights[weights != 0], [0.0005, 0.9995])
    step = max(high, -low) / (LARGEST_WEIGHT / 2)
    whole = np.clip(np.round(weights / step) + LARGEST_WEIGHT // 2, 0, LARGEST_WEIGHT)
    np.savez_compressed(
        TARGET,
        weights=whole.astype(np.uint8),
        margin=np.float64(MARGIN),
        letter_pairs=letter_pairs(public_sentences() + own_sentences() + own_words()),
    )
    print(f"{len(examples)} examples, step {step:.4f}, {TARGET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
