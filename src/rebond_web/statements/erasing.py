"""What an erasure takes out of statements and arguments: the names of who is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from rebond.listen.erasure import Forgotten, shared_traces
from rebond_web.statements.models import Argument, Sorting, Statement

if TYPE_CHECKING:
    from rebond.workspace import Workspace

_SHORTEST = 5  # characters of an identifier looked for inside other words
_GONE = "…"


def forget_in_statements(workspace: Workspace, forgotten: Forgotten) -> int:
    """Take what names a person out of statements, arguments and names of groups.

    Returns in how many rows it was. What they gave themselves is erased with their participation.
    """
    own = forgotten.traces - shared_traces(workspace, forgotten.traces)
    names = {one for one in own | forgotten.identifiers if len(one) >= _SHORTEST}
    if not names:
        return 0
    folder, changed = str(workspace.path), 0
    kinds: tuple[type[models.Model], ...] = (Statement, Argument)
    for kind in kinds:
        rows = kind._default_manager.filter(challenge__space__tenant__folder=folder)
        for pk, text in rows.values_list("pk", "text"):
            rid = _without(names, text)
            if rid != text:
                changed += kind._default_manager.filter(pk=pk).update(text=rid)
    for sorting in Sorting.objects.filter(challenge__space__tenant__folder=folder).only("names"):
        rid_names = {group: _without(names, name) for group, name in sorting.names.items()}
        if rid_names != sorting.names:
            changed += Sorting.objects.filter(pk=sorting.pk).update(names=rid_names)
    return changed


def _without(names: set[str], text: str) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, _GONE)
    return text
