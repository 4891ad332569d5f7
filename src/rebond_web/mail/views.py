"""Unsubscribing: one click on a page, or from the mail reader itself (RFC 8058)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from rebond_web.mail.actions import is_stopped, start, stop, stop_of
from rebond_web.pages.shell import page


@never_cache
@csrf_exempt  # a mail reader posts here without a page of ours; the link itself is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def stop_letters(request: HttpRequest, token: str) -> HttpResponse:
    """Stop a kind of letters, or send them again, for whoever holds the link of one.

    Looking at the link stops nothing: what opens links to look at them must not unsubscribe.
    """
    found = stop_of(token)
    if found is None:
        raise Http404
    account, kind = found
    if request.method == "POST":
        if request.POST.get("again"):
            start(account, kind)
        else:
            stop(account, kind)
    return page(
        request, "mail/stop.html", kind=kind, stopped=is_stopped(account, kind), email=account.email
    )
