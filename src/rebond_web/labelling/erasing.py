"""What people said of a person's voices and no table has yet: erased, or told, with the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rebond_web.labelling.models import Saying

if TYPE_CHECKING:
    from rebond.listen.erasure import Forgotten
    from rebond.workspace import Workspace


def forget_what_was_said(workspace: Workspace, forgotten: Forgotten) -> int:
    """Remove what waits about the voices of a person, and return how many rows."""
    ours = Saying.objects.filter(tenant__folder=str(workspace.path))
    removed, _ = ours.filter(voice_id__in=forgotten.voices).delete()
    return removed


def tell_what_was_said(workspace: Workspace, person: Forgotten) -> list[dict[str, Any]]:
    """Return what waits about the voices of a person; not who says it."""
    ours = Saying.objects.filter(tenant__folder=str(workspace.path), voice_id__in=person.voices)
    return [
        {"voice": one.voice_id, "kind": one.kind, "says": one.said, "on": one.at.isoformat()}
        for one in ours.order_by("pk")
    ]
