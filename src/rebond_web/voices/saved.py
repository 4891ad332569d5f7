"""Views kept under a name: made, shared with the workspace, opened, removed."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from rebond.errors import InputError
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.voices.asking import Asked
from rebond_web.voices.models import SavedView
from rebond_web.workspaces.access import Sitting, account_of, sitting_of

MOST = 50  # views of one person in a workspace
_LONGEST_NAME = 80


def views_of(sitting: Sitting, account: Account) -> list[SavedView]:
    """Return the views of a person, then those that others share, by name."""
    found = SavedView.objects.filter(
        Q(account=account) | Q(shared=True), tenant=sitting.seat.tenant
    )
    return sorted(found, key=lambda view: (view.account_id != account.pk, view.name.casefold()))


@require_POST
def keep(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep a search under a name; a name used already is that of the new one."""
    sitting, account = sitting_of(request, slug), account_of(request)
    given = request.POST.dict()
    name = given.get("name", "").strip()[:_LONGEST_NAME]
    try:
        asked = Asked.of(slug, {"q": given.get("q", ""), "where": given.get("where", ""),
                                "sort": given.get("sort", "")})  # fmt: skip
    except InputError:
        raise Http404 from None
    mine = SavedView.objects.filter(tenant=sitting.seat.tenant, account=account)
    if name and (mine.count() < MOST or mine.filter(name=name).exists()):
        with transaction.atomic():
            view, _ = SavedView.objects.update_or_create(
                tenant=sitting.seat.tenant,
                account=account,
                name=name,
                defaults={
                    "words": asked.words,
                    "conditions": asked.where,
                    "sort": asked.sort,
                    "shared": given.get("shared") == "1",
                },
            )
            record("view kept", by=account.pk, tenant=sitting.seat.tenant_id, subject=view.pk)
    return redirect(asked.address())


@require_http_methods(["GET", "HEAD", "POST"])
def view(request: HttpRequest, slug: str, view: int) -> HttpResponse:
    """Open a view; its owner shares it, keeps it to themselves again, or removes it."""
    sitting, account = sitting_of(request, slug), account_of(request)
    found = SavedView.objects.filter(
        Q(account=account) | Q(shared=True), tenant=sitting.seat.tenant, pk=view
    ).first()
    if found is None:
        raise Http404
    asked = Asked.of_view(slug, found)
    if request.method != "POST":
        return redirect(asked.address())
    if found.account_id != account.pk:
        raise Http404
    action = request.POST.get("action", "")
    with transaction.atomic():
        if action == "remove":
            found.delete()
        elif action in ("share", "unshare"):
            found.shared = action == "share"
            found.save(update_fields=["shared"])
        else:
            raise Http404
        record(f"view {action}d", by=account.pk, tenant=sitting.seat.tenant_id, subject=view)
    return redirect("voices", slug=slug)
