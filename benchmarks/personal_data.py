"""Masking of personal data: recall on written cases, pieces masked in real reviews, and time.

``python benchmarks/personal_data.py [--show]``. The real reviews have next to no personal data
(their sites removed it), so that what is masked there is read one by one: ``--show`` prints it.
"""

from __future__ import annotations

import csv
import re
import sys
import time
from collections import Counter
from pathlib import Path

import pyarrow as pa

from rebond.listen.texts.copies import text_keys
from rebond.listen.texts.language import languages
from rebond.listen.texts.personal_data import mask
from rebond.listen.texts.quality import statuses

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
CASES = ROOT / "tests" / "library" / "listen" / "personal_data_cases.txt"
PIECE = re.compile(r"\{\{(\w+):(.*?)\}\}")
MARK = re.compile(r"⟦(\w+)⟧")
SETS = {
    "fr insurance reviews": ("reviews_fr_insurance/reviews.csv", 1),
    "fr shop reviews": ("reviews_fr_amazon/train.csv", 0),
    "en company reviews": ("reviews_en_companies/reviews.csv", 8),
    "en patients' comments": ("patient_feedback_en/v6framework.csv", 8),
}


def written_cases() -> None:
    """Print recall by kind, and the texts without personal data that were left alone."""
    lines = CASES.read_text(encoding="utf-8").splitlines()
    cases = [line for line in lines if line and not line.startswith("#")]
    masked = mask([PIECE.sub(r"\2", case) for case in cases])[0].to_pylist()
    expected: Counter[str] = Counter()
    found: Counter[str] = Counter()
    left_alone = without = 0
    for case, result in zip(cases, masked, strict=True):
        kinds = [kind for kind, _ in PIECE.findall(case)]
        expected.update(kinds)
        without += not kinds
        left_alone += not kinds and result == case
        if result == PIECE.sub(r"⟦\1⟧", case):
            found.update(kinds)
    print(f"{len(cases)} written cases, {sum(expected.values())} pieces")
    for kind, number in sorted(expected.items()):
        print(f"  {kind:8} {found[kind]:3} of {number:3} masked exactly")
    print(f"  {left_alone} of {without} look-alikes left alone")


def real_reviews(*, show: bool) -> list[str]:
    """Print the pieces masked per 1,000 real reviews; return the reviews."""
    every: list[str] = []
    for name, (path, place) in SETS.items():
        with (SHARED / path).open(encoding="utf-8", errors="replace", newline="") as file:
            texts = [row[place] for row in csv.reader(file)][1:]
        every += texts
        for first_names in (False, True):
            masked, counts = mask(texts, first_names=first_names)
            pieces = sum(counts.to_pylist())
            kinds = Counter(kind for text in masked.to_pylist() for kind in MARK.findall(text))
            label = "with names" if first_names else ""
            rate = 1000 * pieces / len(texts)
            print(f"{name:22} {label:10} {pieces:4} pieces, {rate:5.2f} per 1,000  {dict(kinds)}")
            if show:
                for text in masked.to_pylist():
                    for mark in MARK.finditer(text):
                        print("    …" + text[max(0, mark.start() - 40) : mark.end() + 20])
    return every


def million(texts: list[str]) -> None:
    """Print the CPU of each part of text care on 1,000,000 sentences of about 60 signs."""
    sentences = [part for text in texts for part in text.split(".") if 30 < len(part) < 100]
    many = pa.array((sentences * (1_000_000 // len(sentences) + 1))[:1_000_000])
    total = 0.0
    for name, part in (
        ("mask", lambda: mask(many)),
        ("languages", lambda: languages(many)),
        ("statuses", lambda: statuses(many)),
        ("text_keys", lambda: text_keys(many)),
    ):
        start = time.process_time()
        part()
        spent = time.process_time() - start
        total += spent
        print(f"{name:10} {spent:5.1f} s")
    print(f"{'together':10} {total:5.1f} s of CPU for 1,000,000 texts")


if __name__ == "__main__":
    written_cases()
    if SHARED.is_dir():
        million(real_reviews(show="--show" in sys.argv))
    else:
        print("shared data absent")
