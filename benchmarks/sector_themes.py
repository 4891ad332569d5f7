"""Themes of other sectors' codebooks on public files: coverage, and precision on labelled pairs.

    python benchmarks/sector_themes.py [--set patients|lounges|consultation] [--json OUT]

Each file is read with the codebook of its sector. ``labels/sectors.json`` says, for 60 pairs
(voice, theme) of each, whether the voice speaks of the theme. They were drawn from what one version
of each codebook finds: of another version the precision is not known, since the pairs that it adds
were never drawn, and none is printed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from insurance_themes import DATA, Polarities, column, meaningful, shown, spoken_in, themes_of
from rebond.understand import load_codebook
from rebond.understand.choosing import choose_codebook

LABELS = Path(__file__).resolve().parent / "labels" / "sectors.json"
Pairs = Mapping[str, Mapping[str, int]]  # theme id -> row -> 1 when right


def precision(found: Mapping[int, Polarities], pairs: Pairs) -> tuple[int, int]:
    """Return how many labelled pairs are right, and how many are still found."""
    labelled = [(int(row), theme, right) for theme in pairs for row, right in pairs[theme].items()]
    kept = [right for row, theme, right in labelled if theme in found.get(row, {})]
    return sum(kept), len(kept)


def report(
    name: str, found: Mapping[int, Polarities], pairs: Pairs, same: bool
) -> dict[str, float | None]:
    """Print the coverage of a file and, when the version is the ``same``, the precision."""
    covered = sum(map(bool, found.values()))
    print(shown(f"{name}: voices with a theme", covered, len(found)))
    if not same:
        print(f"{name}: precision not known, the pairs were drawn from another version")
        return {"coverage": covered / max(1, len(found)), "precision": None}
    right, kept = precision(found, pairs)
    print(shown(f"{name}: pairs that are right", right, kept))
    return {"coverage": covered / max(1, len(found)), "precision": right / max(1, kept)}


def rows_of(texts: Sequence[str]) -> dict[int, str]:
    """Return the texts that are neither empty, hollow nor spam, by row."""
    kept = set(meaningful([text for text in texts if text]))
    return {row: text for row, text in enumerate(texts) if text in kept}


def measure(entry: Mapping[str, Any]) -> dict[str, float | None]:
    """Read a file with the codebook of its sector, and print what holds."""
    rows = rows_of(column(DATA / entry["file"], entry["column"]))
    texts = list(rows.values())
    spoken = spoken_in(texts)
    codebook = load_codebook(entry["codebook"])
    chosen = choose_codebook(texts, spoken)
    print(f"\n{entry['file']}: codebook {codebook.version}, chosen by itself: {chosen.id}")
    found = dict(zip(rows, themes_of(texts, spoken, codebook), strict=True))
    same = codebook.version == entry["version"]
    return report(entry["name"], found, entry["pairs"], same)


def main() -> int:
    """Measure and print; return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    document = json.loads(LABELS.read_text(encoding="utf-8"))
    parser.add_argument("--set", choices=[entry["name"] for entry in document["sets"]])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    figures: dict[str, dict[str, float | None]] = {}
    for entry in document["sets"]:
        path = DATA / entry["file"]
        if options.set not in (None, entry["name"]):
            continue
        if not path.exists():
            print(f"{entry['file']}: shared data absent")
            continue
        if hashlib.sha256(path.read_bytes()).hexdigest() != entry["sha256"]:
            print(f"{path.name} is not the file that was labelled: its SHA-256 differs.")
            return 1
        figures[entry["name"]] = measure(entry)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
