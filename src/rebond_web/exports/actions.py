"""Exports asked for, made by the worker, kept a day."""

from __future__ import annotations

import secrets
import shutil
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from rebond.errors import InputError
from rebond.export import EXPORTS, export
from rebond.languages import LANGUAGES
from rebond.workspace import Workspace
from rebond_web.audit.models import record
from rebond_web.house import House
from rebond_web.jobs.kinds import Progress
from rebond_web.jobs.models import Job

if TYPE_CHECKING:
    from rebond.listen.erasure import Forgotten
    from rebond_web.accounts.models import Account
    from rebond_web.workspaces.models import Tenant

EXPORT = "export"
FORMS = ("csv", "xlsx", "parquet", "json")
KEPT = timedelta(days=1)


def ask_for(tenant: Tenant, what: str, form: str, language: str, *, by: Account) -> Job:
    """Ask for a file.

    Raises
    ------
    InputError
        When there is no such export, form or language.
    """
    for field, value, valid in (
        ("export", what, EXPORTS),
        ("form", form, FORMS),
        ("language", language, LANGUAGES),
    ):
        if value not in valid:
            raise InputError(
                "“{value}” is not a value of {field}. Use one of: {valid}.",
                value=value,
                field=field,
                valid=", ".join(valid),
            )
    asked = {"what": what, "form": form, "language": language, "key": secrets.token_hex(16)}
    with transaction.atomic():
        job = Job.objects.create(tenant=tenant, account=by, kind=EXPORT, asked=asked)
        record("export asked", by=by.pk, tenant=tenant.pk, subject=job.pk)
    return job


def make(job: Job, progress: Progress) -> dict[str, Any]:
    """Write the file that was asked for; return its rows and size."""
    del progress
    let_go_of_old_ones(job.tenant)
    path = file_of(job)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    workspace = Workspace.open(Path(job.tenant.folder))
    rows = export(workspace, job.asked["what"], path, language=job.asked["language"])
    return {"rows": rows, "bytes": path.stat().st_size}


def file_of(job: Job) -> Path:
    """Return where the file of an export is, or will be."""
    name = f"{job.tenant.slug}-{job.asked['what']}.{job.asked['form']}"
    folder: str = job.asked["key"]
    return House.current().path / "exports" / folder / name


def let_go_of_old_ones(tenant: Tenant) -> None:
    """Remove the files made more than a day ago."""
    for job in Job.objects.filter(tenant=tenant, kind=EXPORT, created__lt=timezone.now() - KEPT):
        _let_go(job)


def forget_exports(workspace: Workspace, forgotten: Forgotten) -> int:
    """Remove every file of a workspace that still waits: those erased may be in it."""
    del forgotten
    jobs = Job.objects.filter(tenant__folder=str(workspace.path), kind=EXPORT).exclude(told={})
    for job in jobs:
        _let_go(job)
    return len(jobs)


def _let_go(job: Job) -> None:
    shutil.rmtree(file_of(job).parent, ignore_errors=True)
    Job.objects.filter(pk=job.pk).update(told={})
