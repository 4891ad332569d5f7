"""From which likeness two texts say the same: graded pairs of sentences, French and English.

    python -m benchmarks near_duplicates [--json OUT]

The pairs of STS-B are graded by people from 0 to 5; 4 and above mean the same but for details. The
threshold is the least from which nine pairs in ten are graded so, on the training pairs (every
third one); precision and recall are then measured on the pairs of its development set.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from rebond.understand.encoder import shipped_encoder
from rebond.understand.search.meanings import centred
from rebond.understand.search.resemblance import SAME

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "similarity_stsb"
SAYS_THE_SAME = 4.0
WANTED = 0.9  # share of pairs that must say the same


def pairs(part: str, language: str, step: int = 1) -> list[tuple[str, str, float]]:
    """Return (sentence, sentence, grade) of one file, identical sentences left out."""
    path = DATA / f"stsb-{language}-{part}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [(one, other, float(grade)) for one, other, grade in csv.reader(stream)]
    return [row for row in rows[::step] if row[0].strip() != row[1].strip()]


def likenesses(rows: Sequence[tuple[str, str, float]]) -> np.ndarray:
    """Return the cosine around the centre of each pair."""
    encoder = shipped_encoder()
    left = centred(encoder, encoder.embed([one for one, _, _ in rows]))
    right = centred(encoder, encoder.embed([other for _, other, _ in rows]))
    return (left * right).sum(axis=1)


def threshold(likeness: np.ndarray, same: np.ndarray) -> float:
    """Return the least likeness from which `WANTED` of the pairs say the same."""
    order = np.argsort(-likeness)
    precision = np.cumsum(same[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(precision >= WANTED)
    return float(likeness[order[enough[-1]]]) if len(enough) else 1.0


def main() -> int:
    """Measure and print; return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if not DATA.exists():
        print("shared data absent")
        return 0
    learned = [row for language in ("fr", "en") for row in pairs("train", language, 3)]
    grades = np.array([grade for _, _, grade in learned])
    least = threshold(likenesses(learned), grades >= SAYS_THE_SAME)
    print(f"{shipped_encoder().version}: threshold on training pairs {least:.3f}, used {SAME}")
    figures: dict[str, dict[str, float]] = {}
    for language in ("fr", "en"):
        rows = pairs("dev", language)
        said = likenesses(rows) >= SAME
        same = np.array([grade for _, _, grade in rows]) >= SAYS_THE_SAME
        right = int((said & same).sum())
        figures[language] = {
            "precision": right / max(int(said.sum()), 1),
            "recall": right / max(int(same.sum()), 1),
            "pairs": len(rows),
        }
        print(
            f"{language}: {len(rows)} pairs, {int(said.sum())} called the same, of which "
            f"{figures[language]['precision']:.2f} are; {figures[language]['recall']:.2f} found"
        )
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
