"""Keeping votes: one each, the last one counts, and nothing of it goes to the audit log.

Thousands may vote in the same minute, most of them from a browser without an account. For these one
statement of SQL keeps the vote and decides whether it may be: reading the space, the participant
and the statement one after the other takes ten times as long. What it refuses goes the longer way,
as the votes of accounts do, whose rules are those of `rebond_web.spaces.access`.
"""

from __future__ import annotations

import functools

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from rebond_web.spaces.access import DEVICE, device_digest, signed_in
from rebond_web.spaces.models import Participant, Space
from rebond_web.statements.models import Sorting, Statement, Vote

VALUES = {"1": 1, "0": 0, "-1": -1}
_SPACE_KEPT = 600  # seconds; where the name of a space is another's since, nothing is kept

# The same for SQLite and for PostgreSQL. Its last words are those of the index of browsers: without
# them, everybody who takes part in the space is read.
_KEEP = """
INSERT INTO statements_vote (statement_id, participant_id, value)
SELECT statement.id, participant.id, CAST(%s AS smallint)
FROM statements_statement AS statement
JOIN challenges_challenge AS challenge ON challenge.id = statement.challenge_id
JOIN spaces_space AS space ON space.id = challenge.space_id
JOIN workspaces_tenant AS tenant ON tenant.id = space.tenant_id
JOIN challenges_period AS period ON period.challenge_id = challenge.id
JOIN spaces_participant AS participant ON participant.space_id = space.id
WHERE statement.id = %s AND statement.state = 'published'
  AND challenge.id = %s AND challenge.opened IS NOT NULL AND challenge.closed IS NULL
  AND space.id = %s AND space.slug = %s AND tenant.slug = %s
  AND space.without_account AND NOT space.closed
  AND period.phase = 'sort' AND period.opens <= %s AND period.closes >= %s
  AND participant.account_id IS NULL AND NOT participant.excluded
  AND participant.device = %s AND NOT (participant.device = '')
ON CONFLICT (statement_id, participant_id) DO UPDATE SET value = excluded.value
"""
_MARK = "UPDATE statements_sorting SET stale = %s WHERE challenge_id = %s AND NOT stale"


def keep_from_browser(
    request: HttpRequest, slug: str, space: str, challenge: int, statement: int
) -> bool:
    """Keep the vote of who takes part by a browser alone, and return whether it was kept.

    False for anybody else, for what may not be voted on now, for a vote taken back or not
    understood: nothing is written then.
    """
    value, secret = VALUES.get(request.POST.get("said", "")), request.COOKIES.get(DEVICE, "")
    if value is None or not secret or _has_account(request):
        return False
    number = _number_of(slug, space)
    if number is None:
        return False
    device, today = device_digest(_numbered(number), secret), timezone.localdate()
    given = (value, statement, challenge, number, space, slug, today, today, device)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_KEEP, given)
        kept = bool(cursor.rowcount > 0)
        if kept:
            cursor.execute(_MARK, (True, challenge))
    return kept


def keep(statement: Statement, participant: Participant, value: int) -> None:
    """Keep what a participant thinks of a statement that they may vote on: 1, 0 or −1."""
    with transaction.atomic():
        Vote.objects.bulk_create(
            [Vote(statement=statement, participant=participant, value=value)],
            update_conflicts=True,
            unique_fields=["statement", "participant"],
            update_fields=["value"],
        )
        mark(statement.challenge_id)


def take_back(statement: Statement, participant: Participant) -> None:
    """Remove the vote of a participant on a statement, if there is one."""
    with transaction.atomic():
        Vote.objects.filter(statement=statement, participant=participant).delete()
        mark(statement.challenge_id)


def mark(challenge: int) -> None:
    """Say that what is kept of the votes of a challenge is no longer what they say."""
    Sorting.objects.filter(challenge=challenge, stale=False).update(stale=True)


def _has_account(request: HttpRequest) -> bool:
    """Return whether who asks is signed in; without a session nobody is."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and signed_in(request) is not None


@functools.lru_cache(maxsize=1024)
def _numbered(number: int) -> Space:
    """Return a space of which the number alone is known."""
    return Space(pk=number)


def _number_of(slug: str, space: str) -> int | None:
    """Return the number of a space by its name, kept for a while: the statement checks it."""
    key = f"space-number:{slug}:{space}"
    known: int | None = cache.get(key)
    if known is None:
        known = (
            Space.objects.filter(tenant__slug=slug, slug=space).values_list("pk", flat=True).first()
        )
        if known is not None:
            cache.set(key, known, _SPACE_KEPT)
    return known
