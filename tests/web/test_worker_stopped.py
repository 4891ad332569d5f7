"""A worker at work, really: chores go on beside a job; stopped or killed, it leaves none behind."""

from __future__ import annotations

import errno
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from test_surveys_killed import run, served

from rebond.workspace import Workspace
from rebond_web.checking import free_port

T = TypeVar("T")
# The job opens a file that nobody writes yet: it is under way until the test wants it over.
_ASK = """
import sys, django
django.setup()
from rebond_web.accounts.models import Account
from rebond_web.jobs.models import Job
from rebond_web.workspaces.models import Tenant
asked = {"file": sys.argv[1], "name": "avril.csv", "source": "Borne", "roles": {},
         "channel": "store", "stakeholder": "customer", "look": None}
Job.objects.create(tenant=Tenant.objects.latest("pk"), kind=sys.argv[2], asked=asked)
"""
_DROP = """
import django
django.setup()
from django.utils import timezone
from rebond.vocabulary import Channel, Role, Stakeholder
from rebond_web.outbox.actions import drop
from rebond_web.outbox.answers import Answer, Field
from rebond_web.workspaces.models import Tenant
said = (Field("comment", "Accueil chaleureux au rayon bois", Role.TEXT),)
told = (Channel.STORE, Stakeholder.CUSTOMER, True, said, timezone.now())
drop(Tenant.objects.latest("pk"), Answer("1", "x", *told))
"""
_STATE = """
import json, django
django.setup()
from rebond_web.jobs.models import Job
from rebond_web.outbox.models import Received
import sys
job = Job.objects.get(kind=sys.argv[1])
print(json.dumps([job.state, job.tries, job.told, list(Received.objects.values_list("state"))]))
"""
TEXT = "Date;Note;Commentaire\n01/04/2026;8;Caisse rapide et souriante\n"


def patiently(found: Callable[[], T | None]) -> T:
    """Return what is found in the end; what takes minutes does not come."""
    end = time.monotonic() + 150
    while time.monotonic() < end:
        came = found()
        if came is not None:
            return came
        time.sleep(0.1)
    raise AssertionError("it did not come")


def writing_end(fifo: Path) -> int | None:
    """Return the other end of what the job reads, None where no job reads it."""
    try:
        return os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
    except OSError as error:
        if error.errno != errno.ENXIO:
            raise
        return None


def is_read(end: int) -> bool:
    """Whether a process still reads the other end."""
    looking = select.poll()
    looking.register(end, 0)
    return not looking.poll(0)


@contextmanager
def working(surroundings: dict[str, str], *words: str) -> Iterator[subprocess.Popen[str]]:
    """Run a worker: alone, or with ``words`` that serve the site too."""
    site = surroundings["REBOND_SITE"]
    command = [sys.executable, "-m", "rebond_web", "--site", site, *(words or ["--worker"])]
    with subprocess.Popen(command, env=surroundings, text=True, start_new_session=True) as worker:
        try:
            yield worker
        finally:
            if worker.poll() is None:
                os.killpg(worker.pid, signal.SIGKILL)


def state_of(kind: str, surroundings: dict[str, str]) -> tuple[str, int, dict[str, Any]]:
    """Return the state of the job of a kind, its tries, what it told, and those of answers."""
    state, tries, told, answers = json.loads(run(["-c", _STATE, kind], surroundings))
    return state, tries, {"told": told, "answers": [one for (one,) in answers]}


def under_way(fifo: Path, kind: str, surroundings: dict[str, str]) -> int:
    """Ask for a job, and return the other end of what it reads once it is under way."""
    os.mkfifo(fifo)
    run(["-c", _ASK, str(fifo), kind], surroundings)
    return patiently(lambda: writing_end(fifo))


@pytest.mark.slow
@pytest.mark.whole
@pytest.mark.usefixtures("own_database")
def test_answers_are_brought_in_while_a_job_is_under_way(
    own_workspace: Path, tmp_path: Path
) -> None:
    with served(tmp_path / "site", own_workspace) as (_, surroundings):
        end = under_way(tmp_path / "avril.csv", "look", surroundings)
        run(["-c", _DROP], surroundings)
        patiently(lambda: state_of("look", surroundings)[2]["answers"] == ["read"] or None)
        assert is_read(end)
        assert state_of("look", surroundings)[0] == "running"
        os.close(end)
        patiently(lambda: state_of("look", surroundings)[0] == "failed" or None)  # it is empty
    voices = Workspace.open(own_workspace).table("voices").column("text").to_pylist()
    assert voices.count("Accueil chaleureux au rayon bois") == 1


def _told_to_stop(worker: subprocess.Popen[str]) -> None:
    worker.terminate()
    assert worker.wait(60) == 0


def _interrupted(worker: subprocess.Popen[str]) -> None:
    os.killpg(worker.pid, signal.SIGINT)  # as a terminal does: everybody hears it
    assert worker.wait(60) == 0


def _stopped_as_a_service(worker: subprocess.Popen[str]) -> None:
    os.killpg(worker.pid, signal.SIGTERM)
    assert worker.wait(60) == 0


def _killed_alone(worker: subprocess.Popen[str]) -> None:
    worker.kill()


@pytest.fixture
def surroundings(own_workspace: Path, tmp_path: Path) -> dict[str, str]:
    """Make a site where an import waits, and return what its processes are told."""
    site, file = tmp_path / "site", tmp_path / "avril.csv"
    told = {"REBOND_SITE": str(site), "DJANGO_SETTINGS_MODULE": "rebond_web.settings"}
    made = {**os.environ, **told}
    words = ["--site", str(site), "--workspace", str(own_workspace), "--invite"]
    run(["-m", "rebond_web", *words], made)
    os.mkfifo(file)
    run(["-c", _ASK, str(file), "import"], made)
    return made


@pytest.mark.slow
@pytest.mark.whole
@pytest.mark.usefixtures("own_database")
def test_what_stops_leaves_no_process_and_its_job_is_done_once_at_the_next_start(
    surroundings: dict[str, str], own_workspace: Path, tmp_path: Path
) -> None:
    file = tmp_path / "avril.csv"
    site = ("--port", str(free_port()))
    for words, stop in (
        ((), _told_to_stop),
        ((), _stopped_as_a_service),
        ((), _killed_alone),
        (site, _told_to_stop),
        (site, _interrupted),
    ):
        with working(surroundings, *words) as worker:
            end = patiently(lambda: writing_end(file))
            stop(worker)
            if stop is _killed_alone:  # its job hears of it at once, and ends by itself
                patiently(lambda end=end: not is_read(end) or None)  # type: ignore[misc]
            assert not is_read(end)
            os.close(end)
        patiently(lambda: state_of("import", surroundings)[:2] == ("waiting", 0) or None)
    file.unlink()
    file.write_text(TEXT)
    with working(surroundings):
        patiently(lambda: state_of("import", surroundings)[0] == "done" or None)
    state, tries, kept = state_of("import", surroundings)
    assert (state, tries) == ("done", 1)
    assert [one["new"] for one in kept["told"]["imports"]] == [1]
    voices = Workspace.open(own_workspace).table("voices").column("text").to_pylist()
    assert voices.count("Caisse rapide et souriante") == 1
