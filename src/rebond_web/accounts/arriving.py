"""Coming in: one way first (a link, a passkey, a directory), then a code where one is asked."""

from __future__ import annotations

import time

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from rebond_web.accounts.codes import has_codes
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.pages.preferences import keep_language

_PENDING = "coming in"
_PROVED = "proved"
_TOWARDS = "towards"
_PATIENCE = 600  # seconds to type a code
FRESH = 900  # seconds that a proof holds
_BACKEND = "django.contrib.auth.backends.ModelBackend"


def come_in(request: HttpRequest, account: Account, *, how: str) -> HttpResponse:
    """Sign an account in, or ask for its code first; a passkey is proof enough by itself."""
    if how != "passkey" and has_codes(account):
        request.session.cycle_key()
        request.session[_PENDING] = {"account": account.pk, "how": how, "at": int(time.time())}
        return redirect("code")
    return sign_in(request, account, how=how, proved=how == "passkey")


def waiting(request: HttpRequest) -> tuple[Account, str] | None:
    """Return the account that has yet to type its code, and how it came."""
    pending = request.session.get(_PENDING)
    if not pending or time.time() - pending["at"] > _PATIENCE:
        return None
    account = Account.objects.filter(pk=pending["account"], is_active=True).first()
    return (account, pending["how"]) if account else None


def head_for(request: HttpRequest, address: str) -> None:
    """Have who is coming in arrive at an address of this site rather than at the start."""
    request.session[_TOWARDS] = address


def sign_in(request: HttpRequest, account: Account, *, how: str, proved: bool) -> HttpResponse:
    """Open a session and go to the start, or where they were heading for."""
    request.session.pop(_PENDING, None)
    towards = request.session.pop(_TOWARDS, "/")
    login(request, account, backend=_BACKEND)
    if proved:
        prove(request)
    record("signed in", by=account.pk, subject=how)
    answer = HttpResponseRedirect(towards)
    if account.language:
        keep_language(request, answer, account.language)
    return answer


def prove(request: HttpRequest) -> None:
    """Note that who asks has just shown a passkey or a code."""
    request.session[_PROVED] = int(time.time())


def has_proved(request: HttpRequest) -> bool:
    """Return whether who asks has shown a passkey or a code in the last quarter of an hour."""
    return time.time() - float(request.session.get(_PROVED, 0)) < FRESH
