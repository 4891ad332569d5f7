"""Doing one job: what it asks, by its kind; what it tells, kept."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from rebond.errors import RebondError, WorkspaceBusy
from rebond_web.jobs.kinds import Progress, afterwards, doing
from rebond_web.jobs.messages import message_as_json
from rebond_web.jobs.models import Job, State
from rebond_web.jobs.turns import give_back

_BETWEEN = 0.5  # seconds between two notes of progress
_TURN = timedelta(seconds=5)  # after which a job that found another writer at work is tried again


def do(job_id: int, *, finishing: Callable[[], None] = lambda: None) -> None:
    """Do a job: afterwards it is done, or failed with the reason, or waits for its turn to write.

    ``finishing`` is called once what is left is to say what came of it.
    """
    job = Job.objects.select_related("tenant", "account").get(pk=job_id)
    try:
        told = doing(job.kind)(job, _noting(job))
    except WorkspaceBusy:
        give_back(job_id, after=_TURN)
        return
    except RebondError as error:
        _close(job, State.FAILED, {"why": message_as_json(error.message)})
        return
    finishing()
    _close(job, State.DONE, told)
    afterwards(job.kind)(job)


def _noting(job: Job) -> Progress:
    last = 0.0

    def note(step: str, done: int, total: int | None) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _BETWEEN or done == total:
            last = now
            Job.objects.filter(pk=job.pk).update(step=step[:200], done=done, total=total)

    return note


def _close(job: Job, state: State, told: dict[str, Any]) -> None:
    Job.objects.filter(pk=job.pk).update(state=state, told=told, lease=None)
