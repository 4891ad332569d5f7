"""Aspects of real restaurant reviews: categories, polarity, targets (SemEval-2016 task 5).

    python -m benchmarks aspects [--train FILE.xml …] [--test FILE.xml …] [--json OUT]

Each file of ``--test`` is measured, learning from the files of ``--train``. Without ``--test``,
a fifth of the reviews of the French and English training sets is measured and the rest learned
(``--folds 5``: each fifth in turn; ``--recipe-found FILE``: the reviews that the recipe set aside
when it ran by itself, once for all languages). Files are cut by review, never by sentence.

- TF-IDF: words 1-2 and letters 2-5, one logistic regression a category, threshold tuned inside;
  targets are those of the official baseline (the first target of training, by category).
- examples: what the product learns from coded verbatims (`rebond.understand.learning`).
- recipe: our training code on these training sets, all languages, and on our own reviews beside
  them (`measuring.recipe`; ``--recipe-alone`` leaves these out).
- shipped: the model and the restaurant codebook of the package, untouched; large: its larger model.

Measures: slot 1 (distinct categories E#A of a sentence, micro-F1) on all sentences and on those
that carry an opinion; category with polarity, on those; slot 3 (accuracy, category and target
given); slot 2 (distinct places of explicit targets, micro-F1). Sentences that the annotators put
out of scope are left out.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from measuring import baselines, recipe
from measuring.formats import SHARED, Sentence, fold_of, read_reviews, write_reviews
from measuring.results import (
    BASELINE,
    PACKAGES,
    RECIPE,
    Row,
    arguments,
    compared,
    readable,
    show,
    wanted,
    write,
)
from measuring.scores import Counts, f1, found
from rebond.understand import load_codebook
from rebond.understand.codebook import Codebook, Theme
from rebond.vocabulary import Label

LANGUAGES = ("fr", "en")
TRAINING = [SHARED / "absa_semeval2016" / f"{name}_rest_train.xml" for name in ("fr", "en", "es")]
EXAMPLES = "examples"
# The names that the recipe gives to its counts, and the measures.
MEASURES = {
    "category": "category F1, all sentences",
    "category opinion": "category F1, sentences with an opinion",
    "pair opinion": "category and polarity F1, sentences with an opinion",
    "polarity": "polarity accuracy, aspect given",
    "target": "target F1",
}
# The themes of the shipped codebook under each category of the task; the others have none.
UNDER = {
    "FOOD#QUALITY": ("food.quality", "food.desserts", "food.breakfast"),
    "FOOD#STYLE_OPTIONS": ("food.portions", "food.menu"),
    "DRINKS#QUALITY": ("drinks.wine", "drinks.other"),
    "SERVICE#GENERAL": ("service.kindness", "service.quality", "service.speed", "service.errors"),
    "RESTAURANT#PRICES": ("price.level", "price.value"),
    "RESTAURANT#MISCELLANEOUS": ("price.payment", "booking.booking", "booking.hours"),
    "AMBIENCE#GENERAL": ("place.atmosphere", "place.comfort", "place.cleanliness"),
    "LOCATION#GENERAL": ("place.location", "place.parking"),
    "RESTAURANT#GENERAL": (
        "experience.loyalty",
        "experience.reputation",
        "general.satisfaction",
        "general.recommendation",
    ),
}


@dataclass(frozen=True)
class Split:
    """Sentences to measure, and what may be learned from, as sentences and as files."""

    language: str
    train: list[Sentence]
    test: list[Sentence]
    train_files: list[Path]
    test_file: Path
    found: Mapping[str, Any] | None = None  # what the recipe already told of these sentences


@dataclass(frozen=True)
class Told:
    """What a system says of sentences; None where it does not answer."""

    pairs: Sequence[set[tuple[str, int]]]
    judged: Sequence[Sequence[int]] | None  # one a gold opinion, in order
    targets: Sequence[set[tuple[int, int]]] | None


def counts_of(said: Told, sentences: Sequence[Sentence]) -> dict[str, Counts]:
    """Return (right, told, wanted) by sentence for each measure answered."""
    gold = [{(o.category, o.polarity) for o in s.opinions} for s in sentences]
    names = found([{name for name, _ in row} for row in said.pairs], [_names(row) for row in gold])
    carries = np.array([[bool(s.opinions)] for s in sentences])
    counts = {
        "category": names,
        "category opinion": names * carries,
        "pair opinion": found(said.pairs, gold) * carries,
    }
    if said.judged is not None:
        rows = [
            (sum(j == o.polarity for j, o in zip(row, s.opinions, strict=True)), *[len(row)] * 2)
            for row, s in zip(said.judged, sentences, strict=True)
        ]
        counts["polarity"] = np.array(rows, dtype=np.float64)
    if said.targets is not None:
        places = [{(o.start, o.end) for o in s.opinions if o.target} for s in sentences]
        counts["target"] = found(said.targets, places)
    return counts


def _names(pairs: set[tuple[str, int]]) -> set[str]:
    return {name for name, _ in pairs}


def by_baseline(split: Split) -> Told:
    """Return what TF-IDF, and dictionaries of targets, say."""
    names = baselines.categories(split.train, split.test)
    asked = [(s.text, name) for s, row in zip(split.test, names, strict=True) for name in row]
    given = [(s.text, o.category) for s in split.test for o in s.opinions]
    judged = iter(baselines.polarities(split.train, [*asked, *given]))
    pairs = [{(name, next(judged)) for name in row} for row in names]
    return Told(
        pairs,
        [[next(judged) for _ in s.opinions] for s in split.test],
        baselines.first_targets(split.train, split.test, names),
    )


def by_examples(split: Split, codebook: Codebook) -> Told:
    """Return what the product says once it has learned the training part."""
    from rebond.understand.learning import Example, learn

    engine = learn([Example(s.text, s.language, _signs(s), s.group) for s in split.train], codebook)
    texts, languages = [s.text for s in split.test], [s.language for s in split.test]
    names = engine.predict(texts, languages)
    asked = [(s, name) for s, row in zip(split.test, names, strict=True) for name in row]
    asked += [(s, _theme(o.category)) for s in split.test for o in s.opinions]
    told_polarities = engine.polarities(
        [s.text for s, _ in asked], [s.language for s, _ in asked], [name for _, name in asked]
    )
    judged = iter([polarity for polarity, _ in told_polarities])
    pairs = [{(_category(name), next(judged)) for name in row} for row in names]
    return Told(pairs, [[next(judged) for _ in s.opinions] for s in split.test], None)


def _signs(sentence: Sentence) -> Mapping[str, int | None]:
    sums: dict[str, int] = defaultdict(int)
    for opinion in sentence.opinions:
        sums[_theme(opinion.category)] += opinion.polarity
    return {name: (total > 0) - (total < 0) for name, total in sums.items()}


def by_package(system: str, split: Split, codebook: Codebook) -> Told:
    """Return what the package says: categories from its codebook, the rest from its encoder."""
    from measuring.shipped import Package

    package = Package(system)
    texts = [s.text for s in split.test]
    themes = package.themes(texts, [s.language for s in split.test], codebook)
    asked = [
        (s.text, (o.start, o.end) if o.target else None) for s in split.test for o in s.opinions
    ]
    judged = iter(package.given_places([text for text, _ in asked], [p for _, p in asked]))
    return Told(
        [{(_category(name), sign) for name, sign in row.items()} for row in themes],
        [[next(judged) for _ in s.opinions] for s in split.test],
        [{(start, end) for start, end, _ in row} for row in package.targets(texts)],
    )


def categories_as_codebook(shipped: Codebook) -> Codebook:
    """Return a codebook whose themes are the categories, with the shipped expressions."""
    themes: list[Theme] = []
    for category, identifiers in UNDER.items():
        name = _theme(category)
        branch = name.partition(".")[0]
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
                for language in LANGUAGES
            }
        themes.append(Theme(name, branch, Label(name, name), Label("", ""), **merged))
    return Codebook("semeval", Label("SemEval", "SemEval"), tuple(themes))


def _theme(category: str) -> str:
    return category.replace("#", ".")


def _category(theme: str) -> str:
    return theme.replace(".", "#")


def splits(options: argparse.Namespace, folder: Path) -> list[Split]:
    """Return what is measured; the parts of files that are cut are written in ``folder``."""
    read = {path: read_reviews(path) for path in [*options.train, *options.test]}
    language = {path: sentences[0].language for path, sentences in read.items()}
    groups = {path: {s.group for s in sentences} for path, sentences in read.items()}
    told_by_recipe = [
        (set(said["reviews"]), said)
        for path in options.recipe_found
        for said in json.loads(path.read_text(encoding="utf-8")).values()
    ]
    if options.test:
        made = []
        for path in options.test:
            alike = [other for other in options.train if language[other] == language[path]]
            known = [s for other in alike for s in read[other]]
            kept = [said for apart, said in told_by_recipe if apart == groups[path]]
            split = Split(language[path], known, read[path], options.train, path, *kept[:1])
            made.append(split)
        return made
    parts: list[tuple[Path, set[str], Mapping[str, Any] | None]] = []
    for apart, said in told_by_recipe:
        parts += [
            (path, apart, said)
            for path in options.train
            if apart <= groups[path] and language[path] in options.languages
        ]
    if not options.recipe_found:
        number = max(options.folds, 5)
        parts = [
            (path, {group for group in groups[path] if fold_of(group, number) == fold}, None)
            for path in options.train
            if language[path] in options.languages
            for fold in range(options.folds)
        ]
    return [
        _part(path, read[path], apart, number, options, folder, said)
        for number, (path, apart, said) in enumerate(parts)
    ]


def _part(
    path: Path,
    sentences: list[Sentence],
    apart: set[str],
    number: int,
    options: argparse.Namespace,
    folder: Path,
    said: Mapping[str, Any] | None,
) -> Split:
    """Return the split that measures the reviews ``apart``, written as two files."""
    language = sentences[0].language
    name = f"{language}-{number}"
    train, test = folder / f"{name}-train.xml", folder / f"{name}-test.xml"
    write_reviews(path, {s.group for s in sentences} - apart, train)
    write_reviews(path, apart, test)
    return Split(
        language,
        [s for s in sentences if s.group not in apart],
        [s for s in sentences if s.group in apart],
        [train, *(other for other in options.train if other != path)],
        test,
        said,
    )


def measured(split: Split, options: argparse.Namespace) -> dict[str, dict[str, Counts]]:
    """Return the counts of each system on a split, by measure."""
    codebook = categories_as_codebook(load_codebook("restaurant_hotel"))
    counts: dict[str, dict[str, Counts]] = {}
    if split.train and wanted(options, BASELINE):
        counts[BASELINE] = counts_of(by_baseline(split), split.test)
    if split.train and wanted(options, EXAMPLES):
        counts[EXAMPLES] = counts_of(by_examples(split, codebook), split.test)
    if split.train and wanted(options, RECIPE):
        said = of_recipe(split, options)
        if said is not None:
            size = len(split.test)
            counts[RECIPE] = {k: recipe.aligned(rows, size) for k, rows in said["counts"].items()}
    for system in PACKAGES:
        if wanted(options, system):
            counts[system] = counts_of(by_package(system, split, codebook), split.test)
    return counts


def of_recipe(split: Split, options: argparse.Namespace) -> Any | None:
    """Return what the recipe told of a split; None when it has not run and can't."""
    if split.found:
        return split.found
    tests = options.test or [split.test_file]  # learned once for all the tests given
    name = "-".join(["aspects", *(path.stem for path in tests)])
    told = recipe.found("aspects", name, split.train_files, tests, options)
    return told and told[split.test_file.name]


def rows_of(parts: Sequence[tuple[Split, dict[str, dict[str, Counts]]]]) -> list[Row]:
    """Return the rows of one language: the counts of all its splits together."""
    language = parts[0][0].language
    groups = [s.group for split, _ in parts for s in split.test]
    systems = [name for name in parts[0][1] if all(name in counts for _, counts in parts)]
    return [
        row
        for key, measure in MEASURES.items()
        for row in compared(
            f"aspects {language}, restaurants",
            measure,
            f1,
            {
                name: np.vstack([counts[name][key] for _, counts in parts])
                for name in systems
                if key in parts[0][1][name]
            },
            groups,
        )
    ]


def main() -> None:
    """Measure and print a table a language."""
    parser = arguments(__doc__)
    parser.add_argument("--languages", nargs="*", default=LANGUAGES, help="cut without --test")
    parser.add_argument("--folds", type=int, default=1, help="1: one fifth apart; 5: each in turn")
    recipe.add_options(parser)
    options = parser.parse_args()
    train = options.train or ([] if options.test else TRAINING)
    if not readable(parser, options, [*train, *options.test]):
        return
    options.train = train
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.work or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        by_language: dict[str, list[tuple[Split, dict[str, dict[str, Counts]]]]] = {}
        for split in splits(options, folder):
            part = (split, measured(split, options))
            by_language.setdefault(split.language, []).append(part)
    rows = [row for parts in by_language.values() for row in show(rows_of(parts))]
    write(options, rows, train=options.train, test=options.test, folds=options.folds)


if __name__ == "__main__":
    main()
