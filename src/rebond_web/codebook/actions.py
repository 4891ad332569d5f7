"""What is done with a codebook: asked, done, dropped; candidates looked for and refused."""

from __future__ import annotations

from django.db import transaction

from rebond.errors import InputError
from rebond.understand import workspace_codebook
from rebond.understand.keeping.candidates import REFUSED, refuse
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.codebook.jobs import ADOPT, CANDIDATES, PREVIEW
from rebond_web.codebook.models import Edit
from rebond_web.codebook.operations import Operation, checked
from rebond_web.jobs.models import Job, State
from rebond_web.workspaces.access import Sitting

_OPEN = (State.WAITING, State.RUNNING)


def ask_for(sitting: Sitting, operation: Operation, *, by: Account) -> Edit:
    """Ask what an edit would move.

    Raises
    ------
    CodebookError, InputError
        When the operation cannot be understood.
    """
    codebook = workspace_codebook(sitting.workspace)
    tenant = sitting.seat.tenant
    asked = dict(checked(codebook, operation))
    lesson = asked.pop("lesson", None)  # what people may have said stays in the workspace
    with transaction.atomic():
        edit = Edit.objects.create(
            tenant=tenant, account=by, operation=asked, base=codebook.version
        )
        if lesson is not None:
            sitting.workspace.settings.set(edit.lesson, lesson)
        edit.preview = Job.objects.create(
            tenant=tenant, account=by, kind=PREVIEW, asked={"edit": edit.pk}
        )
        edit.save(update_fields=["preview"])
        record("edit asked", by=by.pk, tenant=tenant.pk, subject=edit.pk)
    return edit


def do(edit: Edit, *, by: Account) -> None:
    """Have an edit done, once, after what it moves was told.

    Raises
    ------
    InputError
        When it was dropped, what it moves is not known, or another edit is being done.
    """
    with transaction.atomic():
        edits = Edit.objects.select_for_update(of=("self",))
        found = edits.select_related("preview").get(pk=edit.pk)
        if found.adoption_id:
            return
        if found.dropped or found.preview is None or found.preview.state != State.DONE:
            raise InputError("What this edit moves is not known: ask for it again.")
        if Job.objects.filter(tenant=found.tenant, kind=ADOPT, state__in=_OPEN).exists():
            raise InputError("Another edit is being done. Wait for it to end, then ask again.")
        found.adoption = Job.objects.create(
            tenant=found.tenant, account=by, kind=ADOPT, asked={"edit": found.pk}
        )
        found.save(update_fields=["adoption"])
        record("edit done", by=by.pk, tenant=found.tenant_id, subject=found.pk)


def drop(edit: Edit, sitting: Sitting, *, by: Account) -> None:
    """Leave an edit undone; the codebook that it would have given goes away."""
    with transaction.atomic():
        Edit.objects.filter(pk=edit.pk, adoption=None).update(dropped=True)
        record("edit dropped", by=by.pk, tenant=edit.tenant_id, subject=edit.pk)
    for name in (edit.draft, edit.lesson):
        sitting.workspace.settings.delete(name)


def look_for_candidates(sitting: Sitting, *, by: Account) -> Job:
    """Have new subjects looked for; asked twice, it is one job."""
    tenant = sitting.seat.tenant
    with transaction.atomic():
        running = Job.objects.filter(tenant=tenant, kind=CANDIDATES, state__in=_OPEN).first()
        return running or Job.objects.create(tenant=tenant, account=by, kind=CANDIDATES)


def candidates_left(sitting: Sitting) -> list[dict[str, object]]:
    """Return the subjects that the last look found, neither accepted nor turned down since."""
    look = last_look(sitting)
    if look is None or look.state != State.DONE:
        return []
    settled = set(sitting.workspace.settings.get(REFUSED, []))
    leaves = workspace_codebook(sitting.workspace).leaves
    settled |= {theme.id.rpartition(".")[2] for theme in leaves}
    return [one for one in look.told.get("found", []) if one["name"] not in settled]


def last_look(sitting: Sitting) -> Job | None:
    """Return the last look for candidates, going on or over."""
    looks = Job.objects.filter(tenant=sitting.seat.tenant, kind=CANDIDATES)
    return looks.order_by("-pk").first()


def refuse_candidate(sitting: Sitting, name: str, *, by: Account) -> None:
    """Turn a candidate down: it is not shown again."""
    refuse(sitting.workspace, name)
    record("candidate refused", by=by.pk, tenant=sitting.seat.tenant_id, subject=name[:80])
