"""The close of a vote: counted, its ballots replaced by a sorted list, its keys destroyed."""

from __future__ import annotations

import hashlib
import time
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from rebond_web.audit.models import record
from rebond_web.ballots.box import lock
from rebond_web.ballots.counting import counted, file_of
from rebond_web.ballots.models import Ballot, Election, Result, Voter

# Fewer ballots than that tell who chose what: only who wins is told, and no file is kept.
SMALLEST = 5
_PAUSE = 60.0  # seconds between two looks at which votes are over


def close(election: Election) -> Result:
    """Count a vote and destroy its ballots; done again, it changes nothing."""
    with transaction.atomic():
        locked = lock(election)
        if locked.closed is None:
            _count(locked)
            locked.ballots.all().delete()
            locked.voters.exclude(mark="").update(mark="")
            locked.closed = timezone.now()
            locked.save(update_fields=["closed"])
            tenant = locked.challenge.space.tenant_id
            record("vote closed", by=None, tenant=tenant, subject=locked.pk)
    _overwrite()
    return Result.objects.get(election=election)


def close_what_is_over() -> int:
    """Close the votes whose last day is over; return how many."""
    begun = Election.objects.filter(opened__isnull=False, closed__isnull=True)
    over = [
        one
        for one in begun.select_related("challenge__space").prefetch_related("challenge__periods")
        if one.is_due(timezone.localdate())
    ]
    for one in over:
        close(one)
    return len(over)


class Closings:
    """Closes votes in the background, so that ballots do not wait for a reader to be destroyed."""

    def __init__(self) -> None:
        self._next = 0.0

    def tick(self) -> bool:
        """Close what is over if it is time to look; return whether something was."""
        if time.monotonic() < self._next:
            return False
        self._next = time.monotonic() + _PAUSE
        return close_what_is_over() > 0


def glimpse_of(election: Election) -> dict[str, Any]:
    """Return what is shown of an open vote that is not hidden, {} where nothing is yet.

    It is counted anew once `SMALLEST` more people voted: else whoever reads it before and after
    one person votes would know what that person chose.
    """
    if election.hidden or not election.is_open:
        return {}
    shown: dict[str, Any] = election.glimpse
    if election.voters.count() < shown.get("people", 0) + SMALLEST:
        return shown
    with transaction.atomic():
        locked = lock(election)
        marks = [one.marks for one in locked.ballots.filter(paper=False)]
        if locked.closed is None and len(marks) >= SMALLEST:
            told = counted(locked, file_of(locked, list(locked.choices.all()), marks))
            locked.glimpse = {"people": len(marks), "counts": told["counts"]}
            locked.save(update_fields=["glimpse"])
    return dict(locked.glimpse)


def _overwrite() -> None:
    """Have the database keep nothing of the ballots, where no transaction is under way."""
    from rebond_web.privacy.stores import clean

    clean()
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        names = [connection.ops.quote_name(one._meta.db_table) for one in (Ballot, Voter)]
        with connection.cursor() as cursor:
            # What VACUUM alone frees may be read in the file until something is written over it.
            cursor.execute(f"VACUUM (FULL) {', '.join(names)}")


def _count(election: Election) -> None:
    ballots = list(election.ballots.all())
    paper = sum(one.paper for one in ballots)
    here = len(ballots) - paper
    told: dict[str, Any] = {}
    text = ""
    if ballots:
        text = file_of(election, list(election.choices.all()), [one.marks for one in ballots])
        told = counted(election, text)
    # Those who brought the paper ones in know them, and would find the others by difference.
    if len(ballots) < SMALLEST or 0 < here < SMALLEST:
        text, told = "", {"winners": told.get("winners", [])}
    Result.objects.create(
        election=election,
        people=len(ballots),
        paper=paper,
        file=text,
        fingerprint=hashlib.sha256(text.encode()).hexdigest() if text else "",
        outcome=told,
    )
    election.glimpse = {}
    election.save(update_fields=["glimpse"])
