"""Where an account is signed in: one row a session, which goes away with it."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from rebond_web.accounts.models import Account, Presence

_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def presences_of(account: Account) -> list[Presence]:
    """Return where an account is signed in, the latest first."""
    held = Presence.objects.filter(account=account, session__expire_date__gte=timezone.now())
    return list(held.order_by("-began", "-pk"))


def end_sessions(account: Account, *, but: str | None = None, only: int | None = None) -> int:
    """End the sessions of an account: all, all but that of a key, or only one; return how many."""
    held = Presence.objects.filter(account=account)
    if but is not None:
        held = held.exclude(session_id=but)
    if only is not None:
        held = held.filter(pk=only)
    keys = list(held.values_list("session_id", flat=True))
    Session.objects.filter(pk__in=keys).delete()
    return len(keys)


def agent_of(header: str) -> str:
    """Return the browser and the system that a browser says it is, as people call them.

    >>> agent_of("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox, Linux'
    >>> agent_of("curl/8")
    ''
    """
    named = (
        next((name for mark, name in known if re.search(mark, header)), "")
        for known in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(name for name in named if name)


def _keep(sender: Any, request: HttpRequest, user: Account, **rest: Any) -> None:
    del sender, rest
    request.session.save()
    Presence.objects.update_or_create(
        session_id=request.session.session_key,
        defaults={"account": user, "agent": agent_of(request.headers.get("User-Agent", ""))},
    )


def keep_each() -> None:
    """Keep a row for each session from now on, whichever way its account came in."""
    user_logged_in.connect(_keep, dispatch_uid="presence")
