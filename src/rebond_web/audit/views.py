"""Who changed what, and when: for owners. Never what it says."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from rebond_web.accounts.models import Account
from rebond_web.audit.models import Entry
from rebond_web.pages.shell import page
from rebond_web.workspaces.access import owner_of

SHOWN = 50


@dataclass(frozen=True)
class Change:
    """A line of the log, with the address of who made it while their account is there."""

    entry: Entry
    by: str


@require_safe
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the changes of a workspace, the latest first, a page at a time."""
    sitting = owner_of(request, slug)
    before = request.GET.get("before", "")
    lines = Entry.objects.filter(tenant=sitting.seat.tenant_id).order_by("-pk")
    if before:
        if not before.isdecimal() or len(before) > 18:
            raise Http404
        lines = lines.filter(pk__lt=int(before))
    found = list(lines[: SHOWN + 1])
    shown, more = found[:SHOWN], len(found) > SHOWN
    here = reverse("changes", kwargs={"slug": slug})
    return page(
        request,
        "audit/changes.html",
        sitting=sitting,
        here="changes",
        changes=_signed(shown),
        first=not before,
        latest=here,
        older=f"{here}?before={shown[-1].pk}" if more else "",
    )


def _signed(lines: list[Entry]) -> list[Change]:
    known = Account.objects.in_bulk({line.account for line in lines if line.account is not None})
    return [
        Change(line, known[line.account].email if line.account in known else "") for line in lines
    ]
