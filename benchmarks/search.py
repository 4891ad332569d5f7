"""Search in real French reviews: how many of the ten first answers are right, how long it takes.

    python -m benchmarks search [--pool OUT] [--json OUT]

``labels/search_fr.json`` holds queries and, for each, the rows that were read and those that answer
it; no text. Every way of searching gave its ten first rows to the pool that was read. A row that
was not read counts as wrong, and is counted apart: a later model is measured from below.
``--pool`` writes the rows still to be read, with their texts, for a person to judge.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import math
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rebond.listen.importing import import_files
from rebond.quantify import Perimeter
from rebond.understand.encoder import shipped_encoder
from rebond.understand.search import refresh, search
from rebond.workspace import Workspace

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"
LABELS = Path(__file__).resolve().parent / "labels" / "search_fr.json"
WAYS = ("substring", "words", "meaning", "both")
FIRST = 10
_LITTLE = frozenset(
    (
        *("à", "au", "aux", "d", "de", "des", "du", "en", "et", "il", "je", "l", "la", "le"),
        *("les", "ne", "on", "ou", "pas", "qu", "que", "qui", "un", "une"),
    )
)

Answer = Callable[[str], list[int]]


def texts_of(part: dict[str, Any]) -> list[str]:
    """Return the texts of a labelled file, in the order of its rows."""
    path = DATA / part["file"]
    if hashlib.sha256(path.read_bytes()).hexdigest() != part["sha256"]:
        raise SystemExit(f"{path.name} is not the file that was labelled: its SHA-256 differs.")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream)) if part["column"] else list(csv.reader(stream))
    texts = [row[part["column"] or 0] for row in rows]
    return texts[: part["rows"]]


def indexed(texts: Sequence[str], folder: Path) -> tuple[Workspace, dict[str, int]]:
    """Return a workspace of these texts, its index made, and the row of each voice."""
    source = folder / "texts.csv"
    with source.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "Commentaire"])
        writer.writerows((f"row-{row}", " ".join(text.split())) for row, text in enumerate(texts))
    workspace = Workspace.create(folder / "workspace")
    import_files(workspace, [source], source="benchmark")
    began = time.perf_counter()
    refresh(workspace)
    middle = time.perf_counter()
    refresh(workspace, shipped_encoder())
    ended = time.perf_counter()
    print(
        f"{len(texts)} voices indexed: words {middle - began:.1f} s, meanings "
        f"{ended - middle:.1f} s (none once the voices are understood)"
    )
    query = (
        f"SELECT v.voice_id, r.external_id FROM ({workspace.sql('voices')}) v "
        f"JOIN ({workspace.sql('responses')}) r USING (response_id)"
    )
    pairs = workspace.cursor().sql(query).fetchall()
    return workspace, {voice: int(row.removeprefix("row-")) for voice, row in pairs}


def answers(texts: Sequence[str], workspace: Workspace, rows: dict[str, int]) -> dict[str, Answer]:
    """Return the ways of searching: each gives the first rows for a query."""
    perimeter = Perimeter.whole(workspace)

    def of(way: str) -> Answer:
        def found(query: str) -> list[int]:
            hits = search(query, perimeter, by=way, limit=FIRST).hits
            return [rows[hit.voice_id] for hit in hits]

        return found

    return {"substring": lambda query: by_substring(texts, query)} | {
        way: of(way) for way in WAYS[1:]
    }


def by_substring(texts: Sequence[str], query: str) -> list[int]:
    """Return the shortest texts in which every word of a query stands as written."""
    words = [word for word in query.lower().replace("'", " ").split() if word not in _LITTLE]
    found = [row for row, text in enumerate(texts) if all(word in text.lower() for word in words)]
    return sorted(found, key=lambda row: (len(texts[row]), row))[:FIRST]


def precisions(found: Sequence[int], labelled: dict[str, Any]) -> tuple[float, int]:
    """Return how many of ten answers are right, as a share, and how many were not read."""
    relevant, judged = set(labelled["relevant"]), set(labelled["judged"])
    return len(relevant & set(found)) / FIRST, len(set(found) - judged)


def interval(values: Sequence[float], seed: int = 1) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a mean over queries."""
    draw = random.Random(seed)
    means = sorted(statistics.fmean(draw.choices(values, k=len(values))) for _ in range(2_000))
    return means[50], means[1949]


def measured(part: dict[str, Any], pool: list[dict[str, Any]]) -> dict[str, list[float]]:
    """Print the precision of each way on one file; return it by query."""
    texts = texts_of(part)
    scores: dict[str, list[float]] = {way: [] for way in WAYS}
    unread = dict.fromkeys(WAYS, 0)
    with tempfile.TemporaryDirectory() as folder:
        ways = answers(texts, *indexed(texts, Path(folder)))
        for labelled in part["queries"]:
            for way, answer in ways.items():
                found = answer(labelled["query"])
                score, new = precisions(found, labelled)
                scores[way].append(score)
                unread[way] += new
                known = set(labelled["judged"])
                pool += [
                    {
                        "file": part["file"],
                        "query": labelled["query"],
                        "row": row,
                        "text": texts[row],
                    }
                    for row in found
                    if row not in known
                ]
    print(f"\n{part['file']}: {len(texts)} rows, {len(part['queries'])} queries")
    for way in WAYS:
        low, high = interval(scores[way])
        mean = statistics.fmean(scores[way])
        print(
            f"  {way:<10} precision at 10: {mean:.2f} [{low:.2f}; {high:.2f}], "
            f"{unread[way]} not read"
        )
    return scores


def main() -> int:
    """Measure and print; return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pool", type=Path, help="where to write what is still to be read")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    labels = json.loads(LABELS.read_text(encoding="utf-8"))
    if not all((DATA / part["file"]).exists() for part in labels["files"]):
        print("shared data absent")
        return 0
    print(f"encoder {shipped_encoder().version}")
    pool: list[dict[str, Any]] = []
    by_file = {part["file"]: measured(part, pool) for part in labels["files"]}
    print("\nall queries")
    for way in WAYS:
        values = [value for scores in by_file.values() for value in scores[way]]
        low, high = interval(values)
        print(
            f"  {way:<10} precision at 10: {statistics.fmean(values):.2f} [{low:.2f}; {high:.2f}]"
        )
    gaps = [
        b - w
        for scores in by_file.values()
        for b, w in zip(scores["both"], scores["words"], strict=True)
    ]
    low, high = interval(gaps)
    print(f"  both − words: {statistics.fmean(gaps):+.2f} [{low:+.2f}; {high:+.2f}]")
    if options.pool:
        unique = {(one["file"], one["query"], one["row"]): one for one in pool}
        with options.pool.open("w", encoding="utf-8") as stream:
            for key in sorted(unique):
                stream.write(json.dumps(unique[key], ensure_ascii=False) + "\n")
    if options.json:
        options.json.write_text(json.dumps(by_file, indent=1) + "\n", encoding="utf-8")
    return 0 if math.isfinite(sum(gaps)) else 1


if __name__ == "__main__":
    raise SystemExit(main())
