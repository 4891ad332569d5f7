"""The page of watched folders, for owners."""

from __future__ import annotations

import re

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from rebond.errors import InputError
from rebond.report.content.people import CHANNELS, STAKEHOLDERS
from rebond.vocabulary import Channel, Message, Stakeholder
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.listening.models import WatchedFolder
from rebond_web.listening.watching import place_of, prepare
from rebond_web.pages.shell import page
from rebond_web.workspaces.access import Sitting, account_of, owner_of
from rebond_web.workspaces.models import Tenant

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_LONGEST_SOURCE = 120


@require_http_methods(["GET", "HEAD", "POST"])
def watched(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the watched folders; add one, or stop watching one."""
    sitting = owner_of(request, slug)
    if request.method != "POST":
        return _watched(request, sitting)
    given = {
        name: request.POST.get(name, "") for name in ("name", "source", "channel", "stakeholder")
    }
    try:
        if request.POST.get("stop", ""):
            _stop(sitting.seat.tenant, request.POST["stop"], by=account_of(request))
        else:
            _watch(sitting.seat.tenant, given, by=account_of(request))
    except InputError as error:
        return _watched(request, sitting, status=400, given=given, refused=error.message)
    return redirect("watched", slug=slug)


def _watch(tenant: Tenant, given: dict[str, str], *, by: Account) -> None:
    if not settings.WATCHED:
        raise InputError("No folder may be watched on this site.")
    if not _NAME.fullmatch(given["name"]):
        raise InputError("Name the folder with small letters, figures, - and _, 60 at most.")
    source = " ".join(given["source"].split())
    if not source or len(source) > _LONGEST_SOURCE:
        raise InputError(
            "Name the source of these files, in {most} characters at most.", most=_LONGEST_SOURCE
        )
    if given["channel"] not in list(Channel) or given["stakeholder"] not in list(Stakeholder):
        raise InputError("Choose who speaks in these files, and the channel.")
    kept = {**given, "source": source, "by": by}
    name = kept.pop("name")
    with transaction.atomic():
        one, _ = WatchedFolder.objects.update_or_create(tenant=tenant, name=name, defaults=kept)
        record("folder watched", by=by.pk, tenant=tenant.pk, subject=one.pk)
    try:
        prepare(one)
    except OSError as error:
        one.delete()
        raise InputError(
            "The folder cannot be made: {error}. Whoever runs the site gives it the right to"
            " write.",
            error=error.strerror or "",
        ) from error


def _stop(tenant: Tenant, number: str, *, by: Account) -> None:
    found = WatchedFolder.objects.filter(tenant=tenant, name=number)
    with transaction.atomic():
        for one in found:
            record("folder no longer watched", by=by.pk, tenant=tenant.pk, subject=one.pk)
        found.delete()


def _watched(
    request: HttpRequest,
    sitting: Sitting,
    *,
    status: int = 200,
    given: dict[str, str] | None = None,
    refused: Message | None = None,
) -> HttpResponse:
    found = WatchedFolder.objects.filter(tenant=sitting.seat.tenant).select_related("tenant")
    return page(
        request,
        "listening/watched.html",
        sitting=sitting,
        here="files",
        status=status,
        may=bool(settings.WATCHED),
        folders=[(one, str(place_of(one) or "")) for one in found.order_by("name")],
        channels=[(str(one), said) for one, said in CHANNELS.items()],
        stakeholders=[(str(one), said) for one, said in STAKEHOLDERS.items()],
        given=given or {"name": "", "source": "", "channel": "survey", "stakeholder": "customer"},
        refused=refused,
    )
