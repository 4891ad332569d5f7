"""How long the voices behind a figure take to come, a few or thousands, in a workspace on disk.

    python -m benchmarks evidence_speed [--responses 110000] [--times 5]

A simulated company (`rebond.quantify.simulated.worlds`, about 100,000 voices). Voices that stand
for a figure, the latest ones, and voices asked for by their ids; of each, the median of the clock
and of the processor (both cores together): on a machine that does other work, read the processor's.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pyarrow as pa

from benchmarks.ask_speed import timed
from rebond.quantify import Perimeter, ask, evidence
from rebond.quantify.evidence import voices_said
from rebond.quantify.simulated.worlds import draw
from rebond.schemas import IMPORTS
from rebond.workspace import Workspace

FEW, MANY = 20, (1_000, 5_000, 20_000)


def company(folder: Path, responses: int) -> Workspace:
    """Return a workspace of a simulated company."""
    workspace = Workspace.create(folder)
    for table, rows in draw(5, responses=responses, shops=60).tables.items():
        workspace.append(table, rows)
    done: dict[str, object] = {name: 0 for name in IMPORTS.names if name.startswith("rows")}
    done |= {"import_id": "world", "source": "world", "file_name": "world.csv"}
    done["finished_at"] = datetime.now(UTC).replace(tzinfo=None)
    workspace.append("imports", pa.Table.from_pylist([done], schema=IMPORTS))
    workspace.set_current_versions("model", "codebook")
    return workspace


def show(name: str, work: Callable[[], object], times: int) -> None:
    """Print what a work takes."""
    work()
    clock, processor = timed(work, times)
    print(f"{name:<40}{1000 * clock:8.0f} ms{1000 * processor:8.0f} ms of processor")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--responses", type=int, default=110_000)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        perimeter = Perimeter.whole(company(Path(folder) / "company", options.responses))
        print(f"{ask('voices', perimeter).total.n} voices")
        behind = partial(evidence, "share where theme = price", perimeter, limit=FEW)
        show(f"{FEW} behind a share", behind, options.times)
        latest = partial(evidence, "voices", perimeter, limit=FEW, latest=True)
        show(f"{FEW} latest", latest, options.times)
        for many in MANY:
            stand = partial(evidence, "voices", perimeter, limit=many)
            ids = [one.voice_id for one in stand()]
            show(f"{len(ids)} in proportion", stand, options.times)
            show(f"{len(ids)} by their ids", partial(voices_said, perimeter, ids), options.times)


if __name__ == "__main__":
    main()
