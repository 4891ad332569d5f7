"""Suggestions told apart from the rest, beside the published rules and the TF-IDF baseline.

    python benchmarks/suggestions.py [--forum FILE --hotel FILE] [--json OUT]

Sets: SemEval-2019 task 9, trial sets of subtask A (forum) and B (hotels), and the forum training
set, on which nothing is learned here. F1 of the suggestion class. Published on the official test
sets, which differ from these: NTUA's rules 74.9 and 85.8, patterns and keywords 38.7 and 32.8,
TF-IDF with logistic regression trained on the forum 57.5 and 19.9.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

from rebond.understand.intents import is_suggestion

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "suggestions_semeval2019"


def read(path: Path) -> list[tuple[str, bool]]:
    """Read sentences and labels; the forum's training set has no header."""
    with path.open(encoding="latin-1", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) >= 3 and row[2].strip() in ("0", "1")]
    return [(row[1].strip(' "'), row[2].strip() == "1") for row in rows]


def measure(rows: list[tuple[str, bool]]) -> dict[str, float]:
    """Return precision, recall and F1 of the rules, in percent."""
    told = [is_suggestion(text, "en") for text, _ in rows]
    right = sum(t and label for t, (_, label) in zip(told, rows, strict=True))
    given, wanted = sum(told), sum(label for _, label in rows)
    return {
        "sentences": len(rows),
        "suggestions": wanted,
        "precision": 100 * right / max(given, 1),
        "recall": 100 * right / max(wanted, 1),
        "f1": 100 * 2 * right / max(given + wanted, 1),
        "all_positive_f1": 100 * 2 * wanted / (len(rows) + wanted),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forum", type=Path, default=SHARED / "SubtaskA_Trial_Test_Labeled.csv")
    parser.add_argument("--hotel", type=Path, default=SHARED / "SubtaskB_Trial_Test_Labeled.csv")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    results = {}
    sets = (
        ("forum", options.forum),
        ("hotel", options.hotel),
        ("forum (large)", SHARED / "V1.4_Training.csv"),
    )
    for name, path in sets:
        if not path.exists():
            print(f"{name}: skipped: shared data absent")
            continue
        results[name] = figures = measure(read(path))
        print(
            f"{name:14} {figures['sentences']} sentences, {figures['suggestions']} suggestions: "
            f"F1 {figures['f1']:.1f} (precision {figures['precision']:.1f}, recall "
            f"{figures['recall']:.1f}; all positive {figures['all_positive_f1']:.1f})"
        )
    if options.json:
        options.json.write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
