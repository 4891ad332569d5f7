"""Erasing a person from cases: a store that the library's `forget` walks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rebond.listen.erasure import shared_traces
from rebond_web.cases.models import Case, Note, Reply

if TYPE_CHECKING:
    from rebond.listen.erasure import Forgotten
    from rebond.workspace import Workspace

_SHORTEST = 6  # characters of an identifier that is looked for in words
_GONE = "[…]"


def forget_cases(workspace: Workspace, forgotten: Forgotten) -> int:
    """Remove the cases of a person, and what names them in others' notes and answers.

    Returns how many rows went or changed.
    """
    ours = Case.objects.filter(tenant__folder=str(workspace.path))
    removed, _ = ours.filter(response_id__in=forgotten.responses).delete()
    own = forgotten.traces - shared_traces(workspace, forgotten.traces)
    names = {one for one in own | forgotten.identifiers if len(one) >= _SHORTEST}
    return removed + sum(_unname(kind, workspace, names) for kind in (Note, Reply))


def _unname(kind: type[Note | Reply], workspace: Workspace, names: set[str]) -> int:
    """Take names out of words; return in how many rows they were."""
    changed = 0
    for written in kind.objects.filter(case__tenant__folder=str(workspace.path)) if names else ():
        text = written.text
        for name in sorted(names, key=len, reverse=True):
            text = text.replace(name, _GONE)
        if text != written.text:
            kind.objects.filter(pk=written.pk).update(text=text)
            changed += 1
    return changed
