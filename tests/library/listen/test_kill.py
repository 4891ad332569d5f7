"""Killed at any moment while importing, a workspace opens, shows nothing half, and goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rebond.workspace import Workspace

ROWS = 8_000
KILLS = 10

# Small batches, hence many commits: more places to be killed at.
SCRIPT = """
import sys
from pathlib import Path
import rebond.listen.reading.opening as opening
from rebond.listen.importing import import_files
from rebond.listen.columns.roles import parse_overrides
from rebond.workspace import Workspace
batches = opening.OpenedFile.batches
opening.OpenedFile.batches = lambda self, size=0: batches(self, 1000)
workspace = Workspace.open_or_create(sys.argv[1])
print("ready", flush=True)
(report,) = import_files(
    workspace, [Path(sys.argv[2])], source="shop", overrides=parse_overrides("id=id")
)
print(report.counts.new, report.counts.updated, report.counts.unchanged, flush=True)
"""


def command(workspace: Path, file: Path) -> list[str]:
    return [sys.executable, "-c", SCRIPT, str(workspace), str(file)]


def write_file(path: Path) -> None:
    rows = [
        f"R{number},2025-03-{1 + number % 28:02d},{number % 11},Attente {number} en caisse"
        for number in range(ROWS)
    ]
    rows += [row.replace("Attente", "Longue attente") for row in rows[:100]]
    path.write_text("\n".join(["id,date,Recommandation (0 à 10),comment", *rows]) + "\n")


def seen(workspace: Workspace) -> tuple[int, int, int]:
    names = ("responses", "scores", "voices")
    responses, scores, voices = (workspace.table(name).num_rows for name in names)
    return responses, scores, voices


def seconds_to_import(folder: Path, file: Path) -> float:
    """Return the time between the opening of the workspace and the end of the import."""
    with subprocess.Popen(command(folder, file), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        start = time.monotonic()
        process.wait()
        return time.monotonic() - start


def kill_while_importing(folder: Path, file: Path, after: float) -> None:
    with subprocess.Popen(command(folder, file), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(after)
        os.kill(process.pid, signal.SIGKILL)


@pytest.mark.slow
def test_ten_kills_leave_all_or_nothing(tmp_path: Path) -> None:
    file, folder = tmp_path / "file.csv", tmp_path / "workspace"
    write_file(file)
    duration = seconds_to_import(tmp_path / "other", file)
    rng = random.Random(7)
    interrupted = 0
    while interrupted < KILLS:
        kill_while_importing(folder, file, rng.uniform(0, 0.9) * duration)
        rows = seen(Workspace.open(folder))
        if rows == (ROWS, ROWS, ROWS):  # too late: another workspace for the next
            folder = tmp_path / f"workspace {interrupted}"
            continue
        assert rows == (0, 0, 0)
        interrupted += 1
    assert counts_of_import(folder, file) == [ROWS, 100, 0]
    assert seen(Workspace.open(folder)) == (ROWS, ROWS, ROWS)
    assert counts_of_import(folder, file) == [0, 0, ROWS + 100]
    assert not list((folder / "pending").iterdir())


def counts_of_import(folder: Path, file: Path) -> list[int]:
    done = subprocess.run(command(folder, file), check=True, capture_output=True, text=True)
    return [int(count) for count in done.stdout.split()[1:]]


@pytest.mark.slow
def test_a_kill_while_the_workspace_is_made_does_not_spoil_the_folder(tmp_path: Path) -> None:
    code = "import sys; from rebond.workspace import Workspace; Workspace.create(sys.argv[1])"
    for number, seconds in enumerate((0.3, 0.4, 0.5, 0.6)):
        folder = tmp_path / str(number)
        with subprocess.Popen([sys.executable, "-c", code, str(folder)]) as process:
            time.sleep(seconds)
            process.kill()
        assert seen(Workspace.open_or_create(folder)) == (0, 0, 0)
