"""Polarity of opinions beside the stars that their authors gave: a check on unseen kinds of text.

    python benchmarks/stars.py [--json OUT]

An opinion agrees when it is negative in a review of 1 or 2 stars, or positive in one of 5. Reviews
are mixed ("jolie mais cassée", 2 stars), so that full agreement is neither possible nor wanted;
neutral opinions are counted apart. Stars are never used to read a text.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Sequence
from pathlib import Path

from rebond.understand import load_codebook, opinions

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data"
# Name, file, columns of the text and of the stars, language, codebook, rows read.
SETS = (
    (
        "insurance, fr",
        "reviews_fr_insurance/reviews.csv",
        1,
        0,
        "fr",
        "insurance_banking",
        (0, 700),
    ),
    ("products, fr", "reviews_fr_amazon/train.csv", 0, 1, "fr", "retail", (3000, 9000)),
    ("companies, en", "reviews_en_companies/reviews.csv", 8, 4, "en", "generic", (0, 3000)),
)


def read(path: Path, text: int, stars: int, rows: tuple[int, int]) -> list[tuple[str, int]]:
    """Return (text, stars) of some rows, those without a number of stars left out."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))[rows[0] : rows[1]]
    kept = [line for line in lines if line[stars][:1].isdigit() and line[text].strip()]
    return [(line[text], round(float(line[stars]))) for line in kept]


def measure(reviews: Sequence[tuple[str, int]], language: str, codebook: str) -> dict[str, float]:
    """Return the shares of agreement by side, their mean, and the share of neutral opinions."""
    clear = [(text, stars) for text, stars in reviews if stars in (1, 2, 5)]
    table = opinions(
        [text for text, _ in clear],
        languages=[language] * len(clear),
        codebook=load_codebook(codebook),
    )
    told: dict[bool, list[int]] = {True: [], False: []}
    for row, polarity in zip(
        table.column("row").to_pylist(), table.column("polarity").to_pylist(), strict=True
    ):
        told[clear[row][1] == 5].append(polarity)
    sides = {
        happy: [polarity > 0 for polarity in listed if polarity] for happy, listed in told.items()
    }
    positive = sum(sides[True]) / max(len(sides[True]), 1)
    negative = 1 - sum(sides[False]) / max(len(sides[False]), 1)
    judged = len(sides[True]) + len(sides[False])
    right = sum(sides[True]) + len(sides[False]) - sum(sides[False])
    return {
        "reviews": len(clear),
        "opinions": table.num_rows,
        "agreement": 100 * right / max(judged, 1),
        "positive_in_5_stars": 100 * positive,
        "negative_in_1_2_stars": 100 * negative,
        "neutral": 100 * (1 - judged / max(table.num_rows, 1)),
    }


def main() -> None:
    """Measure and print one line per set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    results = {}
    for name, file, text, stars, language, codebook, rows in SETS:
        if not (SHARED / file).exists():
            print(f"{name}: skipped: shared data absent")
            continue
        reviews = read(SHARED / file, text, stars, rows)
        results[name] = figures = measure(reviews, language, codebook)
        print(
            f"{name:14} {figures['reviews']} reviews, {figures['opinions']} opinions: agreement "
            f"{figures['agreement']:.1f} (5 stars {figures['positive_in_5_stars']:.1f}, 1-2 stars "
            f"{figures['negative_in_1_2_stars']:.1f}), neutral {figures['neutral']:.1f}"
        )
    if options.json:
        options.json.write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
