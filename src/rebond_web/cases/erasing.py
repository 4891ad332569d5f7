"""Erasing a person from cases: a store that the library's `forget` walks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rebond_web.cases.models import Case

if TYPE_CHECKING:
    from rebond.listen.erasure import Forgotten
    from rebond.workspace import Workspace


def forget_cases(workspace: Workspace, forgotten: Forgotten) -> int:
    """Remove the cases of a person, with their notes, replies and steps; return how many rows."""
    ours = Case.objects.filter(tenant__folder=str(workspace.path))
    removed, _ = ours.filter(response_id__in=forgotten.responses).delete()
    return removed
