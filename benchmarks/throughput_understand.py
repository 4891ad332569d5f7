"""How many texts a second `rebond.understand.opinions` reads, on one core (processor time).

    python benchmarks/throughput_understand.py [--texts FILE.csv --column avis] [--json OUT]

Without a file, the texts are the reviews of ../shared/data/reviews_fr_insurance and
reviews_fr_amazon, cut to 240 characters: the length of a survey's answer.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from pathlib import Path

from rebond.understand import load_codebook, opinions
from rebond.understand.codebook import ready_made

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data"
LONGEST = 240


def default_texts() -> list[str]:
    """Return French reviews, shortened to the size of a survey's answer."""
    texts: list[str] = []
    for name, column in (
        ("reviews_fr_insurance/reviews.csv", 1),
        ("reviews_fr_amazon/train.csv", 0),
    ):
        path = SHARED / name
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                texts += [row[column][:LONGEST] for row in csv.reader(file) if len(row) > column]
    return texts[:10_000]


def measure(texts: list[str], codebook: str) -> dict[str, float | str]:
    """Return the speed of a first reading, and of a second with everything remembered."""
    languages = ["fr"] * len(texts)
    chosen = load_codebook(codebook)
    opinions(texts[:1], languages=["fr"], codebook=chosen)
    seconds = []
    found = 0
    for _ in range(2):
        begun = time.process_time()
        found = opinions(texts, languages=languages, codebook=chosen).num_rows
        seconds.append(time.process_time() - begun)
    return {
        "codebook": codebook,
        "texts": len(texts),
        "characters": sum(map(len, texts)) / len(texts),
        "opinions": found,
        "texts_per_second": len(texts) / seconds[0],
        "texts_per_second_warm": len(texts) / seconds[1],
    }


def main() -> None:
    """Measure and print one line per ready-made codebook."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, help="CSV file, UTF-8, with a header")
    parser.add_argument("--column", default="text")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if options.texts:
        with options.texts.open(encoding="utf-8-sig", newline="") as file:
            texts = [row[options.column] for row in csv.DictReader(file)]
    else:
        texts = default_texts()
    if not texts:
        print("skipped: shared data absent")
        return
    results = [measure(texts, identifier) for identifier in ready_made()]
    for result in results:
        print(
            f"{result['codebook']:20} {result['texts']} texts of {result['characters']:.0f} "
            f"characters: {result['texts_per_second']:.0f}/s "
            f"(warm {result['texts_per_second_warm']:.0f}/s), {result['opinions']} opinions"
        )
    if options.json:
        options.json.write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
