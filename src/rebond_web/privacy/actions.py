"""What is done about privacy: an erasure asked for, a person's data told, a retention chosen."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from rebond.errors import InputError
from rebond.listen.erasure import Forgotten, concerned
from rebond.listen.holdings import held
from rebond.listen.quarantine import Sealer
from rebond.listen.retention import sources_of
from rebond_web.audit.models import record
from rebond_web.jobs.models import Job, State
from rebond_web.privacy.models import Retention
from rebond_web.workspaces.access import opened

if TYPE_CHECKING:
    from rebond.workspace import Workspace
    from rebond_web.accounts.models import Account
    from rebond_web.workspaces.models import Tenant

ERASE, EXPIRE = "erase", "expire"
MONTHS = (6, 12, 24, 36, 60)
_PURPOSE = "privacy"


@dataclass(frozen=True)
class Concerned:
    """Whom a name means: how many responses and voices are theirs."""

    responses: int
    voices: int
    people: int


@dataclass(frozen=True)
class Kept:
    """A source: how many responses, since when, and for how long they are kept (0: always)."""

    source: str
    responses: int
    oldest: date | None
    months: int


def whom(workspace: Workspace, identifier: str) -> Concerned:
    """Return whom an identifier means, and change nothing.

    Raises
    ------
    InputError
        When it is empty or means several people.
    """
    found: Forgotten = concerned(workspace, identifier)
    return Concerned(len(found.responses), len(found.voices), len(found.people))


def person_of(workspace: Workspace, voice_id: str) -> tuple[str, str]:
    """Return the response of a voice and the key of who gave it; "" where it is not known."""
    from rebond import tables

    query = (
        f"SELECT v.response_id, coalesce(r.person_key, '') FROM ({workspace.sql('voices')}) AS v"
        f" JOIN ({workspace.sql('responses')}) AS r USING (response_id)"
        f" WHERE v.voice_id = {tables.quoted(voice_id)}"
    )
    found = workspace.read(lambda: workspace.cursor().sql(query).fetchall())
    return found[0] if found else ("", "")


def erase(tenant: Tenant, identifier: str, *, by: Account | None) -> Job:
    """Ask for an erasure; the identifier is sealed until it is done, and forgotten then.

    ``by`` is None where who answered asks for it without an account.

    Raises
    ------
    InputError
        When it is empty or means several people.
    """
    workspace = opened(tenant.folder)
    concerned(workspace, identifier)
    with transaction.atomic():
        job = Job.objects.create(tenant=tenant, account=by, kind=ERASE)
        sealed = Sealer(workspace.secret, _PURPOSE).seal(identifier, str(job.pk))
        job.asked = {"sealed": base64.b64encode(sealed).decode()}
        job.save(update_fields=["asked"])
        record("erasure asked", by=by.pk if by else None, tenant=tenant.pk, subject=job.pk)
    return job


def unsealed(job: Job) -> str:
    """Return the identifier that an erasure is about.

    Raises
    ------
    InputError
        When it was done, hence forgotten.
    """
    if "sealed" not in job.asked:
        raise InputError("This erasure was done: whom it concerned is forgotten.")
    sealer = Sealer(opened(job.tenant.folder).secret, _PURPOSE)
    return sealer.open(base64.b64decode(job.asked["sealed"]), str(job.pk))


def own_data(tenant: Tenant, identifier: str, *, by: Account) -> bytes:
    """Return all that is held on a person, as a JSON file for them.

    Raises
    ------
    InputError
        When the identifier is empty or means several people.
    """
    document = held(opened(tenant.folder), identifier)
    record("own data told", by=by.pk, tenant=tenant.pk)
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def kept_by_source(tenant: Tenant) -> list[Kept]:
    """Return the sources of a workspace, with how long each is kept."""
    chosen = dict(Retention.objects.filter(tenant=tenant).values_list("source", "months"))
    found = sources_of(opened(tenant.folder))
    return [
        Kept(source, responses, oldest, chosen.get(source, 0))
        for source, (responses, oldest) in found.items()
    ]


def keep_for(tenant: Tenant, source: str, months: int, *, by: Account) -> None:
    """Choose how long the responses of a source are kept; 0 months: always.

    Raises
    ------
    InputError
        When there is no such source, or no such choice.
    """
    if months not in (0, *MONTHS):
        raise InputError(
            "{n} months cannot be chosen. Choose one of: {valid}.",
            n=months,
            valid=", ".join(map(str, MONTHS)),
        )
    if source not in sources_of(opened(tenant.folder)):
        raise InputError("There is no source “{source}” in this workspace.", source=source)
    with transaction.atomic():
        Retention.objects.filter(tenant=tenant, source=source).delete()
        subject = "none"
        if months:
            subject = str(Retention.objects.create(tenant=tenant, source=source, months=months).pk)
        record("retention chosen", by=by.pk, tenant=tenant.pk, subject=subject)


def expire_soon(tenant: Tenant) -> Job | None:
    """Ask for what is too old to go, unless that waits already or nothing was chosen."""
    pending = Job.objects.filter(
        tenant=tenant, kind=EXPIRE, state__in=(State.WAITING, State.RUNNING)
    )
    if pending.exists():
        return None
    return Job.objects.create(tenant=tenant, kind=EXPIRE)
