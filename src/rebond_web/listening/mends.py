"""What is done with rows in quarantine: mended, read another way, set aside for good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from rebond.errors import InputError
from rebond.listen import mending, quarantine
from rebond.listen.columns.roles import RoleOverride
from rebond.quantify import Perimeter
from rebond.understand import understand
from rebond.vocabulary import Message, Role
from rebond.workspace import Workspace
from rebond_web.audit.models import record
from rebond_web.jobs.kinds import Progress
from rebond_web.jobs.models import Job, State
from rebond_web.reading.kept import kept
from rebond_web.workspaces.access import opened

if TYPE_CHECKING:
    from rebond.listen.quarantine import QuarantinedRow
    from rebond_web.accounts.models import Account
    from rebond_web.workspaces.models import Tenant

REPLAY, READ = "replay", "read"


@dataclass(frozen=True)
class Group:
    """The rows of one source that wait for one reason; ``column`` is "" where none is named."""

    source: str
    reason: Message
    column: str
    rows: list[QuarantinedRow]


def groups_of(workspace: Workspace) -> list[Group]:
    """Return the rows in quarantine by source and reason, the largest groups first."""
    found: dict[tuple[str, str], list[QuarantinedRow]] = {}
    for row in quarantine.quarantined(workspace):
        found.setdefault((row.source, str(row.row.reason)), []).append(row)
    groups = [
        Group(
            rows[0].source,
            rows[0].row.reason,
            str(rows[0].row.reason.values.get("column", "")),
            rows,
        )
        for rows in found.values()
    ]
    return sorted(groups, key=lambda group: (-len(group.rows), group.source, str(group.reason)))


def waiting(workspace: Workspace) -> int:
    """Return how many rows are in quarantine, counted once for the same rows."""

    def count() -> int:
        ((rows,),) = workspace.relation("quarantine").aggregate("count(*)").fetchall()
        return int(rows)

    name = f"in quarantine {workspace.table_version('quarantine')}"
    return kept(Perimeter.whole(workspace), name, count)


def mend_row(tenant: Tenant, row: str, cells: Mapping[str, str], *, by: Account) -> bool:
    """Import a row with its cells corrected; return False when it is no longer there.

    Raises
    ------
    InputError
        When it still cannot be read.
    WorkspaceBusy
        When an import is at work.
    """
    report = mending.mend(opened(tenant.folder), row, cells)
    if report is None:
        return False
    with transaction.atomic():
        record("row mended", by=by.pk, tenant=tenant.pk, subject=row)
        read_soon(tenant, by=by)
    return True


def set_aside(tenant: Tenant, row: str, *, by: Account) -> bool:
    """Remove a row for good; return False when it is no longer there."""
    removed = quarantine.settle(opened(tenant.folder), [row])
    if removed:
        record("row set aside", by=by.pk, tenant=tenant.pk, subject=row)
    return bool(removed)


def read_otherwise(
    tenant: Tenant, source: str, column: str, *, role: str, low: str, high: str, by: Account
) -> Job:
    """Ask for a column of a source to be read another way, and for its rows to be tried again.

    Raises
    ------
    InputError
        When the role is none, or a score's ends are not two numbers in order.
    """
    asked = {"source": source, "column": column, "role": role, "low": low, "high": high}
    _override(asked)
    with transaction.atomic():
        job = Job.objects.create(tenant=tenant, account=by, kind=REPLAY, asked=asked)
        record("column read otherwise", by=by.pk, tenant=tenant.pk, subject=job.pk)
    return job


def read_soon(tenant: Tenant, *, by: Account | None) -> None:
    """Have the voices that came since read, once however many came."""
    waits = Job.objects.filter(tenant=tenant, kind=READ, state=State.WAITING)
    if not waits.exists():
        Job.objects.create(tenant=tenant, account=by, kind=READ, asked={})


def replay(job: Job, progress: Progress) -> dict[str, Any]:
    """Try rows again as a column is now read; the counts returned add up."""
    workspace = Workspace.open(Path(job.tenant.folder))
    source = job.asked["source"]
    with workspace.writing():  # nobody else has a turn in between
        before = _of_source(workspace, source)
        mending.read_otherwise(workspace, source, job.asked["column"], _override(job.asked))
        left = _of_source(workspace, source)
        understand(workspace, progress=progress)
    return {"tried": before, "came": before - left, "left": left}


def read_voices(job: Job, progress: Progress) -> dict[str, Any]:
    """Read the voices that were not read yet."""
    done = understand(Workspace.open(Path(job.tenant.folder)), progress=progress)
    return {"read": done.voices_read, "opinions": done.opinions_found}


def _of_source(workspace: Workspace, source: str) -> int:
    return sum(row.source == source for row in quarantine.quarantined(workspace))


def _override(asked: Mapping[str, str]) -> RoleOverride:
    if asked["role"] not in list(Role):
        raise InputError(
            "“{value}” is not a value of {field}. Use one of: {valid}.",
            value=asked["role"],
            field="role",
            valid=", ".join(Role),
        )
    role = Role(asked["role"])
    if role is not Role.SCORE:
        return RoleOverride(role)
    try:
        low, high = (float(asked[end].replace(",", ".")) for end in ("low", "high"))
    except ValueError:
        low = high = 0.0
    if not low < high < float("inf"):
        raise InputError("A score goes from one number to a larger one: give both.")
    return RoleOverride(role, None, low, high)
