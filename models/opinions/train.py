"""Train the polarity model that ships, from data whose licence allows it and our own clauses.

    python models/opinions/train.py [--data ../shared/data] [--out src/rebond/understand/model]

Sources: the hotel, laptop, phone and food domains of M-ABSA in French and English (Apache-2.0,
arXiv 2502.11824), the French lexicons of Pattern (PDDL) and VADER-fr (MIT), the clauses of
models/opinions/clauses and the expressions of the codebooks that ship (ours). Prints the accuracy
on the development part of the four domains, which also sets the temperature.
"""

from __future__ import annotations

import argparse
import ast
import json
import math
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import templates
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from rebond.understand import polarity
from rebond.understand.codebook import load_codebook, ready_made
from rebond.understand.sentences import Clause, clauses_of
from rebond.understand.words import Words, words_of

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DOMAINS = ("hotel", "laptop", "phone", "food")
LANGUAGES = ("fr", "en")
STEP = 4  # weights are stored divided by it, in 16 bits
# Added to "negative" and taken from "positive": a clause that only tells facts complains more often
# than it praises, while the reviews learned from praise.
TILT = 0.3
SHARES = {-1: 0.46, 0: 0.22, 1: 0.32}
LABELS = {"negative": -1, "neutral": 0, "positive": 1}


@dataclass(frozen=True)
class Example:
    """A text, the place of what is judged (None for the whole), its polarity, its weight."""

    text: str
    target: tuple[int, int] | None
    label: int
    weight: float


def absa(path: Path, weight: float) -> Iterator[Example]:
    """Read a file of M-ABSA; a target that is not found stands for the whole sentence."""
    for line in path.read_text(encoding="utf-8").splitlines():
        text, _, annotation = line.partition("####")
        text = re.sub(r" ' (?=\w)", "'", re.sub(r" n ' t\b", "n't", text))
        for target, label in set(_annotations(annotation)):
            start = text.lower().find(target.lower()) if target != "NULL" else -1
            place = (start, start + len(target)) if start >= 0 else None
            if label in LABELS:
                yield Example(text, place, LABELS[label], weight)


def _annotations(annotation: str) -> Iterator[tuple[str, str]]:
    try:
        for triplet in ast.literal_eval(annotation):
            yield triplet[0], triplet[2]
    except (SyntaxError, ValueError):
        # Apostrophes inside a target are not escaped in the French files.
        for found in re.finditer(
            r"\['(.*?)', '[^']*', '(positive|negative|neutral)'\]", annotation
        ):
            yield found.group(1), found.group(2)


def written() -> Iterator[Example]:
    """Read our own clauses: one per line, a file per polarity and language."""
    for path in sorted((HERE / "clauses").glob("*.txt")):
        label = LABELS[path.name.split(".")[0]]
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield Example(line.strip(), None, label, 2.0)


def composed() -> Iterator[Example]:
    """Give the clauses built from our own parts."""
    for clause, label in templates.built():
        yield Example(clause, None, label, 0.6)


def expressions() -> Iterator[Example]:
    """Read the expressions that judge, in the codebooks that ship."""
    for identifier in ready_made():
        for theme in load_codebook(identifier).leaves:
            for label, by_language in ((1, theme.positive), (-1, theme.negative)):
                for listed in by_language.values():
                    for expression in listed:
                        yield Example(expression.replace("…", " "), None, label, 0.8)
            for listed in theme.words.values():
                for expression in listed:
                    yield Example(expression.replace("…", " "), None, 0, 0.25)


def lexicons(folder: Path) -> Iterator[Example]:
    """Read the words of the two French lexicons as one-word clauses of small weight."""
    pattern = re.compile(r'form="([^"]+)".*?polarity="([-\d.]+)"')
    for form, value in pattern.findall((folder / "fr-sentiment.xml").read_text(encoding="utf-8")):
        if abs(float(value)) >= 0.2:
            yield Example(form, None, 1 if float(value) > 0 else -1, 0.5 * abs(float(value)))
        elif abs(float(value)) < 0.05:
            yield Example(form, None, 0, 0.05)
    for line in (folder / "fr_lexicon.txt").read_text(encoding="utf-8").splitlines():
        form, _, value = line.partition("->")
        try:
            score = float(value)
        except ValueError:
            continue
        if abs(score) >= 1.0 and form.strip():
            yield Example(form.strip(), None, 1 if score > 0 else -1, 0.1 * abs(score))


def place(example: Example) -> tuple[Words, Clause, int, int] | None:
    """Return the clause of the example's target and its tokens; -1, -1 for the whole text."""
    words = words_of(example.text)
    clauses = clauses_of(example.text, words)
    if not clauses:
        return None
    if example.target is None:
        return words, Clause(clauses[0].first, clauses[-1].last, 0), -1, -1
    start, end = example.target
    inside = [i for i in range(len(words)) if words.starts[i] < end and words.ends[i] > start]
    for clause in clauses:
        if inside and clause.first <= inside[0] < clause.last:
            return words, clause, inside[0], min(inside[-1] + 1, clause.last)
    return words, Clause(clauses[0].first, clauses[-1].last, 0), -1, -1


def features(example: Example) -> dict[int, float] | None:
    """Return the features of an example as the engine weighs them, by dimension."""
    placed = place(example)
    if placed is None:
        return None
    words, clause, first, last = placed
    places = polarity.useful(words, clause)
    if not places:
        return None
    turned = polarity.negated(words, clause)
    weights = polarity.nearness(words, places, first, last)
    norm = math.sqrt(4.0 * sum(weights))
    stems = [words.stems[index] for index in places]
    values: dict[int, float] = {}
    for position, index in enumerate(places):
        share = weights[position] / norm
        found = polarity.features_of_word(
            words.folded[index], stems[position], turned[index - clause.first]
        )
        for size in (2, 3):
            if position + 1 >= size:
                sequence = tuple(stems[position + 1 - size : position + 1])
                found = [*found, (polarity.feature_of_words(sequence), 1.0)]
        for dimension, value in found:
            values[dimension] = values.get(dimension, 0.0) + value * share
    return values


def matrix(examples: Iterable[Example]) -> tuple[csr_matrix, np.ndarray, np.ndarray]:
    """Return the features (n × DIMENSIONS), labels (-1, 0, 1) and weights of the examples."""
    rows, columns, data, labels, weights = [], [], [], [], []
    for example in examples:
        values = features(example)
        if values is None:
            continue
        rows += [len(labels)] * len(values)
        columns += values.keys()
        data += values.values()
        labels.append(example.label)
        weights.append(example.weight)
    shape = (len(labels), polarity.DIMENSIONS)
    return csr_matrix((data, (rows, columns)), shape), np.array(labels), np.array(weights)


def known_stems(examples: Iterable[Example]) -> list[str]:
    """Return the stems of seven letters or more that two examples hold: they are rightly spelt."""
    counts: Counter[str] = Counter()
    for example in examples:
        counts.update({stem for stem in words_of(example.text).stems if len(stem) >= 6})
    return sorted(stem for stem, count in counts.items() if count > 1 and stem.isalpha())


def calibrated(logits: np.ndarray, labels: np.ndarray) -> float:
    """Return the temperature under which the likelihood of the labels is greatest."""
    best, best_loss = 1.0, math.inf
    for temperature in np.arange(0.4, 4.0, 0.05):
        scaled = logits / temperature
        scaled = scaled - scaled.max(axis=1, keepdims=True)
        logs = scaled - np.log(np.exp(scaled).sum(axis=1, keepdims=True))
        loss = -float(logs[np.arange(len(labels)), labels + 1].mean())
        if loss < best_loss:
            best, best_loss = float(temperature), loss
    return best


def main() -> None:
    """Train, measure on the development parts, write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument(
        "--out", type=Path, default=ROOT / "src" / "rebond" / "understand" / "model"
    )
    parser.add_argument("--strength", type=float, default=6.0, help="C of the regression")
    options = parser.parse_args()
    begun = time.perf_counter()
    folder = options.data / "absa_multilingual"
    files = [(d, la) for d in DOMAINS for la in LANGUAGES]
    examples = [e for d, la in files for e in absa(folder / d / la / "train.txt", 1.0)]
    examples += [*written(), *composed(), *expressions(), *lexicons(options.data / "lexicons_fr")]
    held = [e for d, la in files for e in absa(folder / d / la / "dev.txt", 1.0)]
    x, y, w = matrix(examples)
    counts = {label: float(w[y == label].sum()) for label in (-1, 0, 1)}
    # Reviewers of products praise two times in three: the classes are brought to the shares below.
    w = w * np.array([SHARES[label] * sum(counts.values()) / counts[label] for label in y])
    model = LogisticRegression(C=options.strength, max_iter=300, tol=1e-3)
    model.fit(x, y, sample_weight=w)
    biases = model.intercept_ + TILT * np.array([1.0, 0.0, -1.0])
    weights = np.round(model.coef_.T * polarity.SCALE / STEP).clip(-32767, 32767).astype(np.int16)
    x_held, y_held, _ = matrix(held)
    logits = x_held @ (weights.astype(float) * STEP / polarity.SCALE) + biases
    temperature = calibrated(logits, y_held)
    predicted = logits.argmax(axis=1) - 1
    by_class = {label: float((predicted[y_held == label] == label).mean()) for label in (-1, 0, 1)}
    options.out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        options.out / "polarity.npz",
        weights=weights,
        biases=biases.astype(np.float64),
        step=np.int16(STEP),
        known=" ".join(known_stems(examples)),
        settings=json.dumps({"name": "polarity-1", "temperature": round(temperature, 2)}),
    )
    size = (options.out / "polarity.npz").stat().st_size
    print(f"{x.shape[0]} examples {counts}, {time.perf_counter() - begun:.0f} s")
    print(f"held: {len(y_held)} accuracy {(predicted == y_held).mean():.3f} recall {by_class}")
    print(f"temperature {temperature:.2f}, {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
