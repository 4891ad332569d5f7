"""How far two labellings of our own restaurant reviews agree, as the task counts.

    python models/encoder/agreement_restaurants.py [--second restaurants/second_pass.tsv]

The second pass holds whole reviews, labelled from their bare texts. F1 of the second against the
first: distinct categories of a sentence, categories with their polarity, places of named targets;
and the share of polarities that are the same where both see the same single side of a category.
"""

from __future__ import annotations

import argparse
from collections.abc import Hashable, Sequence
from pathlib import Path

from reviews import Sentence, f1, read_own

RESTAURANTS = Path(__file__).resolve().parent / "restaurants"
FILES = ("fr.tsv", "en.tsv")


def paired(first: Sequence[Sentence], second: Sequence[Sentence]) -> list[tuple[Sentence, ...]]:
    """Return the sentences labelled twice; those whose text has changed since are left out."""
    known = {(s.review, s.text): s for s in first}
    return [(known[s.review, s.text], s) for s in second if (s.review, s.text) in known]


def agreement(pairs: Sequence[tuple[Sentence, ...]]) -> dict[str, float]:
    """Return the figures in percent, by name."""

    def score(labels: list[tuple[set[Hashable], ...]]) -> float:
        return f1([(len(a & b), len(b), len(a)) for a, b in labels])

    sides = [[_sides(one) for one in both] for both in pairs]
    common = [(a[c], b[c]) for a, b in sides for c in a.keys() & b.keys()]
    return {
        "categories": score([tuple({o.category for o in s.opinions} for s in p) for p in pairs]),
        "categories and polarity": score(
            [tuple({(o.category, o.polarity) for o in s.opinions} for s in p) for p in pairs]
        ),
        "targets": score(
            [tuple({o.place for o in s.opinions if o.place} for s in p) for p in pairs]
        ),
        "polarity of a category both see": 100 * sum(a == b for a, b in common) / len(common),
    }


def _sides(sentence: Sentence) -> dict[str, int]:
    """Return the side of each category that has one only."""
    found: dict[str, set[int]] = {}
    for opinion in sentence.opinions:
        found.setdefault(opinion.category, set()).add(opinion.polarity)
    return {category: sides.pop() for category, sides in found.items() if len(sides) == 1}


def main() -> None:
    """Print the figures of each language."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--second", type=Path, default=RESTAURANTS / "second_pass.tsv")
    second = read_own(parser.parse_args().second)
    for name in FILES:
        pairs = paired(read_own(RESTAURANTS / name), second)
        print(f"{name}: {len(pairs)} sentences labelled twice")
        for figure, value in agreement(pairs).items():
            print(f"  {figure}: {value:.1f}")


if __name__ == "__main__":
    main()
