"""When people are told: looked at every minute by the worker."""

from __future__ import annotations

import time

from django.db.models import Max, Model

from rebond.listen.contacts import wants_news
from rebond_web.answers.letters import write_letters
from rebond_web.answers.models import Return
from rebond_web.answers.spreading import spread
from rebond_web.mail.models import Letter
from rebond_web.workspaces.access import opened
from rebond_web.workspaces.models import Tenant

_LOOK = 60.0  # seconds between two looks
_READER = "return:"


class Teller:
    """Tells the voices behind decisions, and writes the e-mails."""

    def __init__(self) -> None:
        self._next = 0.0

    def tick(self) -> None:
        """Tell what is to be told, if it is time to look."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _LOOK
        returns, letters = _last(Return), _last(Letter)
        spread()
        write_letters()
        _take_back(returns, letters)


def _last(kind: type[Model]) -> int:
    return kind._default_manager.aggregate(last=Max("pk"))["last"] or 0


def _take_back(returns: int, letters: int) -> None:
    """Remove what was just told to people who were erased meanwhile: the erasure did not see it."""
    told = Return.objects.filter(pk__gt=returns).exclude(response_id="")
    for tenant in Tenant.objects.filter(decisions__steps__returns__in=told).distinct():
        known = wants_news(opened(tenant.folder))
        told.filter(step__decision__tenant=tenant).exclude(response_id__in=known).delete()
    for letter in Letter.objects.filter(pk__gt=letters, reader__startswith=_READER):
        if not Return.objects.filter(pk=int(letter.reader.removeprefix(_READER))).exists():
            letter.delete()
