"""Worlds where nothing happens: how often the scan says something all the same.

    python -m benchmarks null_worlds [--draws 200] [--first 1] [--voices 8000] [--file FILE]

Each draw has 60 themes, 20 segments and 78 weeks, and is scanned twice: a world simulated without
truths (persons who answer several times, overdispersed weeks that resemble the one before, seasons)
and one with truths whose shops, moments and scores are dealt again at random. All that is announced
is false, but the seasons of the themes that have one: in simulated worlds the rate is the mean part
of what is announced that is false; in those dealt again, where nothing at all happens, it is also
the part of worlds where anything is announced. Beside it, on the same weekly counts, the
rule that Dictanova publishes (a week above the mean of the last four by one standard deviation,
more than ten occurrences).

Draws are written one by one in FILE: run again, it goes on from there.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from rebond.quantify import Change, Finding, Perimeter, find
from rebond.quantify.changes.recent import published_rule
from rebond.quantify.simulated.wide import Drawn, Happens, Shape, draw_wide, in_memory, permuted

RATE = 0.05
PLANTED = Happens(
    drivers=((2, 1.0), (11, 0.7)),
    apart=((3, -1.5), (8, 1.2)),
    rise=((4, 45, 1.8),),
    worse=((6, 5, 2.5),),
)
FROM_WEEK = 8
TEN = 10.0  # occurrences a week from which the published rule can fire


def false_findings(world: Drawn, rate: float = RATE) -> tuple[list[str], int, int]:
    """Return what is announced falsely, how many findings and how many comparisons there are."""
    found = find(Perimeter.whole(in_memory(world)), rate=rate)
    false = [_name(one) for one in found.announced if not _is_season(one, world)]
    return false, len(found.announced), found.scanned


def _is_season(finding: Finding, world: Drawn) -> bool:
    of_season = isinstance(finding, Change) and finding.kind == "season"
    return of_season and getattr(finding, "theme", None) in world.seasonal


def _name(finding: Finding) -> str:
    names = ("attribute", "value", "theme", "measure", "kind")
    told = [str(getattr(finding, name)) for name in names if hasattr(finding, name)]
    return " ".join([type(finding).__name__, *told])


def published(world: Drawn) -> tuple[int, int, int]:
    """Return how often the published rule fires: alarms, theme-weeks looked at, weeks with any.

    Only the themes said at least ten times in a mean week are counted: the rule never sees others.
    """
    shape = world.shape
    cell = world.week[world.row] * shape.themes + world.theme
    counts = np.bincount(cell, minlength=shape.weeks * shape.themes).astype(np.float64)
    counts = counts.reshape(shape.weeks, shape.themes)
    counts = counts[:, counts.mean(axis=0) >= TEN]
    fired = [published_rule(counts[: week + 1]) for week in range(FROM_WEEK, shape.weeks)]
    alarms = int(sum(one.sum() for one in fired))
    return alarms, counts.shape[1] * len(fired), sum(bool(one.any()) for one in fired)


def drawn(seed: int, voices: int) -> dict[str, Any]:
    """Return what one draw gave."""
    shape = Shape(voices=voices)
    simulated = draw_wide(seed, shape)
    dealt = permuted(draw_wide(10_000 + seed, shape, PLANTED), seed)
    started = time.process_time()
    result: dict[str, Any] = {"seed": seed, "voices": voices, "rule": published(simulated)}
    for name, world in (("simulated", simulated), ("permuted", dealt)):
        result[name], announced, result["scanned"] = false_findings(world)
        result[f"{name}_announced"] = announced
    return result | {"seconds": time.process_time() - started}


def report(results: list[dict[str, Any]]) -> None:
    """Print the table."""
    n = len(results)
    scanned = np.mean([one["scanned"] for one in results])
    seconds = np.mean([one["seconds"] for one in results]) / 2
    print(f"{n} draws of each, {scanned:,.0f} comparisons a scan, {seconds:.1f} processor s a scan")
    for name in ("simulated", "permuted"):
        said = sum(bool(one[name]) for one in results)
        low, high = _wilson(said, n)
        parts = [len(one[name]) / max(1, one[f"{name}_announced"]) for one in results]
        half = 1.96 * float(np.std(parts)) / math.sqrt(n)
        announced = np.mean([one[f"{name}_announced"] for one in results])
        print(
            f"{name:10} {np.mean(parts):6.1%} of what is announced is false, ± {half:.1%} (stated:"
            f" {RATE:.0%}); {announced:.1f} findings a world; {said / n:.1%} of worlds with a false"
            f" one ({low:.1%} to {high:.1%})"
        )
        for one in results:
            for finding in one[name]:
                print(f"    draw {one['seed']}: {finding}")
    alarms, looked, weeks = (sum(one["rule"][i] for one in results) for i in range(3))
    days = n * (Shape().weeks - FROM_WEEK)
    print(
        f"published rule, same worlds: {alarms / max(1, looked):.1%} of themes alarmed each week,"
        f" an alarm in {weeks / max(1, days):.0%} of weeks"
    )


def _wilson(k: int, n: int) -> tuple[float, float]:
    share, z = k / n, 1.96
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def main() -> None:
    """Draw worlds that are not in the file yet, then print what all gave."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--voices", type=int, default=8000)
    parser.add_argument(
        "--file", type=Path, default=Path(tempfile.gettempdir()) / "rebond_null_worlds.jsonl"
    )
    options = parser.parse_args()
    lines = options.file.read_text("utf-8").splitlines() if options.file.exists() else []
    known = {one["seed"]: one for one in map(json.loads, lines) if one["voices"] == options.voices}
    wanted = range(options.first, options.first + options.draws)
    for seed in wanted:
        if seed not in known:
            known[seed] = drawn(seed, options.voices)
            with options.file.open("a", encoding="utf-8") as file:
                file.write(json.dumps(known[seed], ensure_ascii=False) + "\n")
    report([known[seed] for seed in wanted])


if __name__ == "__main__":
    main()
