"""The jobs of privacy: an erasure with its proof, and what is too old let go of."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from rebond.listen import quarantine
from rebond.listen.erasure import forget
from rebond.listen.retention import expire
from rebond.workspace import Workspace
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.exports.actions import let_go_of_old_ones
from rebond_web.house import House
from rebond_web.jobs.kinds import Progress
from rebond_web.jobs.messages import message_as_json
from rebond_web.jobs.models import Job, State
from rebond_web.privacy.actions import unsealed
from rebond_web.privacy.models import Retention


def erase(job: Job, progress: Progress) -> dict[str, Any]:
    """Erase whom a job is about; return the proof, which names nobody."""
    del progress
    identifier = unsealed(job)
    erasure = forget(
        Workspace.open(Path(job.tenant.folder)), identifier, beside=_beside(identifier)
    )
    return {
        "responses": erasure.responses,
        "removed": [[store, rows] for store, rows in erasure.removed.items() if rows],
        "files": erasure.files_searched,
        "bytes": erasure.bytes_searched,
        "traces_in": list(erasure.traces_in),
        "rows_left": erasure.rows_left,
        "verified": erasure.verified,
        "unreachable": [message_as_json(one) for one in erasure.unreachable],
        "on": date.today().isoformat(),
    }


def forget_whom(job: Job) -> None:
    """Forget whom an erasure was about, once it is done."""
    with transaction.atomic():
        Job.objects.filter(pk=job.pk).update(asked={})
        record("erasure done", by=job.account_id, tenant=job.tenant_id, subject=job.pk)


def let_old_go(job: Job, progress: Progress) -> dict[str, Any]:
    """Erase what is older than its source's retention, and rows of quarantine past their date."""
    workspace = Workspace.open(Path(job.tenant.folder))
    told: list[dict[str, Any]] = []
    with workspace.writing():  # nobody else has a turn in between
        for one in Retention.objects.filter(tenant=job.tenant).order_by("source"):
            progress(one.source, len(told), None)
            before = months_before(timezone.localdate(), one.months)
            done = expire(workspace, one.source, before)
            if done.responses:
                n = done.responses
                told.append({"source": one.source, "before": before.isoformat(), "n": n})
                record("old responses erased", by=None, tenant=job.tenant_id, subject=one.pk)
        purged = quarantine.purge(workspace)
    let_go_of_old_ones(job.tenant)
    if purged:
        record("quarantine purged", by=None, tenant=job.tenant_id, subject=job.pk)
    # An erasure that failed was asked for again, or will be.
    failed = Job.objects.filter(tenant=job.tenant, kind="erase", state=State.FAILED)
    failed.update(asked={})
    return {"expired": told, "purged": purged, "on": date.today().isoformat()}


def months_before(day: date, months: int) -> date:
    """Return the same day some months before, or the last one of a shorter month.

    >>> months_before(date(2026, 3, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    following = date(year + month // 11, (month + 1) % 12 + 1, 1)
    last = (following - date.resolution).day
    return date(year, month + 1, min(day.day, last))


def _beside(identifier: str) -> list[Path]:
    """Return what is searched beside the workspace.

    The database of the site holds the address of whoever has an account: removing the account is
    another act, and finding it there no failure.
    """
    house = House.current()
    uploads = house.path / "uploads"
    if Account.objects.filter(email__iexact=identifier.strip()).exists():
        return [uploads]
    database = house.database
    return [uploads, database, database.with_name(database.name + "-wal")]
