"""What is judged, with its polarity, in five domains and two languages (M-ABSA).

    python -m benchmarks targets [--test FOLDER | FILE.txt …] [--train FOLDER | FILE.txt …]
        [--json OUT]

A folder holds ``DOMAIN/LANGUAGE/test.txt`` (``dev.txt`` where there is no test, as in
../shared/data) for ``--test``, ``DOMAIN/LANGUAGE/train.txt`` for ``--train``; files are named the
same way. Measured: distinct pairs (explicit target as written, polarity) of a sentence, micro-F1;
implicit targets (NULL) are left out. Every language but English is a machine translation reviewed
by people: no claim about real French rests on it.

- TF-IDF: targets of the domain's training file found again, judged by TF-IDF.
- shipped: the model of the package, untouched; large: its larger model. They have learned the
  training files of hotel, laptop, phone and food, and none of restaurant; the dev files of those
  four served to choose their settings.

The paper (arXiv 2502.11824) fine-tunes mT5-base; its figures by domain and language are in no
public text that we could read, so none is quoted. Its code counts pairs as lists, duplicates
included, and pulls what it generates to the nearest words of the sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from measuring import baselines
from measuring.formats import SHARED, Sentence, read_triplets
from measuring.results import (
    BASELINE,
    PACKAGES,
    Row,
    arguments,
    compared,
    readable,
    show,
    wanted,
    write,
)
from measuring.scores import Counts, f1, found

FOLDER = SHARED / "absa_multilingual"
LANGUAGES = ("fr", "en")
MEASURE = "target and polarity F1"
Measured = tuple[list[Sentence], dict[str, Counts]]


def files(paths: Sequence[Path], names: Sequence[str], languages: Sequence[str]) -> list[Path]:
    """Return the files given, and those of the folders given: the first name that exists."""
    listed: list[Path] = []
    for path in paths:
        if path.is_dir():
            for folder in sorted(path.glob("*/*")):
                existing = [folder / name for name in names if (folder / name).exists()]
                listed += existing[:1] if folder.name in languages else []
        else:
            listed.append(path)
    return listed


def measured(
    test: Sequence[Sentence], train: Sequence[Sentence], systems: Sequence[str]
) -> Measured:
    """Return the sentences and the counts of each system."""
    gold = [{(o.target, o.polarity) for o in s.opinions if o.target} for s in test]
    counts = {}
    if train and BASELINE in systems:
        counts[BASELINE] = found(baselines.known_targets(train, test), gold)
    for system in PACKAGES:
        if system in systems:
            from measuring.shipped import Package

            read = Package(system).targets([s.text for s in test])
            pairs = [
                {(s.text[start:end], polarity) for start, end, polarity in row}
                for s, row in zip(test, read, strict=True)
            ]
            counts[system] = found(pairs, gold)
    return list(test), counts


def rows_of(task: str, parts: Sequence[Measured]) -> list[Row]:
    """Return the rows of several files taken together."""
    systems = [name for name in parts[0][1] if all(name in counts for _, counts in parts)]
    together = {name: np.vstack([counts[name] for _, counts in parts]) for name in systems}
    groups = [s.group for sentences, _ in parts for s in sentences]
    return compared(task, MEASURE, f1, together, groups)


def main() -> None:
    """Measure and print a table a file, then a language."""
    parser = arguments(__doc__)
    parser.add_argument("--languages", nargs="*", default=LANGUAGES, help="of the folders")
    options = parser.parse_args()
    tests = files(options.test or [FOLDER], ("test.txt", "dev.txt"), options.languages)
    trains = files(options.train or [FOLDER], ("train.txt",), options.languages)
    if not readable(parser, options, [*tests, *trains] or [FOLDER]):
        return
    if not tests:
        parser.error("the folder holds no DOMAIN/LANGUAGE/test.txt nor dev.txt")
    learned = {(path.parents[1].name, path.parent.name): path for path in trains}
    systems = [name for name in (BASELINE, *PACKAGES) if wanted(options, name)]
    by_language: dict[str, list[Measured]] = {}
    rows = []
    for path in tests:
        domain, language = path.parents[1].name, path.parent.name
        known = learned.get((domain, language))
        train = read_triplets(known, language) if known else []
        part = measured(read_triplets(path, language), train, systems)
        by_language.setdefault(language, []).append(part)
        rows += show(rows_of(f"targets {language}, {domain}", [part]))
    for language, parts in by_language.items():
        if len(parts) > 1:
            rows += show(rows_of(f"targets {language}, {len(parts)} domains together", parts))
    write(options, rows, train=trains, test=tests)


if __name__ == "__main__":
    main()
