"""What an erasure takes out of what people wrote on insights: the names of who is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rebond.listen.erasure import Forgotten, shared_traces
from rebond_web.insights.models import Comment

if TYPE_CHECKING:
    from rebond.workspace import Workspace

_SHORTEST = 5  # characters of an identifier looked for inside other words
_GONE = "…"


def forget_words(workspace: Workspace, forgotten: Forgotten) -> int:
    """Take what names a person out of comments and plans; return in how many rows it was."""
    own = forgotten.traces - shared_traces(workspace, forgotten.traces)
    names = {one for one in own | forgotten.identifiers if len(one) >= _SHORTEST}
    if not names:
        return 0
    folder = str(workspace.path)
    changed = 0
    for comment in Comment.objects.filter(tenant__folder=folder):
        text = _without(names, comment.text)
        if text != comment.text:
            changed += Comment.objects.filter(pk=comment.pk).update(text=text)
    return changed


def _without(names: set[str], text: str) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, _GONE)
    return text
