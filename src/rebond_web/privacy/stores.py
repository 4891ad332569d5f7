"""What the site keeps of people beside the workspace: removed by erasures, told to who asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection

from rebond.listen.erasure import Store
from rebond.listen.holdings import Holding
from rebond_web.api.models import Request
from rebond_web.cases.models import Case
from rebond_web.exports.actions import forget_exports
from rebond_web.jobs.models import Job
from rebond_web.listening.uploads import let_go
from rebond_web.mail.models import Letter

if TYPE_CHECKING:
    from rebond.listen.erasure import Forgotten
    from rebond.workspace import Workspace


def forget_uploads(workspace: Workspace, forgotten: Forgotten) -> int:
    """Remove the files given and not brought in yet: whom they speak of is not known."""
    if not forgotten.people and not forgotten.identifiers:
        return 0
    looks = Job.objects.filter(tenant__folder=str(workspace.path), kind="look").exclude(told={})
    for job in looks:
        let_go(job)
    return len(looks)


def forget_requests(workspace: Workspace, forgotten: Forgotten) -> int:
    """Remove what was answered to programs about the responses of a person."""
    removed = 0
    ours = Request.objects.filter(token__tenant__folder=str(workspace.path))
    for request in ours.exclude(answer={}):
        told = {one["response_id"] for one in request.answer["responses"]}
        if told & {*forgotten.responses, *forgotten.people}:
            request.delete()
            removed += 1
    return removed


def clean_database(workspace: Workspace, forgotten: Forgotten) -> int:
    """Have the database keep nothing of the rows that other stores removed; they counted them."""
    del workspace, forgotten
    clean()
    return 0


def clean() -> None:
    """Have the database keep nothing of the rows that were removed.

    SQLite overwrites them (secure_delete) and empties its journal; PostgreSQL vacuums. Within a
    transaction neither can be done: whoever opened it does it afterwards.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        elif connection.vendor == "postgresql":
            names = [connection.ops.quote_name(m._meta.db_table) for m in apps.get_models()]
            cursor.execute(f"VACUUM {', '.join(names)}")


def _cases(workspace: Workspace, person: Forgotten) -> list[dict[str, Any]]:
    found = Case.objects.filter(
        tenant__folder=str(workspace.path), response_id__in=person.responses
    )
    return [
        {
            "opened": case.opened.isoformat(),
            "state": case.state,
            "notes": [note.text for note in case.notes.order_by("pk")],
            "replies": [
                {"on": reply.at.isoformat(), "text": reply.text}
                for reply in case.replies.order_by("pk")
            ],
        }
        for case in found.order_by("pk")
    ]


def _letters(workspace: Workspace, person: Forgotten) -> list[dict[str, Any]]:
    found = Letter.objects.filter(
        tenant__folder=str(workspace.path), response_id__in=person.responses
    )
    return [
        {
            "subject": letter.subject,
            "text": letter.text,
            "state": letter.state,
            "sent": letter.sent.isoformat() if letter.sent else None,
        }
        for letter in found.order_by("pk")
    ]


STORES: Mapping[str, Store] = {
    "files given": forget_uploads,
    "answers to programs": forget_requests,
    "exports": forget_exports,
    "site database": clean_database,
}
HOLDINGS: Mapping[str, Holding] = {"cases": _cases, "letters": _letters}
