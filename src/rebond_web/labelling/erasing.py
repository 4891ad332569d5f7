"""Erasing a person from what waits: a store that the library's `forget` walks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rebond_web.labelling.models import Saying

if TYPE_CHECKING:
    from rebond.listen.erasure import Forgotten
    from rebond.workspace import Workspace


def forget_what_was_said(workspace: Workspace, forgotten: Forgotten) -> int:
    """Remove what waits about the voices of a person, and return how many rows."""
    ours = Saying.objects.filter(tenant__folder=str(workspace.path))
    removed, _ = ours.filter(voice_id__in=forgotten.voices).delete()
    return removed
