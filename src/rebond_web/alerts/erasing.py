"""Erasing a person from alerts: a store that the library's `forget` walks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rebond.listen.erasure import shared_traces
from rebond_web.alerts.models import Alert

if TYPE_CHECKING:
    from rebond.listen.erasure import Forgotten
    from rebond.workspace import Workspace


def forget_in_alerts(workspace: Workspace, forgotten: Forgotten) -> int:
    """Remove the alerts that name a person by a value only they had; return how many."""
    names = (forgotten.traces - shared_traces(workspace, forgotten.traces)) | forgotten.identifiers
    if not names:
        return 0
    ours = Alert.objects.filter(rule__seat__tenant__folder=str(workspace.path))
    condemned = [
        alert.pk
        for alert in ours
        if any(name in json.dumps(alert.lines, ensure_ascii=False) for name in names)
    ]
    removed, _ = ours.filter(pk__in=condemned).delete()
    return removed
