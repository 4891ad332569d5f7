"""Run the benchmarks of this folder, one after the other, each in its own process.

    python -m benchmarks                         all of them
    python -m benchmarks aspects language        those two
    python -m benchmarks understanding           those of understanding
    python -m benchmarks aspects --test FILE     one, with its options (--help tells them)

Those of understanding are followed by their table, as in docs/methods/understanding.md. Machines
are noisy: run one thing at a time, and read ratios rather than seconds.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from measuring.table import table

FOLDER = Path(__file__).resolve().parent
GROUP = "understanding"
# In the order of the table.
UNDERSTANDING = (
    "aspects",
    "targets",
    "polarity",
    "suggestions",
    "insurance_themes",
    "throughput_understand",
)


def names() -> list[str]:
    """Return the benchmarks of the folder, in alphabetical order."""
    return sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))


def asked(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the benchmarks asked for, and the options that follow them."""
    first = next((n for n, word in enumerate(arguments) if word.startswith("-")), len(arguments))
    chosen = [
        name for word in arguments[:first] for name in (UNDERSTANDING if word == GROUP else (word,))
    ]
    return chosen or names(), list(arguments[first:])


def run(name: str, options: Sequence[str]) -> bool:
    """Run one benchmark in its own process and tell whether it ended well."""
    print(f"\n── {name} ──", flush=True)
    started = time.perf_counter()
    command = [sys.executable, "-m", f"benchmarks.{name}", *options]
    done = subprocess.run(command, cwd=FOLDER.parent)
    print(f"({time.perf_counter() - started:.0f} s)")
    return done.returncode == 0


def main(arguments: Sequence[str]) -> int:
    """Run the benchmarks and return 1 when one of them failed, 2 for a name that does not exist."""
    chosen, options = asked(arguments)
    unknown = sorted(set(chosen) - set(names()))
    if unknown:
        print(f"No benchmark is named {', '.join(unknown)}. There are: {', '.join(names())}.")
        return 2
    if options:
        if len(chosen) > 1:
            print("Options go with one benchmark: python -m benchmarks NAME [options]")
            return 2
        return 0 if run(chosen[0], _absolute(options)) else 1
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    with tempfile.TemporaryDirectory() as folder:
        written = {name: Path(folder) / f"{name}.json" for name in chosen if name in UNDERSTANDING}
        failed = [
            name
            for name in chosen
            if not run(name, ["--json", str(written[name])] if name in written else [])
        ]
        if written:
            print(f"\n{table(path for path in written.values() if path.exists())}")
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


def _absolute(options: Sequence[str]) -> list[str]:
    """Return the options with the paths that exist here made absolute: runs start elsewhere.

    Links are kept: through the one it is called by, a Python knows its packages.
    """
    return [
        str(Path(word).absolute()) if not word.startswith("-") and _is_path(word) else word
        for word in options
    ]


def _is_path(word: str) -> bool:
    return "/" in word or Path(word).exists()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
