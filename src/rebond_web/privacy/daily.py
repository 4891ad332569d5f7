"""What is done once a day in each workspace: what is too old goes away."""

from __future__ import annotations

import time
from datetime import timedelta

from django.utils import timezone

from rebond_web.jobs.models import Job
from rebond_web.privacy.actions import EXPIRE, expire_soon
from rebond_web.workspaces.models import Tenant

EVERY = timedelta(days=1)
_LOOK = 600.0  # seconds between two looks


class Daily:
    """Asks for the day's work in each workspace when its time has come."""

    def __init__(self) -> None:
        self._next = 0.0

    def tick(self) -> bool:
        """Ask for what is due; return whether anything was."""
        if time.monotonic() < self._next:
            return False
        self._next = time.monotonic() + _LOOK
        lately = Job.objects.filter(kind=EXPIRE, created__gt=timezone.now() - EVERY)
        due = Tenant.objects.exclude(pk__in=lately.values("tenant"))
        return bool([one for one in due if expire_soon(one)])
