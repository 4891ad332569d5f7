"""When rules are evaluated: once a day, and soon after data changed."""

from __future__ import annotations

import datetime
import time

from django.utils import timezone

from rebond.errors import RebondError
from rebond_web.alerts.jobs import ALERTS
from rebond_web.alerts.models import Checked
from rebond_web.jobs.models import Job, State
from rebond_web.workspaces.access import opened
from rebond_web.workspaces.models import Tenant

_BETWEEN = datetime.timedelta(minutes=10)  # between two evaluations, however often data change
_LOOK = 60.0  # seconds between two looks at what changed


class Ticker:
    """Asks the worker to evaluate rules when data changed, and once a day."""

    def __init__(self) -> None:
        self._next = 0.0

    def tick(self) -> None:
        """Ask for what is to be evaluated, if it is time to look."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _LOOK
        for tenant in Tenant.objects.filter(seats__alert_rules__gt=0).distinct():
            if _is_due(tenant):
                Job.objects.create(kind=ALERTS, tenant=tenant)


def _is_due(tenant: Tenant) -> bool:
    pending = Job.objects.filter(
        kind=ALERTS, tenant=tenant, state__in=(State.WAITING, State.RUNNING)
    )
    if pending.exists():
        return False
    last = Checked.objects.filter(tenant=tenant).first()
    now = timezone.now()
    if last is None or timezone.localdate(last.at) < timezone.localdate(now):
        return not _failed_lately(tenant, now)
    if now - last.at < _BETWEEN or _failed_lately(tenant, now):
        return False
    try:
        return opened(tenant.folder).data_version != last.data_version
    except RebondError:  # a folder that has gone: its pages say so
        return False


def _failed_lately(tenant: Tenant, now: datetime.datetime) -> bool:
    return Job.objects.filter(
        kind=ALERTS, tenant=tenant, state=State.FAILED, created__gte=now - _BETWEEN
    ).exists()
