"""Taking jobs in turn: each is done by a process of its own, so that none can take the site down.

One worker thread lives in the site's process. A job that dies (killed, out of memory, out of time)
leaves its lease to expire and is taken up again, `MOST_TRIES` times at most.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F, Q
from django.utils import timezone

from rebond.vocabulary import Message
from rebond_web.accounts.sweeping import Sweeper
from rebond_web.alerts.ticking import Ticker as Alerts
from rebond_web.answers.ticking import Teller
from rebond_web.ballots.closing import Closings
from rebond_web.following import ticking as webhooks
from rebond_web.house import WORK
from rebond_web.jobs.messages import message_as_json
from rebond_web.jobs.models import Job, State
from rebond_web.listening.uploads import let_go_of_old_ones
from rebond_web.listening.watching import Watcher
from rebond_web.mail import ticking as mail
from rebond_web.moderation.ticking import Ticker as Exclusions
from rebond_web.outbox.ticking import Ticker
from rebond_web.privacy.daily import Daily
from rebond_web.ratings.ticking import Revealer
from rebond_web.reading.ahead import ask_for_all

_LOG = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
MOST_TRIES = 3
_PAUSE = 0.5  # seconds between looks, when nothing waits


def start() -> None:
    """Work in the background, where the environment asks for it."""
    if os.environ.get(WORK) == "1":
        threading.Thread(target=_work, name="worker", daemon=True).start()


def work_until_stopped() -> None:
    """Work in this process, once the tables are as this version wants them; leave when told to.

    A job that is being done then is stopped, and taken up again when its lease runs out.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with contextlib.suppress(KeyboardInterrupt):
        while _tables_to_bring_up_to_date():
            time.sleep(_PAUSE)
        _work()


def _tables_to_bring_up_to_date() -> bool:
    """Return whether the process that serves pages has yet to do it: two at once would clash."""
    connection = connections[DEFAULT_DB_ALIAS]
    with contextlib.suppress(DatabaseError):
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return True


def _work() -> None:
    let_go_of_old_ones()
    mail.start()
    webhooks.start()
    _try(ask_for_all)
    chores = (
        Ticker(),
        Watcher(),
        Daily(),
        Alerts(),
        Revealer(),
        Sweeper(),
        Closings(),
        Teller(),
        Exclusions(),
    )
    while True:
        for chore in chores:
            _try(chore.tick)
        job = claim()
        if job is None:
            connections.close_all()
            time.sleep(_PAUSE)
            continue
        code = subprocess.call([sys.executable, "-m", "rebond_web.jobs", str(job.pk)])
        if code:
            give_up(job.pk)


def _try(chore: Callable[[], object]) -> None:
    """Do a chore; one that fails is told in the log and leaves the jobs to be done.

    A panic of a library that is not written in Python is no `Exception`.
    """
    try:
        chore()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:
        _LOG.exception("A chore of the worker failed.")


def claim() -> Job | None:
    """Take the oldest job that waits, or whose worker died; of two workers, one has it."""
    now = timezone.now()
    left = Q(state=State.WAITING) | Q(state=State.RUNNING, lease__lt=now)
    with transaction.atomic():
        for job in Job.objects.filter(left).order_by("pk")[:10]:
            if job.tries >= MOST_TRIES:
                give_up(job.pk)
                continue
            mine = Job.objects.filter(left, pk=job.pk, tries=job.tries).update(
                state=State.RUNNING, lease=now + LEASE, tries=F("tries") + 1
            )
            if mine:
                job.refresh_from_db()
                return job
    return None


def give_up(job_id: int) -> None:
    """Say that a job stopped by itself, unless it is over."""
    Job.objects.filter(pk=job_id).exclude(state=State.DONE).exclude(state=State.FAILED).update(
        state=State.FAILED,
        told={"why": message_as_json(_STOPPED)},
        lease=None,
    )


_STOPPED = Message(
    "The work stopped by itself: the file may ask for more memory or time than is allowed here."
    " Nothing was half done. Try a smaller file, or rebond analyse in a terminal."
)
