"""French polarity on kinds of text that the model has never met: products, series, tweets.

    python -m benchmarks polarity [--test FILE …] [--train FILE …] [--json OUT]

The form of a file says what it is (`measuring.formats.read_polarity`): ``.csv`` texts with stars
(1-2 negative, 4-5 positive, 3 left out), ``.tsv`` series (1 or 0), ``*_text.txt`` tweets with
``*_labels.txt`` beside it (three classes). ``--train`` gives TF-IDF the file of the same form to
learn from; a set of stars without one is cut in five by text, the first part measured.

- lexicon: Pattern's French lexicon, nothing learned.
- TF-IDF: learned on the *same* kind of text: what a bag of words reaches at home.
- shipped: the package, untouched (`rebond.understand.text_polarity`): both of its models and the
  words; in two classes, the likelier of negative and positive. Large: the larger model alone.

Macro-F1. For stars, also how often the single opinions of `rebond.understand.opinions` agree with
them: negative in 1-2 stars, positive in 4-5. Reviews are mixed, so 100 % is not expected.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from measuring import baselines
from measuring.formats import SHARED, Labelled, fold_of, language_of, read_polarity
from measuring.results import (
    BASELINE,
    PACKAGES,
    SHIPPED,
    Row,
    arguments,
    compared,
    readable,
    show,
    wanted,
    write,
)
from measuring.scores import accuracy, classed, macro_f1

LEXICON = "lexicon"
KINDS = {".csv": "products", ".tsv": "series", ".txt": "tweets"}
TESTS = [
    SHARED / "reviews_fr_amazon" / "train.csv",
    SHARED / "reviews_fr_tvseries" / "dev.tsv",
    SHARED / "tweets_fr" / "val_text.txt",
]
TRAINS = [
    SHARED / "reviews_fr_tvseries" / "train.tsv",
    SHARED / "tweets_fr" / "train_text.txt",
]
# Stars in other sectors: only the agreement of opinions is of interest.
OTHERS = {
    SHARED / "reviews_fr_insurance" / "reviews.csv": "insurance_banking",
    SHARED / "reviews_en_companies" / "reviews.csv": "generic",
}


def sides(shares: Sequence[Sequence[float]], classes: Sequence[int]) -> list[int]:
    """Return the likeliest of the classes (-1, 0, 1) in each row of probabilities."""
    columns = [label + 1 for label in classes]
    return [classes[int(place)] for place in np.asarray(shares)[:, columns].argmax(axis=1)]


def measured(
    kind: str, test: Sequence[Labelled], train: Sequence[Labelled], systems: Sequence[str]
) -> list[Row]:
    """Return the rows of one set."""
    labels = [one.label for one in test]
    classes = sorted(set(labels))
    texts = [one.text for one in test]
    said: dict[str, list[int]] = {}
    if train and BASELINE in systems:
        said[BASELINE] = baselines.classes(
            [one.text for one in train], [one.label for one in train], texts
        )
    if LEXICON in systems and baselines.LEXICON.exists():
        said[LEXICON] = baselines.by_lexicon(texts, classes)
    for system in PACKAGES:
        if system in systems:
            from measuring.shipped import Package

            said[system] = sides(Package(system).whole_texts(texts), classes)
    counts = {name: classed(given, labels, classes) for name, given in said.items()}
    baseline = BASELINE if BASELINE in counts else LEXICON
    groups = [one.group for one in test]
    return compared(f"polarity {kind}", "macro-F1", macro_f1, counts, groups, baseline=baseline)


def agreement(kind: str, reviews: Sequence[Labelled], codebook: str) -> list[Row]:
    """Return how often opinions go the way of the stars of their review, neutral ones left out."""
    from rebond.understand import load_codebook, opinions

    texts = [one.text for one in reviews]
    table = opinions(
        texts, languages=[language_of(texts)] * len(texts), codebook=load_codebook(codebook)
    )
    counts = np.zeros((len(reviews), 2))
    pairs = table.select(["row", "polarity"]).to_pydict()
    for row, polarity in zip(pairs["row"], pairs["polarity"], strict=True):
        if polarity:
            counts[row] += (polarity == reviews[row].label, 1)
    groups = [one.group for one in reviews]
    measure = "opinions on the side of the stars, accuracy"
    return compared(f"polarity {kind}", measure, accuracy, {SHIPPED: counts}, groups)


def pairs_of(
    tests: Sequence[Path], trains: Sequence[Path]
) -> list[tuple[str, list[Labelled], list[Labelled]]]:
    """Return (kind, texts measured, texts to learn from); stars alone are cut."""
    made = []
    for path in tests:
        test = read_polarity(path)
        known = [other for other in trains if other.suffix == path.suffix]
        train = [one for other in known for one in read_polarity(other)]
        if not train and path in TESTS and path.suffix == ".csv":
            train = [one for one in test if fold_of(one.group, 5)]
            test = [one for one in test if not fold_of(one.group, 5)]
        made.append((KINDS.get(path.suffix, path.stem), test, train))
    return made


def main() -> None:
    """Measure and print a table a set."""
    parser = arguments(__doc__)
    options = parser.parse_args()
    tests = options.test or TESTS
    trains = options.train or ([] if options.test else TRAINS)
    if not readable(parser, options, [*tests, *trains]):
        return
    systems = [name for name in (BASELINE, LEXICON, *PACKAGES) if wanted(options, name)]
    rows: list[Row] = []
    for kind, test, train in pairs_of(tests, trains):
        rows += show(measured(kind, test, train, systems))
        if kind == "products" and SHIPPED in systems:
            rows += show(agreement(kind, test, "retail"))
    if SHIPPED in systems and not options.test:
        for path, codebook in OTHERS.items():
            if path.exists():
                rows += show(agreement(path.parent.name, read_polarity(path), codebook))
    write(options, rows, train=trains, test=tests)


if __name__ == "__main__":
    main()
