"""People in what waits: removed by erasures, told to who asks what is held on them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rebond.listen import identity, tombstones
from rebond.listen.quarantine import Sealer
from rebond_web.outbox.models import Received

if TYPE_CHECKING:
    from rebond.listen.erasure import Forgotten
    from rebond.workspace import Workspace


def forget_what_waits(workspace: Workspace, forgotten: Forgotten) -> int:
    """Remove the answers of a person, those already imported too, and return how many."""
    ours = Received.objects.filter(tenant__folder=str(workspace.path))
    waiting = _waiting(workspace, forgotten)
    tombstones.bury(workspace, people=set(), responses=waiting)
    condemned = ours.filter(response_id__in={*forgotten.responses, *waiting})
    removed = condemned.count()
    condemned.delete()
    return removed


def tell_what_waits(workspace: Workspace, person: Forgotten) -> list[dict[str, Any]]:
    """Return what the answers of a person say that no table has yet."""
    waiting = _waiting(workspace, person)
    ours = Received.objects.filter(tenant__folder=str(workspace.path), response_id__in=waiting)
    sealer = Sealer(workspace.secret, "outbox")
    return [
        json.loads(sealer.open(bytes(one.sealed), one.response_id))
        for one in ours.exclude(sealed=b"").order_by("pk")
    ]


def _waiting(workspace: Workspace, person: Forgotten) -> set[str]:
    """Return the answers of a person that are not among the responses found in the tables."""
    ours = Received.objects.filter(tenant__folder=str(workspace.path)).exclude(sealed=b"")
    rows = ours.values_list("response_id", "source", "people")
    found = {
        response
        for response, _, people in rows
        if response in person.people or person.people & set(people)
    }
    if person.responses or found:
        return found - person.responses
    # Nothing else bears the identifier: it may be the id of an answer, if of one source alone.
    waiting = {response for response, _, _ in rows}
    named = {
        identity.response_id(workspace.secret, source, identifier.removeprefix(f"{source}:"))
        for source in {source for _, source, _ in rows}
        for identifier in person.identifiers
    }
    return named & waiting if len(named & waiting) == 1 else set()
