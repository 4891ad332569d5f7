"""The table of understanding, made from what its benchmarks wrote: a line a measure.

python -m benchmarks.measuring.table RESULTS.json …
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from measuring.peers import published

SYSTEMS = ("TF-IDF", "recipe", "shipped")
NOT_RUN = "–"


def table(paths: Iterable[Path]) -> str:
    """Return the table in Markdown: score, interval, margin over the baseline, what peers say.

    Other systems than the three of the columns (rules, a lexicon, examples) stand in the last but
    one column. Of files of other forms than `measuring.results`, the speeds are read.
    """
    rows: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
    speeds: list[dict[str, float]] = []
    for path in paths:
        document = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        for row in document.get("rows", []):
            rows.setdefault((row["task"], row["measure"]), {})[row["system"]] = row
        speeds += document.get("sizes", [])
    lines = [
        "| task | measure | TF-IDF | recipe | shipped | others run here | published |",
        "|---|---|---|---|---|---|---|",
    ]
    for (task, measure), systems in rows.items():
        cells = [_cell(systems[name]) if name in systems else NOT_RUN for name in SYSTEMS]
        others = [f"{name} {_cell(row)}" for name, row in systems.items() if name not in SYSTEMS]
        peers = [f"{peer.system} {peer.score:.1f}" for peer in published(task, measure)]
        told = [task, measure, *cells, "; ".join(others), "; ".join(peers)]
        lines.append(f"| {' | '.join(told)} |")
    if speeds:
        told = ["understand, end to end", "voices a second, memory", NOT_RUN, NOT_RUN]
        lines.append(f"| {' | '.join([*told, '; '.join(map(_speed, speeds)), '', ''])} |")
    return "\n".join(lines)


def _speed(row: dict[str, float]) -> str:
    return f"{row['voices']:,.0f}: {row['voices_per_second']:.0f}/s, {row['megabytes']:,.0f} MB"


def _cell(row: dict[str, Any]) -> str:
    score, margin = row["score"], row["margin"]
    shown = f"{score['value']:.1f} [{score['low']:.1f}; {score['high']:.1f}]"
    if margin:
        shown += f" ({margin['value']:+.1f} [{margin['low']:+.1f}; {margin['high']:+.1f}])"
    return shown


if __name__ == "__main__":
    print(table(map(Path, sys.argv[1:])))
