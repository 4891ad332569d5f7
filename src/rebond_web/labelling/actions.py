"""What is done with what people say of voices: kept at once, then given to the workspace."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from rebond.errors import RebondError, WorkspaceBusy
from rebond.understand import workspace_codebook
from rebond.understand.checking import (
    Correction,
    Said,
    VoiceLabels,
    draw_sample,
    save_corrections,
    save_labels,
)
from rebond.understand.checking.labels import tidy_labels
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.labelling.models import Kind, Saying
from rebond_web.workspaces.access import Sitting, opened
from rebond_web.workspaces.models import Seat, Tenant

if TYPE_CHECKING:
    from rebond.understand import Codebook

BATCH = 20  # labels of the sample that join the workspace at once: each time, figures change
_SEAT = "seat "
_LABELS, _CORRECTIONS = (Kind.LABEL, Kind.SETTLED), (Kind.CORRECTION,)


def labeller_of(seat: Seat) -> str:
    """Return the name under which what a seat says is kept: a number, never an address."""
    return f"{_SEAT}{seat.pk}"


def labellers(tenant: Tenant) -> dict[str, str]:
    """Return the address of each labeller who has a seat, by the name under which they are kept."""
    seats = Seat.objects.filter(tenant=tenant).select_related("account")
    return {labeller_of(seat): seat.account.email for seat in seats}


def say(sitting: Sitting, kind: Kind, voice_id: str, said: Sequence[Said], *, by: Account) -> None:
    """Keep what a person says of a voice; said again, it replaces what was said before."""
    tenant = sitting.seat.tenant
    opinions = [[one.theme, one.polarity, one.start, one.end] for one in said]
    with transaction.atomic():
        Saying.objects.update_or_create(
            tenant=tenant,
            kind=kind,
            labeller=labeller_of(sitting.seat),
            voice_id=voice_id,
            defaults={
                "said": opinions,
                "codebook_version": workspace_codebook(sitting.workspace).version,
            },
        )
        record(f"voice {_DONE[kind]}", by=by.pk, tenant=tenant.pk, subject=voice_id)
    if kind == Kind.CORRECTION:
        give(tenant, _CORRECTIONS)
    elif Saying.objects.filter(tenant=tenant, kind__in=_LABELS).count() >= BATCH:
        give(tenant, _LABELS)


_DONE = {Kind.LABEL: "labelled", Kind.SETTLED: "settled", Kind.CORRECTION: "corrected"}


def give(tenant: Tenant, kinds: Sequence[Kind] = tuple(Kind)) -> None:
    """Give the workspace what waits; all of it stays where another process writes meanwhile."""
    waiting = list(Saying.objects.filter(tenant=tenant, kind__in=kinds).order_by("pk"))
    if not waiting:
        return
    try:
        _give(tenant, waiting)
    except WorkspaceBusy:  # an import is at work: the next saying, or the next look, tries again
        return
    except RebondError:
        logging.getLogger(__name__).exception("what people said of %s stays", tenant.slug)
        return
    for one in waiting:  # one said again meanwhile stays
        Saying.objects.filter(pk=one.pk, at=one.at).delete()


def _give(tenant: Tenant, waiting: Sequence[Saying]) -> None:
    workspace = opened(tenant.folder)
    codebook = workspace_codebook(workspace)
    labels, corrections = [], []
    for one in waiting:
        said = _now(one, codebook)
        if said is None:  # a theme has been split or removed since: it has to be said again
            continue
        if one.kind == Kind.CORRECTION:
            corrections.append(Correction(one.voice_id, one.labeller, said))
        else:
            pairs = tuple(dict.fromkeys((told.theme, told.polarity) for told in said))
            settled = one.kind == Kind.SETTLED
            labels.append(VoiceLabels(one.voice_id, one.labeller, pairs, settled))
    with workspace.writing(wait_seconds=2.0):
        if labels:
            save_labels(workspace, codebook, labels)
            tidy_labels(workspace)
        if corrections:
            save_corrections(workspace, codebook, corrections)


def _now(saying: Saying, codebook: Codebook) -> tuple[Said, ...] | None:
    """Return what a saying says under today's themes, None when one of them is no longer one."""
    found = []
    leaves = {theme.id for theme in codebook.leaves}
    for theme, polarity, start, end in saying.said:
        became = codebook.successors(theme, saying.codebook_version)
        if len(became) != 1 or became[0] not in leaves:
            return None
        found.append(Said(became[0], polarity, start, end))
    return tuple(found)


def draw(sitting: Sitting, size: int, *, by: Account) -> int:
    """Draw voices to be labelled and return how many.

    Raises
    ------
    InputError
        When the size is not positive, or no voice says anything.
    WorkspaceBusy
        When another process writes to the workspace.
    """
    workspace = sitting.workspace
    sample = draw_sample(workspace, workspace_codebook(workspace), size)
    tenant = sitting.seat.tenant
    record("sample drawn", by=by.pk, tenant=tenant.pk, subject=sample.sample_id)
    return sample.voices
