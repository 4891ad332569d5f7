"""Time and memory of the full scan, and of the insights made of it, on a million voices.

    python -m benchmarks insight_scan [--voices 1000000]

A simulated company of 60 themes, 20 shops in 4 regions, 78 weeks, with some truths, is written as
Parquet files; a process of its own opens them as a workspace is opened, builds its narrow tables,
scans, merges and ranks. Its processor and wall seconds at each step and its peak memory are those
that the system counts. Read processor seconds: machines are noisy.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rebond.quantify.simulated.wide import Happens, Shape, draw_wide, tables_of

SHARE = 0.037  # of voices that speak of a mean theme: three opinions a voice, with 60 themes
PLANTED = Happens(
    drivers=((2, 1.0), (11, 0.7)),
    apart=((3, -1.5), (8, 1.2)),
    rise=((4, 45, 1.8),),
    worse=((6, 5, 2.5),),
)


class TablesInFiles:
    """Tables in Parquet files that answer as a workspace does."""

    def __init__(self, folder: Path) -> None:
        self.path = folder
        self.data_version = "1"
        self.current_versions: tuple[str, str] | None = ("model", "codebook")
        self._connection: Any = None

    def attribute_names(self) -> tuple[str, ...]:
        """Return the names of the attributes."""
        return ("Region", "Shop")

    def relation(self, table: str, *, attributes: Sequence[str] = ()) -> Any:
        """Return a table as a DuckDB relation, named attributes as columns; empty without file."""
        import duckdb

        from rebond.tables import SCHEMAS

        if self._connection is None:
            self._connection = duckdb.connect()
        file = self.path / f"{table}.parquet"
        if file.exists():
            relation = self._connection.read_parquet(str(file))
        else:
            relation = self._connection.from_arrow(SCHEMAS[table].empty_table())
        if attributes:
            columns = ", ".join(f"attributes['{a}'] AS \"attribute:{a}\"" for a in attributes)
            relation = relation.select(f"*, {columns}")
        return relation


def write(folder: Path, voices: int) -> int:
    """Write the company's tables and return its number of opinions."""
    import pyarrow.parquet as pq

    world = draw_wide(1, Shape(voices=voices, share=SHARE), PLANTED)
    for name, table in tables_of(world).items():
        pq.write_table(table, folder / f"{name}.parquet")
    return len(world.row)


def scan(folder: Path) -> None:
    """Open, scan, merge and rank, and print what each step takes."""
    from rebond.quantify import Perimeter, find
    from rebond.quantify.insights.insight import insights

    perimeter = Perimeter.whole(TablesInFiles(folder))
    steps: list[tuple[str, Callable[[], Any]]] = [
        ("narrow tables", perimeter.facts),
        ("scan", lambda: find(perimeter)),
        ("merge and rank", lambda: insights(perimeter)),
    ]
    whole = 0.0, 0.0
    print(f"{'':16}{'seconds':>9}{'processor s':>13}")
    for title, work in steps:
        wall, used = time.perf_counter(), time.process_time()
        work()
        taken = time.perf_counter() - wall, time.process_time() - used
        whole = whole[0] + taken[0], whole[1] + taken[1]
        print(f"{title:16}{taken[0]:9.1f}{taken[1]:13.1f}", flush=True)
    print(f"{'all':16}{whole[0]:9.1f}{whole[1]:13.1f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    found = insights(perimeter)
    print(
        f"{find(perimeter).scanned:,} comparisons, {len(find(perimeter).announced)} findings,"
        f" {len(found)} insights; peak memory {peak:.2f} GB"
    )
    for one in found[:6]:
        print(f"  {one.standing.importance:.3f}  {one.sentence}")


def main() -> None:
    """Write the company, then scan it in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voices", type=int, default=1_000_000)
    options = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        writer = context.Process(target=_write, args=(folder, options.voices))
        writer.start()
        writer.join()
        process = context.Process(target=scan, args=(Path(folder),))
        process.start()
        process.join()


def _write(folder: str, voices: int) -> None:
    opinions = write(Path(folder), voices)
    print(f"{voices:,} voices, {opinions:,} opinions, {os.cpu_count()} cores", flush=True)


if __name__ == "__main__":
    main()
