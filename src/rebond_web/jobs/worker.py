"""The worker: chores in one thread, jobs in another, so that none waits for a long import.

Each job is done by a process of its own, so that none can take the site down. One that dies by
itself (out of memory, out of time) is given up. When the whole worker dies, its job's lease expires
and the job is taken up again, `MOST_TRIES` times at most; when it is stopped, its job waits again
at once.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from rebond_web.accounts.sweeping import Sweeper
from rebond_web.alerts.ticking import Ticker as Alerts
from rebond_web.answers.ticking import Teller
from rebond_web.ballots.closing import Closings
from rebond_web.following import ticking as webhooks
from rebond_web.house import WORK
from rebond_web.jobs.processes import Processes
from rebond_web.jobs.turns import claim, give_back, give_up
from rebond_web.listening.uploads import let_go_of_old_ones
from rebond_web.listening.watching import Watcher
from rebond_web.mail import ticking as mail
from rebond_web.moderation.ticking import Ticker as Exclusions
from rebond_web.outbox.ticking import Ticker
from rebond_web.privacy.daily import Daily
from rebond_web.ratings.ticking import Revealer
from rebond_web.reading.ahead import ask_for_all

_LOG = logging.getLogger(__name__)
_PAUSE = 0.5  # seconds between looks, when nothing waits
_LAST_WORDS = 2.0  # seconds for each thread to end, once the worker stops


def start() -> None:
    """Work in the background, where the environment asks for it."""
    if os.environ.get(WORK) == "1":
        _work()


def work_until_stopped() -> None:
    """Work in this process, once the tables are as this version wants them; leave when told to."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with contextlib.suppress(KeyboardInterrupt):
        while _tables_to_bring_up_to_date():
            time.sleep(_PAUSE)
        _work()
        threading.Event().wait()


def _tables_to_bring_up_to_date() -> bool:
    """Return whether the process that serves pages has yet to do it: two at once would clash."""
    connection = connections[DEFAULT_DB_ALIAS]
    with contextlib.suppress(DatabaseError):
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return True


def _work() -> None:
    """Start the threads of the worker; they end with this process."""
    processes = Processes()
    threads = [
        threading.Thread(target=work, args=(processes,), name=work.__name__, daemon=True)
        for work in (do_chores, do_jobs)
    ]
    for thread in threads:
        thread.start()
    mail.start()
    webhooks.start()
    # Python waits for this one before it leaves: it is no daemon.
    threading.Thread(target=_stop_at_the_end, args=(processes, threads), name="stop").start()


def _stop_at_the_end(processes: Processes, threads: Sequence[threading.Thread]) -> None:
    threading.main_thread().join()
    processes.stop()
    for thread in threads:
        thread.join(_LAST_WORDS)


class Chore(Protocol):
    """What is done now and then."""

    def tick(self) -> object:
        """Do it if its time has come; it takes moments."""


def chores_of(processes: Processes) -> Sequence[Chore]:
    """Return the chores of a worker, in the order of their turns."""
    return (
        Ticker(processes),
        Watcher(),
        Daily(),
        Alerts(),
        Revealer(),
        Sweeper(),
        Closings(),
        Teller(),
        Exclusions(),
    )


def do_chores(processes: Processes) -> None:
    """Do each chore when its time has come, until the worker is to stop."""
    _try(let_go_of_old_ones)
    _try(ask_for_all)
    chores = chores_of(processes)
    while not processes.stopping.is_set():
        do_round(chores)
        connections.close_all()
        processes.stopping.wait(_PAUSE)


def do_round(chores: Iterable[Chore]) -> None:
    """Give each chore its turn; one that fails holds no other up."""
    for chore in chores:
        _try(chore.tick)


def do_jobs(processes: Processes) -> None:
    """Do one job after the other, until the worker is to stop."""
    while not processes.stopping.is_set():
        if not _try(lambda: _do_next(processes)):
            connections.close_all()
            processes.stopping.wait(_PAUSE)


def _do_next(processes: Processes) -> bool:
    """Do the job whose turn it is; return False when none waits."""
    job = claim()
    if job is None:
        return False
    connections.close_all()  # for hours, perhaps
    settle(job.pk, processes.call("rebond_web.jobs", str(job.pk)))
    return True


def settle(job_id: int, code: int | None) -> None:
    """Have a job whose process was told to stop wait again; give up one whose process died.

    ``code`` is the exit status, None for a process that was told to stop.
    """
    if code is None:
        give_back(job_id)
    elif code:
        give_up(job_id)


def _try(chore: Callable[[], object]) -> bool:
    """Do a chore and return whether it did something.

    One that fails is told in the log and holds nothing else up. A panic of a library that is not
    written in Python is no `Exception`.
    """
    try:
        return bool(chore())
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:
        _LOG.exception("A chore of the worker failed.")
        return False
