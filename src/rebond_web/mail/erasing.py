"""Erasing a person from what is to be sent: a store that the library's `forget` walks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rebond_web.mail.models import Letter

if TYPE_CHECKING:
    from rebond.listen.erasure import Forgotten
    from rebond.workspace import Workspace


def forget_letters(workspace: Workspace, forgotten: Forgotten) -> int:
    """Remove the letters to a person, sent or not; return how many."""
    ours = Letter.objects.filter(tenant__folder=str(workspace.path))
    removed, _ = ours.filter(response_id__in=forgotten.responses).delete()
    return removed
