"""Run every benchmark of this folder, one after the other, each in its own process.

``python -m benchmarks`` runs all; ``python -m benchmarks aspects language`` those two. Machines
are noisy: run one thing at a time, and read ratios rather than seconds.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def names() -> list[str]:
    """Return the benchmarks of the folder, in alphabetical order."""
    return sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))


def main(chosen: list[str]) -> int:
    """Run the benchmarks and return 1 when one of them failed."""
    unknown = sorted(set(chosen) - set(names()))
    if unknown:
        print(f"No benchmark is named {', '.join(unknown)}. There are: {', '.join(names())}.")
        return 2
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    failed = []
    for name in chosen or names():
        print(f"\n── {name} ──", flush=True)
        started = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=FOLDER.parent)
        print(f"({time.perf_counter() - started:.0f} s)")
        if done.returncode:
            failed.append(name)
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
