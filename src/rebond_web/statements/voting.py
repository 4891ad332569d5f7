"""A vote kept by one statement of SQL, which is also what decides whether it may be.

Thousands may vote in the same minute. Reading the space, the participant and the statement one
after the other takes ten times as long as keeping the vote; what this refuses is answered by the
longer way, which says why (`views.statement`). The rules are those of `visit_of`, `joined` and
`votable`; tests/web/test_statements_attacks.py holds it to each of them.
"""

from __future__ import annotations

from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from rebond_web.spaces.access import DEVICE, device_digest, signed_in
from rebond_web.spaces.models import Participant, Space
from rebond_web.statements.models import Sorting, Statement, Vote

VALUES = {"1": 1, "0": 0, "-1": -1}
_SPACE_KEPT = 600  # seconds; where the name of a space is another's since, nothing is kept

# The same for SQLite and for PostgreSQL.
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
  AND space.id = %s AND space.slug = %s AND NOT space.closed AND tenant.slug = %s
  AND period.phase = 'sort' AND period.opens <= %s AND period.closes >= %s
  AND NOT participant.excluded AND {who}
ON CONFLICT (statement_id, participant_id) DO UPDATE SET value = excluded.value
"""
_BY_BROWSER = _KEEP.format(who="space.without_account AND participant.device = %s")
_BY_ACCOUNT = _KEEP.format(who="participant.account_id = %s")
_MARK = "UPDATE statements_sorting SET stale = %s WHERE challenge_id = %s AND NOT stale"


def keep_vote(request: HttpRequest, slug: str, space: str, challenge: int, statement: int) -> bool:
    """Keep the vote that a form holds, and return whether it was kept.

    False for who takes no part, for what may not be voted on now, for a vote taken back or not
    understood: nothing is written then.
    """
    value = VALUES.get(request.POST.get("said", ""))
    number = _number_of(slug, space)
    if value is None or number is None:
        return False
    account, secret = signed_in(request), request.COOKIES.get(DEVICE, "")
    if account is None and not secret:
        return False
    who = account.pk if account else device_digest(Space(pk=number), secret)
    today = timezone.localdate()
    given = (value, statement, challenge, number, space, slug, today, today, who)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_BY_ACCOUNT if account else _BY_BROWSER, given)
        kept = bool(cursor.rowcount > 0)
        if kept:
            cursor.execute(_MARK, (True, challenge))
    return kept


def take_back(statement: Statement, participant: Participant) -> None:
    """Remove the vote of a participant on a statement, if there is one."""
    with transaction.atomic():
        Vote.objects.filter(statement=statement, participant=participant).delete()
        mark(statement.challenge_id)


def mark(challenge: int) -> None:
    """Say that what is kept of the votes of a challenge is no longer what they say."""
    Sorting.objects.filter(challenge=challenge, stale=False).update(stale=True)


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
