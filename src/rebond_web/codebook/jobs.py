"""The long work of a codebook: what an edit would move, doing it, looking for new subjects."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from rebond.errors import InputError
from rebond.understand import Codebook, workspace_codebook
from rebond.understand.keeping.candidates import candidates_of
from rebond.understand.keeping.differences import Differences, compare
from rebond.understand.keeping.previews import adopt, preview
from rebond.understand.readings import store_codebook, stored_codebook
from rebond.workspace import Workspace
from rebond_web.codebook.models import DRAFT, LESSON, Edit
from rebond_web.codebook.operations import edited
from rebond_web.jobs.kinds import Progress
from rebond_web.jobs.models import Job
from rebond_web.reading.ahead import ask_for_readers

PREVIEW, ADOPT, CANDIDATES = "preview of an edit", "edit", "candidates"
_EXAMPLES = 40  # voices read otherwise that the page shows


def preview_edit(job: Job, progress: Progress) -> dict[str, Any]:
    """Return what an edit would move; the codebook that it gives waits in the workspace."""
    edit = Edit.objects.get(pk=job.asked["edit"])
    workspace = Workspace.open(Path(job.tenant.folder))
    _check_base(workspace, edit)
    progress("codebook", 0, None)
    made = edited(workspace, edit.operation | {"lesson": workspace.settings.get(edit.lesson, {})})
    store_codebook(workspace, edit.draft, edit.base, made)
    progress("preview", 0, None)
    found = preview(workspace, made, limit=_EXAMPLES)
    return _told(found.differences, workspace_codebook(workspace), made) | {
        "looked_at": found.looked_at,
        "population": found.voices,
        "version": made.version,
        "base": edit.base,
    }


def adopt_edit(job: Job, progress: Progress) -> dict[str, Any]:
    """Read the voices again with an edit, and return what differs from the reading before.

    Done twice, the second time finds the codebook in use already.
    """
    edit = Edit.objects.get(pk=job.asked["edit"])
    workspace = Workspace.open(Path(job.tenant.folder))
    with workspace.writing():  # nobody else has a turn in between
        draft = stored_codebook(workspace, edit.draft)
        if draft is None:
            raise InputError(_GONE)
        made = draft[0]
        if workspace_codebook(workspace).version != made.version:
            _check_base(workspace, edit)
            adopt(workspace, made, progress=progress)
        then, now, found = compare(workspace, limit=_EXAMPLES)
        _let_drafts_go(workspace)
    ask_for_readers(job.tenant)
    return _told(found, then.codebook, now.codebook) | {
        "base": then.codebook_version,
        "version": now.codebook_version,
    }


def look_for_candidates(job: Job, progress: Progress) -> dict[str, Any]:
    """Look for subjects that the codebook lacks, and return their names and counts."""
    progress("candidates", 0, None)
    found = candidates_of(Workspace.open(Path(job.tenant.folder)))
    return {
        "found": [
            {
                "name": one.name,
                "label": asdict(one.theme.label),
                "voices": one.voices,
                "people": one.people,
            }
            for one in found
        ]
    }


_GONE = (
    "The codebook that this edit gives is no longer there: it was erased, or replaced. Ask for the"
    " edit again."
)


def _let_drafts_go(workspace: Workspace) -> None:
    """Remove every draft: those that other edits left were made on a codebook of before."""
    for name in workspace.settings.names():
        if name.startswith((DRAFT, LESSON)):
            workspace.settings.delete(name)


def _check_base(workspace: Workspace, edit: Edit) -> None:
    version = workspace_codebook(workspace).version
    if version != edit.base:
        raise InputError(
            "The codebook has changed since this edit was asked ({then} then, {now} now). Ask for"
            " it again: what it moves is not the same.",
            then=edit.base,
            now=version,
        )


def _told(found: Differences, old: Codebook, new: Codebook) -> dict[str, Any]:
    """Return differences as JSON, voices by their ids: what people said stays in the workspace."""
    return {
        "names": {one.id: asdict(one.label) for one in (*old.themes, *new.themes)},
        "voices": found.voices,
        "changed": found.changed,
        "themes": [
            {
                "before": list(one.before),
                "after": list(one.after),
                "label": asdict(one.label),
                "then": asdict(one.then),
                "now": asdict(one.now),
                "gained": one.gained,
                "lost": one.lost,
                "turned": one.turned,
            }
            for one in found.themes
            if one.changed
        ],
        "examples": [
            {
                "voice": one.voice_id,
                "before": [list(told) for told in one.before],
                "after": [list(told) for told in one.after],
            }
            for one in found.examples
        ],
    }
