"""The site's tests on PostgreSQL: on the one of an address, or on one started for them.

The address (``REBOND_TEST_DATABASE``, as ``postgresql://user@host/postgres``) must be that of
somebody who may create databases. Without it, PostgreSQL's programs are looked for. All of them,
then a browser's journeys.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.whole
ROOT = Path(__file__).resolve().parents[2]
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, None where it is not installed."""
    found = [Path(one).parent for one in (shutil.which("initdb"),) if one]
    return next(iter([*found, *sorted(Path("/usr/lib/postgresql").glob("*/bin"))[::-1]]), None)


def unprivileged() -> dict[str, Any]:
    """Return who runs PostgreSQL, which refuses to be run by root."""
    if os.getuid() != 0:
        return {}
    return {"user": "nobody", "group": "nogroup", "extra_groups": []}


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """Return the address of a database; the one that is started goes away with the tests."""
    given = os.environ.get("REBOND_TEST_DATABASE")
    found = programs()
    if given:
        yield given
        return
    if found is None:
        pytest.skip("PostgreSQL is missing: install postgresql, or set REBOND_TEST_DATABASE")
    folder = Path(tempfile.mkdtemp(prefix="rebond-pg-"))  # a socket's path must be short
    if os.getuid() == 0:
        shutil.chown(folder, "nobody")
    does: dict[str, Any] = {"cwd": folder, "check": True, "stdout": subprocess.DEVNULL}
    does |= unprivileged()
    data = folder / "data"
    made = ["--pgdata", str(data), "--username", "rebond", "--auth", "trust", "--no-sync"]
    subprocess.run([found / "initdb", *made, "--encoding", "UTF8", "--locale", "C"], **does)
    options = [f"-c {one}" for one in (*QUICK, "listen_addresses=")]
    control = [found / "pg_ctl", "--pgdata", str(data), "--silent", "--wait"]
    log = ["--log", str(folder / "log")]
    told = " ".join([f"-k {folder}", *options])
    subprocess.run([*control, *log, "--options", told, "start"], **does)
    try:
        yield f"postgresql://rebond@/postgres?host={folder}"
    finally:
        subprocess.run([*control, "--mode", "immediate", "stop"], **does)
        shutil.rmtree(folder)


def passes(database: str, *words: str) -> None:
    """Run tests in another process, on that database."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    ran = subprocess.run(
        command,
        cwd=ROOT,
        env={**kept, "REBOND_DATABASE": database},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-8000:] + ran.stderr[-2000:]
    assert " passed" in ran.stdout


def test_the_site_passes_its_tests_on_postgresql(database: str) -> None:
    passes(database, "tests/web")


# Each walks through several parts of the site; looks and accessibility are those of any database.
JOURNEYS = ("first_use", "survey", "correcting", "case", "manager", "cocreation")


def test_journeys_in_a_browser_pass_on_postgresql(database: str) -> None:
    files = [f"tests/browser/test_{name}_browser.py" for name in JOURNEYS]
    passes(database, *files, "-k", "not accessible")
