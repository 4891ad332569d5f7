"""The worker's jobs and chores, side by side: each has its turn, nothing is lost nor doubled."""

from __future__ import annotations

import signal
import threading
from datetime import timedelta
from functools import partialmethod
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from rebond.workspace import Workspace
from rebond_web.accounts.models import Account
from rebond_web.jobs import worker
from rebond_web.jobs.doing import do
from rebond_web.jobs.models import Job, State
from rebond_web.jobs.processes import Processes
from rebond_web.jobs.turns import MOST_TRIES, claim, give_back, give_up
from rebond_web.outbox import ticking
from rebond_web.outbox.models import Received
from rebond_web.workspaces.actions import add_tenant
from rebond_web.workspaces.models import Tenant

TEXT = "Date;Note;Commentaire\n01/04/2026;8;Caisse rapide et souriante\n"
ASKED = {"source": "Borne", "channel": "store", "stakeholder": "customer", "roles": {}}


class Called(Processes):
    """Processes that end with a code, without being started."""

    def __init__(self, code: int | None) -> None:
        super().__init__()
        self.code = code
        self.started: list[Any] = []

    def start(self, module: str, *words: str) -> Any:
        self.started.append((module, *words))
        return self

    def poll(self) -> int | None:
        return self.code


@pytest.fixture
def own_tenant(owner: Account, own_workspace: Path) -> Tenant:
    return add_tenant(own_workspace, by=owner)


@pytest.fixture
def importing(own_tenant: Tenant, tmp_path: Path) -> Job:
    file = tmp_path / "avril.csv"
    file.write_text(TEXT)
    return Job.objects.create(
        tenant=own_tenant, kind="import", asked={**ASKED, "file": str(file), "look": None}
    )


def test_a_job_that_finds_another_writer_waits_its_turn_then_is_done_once(
    importing: Job, own_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, over = threading.Event(), threading.Event()

    def write() -> None:
        with Workspace.open(own_workspace).writing():
            written.set()
            over.wait(60)

    writer = threading.Thread(target=write)
    writer.start()
    assert written.wait(60)
    with monkeypatch.context() as impatient:
        impatient.setattr(Workspace, "writing", partialmethod(Workspace.writing, 0.01))
        for _ in range(MOST_TRIES + 1):  # however often: waiting is no failure
            Job.objects.update(lease=timezone.now() - timedelta(seconds=1))
            taken = claim()
            assert taken is not None
            do(taken.pk)
            assert claim() is None  # not at once
    over.set()
    writer.join()
    importing.refresh_from_db()
    assert (importing.state, importing.tries) == (State.WAITING, 0)
    Job.objects.update(lease=timezone.now() - timedelta(seconds=1))
    taken = claim()
    assert taken is not None
    do(taken.pk)
    importing.refresh_from_db()
    assert importing.state == State.DONE, importing.told
    assert [counts["new"] for counts in importing.told["imports"]] == [1]
    assert "Caisse rapide et souriante" in (
        Workspace.open(own_workspace).table("voices").column("text").to_pylist()
    )


@pytest.mark.parametrize(
    ("code", "state", "tries"), [(None, State.WAITING, 0), (1, State.FAILED, 1), (-9, "failed", 1)]
)
def test_a_job_told_to_stop_waits_again_and_one_that_dies_is_given_up(
    own_tenant: Tenant, code: int | None, state: str, tries: int
) -> None:
    Job.objects.create(tenant=own_tenant, kind="look", asked={})
    taken = claim()
    assert taken is not None
    worker.settle(taken.pk, code)
    job = Job.objects.get()
    assert (job.state, job.tries) == (state, tries)


def test_what_is_over_is_neither_given_back_nor_given_up(own_tenant: Tenant) -> None:
    job = Job.objects.create(tenant=own_tenant, kind="look", state=State.DONE, tries=1)
    give_back(job.pk)
    give_up(job.pk)
    job.refresh_from_db()
    assert (job.state, job.tries) == (State.DONE, 1)


def test_one_flush_at_a_time_and_nobody_waits_for_it(
    own_tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    Received.objects.create(tenant=own_tenant, response_id="a", source="Borne", sealed=b"x")
    now = [1000.0]
    monkeypatch.setattr("rebond_web.outbox.ticking.time.monotonic", lambda: now[0])
    processes = Called(None)
    ticker = ticking.Ticker(processes)
    assert ticker.tick()
    now[0] += 100
    assert not ticker.tick()  # it goes on
    processes.code = 0
    assert not ticker.tick()  # it is over: a rest follows, four times as long
    now[0] += 399
    assert not ticker.tick()
    now[0] += 2
    assert ticker.tick()
    assert processes.started == [("rebond_web.outbox",)] * 2


def test_no_process_outlives_the_worker_even_one_that_hears_nothing() -> None:
    processes = Processes()
    deaf = processes.start("timeit", "-n1", "-r1", "import time; time.sleep(600)")
    assert deaf is not None
    processes.stop()
    assert deaf.returncode == -signal.SIGKILL
    assert processes.start("this") is None


def test_a_chore_that_fails_holds_no_other_up(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    class Failing:
        def tick(self) -> None:
            raise RuntimeError("a disk is full")

    class Last:
        def tick(self) -> None:
            done.append("last")

    worker.do_round((Failing(), Last()))
    assert done == ["last"]
    assert "A chore of the worker failed." in caplog.text
