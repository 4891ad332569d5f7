"""The door: a link lets in, a button shows out."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rebond_web.accounts.actions import invited, let_in
from rebond_web.audit.models import record
from rebond_web.pages.shell import page
from rebond_web.workspaces.models import Seat
from rebond_web.workspaces.rights import Right, allows


@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """Send people to their workspace; tell others how to come in."""
    if not request.user.is_authenticated:
        return page(request, "site/door.html")
    seats = list(Seat.objects.filter(account=request.user).select_related("tenant"))
    reading = [seat for seat in seats if allows(seat.role, Right.READ)]
    if len(seats) == len(reading) == 1:
        return redirect("home", slug=reading[0].tenant.slug)
    others = [seat for seat in seats if seat not in reading]
    return page(request, "site/tenants.html", seats=reading, others=others)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Ask before a link is used up: what opens links to look at them must not use them."""
    if request.method != "POST":
        account = invited(token)
        if account is None:
            raise Http404
        return page(request, "site/enter.html", email=account.email)
    account = let_in(token)
    if account is None:
        raise Http404
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    record("signed in", by=account.pk)
    return HttpResponseRedirect("/")


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect("/")
