"""Codes of a telephone: turned on with a drawing and one code, turned off with a proof."""

from __future__ import annotations

import segno
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST
from markupsafe import Markup

from rebond.errors import InputError
from rebond.vocabulary import Message
from rebond_web.accounts.arriving import prove
from rebond_web.accounts.codes import has_codes, turn_off, turn_on
from rebond_web.accounts.guards import proven
from rebond_web.accounts.models import Account
from rebond_web.pages.limits import limited
from rebond_web.pages.shell import page
from rebond_web.workspaces.access import account_of

_SECRET = "code being turned on"


@require_http_methods(["GET", "HEAD", "POST"])
@limited("code", most=30, seconds=600)
@proven
def codes(request: HttpRequest) -> HttpResponse:
    """Have codes asked from now on: show the secret to a telephone, then check one code."""
    who = account_of(request)
    if has_codes(who):
        return redirect("account")
    if request.method != "POST":
        secret = request.session[_SECRET] = generate_totp_secret()
        return _codes(request, who, secret)
    secret = request.session.get(_SECRET, "")
    if not secret:
        return redirect("codes")
    try:
        recovery = turn_on(who, secret, request.POST.get("code", ""))
    except InputError as error:
        return _codes(request, who, secret, error.message)
    del request.session[_SECRET]
    prove(request)
    return page(request, "accounts/recovery.html", recovery=recovery)


def _codes(
    request: HttpRequest, who: Account, secret: str, refused: Message | None = None
) -> HttpResponse:
    address = get_adapter().build_totp_url(who, secret)
    drawn = segno.make(address, error="m").svg_inline(scale=5, light="#fff", dark="#000")
    return page(
        request,
        "accounts/codes.html",
        status=400 if refused else 200,
        refused=refused,
        drawn=Markup(drawn),
        secret=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
    )


@require_POST
@proven
def codes_off(request: HttpRequest) -> HttpResponse:
    """Have no code asked any more."""
    turn_off(account_of(request))
    return redirect("account")
