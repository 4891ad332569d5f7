"""What is done with files: looked at, brought in."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from rebond.errors import InputError
from rebond.vocabulary import Channel, Role, Stakeholder
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.jobs.models import Job, State
from rebond_web.listening.jobs import IMPORT, LOOK
from rebond_web.listening.uploads import keep_upload
from rebond_web.workspaces.models import Tenant


def look_at(tenant: Tenant, given: UploadedFile[Any], *, by: Account) -> Job:
    """Keep a file and ask for a look at it.

    Raises
    ------
    InputError
        When it is empty or too large.
    """
    path = keep_upload(given)
    return Job.objects.create(
        tenant=tenant, account=by, kind=LOOK, asked={"file": str(path), "name": path.name}
    )


def bring_in(
    looked: Job,
    roles: dict[str, str],
    *,
    source: str,
    channel: str,
    stakeholder: str,
    by: Account,
) -> Job:
    """Ask for a file to be brought in, its columns read as told; once, however often it is asked.

    Raises
    ------
    InputError
        When a role, a channel or a stakeholder is none.
    """
    told = {one["column"]: one["role"] for one in looked.told.get("columns", ())}
    changed = {name: role for name, role in roles.items() if told.get(name, role) != role}
    _refuse_unknown("channel", channel, list(Channel))
    _refuse_unknown("stakeholder", stakeholder, list(Stakeholder))
    for role in changed.values():
        _refuse_unknown("role", role, list(Role))
    asked = {
        "file": looked.asked["file"],
        "name": looked.asked["name"],
        "roles": changed,
        "source": source.strip()[:120],
        "channel": channel,
        "stakeholder": stakeholder,
    }
    with transaction.atomic():
        # Of two who ask at once, the second waits, then finds what the first asked.
        Job.objects.select_for_update().get(pk=looked.pk)
        again = Job.objects.filter(kind=IMPORT, tenant=looked.tenant, asked__file=asked["file"])
        running = again.exclude(state=State.FAILED).first()
        if running:
            return running
        job = Job.objects.create(tenant=looked.tenant, account=by, kind=IMPORT, asked=asked)
        record("file brought in", by=by.pk, tenant=looked.tenant_id, subject=job.pk)
    return job


def _refuse_unknown(field: str, value: str, valid: list[str]) -> None:
    if value not in valid:
        raise InputError(
            "“{value}” is not a value of {field}. Use one of: {valid}.",
            value=value,
            field=field,
            valid=", ".join(valid),
        )
