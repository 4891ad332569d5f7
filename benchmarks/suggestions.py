"""Suggestions told apart from the rest, on a forum and on hotels (SemEval-2019 task 9).

    python -m benchmarks suggestions [--train FILE.csv …] [--test FILE.csv …] [--json OUT]

Files: id, sentence, 1 for a suggestion (header or not). By default the forum's training set is
learned and the labelled trial sets measured; a file whose name says "SubtaskB" or "hotel" is of
hotels. F1 of the suggestion class.

- TF-IDF: words 1-2 and letters 2-5, logistic regression on ``--train``, told above 0.5.
- rules: the patterns of `rebond.understand.intents` alone.
- recipe: our training code on ``--train`` and on our own sentences beside it (`measuring.recipe`;
  ``--recipe-alone`` leaves these out), or the rules.
- shipped: the package, untouched: a sentence holds an opinion whose intent is a suggestion; large:
  with its larger model.

Half of the trial sentences are suggestions, against 10 % (forum) and 42 % (hotels) of the official
tests: figures published on those can't be set side by side. Two dozen errors of the forum's
training set were read while writing the English rules. 459 of the 592 trial sentences of the forum
come from threads of which others are in the training set, 2 are in it themselves.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from measuring import baselines, recipe
from measuring.formats import SHARED, Labelled, read_suggestions
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

RULES = "rules"
FOLDER = SHARED / "suggestions_semeval2019"
TRAINS = [FOLDER / "V1.4_Training.csv"]
TESTS = [FOLDER / "SubtaskA_Trial_Test_Labeled.csv", FOLDER / "SubtaskB_Trial_Test_Labeled.csv"]


def kind_of(path: Path) -> str:
    """Return "hotels" or "forum", by the name of the file."""
    name = path.name.lower()
    return "hotels" if "hotel" in name or "subtaskb" in name else "forum"


def counts_of(said: Sequence[bool], test: Sequence[Labelled]) -> Counts:
    """Return (right, told, wanted) of the suggestion class by sentence."""
    return found(
        [["suggestion"] if one else [] for one in said],
        [["suggestion"] if one.label else [] for one in test],
    )


def measured(
    test: Sequence[Labelled], train: Sequence[Labelled], systems: Sequence[str]
) -> dict[str, Counts]:
    """Return the counts of each system but the recipe."""
    texts = [one.text for one in test]
    counts = {}
    if train and BASELINE in systems:
        told_classes = baselines.classes(
            [one.text for one in train], [one.label for one in train], texts
        )
        counts[BASELINE] = counts_of([label == 1 for label in told_classes], test)
    if RULES in systems:
        from rebond.understand.intents import is_suggestion

        counts[RULES] = counts_of([is_suggestion(text, "en") for text in texts], test)
    for system in PACKAGES:
        if system in systems:
            from measuring.shipped import Package

            counts[system] = counts_of(Package(system).suggests(texts, ["en"] * len(texts)), test)
    return counts


def by_recipe(shares: Sequence[float], test: Sequence[Labelled]) -> list[bool]:
    """Return whether the recipe, or else a rule, tells each sentence a suggestion.

    Raises
    ------
    ValueError
        When the probabilities are not of these texts: ``--work`` keeps those of another file.
    """
    from rebond.understand.intents import is_suggestion

    recipe.same_texts(len(shares), len(test))
    return [
        share > 0.5 or is_suggestion(one.text, "en")
        for share, one in zip(shares, test, strict=True)
    ]


def main() -> None:
    """Measure and print a table a file."""
    parser = arguments(__doc__)
    recipe.add_options(parser)
    options = parser.parse_args()
    tests = options.test or TESTS
    trains = options.train or ([] if options.test else TRAINS)
    if not readable(parser, options, [*tests, *trains]):
        return
    systems = [name for name in (BASELINE, RULES, *PACKAGES) if wanted(options, name)]
    train = [one for path in trains for one in read_suggestions(path)]
    learned = None
    if trains and not options.recipe_found and wanted(options, RECIPE):
        kept = "suggestions-" + "-".join(path.stem for path in tests)
        learned = recipe.found("suggestions", kept, trains, tests, options)
    for path in options.recipe_found:
        learned = json.loads(path.read_text(encoding="utf-8"))
    rows: list[Row] = []
    for path in tests:
        test = read_suggestions(path)
        counts = measured(test, train, systems)
        if learned is not None and path.name in learned:
            counts[RECIPE] = counts_of(by_recipe(learned[path.name]["probability"], test), test)
        groups = [one.group for one in test]
        name = f"suggestions {kind_of(path)}"
        rows += show(compared(name, "F1 of suggestions", f1, counts, groups))
    write(options, rows, train=trains, test=tests)


if __name__ == "__main__":
    main()
