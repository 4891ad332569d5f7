"""Erasing a person from receipts: they say that the voice was erased, and lead nowhere any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rebond_web.surveys.models import Receipt

if TYPE_CHECKING:
    from rebond.listen.erasure import Forgotten
    from rebond.workspace import Workspace


def forget_receipts(workspace: Workspace, forgotten: Forgotten) -> int:
    """Empty the receipts of what is erased; return how many."""
    ours = Receipt.objects.filter(tenant__folder=str(workspace.path))
    erased = ours.filter(response_id__in={*forgotten.responses, *forgotten.people})
    return erased.update(response_id="", erased=True)
