"""What waits for whoever opens the home page: each application says its part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from rebond_web.cases.waiting import Waiting
    from rebond_web.workspaces.access import Sitting

_ASKED = (
    "rebond_web.cases.waiting.waiting_for",
    "rebond_web.alerts.waiting.waiting_for",
    "rebond_web.answers.waiting.waiting_for",
    "rebond_web.listening.waiting.waiting_for",
)


def waiting_for(sitting: Sitting) -> list[Waiting]:
    """Return what waits for this person, in the order of the applications."""
    return [one for asked in _ASKED for one in import_string(asked)(sitting)]
