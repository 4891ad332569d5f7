"""Making ready to search: the first search after new voices would otherwise read them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rebond.errors import MissingPart, ModelUnusable, WorkspaceBusy

if TYPE_CHECKING:
    from rebond.workspace import Workspace
    from rebond_web.jobs.kinds import Progress


def make_ready_to_search(workspace: Workspace, progress: Progress) -> None:
    """Bring the index of a workspace up to date; nothing where it is, or where another writes.

    A machine that cannot read meanings searches by words.
    """
    from rebond.understand.encoder import shipped_encoder
    from rebond.understand.search.refreshing import is_fresh, refresh

    try:
        encoder = shipped_encoder()
    except (MissingPart, ModelUnusable):
        encoder = None
    if is_fresh(workspace, encoder):
        return
    try:
        refresh(workspace, encoder, progress)
    except WorkspaceBusy:  # the first search does it
        return
