"""Erasing a person from what waits: a store that the library's `forget` walks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from rebond.listen import identity, tombstones
from rebond_web.outbox.models import Received

if TYPE_CHECKING:
    from rebond.listen.erasure import Forgotten
    from rebond.workspace import Workspace


def forget_what_waits(workspace: Workspace, forgotten: Forgotten) -> int:
    """Remove the answers of a person, those already imported too, and return how many."""
    ours = Received.objects.filter(tenant__folder=str(workspace.path))
    # An answer that only waits here is not among the responses that were found.
    named = {
        identity.response_id(workspace.secret, source, identifier.removeprefix(f"{source}:"))
        for source in ours.values_list("source", flat=True).distinct()
        for identifier in forgotten.identifiers
    }
    condemned = {*forgotten.responses, *forgotten.people, *named}
    waiting = ours.exclude(people=[]).values_list("response_id", "people")
    condemned |= {response for response, people in waiting if forgotten.people & set(people)}
    removed = set(ours.filter(response_id__in=condemned).values_list("response_id", flat=True))
    tombstones.bury(workspace, people=set(), responses=removed)
    ours.filter(response_id__in=removed).delete()
    _empty_the_log()
    return len(removed)


def _empty_the_log() -> None:
    """Have SQLite drop the pages that it keeps beside the database until it has to."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
