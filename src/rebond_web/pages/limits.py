"""Limits: how often one person, or one network address, may ask for something.

Counts are rows of the database, so that every process of the site shares them. Who asked is kept
as a keyed digest only, and no longer than the time that is counted.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from rebond_web.accounts.models import Tally
from rebond_web.pages.errors import too_many

Asked = ParamSpec("Asked")
View = Callable[Concatenate[HttpRequest, Asked], HttpResponse]
_IPV6_NETWORK = 64  # bits: one subscriber has all the rest
_PURGE_ONE_IN = 100


def limited(
    name: str, *, most: int, seconds: int, methods: tuple[str, ...] = ("POST",)
) -> Callable[[View[Asked]], View[Asked]]:
    """Let a view be asked ``most`` times in ``seconds`` by one account, or one address.

    Who is signed in is counted by account (a whole company may share an address), anybody else by
    address. Past it the answer is 429 with ``Retry-After``, and the view is not called.
    """

    def decorate(view: View[Asked]) -> View[Asked]:
        @functools.wraps(view)
        def answer(
            request: HttpRequest, /, *args: Asked.args, **kwargs: Asked.kwargs
        ) -> HttpResponse:
            if request.method in methods:
                wait = spend(name, who_asks(request), most=most, seconds=seconds)
                if wait:
                    return too_many(request, wait)
            return view(request, *args, **kwargs)

        return answer

    return decorate


def spend(name: str, subject: str, *, most: int, seconds: int) -> int:
    """Count one more for a subject; return 0, or the seconds to wait when there were too many.

    Time is cut in windows of ``seconds`` that start together: a subject may spend ``most`` at the
    end of one and ``most`` at the start of the next.
    """
    now = timezone.now()
    window, passed = divmod(int(now.timestamp()), seconds)
    key = _digest(f"{name}|{window}|{subject}")
    room = Tally.objects.filter(key=key, count__lt=most)
    if room.update(count=F("count") + 1):
        return 0
    if secrets.randbelow(_PURGE_ONE_IN) == 0:
        Tally.objects.filter(ends__lt=now).delete()
    first = Tally(key=key, count=0, ends=now + timedelta(seconds=seconds - passed))
    Tally.objects.bulk_create([first], ignore_conflicts=True)
    return 0 if room.update(count=F("count") + 1) else seconds - passed


def who_asks(request: HttpRequest) -> str:
    """Return what a request is counted by: its account, else its address."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"account {user.pk}"
    return f"address {address_of(request)}"


def address_of(request: HttpRequest) -> str:
    """Return the network address that a request comes from; of IPv6, its network.

    Behind proxies, as many as the setting ``TRUSTED_PROXIES`` says, it is the address that the
    outermost of them saw: what stands before it in the header could be written by anybody.
    """
    seen = [request.META.get("REMOTE_ADDR", "")]
    if settings.TRUSTED_PROXIES:
        told = request.headers.get("X-Forwarded-For", "").split(",")
        seen = [one.strip() for one in told if one.strip()] + seen
    address = seen[max(len(seen) - 1 - settings.TRUSTED_PROXIES, 0)]
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(read, ipaddress.IPv6Address) and not read.ipv4_mapped:
        return str(ipaddress.ip_network((read, _IPV6_NETWORK), strict=False))
    return str(getattr(read, "ipv4_mapped", None) or read)


def _digest(subject: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), subject.encode(), hashlib.sha256).hexdigest()
