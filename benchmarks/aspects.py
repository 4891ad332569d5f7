"""Aspects of real restaurant reviews: Rebond beside TF-IDF and logistic regression, same folds.

    python benchmarks/aspects.py [--train FILE.xml … --test FILE.xml …] [--folds 5] [--json OUT]

Sets: SemEval-2016 task 5, restaurants (evaluation only). Without options the French and English
training sets are cut in folds by review; with ``--train`` and ``--test`` the first is learned and
the second measured.

Two tasks: the categories E#A (written E.A) of each sentence (micro-F1 over all sentences), and
the polarity of each opinion given its category (accuracy). Three systems: the baseline (words 1-2
and letters 2-5, TF-IDF, one logistic regression per category, threshold tuned inside), Rebond
zero-shot (the shipped restaurant_hotel codebook through the table UNDER, nothing learned), Rebond
learned.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np

from rebond.understand import load_codebook, opinions
from rebond.understand.codebook import Codebook, Theme
from rebond.understand.learning import Example, learn, micro_f1
from rebond.vocabulary import Label

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "absa_semeval2016"
POLARITIES = {"negative": -1, "neutral": 0, "positive": 1}
THRESHOLDS = [step / 100 for step in range(15, 75, 5)]
# The themes of the shipped codebook under each category of the task; the others have none.
UNDER = {
    "FOOD.QUALITY": ("food.quality", "food.desserts", "food.breakfast"),
    "FOOD.STYLE_OPTIONS": ("food.portions", "food.menu"),
    "DRINKS.QUALITY": ("drinks.wine", "drinks.other"),
    "SERVICE.GENERAL": ("service.kindness", "service.quality", "service.speed", "service.errors"),
    "RESTAURANT.PRICES": ("price.level", "price.value"),
    "RESTAURANT.MISCELLANEOUS": ("price.payment", "booking.booking", "booking.hours"),
    "AMBIENCE.GENERAL": ("place.atmosphere", "place.comfort", "place.cleanliness"),
    "LOCATION.GENERAL": ("place.location", "place.parking"),
    "RESTAURANT.GENERAL": (
        "experience.loyalty",
        "experience.reputation",
        "general.satisfaction",
        "general.recommendation",
    ),
}


def categories_as_codebook(shipped: Codebook) -> Codebook:
    """Return a codebook whose themes are the categories, with the shipped expressions."""
    themes: list[Theme] = []
    for category, identifiers in UNDER.items():
        branch = category.partition(".")[0]
        if branch not in {theme.id for theme in themes}:
            themes.append(Theme(branch, "", Label(branch, branch), Label("", "")))
        merged: dict[str, dict[str, tuple[str, ...]]] = {}
        for kind in ("words", "positive", "negative", "never"):
            merged[kind] = {
                language: tuple(
                    expression
                    for theme in shipped.leaves
                    if theme.id in identifiers
                    for expression in getattr(theme, kind).get(language, ())
                )
                for language in ("fr", "en")
            }
        themes.append(Theme(category, branch, Label(category, category), Label("", ""), **merged))
    return Codebook("semeval", Label("SemEval", "SemEval"), tuple(themes))


@dataclass(frozen=True)
class Sentence:
    """A sentence of a review with its opinions: (category, target or "", polarity)."""

    review: str
    text: str
    language: str
    opinions: tuple[tuple[str, str, int], ...]

    @property
    def categories(self) -> frozenset[str]:
        """Return the distinct categories."""
        return frozenset(category for category, _, _ in self.opinions)


def read(path: Path, language: str) -> list[Sentence]:
    """Read a file of SemEval-2016 task 5, subtask 1."""
    sentences = []
    for review in ElementTree.parse(path).getroot().iter("Review"):
        for sentence in review.iter("sentence"):
            found = tuple(
                (
                    opinion.get("category", "").replace("#", "."),
                    "" if opinion.get("target") in (None, "NULL") else opinion.get("target", ""),
                    POLARITIES[opinion.get("polarity", "neutral")],
                )
                for opinion in sentence.iter("Opinion")
            )
            text = sentence.findtext("text") or ""
            sentences.append(Sentence(review.get("rid", ""), text, language, found))
    return sentences


def fold_of(review: str, folds: int) -> int:
    """Return the fold of a review: a hash of its id, the same for every system and run."""
    return int(hashlib.sha256(review.encode()).hexdigest(), 16) % folds


def labels_of(sentences: Sequence[Sentence], categories: Sequence[str]) -> Any:
    """Return which category each sentence has (n × number of categories)."""
    return np.array([[c in s.categories for c in categories] for s in sentences], dtype=bool)


def vectorised(known: Sequence[str], *others: Sequence[str]) -> list[Any]:
    """Return the TF-IDF of words 1-2 and letters 2-5, fitted on the first texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union

    union = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    )
    return [union.fit_transform(known), *(union.transform(texts) for texts in others)]


def baseline_shares(
    train: Sequence[Sentence], test: Sequence[Sentence], categories: Sequence[str], strength: float
) -> Any:
    """Return the probabilities of each category of the test sentences."""
    from sklearn.linear_model import LogisticRegression

    known, unknown = vectorised([s.text for s in train], [s.text for s in test])
    labels = labels_of(train, categories)
    shares = np.zeros((len(test), len(categories)))
    for column in range(len(categories)):
        if labels[:, column].any():
            model = LogisticRegression(C=strength, solver="liblinear")
            model.fit(known, labels[:, column])
            shares[:, column] = model.predict_proba(unknown)[:, 1]
    return shares


def baseline_categories(
    train: Sequence[Sentence], test: Sequence[Sentence], categories: Sequence[str]
) -> Any:
    """Return the decisions of the baseline, its C and threshold tuned on parts of ``train``."""
    best = (-1.0, 10.0, 0.4)
    labels = labels_of(train, categories)
    parts = np.array([fold_of("inner " + s.review, 3) for s in train])
    for strength in (3.0, 10.0, 30.0):
        shares = np.zeros(labels.shape)
        for part in range(3):
            inside = [s for s, p in zip(train, parts, strict=True) if p != part]
            outside = [s for s, p in zip(train, parts, strict=True) if p == part]
            shares[parts == part] = baseline_shares(inside, outside, categories, strength)
        for threshold in THRESHOLDS:
            best = max(best, (micro_f1(shares >= threshold, labels), strength, threshold))
    return baseline_shares(train, test, categories, best[1]) >= best[2]


def baseline_polarities(train: Sequence[Sentence], test: Sequence[Sentence]) -> list[int]:
    """Return the polarity of each test opinion: TF-IDF of the sentence and its category."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    known, unknown = pairs(train), pairs(test)
    names = sorted({category for _, category, _ in known})

    def one_hot(rows: Sequence[tuple[Sentence, str, int]]) -> Any:
        return csr_matrix([[float(category == name) for name in names] for _, category, _ in rows])

    first, second = vectorised([s.text for s, _, _ in known], [s.text for s, _, _ in unknown])
    model = LogisticRegression(C=10.0, max_iter=1000)
    model.fit(hstack([first, one_hot(known)]), [polarity for _, _, polarity in known])
    return list(map(int, model.predict(hstack([second, one_hot(unknown)]))))


def pairs(sentences: Sequence[Sentence]) -> list[tuple[Sentence, str, int]]:
    """Return (sentence, category, polarity) of each opinion."""
    return [(s, category, polarity) for s in sentences for category, _, polarity in s.opinions]


def zero_shot(test: Sequence[Sentence], codebook: Codebook) -> list[dict[str, list[int]]]:
    """Return, for each sentence, the categories found with the polarities of their opinions."""
    found: list[dict[str, list[int]]] = [{} for _ in test]
    table = opinions(
        [s.text for s in test], languages=[s.language for s in test], codebook=codebook
    )
    for row, theme, polarity in zip(
        table.column("row").to_pylist(),
        table.column("theme").to_pylist(),
        table.column("polarity").to_pylist(),
        strict=True,
    ):
        if theme:
            found[row].setdefault(theme, []).append(polarity)
        found[row].setdefault("", []).append(polarity)
    return found


def zero_shot_polarity(found: dict[str, list[int]], category: str) -> int:
    """Return the sign of the opinions on a category, else of all those of the sentence."""
    told = found.get(category) or found.get("") or [0]
    total = sum(told)
    return (total > 0) - (total < 0)


def learned(
    train: Sequence[Sentence], test: Sequence[Sentence], codebook: Codebook
) -> tuple[list[set[str]], list[int]]:
    """Return the categories of each test sentence and the polarity of each test opinion."""
    examples = [
        Example(s.text, s.language, {c: _one(s, c) for c in s.categories}, s.review) for s in train
    ]
    engine = learn(examples, codebook)
    languages = [s.language for s in test]
    told = [set(themes) for themes in engine.predict([s.text for s in test], languages)]
    rows = pairs(test)
    judged = engine.polarities(
        [s.text for s, _, _ in rows],
        [s.language for s, _, _ in rows],
        [category for _, category, _ in rows],
    )
    return told, [polarity for polarity, _ in judged]


def _one(sentence: Sentence, category: str) -> int:
    told = [polarity for name, _, polarity in sentence.opinions if name == category]
    return told[0] if len(set(told)) == 1 else (sum(told) > 0) - (sum(told) < 0)


def evaluate(
    splits: Sequence[tuple[list[Sentence], list[Sentence]]], codebook: Codebook
) -> dict[str, dict[str, float]]:
    """Return category F1 and polarity accuracy of each system over all the splits together."""
    names = ("baseline", "zero-shot", "learned")
    decided: dict[str, list[Any]] = {name: [] for name in names}
    judged: dict[str, list[int]] = {name: [] for name in names}
    gold_labels, gold_polarities = [], []
    categories = sorted({c for _, test in splits for s in test for c in s.categories})
    for train, test in splits:
        gold_labels.append(labels_of(test, categories))
        gold_polarities += [polarity for _, _, polarity in pairs(test)]
        decided["baseline"].append(baseline_categories(train, test, categories))
        judged["baseline"] += baseline_polarities(train, test)
        found = zero_shot(test, codebook)
        decided["zero-shot"].append(
            np.array([[c in row for c in categories] for row in found], dtype=bool)
        )
        judged["zero-shot"] += [
            zero_shot_polarity(row, category)
            for row, sentence in zip(found, test, strict=True)
            for category, _, _ in sentence.opinions
        ]
        told, polarities = learned(train, test, codebook)
        decided["learned"].append(
            np.array([[c in t for c in categories] for t in told], dtype=bool)
        )
        judged["learned"] += polarities
    gold = np.vstack(gold_labels)
    return {
        name: {
            "category_f1": 100 * micro_f1(np.vstack(decided[name]), gold),
            "polarity_accuracy": 100
            * float(np.mean(np.array(judged[name]) == np.array(gold_polarities))),
        }
        for name in names
    }


def main() -> None:
    """Measure and print a table per language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, nargs="*", default=[])
    parser.add_argument("--test", type=Path, nargs="*", default=[])
    parser.add_argument("--languages", nargs="*", default=["fr", "en"])
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    codebook = categories_as_codebook(load_codebook("restaurant_hotel"))
    results = {}
    for number, language in enumerate(options.languages):
        path = options.train[number] if options.train else SHARED / f"{language}_rest_train.xml"
        if not path.exists():
            print(f"{language}: skipped: shared data absent")
            continue
        sentences = read(path, language)
        if options.test:
            splits = [(sentences, read(options.test[number], language))]
        else:
            splits = [
                (
                    [s for s in sentences if fold_of(s.review, options.folds) != fold],
                    [s for s in sentences if fold_of(s.review, options.folds) == fold],
                )
                for fold in range(options.folds)
            ]
        results[language] = evaluate(splits, codebook)
        print(f"{language}: {len(sentences)} sentences, {len(splits)} split(s)")
        for name, figures in results[language].items():
            print(
                f"  {name:10} category F1 {figures['category_f1']:.1f}   "
                f"polarity accuracy {figures['polarity_accuracy']:.1f}"
            )
    if options.json:
        options.json.write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
