"""Counting the votes of a challenge: by the worker, when asked and when they changed; then kept.

A page never waits for it: it shows what was counted last, and says since when votes came in.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rebond_web.challenges.contributions import State
from rebond_web.challenges.models import Challenge
from rebond_web.jobs.kinds import Progress
from rebond_web.jobs.models import Job
from rebond_web.statements.models import Sorting, Vote

COUNT = "opinion groups"  # the kind of these jobs
_BETWEEN = timedelta(seconds=60)  # votes come one by one: they are counted once a minute at most


def sorting_of(challenge: Challenge) -> Sorting:
    """Return what was counted last of a challenge, and have it counted again if votes changed."""
    found = Sorting.objects.filter(challenge=challenge).first()
    if found is None:
        found = Sorting.objects.get_or_create(challenge=challenge)[0]
    if found.stale and _claimed(challenge):
        if settings.COMPUTED_BY_WORKER:
            Job.objects.create(
                kind=COUNT, tenant_id=challenge.space.tenant_id, asked={"challenge": challenge.pk}
            )
        else:
            count(challenge)
            found.refresh_from_db()
    return found


def _claimed(challenge: Challenge) -> bool:
    """Return whether counting is asked for now: of two pages at once, by one."""
    now = timezone.now()
    due = Q(asked__isnull=True) | Q(asked__lt=now - _BETWEEN)
    return bool(Sorting.objects.filter(due, challenge=challenge, stale=True).update(asked=now))


def compute(job: Job, progress: Progress) -> dict[str, Any]:
    """Count the votes of the challenge that a job names; one that is gone has none."""
    del progress
    challenge = Challenge.objects.filter(pk=job.asked["challenge"]).first()
    if challenge is not None:
        count(challenge)
    return {}


def count(challenge: Challenge) -> None:
    """Count the votes of a challenge, and keep what pages draw."""
    from rebond_web.statements.summing import document, permutation

    sorting = Sorting.objects.get_or_create(challenge=challenge)[0]
    # Before the votes are read: one that comes meanwhile has them counted again.
    Sorting.objects.filter(pk=sorting.pk).update(stale=False)
    told = document(*_votes(challenge), sorting.told)
    with transaction.atomic():
        kept = Sorting.objects.select_for_update().get(pk=sorting.pk)
        if told.get("sketch"):
            from rebond.cocreate.groups import Sketch

            same = permutation(kept.told.get("sketch"), Sketch.of_document(told["sketch"]))
            names = {str(one): kept.names.get(str(other)) for one, other in same.items()}
            kept.names = {group: name for group, name in names.items() if name}
        kept.told = told
        kept.save(update_fields=["told", "names"])


def _votes(challenge: Challenge) -> tuple[Any, dict[str, int]]:
    """Return the votes on the statements that are shown, and the public of each voter."""
    from rebond.cocreate.groups import Votes

    counted = Vote.objects.filter(
        statement__challenge=challenge,
        statement__state=State.PUBLISHED,
        participant__excluded=False,
    )
    rows = list(counted.values_list("participant", "statement", "value", "participant__public"))
    votes = Votes.cast(
        [str(row[0]) for row in rows], [str(row[1]) for row in rows], [row[2] for row in rows]
    )
    return votes, {str(row[0]): row[3] for row in rows}
