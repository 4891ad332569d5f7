"""Learning from coded verbatims and from ten examples, beside TF-IDF and logistic regression.

    python -m benchmarks.coded_verbatims [--train FILE --test FILE] [--text COLUMN]
        [--codes FIRST..LAST] [--group COLUMN] [--shots 10] [--repeats 3] [--json OUT]

The default file is the patient feedback of ../shared/data (evaluation only: nothing that ships was
tuned on it). Without ``--test`` half of the respondents are learned from and the other half
measured. Intervals are percentiles of 500 resamples of respondents (of themes for ten examples).
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from rebond.understand.coding.importing import import_plan
from rebond.understand.learning import Example, learned_codebook, micro_f1
from rebond.understand.themes import Codebook
from rebond.vocabulary import Label

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "patient_feedback_en"
RESAMPLES = 500
THRESHOLDS = [step / 100 for step in range(10, 75, 5)]
LEAST = 20  # verbatims of a theme, in each half, for ten examples to be drawn


def read(path: Path, options: argparse.Namespace) -> tuple[list[Example], Codebook]:
    """Return the verbatims of a file as examples, and the codebook of their labels."""
    found = import_plan(
        None, path, identifier="coded", label=Label("Coded", "Codés"), text=options.text,
        codes=[options.codes] if options.codes else [], group=options.group, learning=False,
        language=options.language, engine=_Silent(),
    )  # fmt: skip
    examples = [
        Example(text, options.language or "en", dict.fromkeys(themes), group)
        for text, themes, group in zip(found.texts, found.coded, found.groups, strict=True)
    ]
    return examples, found.codebook


class _Silent:
    """An engine that says nothing, so that reading a file costs nothing."""

    model_version = "silent"

    def read(self, texts: Sequence[str], languages: Sequence[str], codebook: Codebook) -> Any:
        """Return no opinion."""
        from rebond.understand.engine import table_of

        return table_of([[] for _ in zip(texts, languages, strict=True)], "", codebook.version)


def half_of(example: Example) -> int:
    """Return the half of a respondent: a hash, the same for every system and run."""
    key = example.group or example.text
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % 2


def labels_of(examples: Sequence[Example], themes: Sequence[str]) -> Any:
    """Return which theme each example has (n × number of themes)."""
    return np.array([[theme in e.themes for theme in themes] for e in examples], dtype=bool)


def vectors(known: Sequence[str], unknown: Sequence[str]) -> tuple[Any, Any]:
    """Return TF-IDF of words 1-2 and letters 2-5, fitted on the first texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union

    union = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2),
    )
    return union.fit_transform(known), union.transform(unknown)


def shares(known: Any, labels: Any, unknown: Any) -> Any:
    """Return the probabilities of each theme by logistic regression."""
    from sklearn.linear_model import LogisticRegression

    found = np.zeros((unknown.shape[0], labels.shape[1]))
    for column in range(labels.shape[1]):
        if labels[:, column].any():
            model = LogisticRegression(C=10.0, solver="liblinear")
            model.fit(known, labels[:, column])
            found[:, column] = model.predict_proba(unknown)[:, 1]
    return found


def baseline(train: Sequence[Example], test: Sequence[Example], themes: Sequence[str]) -> Any:
    """Return the decisions of the baseline; its threshold is tuned on a third of ``train``."""
    labels = labels_of(train, themes)
    inner = np.array([int(hashlib.sha256(e.group.encode()).hexdigest(), 16) % 3 for e in train])
    fitted, held = np.flatnonzero(inner != 0), np.flatnonzero(inner == 0)
    texts = [e.text for e in train]
    known, other = vectors([texts[i] for i in fitted], [texts[i] for i in held])
    scores = shares(known, labels[fitted], other)
    best = max(THRESHOLDS, key=lambda level: micro_f1(scores >= level, labels[held]))
    known, unknown = vectors(texts, [e.text for e in test])
    return shares(known, labels, unknown) >= best


def ours(
    train: Sequence[Example],
    test: Sequence[Example],
    codebook: Codebook,
    themes: Sequence[str],
    with_meaning: bool,
) -> tuple[Any, float, str]:
    """Return our decisions, the F1 that we announce from the training part, and the method."""
    from rebond.understand.learned.meanings import available_embedder

    made, held_out = learned_codebook(train, codebook, with_meaning=with_meaning)
    columns = {theme: column for column, theme in enumerate(themes)}
    decided = np.zeros((len(test), len(themes)), dtype=bool)
    assert made.weights is not None
    embedder = available_embedder() if made.weights.reads_meaning else None
    texts, languages = [e.text for e in test], [e.language for e in test]
    for part in made.weights.parts:
        for decision in part.decide(texts, languages, made, embedder):
            if decision.theme in columns:
                decided[decision.piece.row, columns[decision.theme]] = True
    method = "meaning" if made.weights.reads_meaning else "words"
    kept = [place for place, theme in enumerate(held_out.themes) if theme in columns]
    announced = micro_f1(held_out.decided[:, kept], held_out.coded[:, kept])
    return decided, announced, method


def interval(one: Any, labels: Any, groups: Sequence[str], other: Any = None) -> list[float]:
    """Return the 95 % bootstrap interval of a micro-F1, or of a difference, by respondent."""
    numbers = {group: number for number, group in enumerate(dict.fromkeys(groups))}
    owner = np.array([numbers[group] for group in groups])
    counts = [_counts(one, labels, owner)] + (
        [] if other is None else [_counts(other, labels, owner)]
    )
    random = np.random.default_rng(0)
    drawn = []
    for _ in range(RESAMPLES):
        weights = random.multinomial(len(numbers), np.full(len(numbers), 1 / len(numbers)))
        values = [2 * (weights @ c[:, 0]) / max(1, weights @ c[:, 1]) for c in counts]
        drawn.append(values[0] - (values[1] if other is not None else 0.0))
    return [round(float(end), 4) for end in np.quantile(drawn, [0.025, 0.975])]


def _counts(decided: Any, labels: Any, owner: Any) -> Any:
    right = np.bincount(owner, (decided & labels).sum(axis=1))
    given = np.bincount(owner, decided.sum(axis=1) + labels.sum(axis=1))
    return np.column_stack([right, given])


def macro(decided: Any, labels: Any) -> float:
    """Return the mean F1 of the themes that the test part has."""
    kept = [column for column in range(labels.shape[1]) if labels[:, column].any()]
    return float(np.mean([micro_f1(decided[:, [c]], labels[:, [c]]) for c in kept]))


def kappa(decided: Any, labels: Any) -> float:
    """Return Cohen's kappa of all decisions together."""
    seen = (decided == labels).mean()
    one, other = decided.mean(), labels.mean()
    chance = one * other + (1 - one) * (1 - other)
    return float((seen - chance) / (1 - chance))


def coded(train: list[Example], test: list[Example], codebook: Codebook) -> dict[str, Any]:
    """Measure learning from coded verbatims, with the encoder, without it, and the baseline."""
    counts: dict[str, int] = {}
    for example in train:
        for theme in example.themes:
            counts[theme] = counts.get(theme, 0) + 1
    # "Labelling not possible" is told by the words "Did not answer": no merit of any system.
    specific = {theme.id for theme in codebook.leaves if theme.specific}
    themes = sorted(theme for theme, n in counts.items() if n >= 2 and theme in specific)
    labels, groups = labels_of(test, themes), [e.group or e.text for e in test]
    reference = baseline(train, test, themes)
    told = {"TF-IDF and logistic regression": (reference, None, "words")}
    told["Rebond, words only"] = ours(train, test, codebook, themes, False)
    told["Rebond"] = ours(train, test, codebook, themes, True)
    found: dict[str, Any] = {"learned": len(train), "measured": len(test), "themes": len(themes)}
    for name, (decided, announced, method) in told.items():
        found[name] = {
            "micro F1": round(micro_f1(decided, labels), 4),
            "interval": interval(decided, labels, groups),
            "margin over the baseline": interval(decided, labels, groups, reference),
            "macro F1": round(macro(decided, labels), 4),
            "kappa": round(kappa(decided, labels), 4),
            "announced": None if announced is None else round(announced, 4),
            "method": method,
        }
    return found


def ten_examples(
    train: list[Example], test: list[Example], codebook: Codebook, shots: int, repeats: int
) -> dict[str, Any]:
    """Measure each theme taught by a few examples, the other voices being unlabelled."""
    from rebond.understand.learned.meanings import available_embedder
    from rebond.understand.teaching import Background, Lesson, teach

    random = np.random.default_rng(0)
    languages = [e.language for e in test]
    known, unknown = vectors([e.text for e in train], [e.text for e in test])
    scores: dict[str, list[tuple[str, float]]] = {}
    for theme in [leaf.id for leaf in codebook.leaves if leaf.specific]:
        own = [row for row, e in enumerate(train) if theme in e.themes]
        labels = np.array([theme in e.themes for e in test])
        if len(own) < LEAST or labels.sum() < LEAST:
            continue
        for _ in range(repeats):
            drawn = random.choice(own, shots, replace=False)
            beside = [row for row in range(len(train)) if row not in set(drawn.tolist())]
            background = Background(
                [train[r].text for r in beside], [train[r].language for r in beside]
            )
            lesson = Lesson([train[row].text for row in drawn])
            for name, meaning in (("Rebond, words only", False), ("Rebond", True)):
                taught = teach(codebook, theme, lesson, background=background, with_meaning=meaning)
                embedder = available_embedder() if meaning else None
                decided = np.zeros(len(test), dtype=bool)
                weights = taught.codebook.weights  # None when the ten are too alike
                for part in weights.parts if weights else ():
                    for decision in part.decide(
                        [e.text for e in test], languages, taught.codebook, embedder
                    ):
                        decided[decision.piece.row] |= decision.theme == theme
                scores.setdefault(name, []).append((theme, micro_f1(decided, labels)))
            targets = np.isin(np.arange(len(train)), drawn)[:, None]
            likely = shares(known, targets, unknown)[:, 0]
            # It has no threshold of its own: as many voices as Rebond tells.
            level = np.sort(likely)[-max(1, int(decided.sum()))]
            score = micro_f1(likely >= level, labels)
            scores.setdefault("TF-IDF and logistic regression", []).append((theme, score))
    return {name: _over_themes(listed, scores) for name, listed in scores.items()}


def _over_themes(
    listed: Sequence[tuple[str, float]], scores: dict[str, list[tuple[str, float]]]
) -> dict[str, Any]:
    def by_theme(pairs: Sequence[tuple[str, float]]) -> Any:
        names = list(dict.fromkeys(theme for theme, _ in pairs))
        return np.array([np.mean([score for t, score in pairs if t == name]) for name in names])

    own = by_theme(listed)
    margin = own - by_theme(scores["TF-IDF and logistic regression"])
    drawn = np.random.default_rng(0).integers(0, len(own), (RESAMPLES, len(own)))
    ends = [
        [round(float(end), 4) for end in np.quantile(values[drawn].mean(axis=1), [0.025, 0.975])]
        for values in (own, margin)
    ]
    return {
        "mean F1": round(float(own.mean()), 4),
        "interval": ends[0],
        "margin over the baseline": ends[1],
        "themes": len(own),
    }


def main() -> None:
    """Measure, print, and write JSON when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, default=SHARED / "v6framework.csv")
    parser.add_argument("--test", type=Path)
    parser.add_argument("--text")
    parser.add_argument("--codes")
    parser.add_argument("--group")
    parser.add_argument("--language", default="en", choices=("fr", "en"))
    parser.add_argument("--shots", type=int, default=10)
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--skip-teaching", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if not options.train.exists():
        print("skipped: shared data absent")
        return
    examples, codebook = read(options.train, options)
    if options.test:
        train, test = examples, read(options.test, options)[0]
    else:
        train = [example for example in examples if half_of(example) == 0]
        test = [example for example in examples if half_of(example) == 1]
    found: dict[str, Any] = {"coded verbatims": coded(train, test, codebook)}
    if not options.skip_teaching:
        found[f"{options.shots} examples"] = ten_examples(
            train, test, codebook, options.shots, options.repeats
        )
    print(json.dumps(found, ensure_ascii=False, indent=1))
    if options.json:
        options.json.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
