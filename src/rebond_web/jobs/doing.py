"""Doing one job: what it asks, by its kind; what it tells, kept."""

from __future__ import annotations

import time
from typing import Any

from rebond.errors import RebondError
from rebond_web.jobs.kinds import Progress, afterwards, doing
from rebond_web.jobs.messages import message_as_json
from rebond_web.jobs.models import Job, State

_BETWEEN = 0.5  # seconds between two notes of progress


def do(job_id: int) -> None:
    """Do a job: afterwards it is done, or failed with the reason."""
    job = Job.objects.select_related("tenant", "account").get(pk=job_id)
    try:
        told = doing(job.kind)(job, _noting(job))
    except RebondError as error:
        _close(job, State.FAILED, {"why": message_as_json(error.message)})
        return
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
