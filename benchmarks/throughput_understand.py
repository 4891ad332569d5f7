"""How many voices a second `understand` reads from end to end, and what memory it takes.

    python -m benchmarks throughput_understand [--sizes 1000 10000 100000] [--texts FILE.csv
        --column avis] [--json OUT]

For each size a CSV file is imported in a new workspace, then understood, each in a process of its
own: wall-clock seconds on the cores of this machine, and the most memory held. Speeds should not
fall from one size to the next. Also `rebond.understand.opinions` alone, in this process, without
themes discovered nor tables written.

Without ``--texts``, a voice is two sentences drawn from real French reviews (of insurers, products,
series), so that 100,000 of them differ; with it, the texts of a column, repeated when too few.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from measuring.formats import SHARED, read_polarity, read_stars

SIZES = (1_000, 10_000, 100_000)
_ALONE = 2_000  # voices read by `opinions` alone
_SHORTEST, _LONGEST = 20, 160  # letters of a sentence drawn
_AIM = "aim: 300 voices/s on 2 cores, as fast at 100,000 as at 1,000, under 1,500 MB"


def sentences() -> list[str]:
    """Return the sentences of real French reviews; none without the shared data."""
    texts: list[str] = []
    for name in ("reviews_fr_insurance/reviews.csv", "reviews_fr_amazon/train.csv"):
        path = SHARED / name
        texts += [text for text, _ in read_stars(path)] if path.exists() else []
    series = SHARED / "reviews_fr_tvseries" / "train.tsv"
    texts += [one.text for one in read_polarity(series)] if series.exists() else []
    cut = (part.strip() for text in texts for part in re.split(r"(?<=[.!?])\s+|\n", text))
    return sorted({part for part in cut if _SHORTEST <= len(part) <= _LONGEST})


def voices(size: int, found: Sequence[str], given: bool) -> list[str]:
    """Return ``size`` texts: those given, in turn, or two sentences each, all different."""
    if given:
        return [found[number % len(found)] for number in range(size)]
    draw = random.Random(size)
    made: dict[str, None] = {}
    while len(made) < size:
        made[" ".join(draw.sample(found, 2))] = None
    return list(made)


def one_size(folder: Path) -> dict[str, float]:
    """Import and understand ``folder``'s file in this process; return seconds and megabytes."""
    from rebond.listen.importing import import_files
    from rebond.understand import understand
    from rebond.workspace import Workspace

    workspace = Workspace.open_or_create(folder / "workspace")
    started = time.perf_counter()
    import_files(workspace, [folder / "voices.csv"])
    imported = time.perf_counter()
    done = understand(workspace)
    return {
        "voices_read": done.voices_read,
        "opinions": done.opinions_found,
        "import_seconds": imported - started,
        "understand_seconds": time.perf_counter() - imported,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def measured(texts: Sequence[str]) -> dict[str, float]:
    """Return what a process of its own took to import and understand these voices."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "voices.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(["Id", "Date", "Commentaire"])
            for number, text in enumerate(texts):
                writer.writerow([number, f"{number % 28 + 1:02}/{number % 12 + 1:02}/2026", text])
        command = [sys.executable, __file__, "--one", str(folder)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    found["voices"] = len(texts)
    found["voices_per_second"] = found["voices_read"] / found["understand_seconds"]
    return found


def alone(texts: Sequence[str]) -> dict[str, float]:
    """Return the speed of `opinions`, first and once its texts are known."""
    from rebond.understand import opinions

    opinions(texts[:2], languages=["fr"] * 2)
    speeds = []
    for _ in range(2):
        started = time.perf_counter()
        opinions(texts, languages=["fr"] * len(texts))
        speeds.append(len(texts) / (time.perf_counter() - started))
    return {"texts": len(texts), "texts_per_second": speeds[0], "again": speeds[1]}


def given_texts(path: Path, column: str) -> list[str]:
    """Return a column of a CSV file with a header."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row[column] for row in csv.DictReader(file) if row[column].strip()]


def main() -> None:
    """Measure and print one line a size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--texts", type=Path, help="CSV file, UTF-8, with a header")
    parser.add_argument("--column", default="text")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(one_size(options.one)))
        return
    found = given_texts(options.texts, options.column) if options.texts else sentences()
    if not found:
        print("skipped: shared data absent")
        return
    results: dict[str, Any] = {"sizes": []}
    print(f"{'voices':>9} {'import s':>9} {'understand s':>13} {'voices/s':>9} {'MB':>6}")
    for size in options.sizes:
        row = measured(voices(size, found, bool(options.texts)))
        results["sizes"].append(row)
        print(
            f"{size:>9,} {row['import_seconds']:>9.1f} {row['understand_seconds']:>13.1f} "
            f"{row['voices_per_second']:>9.0f} {row['megabytes']:>6.0f}",
            flush=True,
        )
    results["opinions"] = quick = alone(voices(_ALONE, found, bool(options.texts)))
    print(f"opinions() alone: {quick['texts_per_second']:.0f}/s, again {quick['again']:.0f}/s")
    print(_AIM)
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
