"""How far one training stands above another on the same sentences, drawn again by review.

    python -m benchmarks.measuring.against FOUND.json OTHER.json

Both files are what `models/encoder/recipe.py aspects` or `models/encoder/plain.py` wrote with
``--json`` on the same reviews. A line a measure: both scores and the margin, with 95 % intervals.
A measure that the other never tells (no target at all) is left out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from measuring.recipe import aligned
from measuring.scores import Figure, f1, interval, margin


def margins(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[tuple[str, list[Figure]]]:
    """Give each measure with the score of one training, of the other, and the margin.

    Raises
    ------
    ValueError
        When the two were not measured on the same reviews, in the same order.
    """
    if one["reviews"] != other["reviews"]:
        raise ValueError("the two files were not measured on the same reviews: give both one split")
    reviews = one["reviews"]
    for measure, rows in one["counts"].items():
        counts = aligned(rows, len(reviews))
        reference = aligned(other["counts"][measure], len(reviews))
        if reference[:, 1].any():
            scores = [interval(f1, found, reviews) for found in (counts, reference)]
            yield measure, [*scores, margin(f1, counts, reference, reviews)]


def main() -> None:
    """Print a line a measure of each file that both measured."""
    one, other = (json.loads(Path(name).read_text(encoding="utf-8")) for name in sys.argv[1:3])
    for name in [name for name in one if name in other]:
        reviews = one[name]["reviews"]
        print(f"{name}: {len(reviews)} sentences, {len(set(reviews))} reviews")
        for measure, (score, reference, above) in margins(one[name], other[name]):
            print(f"  {measure:<18}{_shown(score)}  {_shown(reference)}  {_shown(above, '+')}")


def _shown(figure: Figure, sign: str = "") -> str:
    value, low, high = (f"{number:{sign}.1f}" for number in figure)
    return f"{value} [{low}; {high}]"


if __name__ == "__main__":
    main()
