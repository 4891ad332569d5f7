"""What of the files waits for a person, for the home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from rebond.vocabulary import Message
from rebond_web.cases.waiting import Waiting
from rebond_web.listening.mends import waiting

if TYPE_CHECKING:
    from rebond_web.workspaces.access import Sitting


def waiting_for(sitting: Sitting) -> list[Waiting]:
    """Return the rows in quarantine, to those who bring files in; nothing when there are none."""
    n = waiting(sitting.workspace) if sitting.brings_in else 0
    if not n:
        return []
    what = Message("row is in quarantine") if n == 1 else Message("rows are in quarantine")
    note = Message("nothing is lost: mend them and they join the others")
    return [Waiting(n, what, note, reverse("quarantine", kwargs={"slug": sitting.slug}))]
