"""Whose turn it is: a job taken, given back to be taken up again, or given up."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from rebond.vocabulary import Message
from rebond_web.jobs.messages import message_as_json
from rebond_web.jobs.models import Job, State

LEASE = timedelta(seconds=60)
MOST_TRIES = 3
_AT_ONCE = timedelta(0)


def claim() -> Job | None:
    """Take the oldest job that waits, or whose worker died; of two workers, one has it."""
    now = timezone.now()
    left = Q(state__in=(State.WAITING, State.RUNNING)) & (Q(lease=None) | Q(lease__lt=now))
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


def keep(job_id: int) -> None:
    """Say that a job is still being done."""
    Job.objects.filter(pk=job_id, state=State.RUNNING).update(lease=timezone.now() + LEASE)


def give_back(job_id: int, *, after: timedelta = _AT_ONCE) -> None:
    """Have a job that was being done wait again, as if it had not been tried, unless it is over.

    It is not taken before ``after`` is over.
    """
    Job.objects.filter(pk=job_id, state=State.RUNNING).update(
        state=State.WAITING, lease=timezone.now() + after if after else None, tries=F("tries") - 1
    )


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
