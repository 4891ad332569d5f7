"""Codebooks made from the data: how many voices they cover, how fast, and how often they are right.

    python benchmarks/built_codebooks.py [--set insurance|companies|patients|consultation|speed]
        [--file CSV --column NAME] [--show] [--json OUT]

A codebook is built from each file and read back with the engine of the package. Coverage counts the
voices that speak of a leaf, general satisfaction and "other" left out. ``labels/built_insurance_fr.
json`` says, for 200 pairs (voice, leaf) of French insurance reviews, whether the voice speaks of
what the leaf is called; pairs that the builder no longer gives are left out, and counted. Building
again from the voices in another order must give the same file. ``--set speed`` builds from 10,000
French product reviews.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

from insurance_themes import (
    COMPANIES,
    DATA,
    INSURANCE,
    TARGET_PRECISION,
    column,
    first_column,
    shown,
    spoken_in,
    themes_of,
)
from rebond.understand.building import Built, build_codebook
from rebond.understand.codebook import write_codebook
from rebond.understand.encoder import shipped_encoder
from sector_themes import precision, rows_of

LABELS = Path(__file__).resolve().parent / "labels" / "built_insurance_fr.json"
TARGET_COVERAGE, MOST_BRANCHES, MOST_LEAVES = 0.80, 12, 60
PATIENTS = DATA / "patient_feedback_en" / "phase1_text_data.csv"
ARGUMENTS = DATA / "consultations" / "fr_republique_numerique" / "arguments.csv"
PRODUCTS = DATA / "reviews_fr_amazon" / "train.csv"
SETS = {
    "insurance": (INSURANCE, "avis"),
    "companies": (COMPANIES, "comment_content"),
    "patients": (PATIENTS, "feedback"),
    "consultation": (ARGUMENTS, "body"),
    "speed": (PRODUCTS, ""),
}
SPEED_VOICES = 10_000


def built_from(texts: Sequence[str]) -> Built:
    """Build a codebook; each text is the voice of one person."""
    people = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    return build_codebook(texts, spoken_in(texts), people, embed=shipped_encoder().embed)


def same_in_another_order(texts: Sequence[str], built: Built) -> bool:
    """Tell whether the voices shuffled give the same file, byte for byte."""
    shuffled = list(texts)
    random.Random(1).shuffle(shuffled)
    return write_codebook(built_from(shuffled).codebook) == write_codebook(built.codebook)


def show(built: Built) -> None:
    """Print the branches and leaves with their voices and cohesion."""
    proposals = {proposal.theme.id: proposal for proposal in built.proposals}
    for theme in built.codebook.themes:
        if theme.id in proposals:
            told = proposals[theme.id]
            sure = "" if told.cohesion is None else f"  cohesion {told.cohesion:.2f}"
            print(f"    {theme.label.fr}: {told.voices}{sure}")
        elif not theme.parent:
            print(f"  {theme.label.fr}")


def measure(name: str, rows: dict[int, str], shows: bool) -> dict[str, float]:
    """Build, print what holds, and return the figures."""
    texts = list(rows.values())
    started = time.perf_counter()
    built = built_from(texts)
    seconds = time.perf_counter() - started
    codebook = built.codebook
    branches = sum(not theme.parent for theme in codebook.themes)
    leaves = len(codebook.themes) - branches
    print(f"\n{name}: {len(texts)} voices, codebook {codebook.version}, {seconds:.1f} s")
    print(
        f"{branches} branches of at most {MOST_BRANCHES}, {leaves} leaves of at most {MOST_LEAVES}"
    )
    if shows:
        show(built)
    print(f"same file in another order: {same_in_another_order(texts, built)}")
    figures = {"seconds": seconds, "branches": branches, "leaves": leaves}
    found = dict(zip(rows, themes_of(texts, spoken_in(texts), codebook), strict=True))
    covered = sum(map(bool, found.values()))
    print(shown("voices that speak of a leaf", covered, len(texts), TARGET_COVERAGE))
    figures["coverage"] = covered / max(1, len(texts))
    if name == "insurance":
        labels = json.loads(LABELS.read_text(encoding="utf-8"))
        right, kept = precision(found, labels["pairs"])
        labelled = sum(map(len, labels["pairs"].values()))
        print(shown("pairs that are right", right, kept, TARGET_PRECISION))
        print(f"{'':<34}{labelled - kept} of the {labelled} labelled pairs are no longer given")
        if codebook.version != labels["codebook"]:
            print(f"{'':<34}labelled on {labels['codebook']}: new pairs have no label")
        figures["precision"] = right / max(1, kept)
    return figures


def texts_of(name: str) -> list[str]:
    """Return the texts of a set, in order."""
    path, field = SETS[name]
    return column(path, field) if field else first_column(path)[:SPEED_VOICES]


def main() -> int:
    """Measure and print; return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=SETS)
    parser.add_argument("--file", type=Path, help="a CSV of your own, instead of the public sets")
    parser.add_argument("--column", default="text")
    parser.add_argument("--show", action="store_true", help="print the codebooks too")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    figures: dict[str, dict[str, float]] = {}
    if options.file:
        rows = rows_of(column(options.file, options.column))
        figures[options.file.name] = measure(options.file.name, rows, options.show)
    for name in () if options.file else SETS:
        if options.set not in (None, name):
            continue
        if not SETS[name][0].exists():
            print(f"{name}: shared data absent")
            continue
        figures[name] = measure(name, rows_of(texts_of(name)), options.show)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
