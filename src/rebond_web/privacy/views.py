"""Pages of privacy, for owners: who is concerned, what is held on them, how long it is kept."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rebond.errors import RebondError
from rebond.vocabulary import Message
from rebond_web.jobs.messages import message_of_json
from rebond_web.jobs.models import Job
from rebond_web.pages.files import attachment
from rebond_web.pages.limits import limited
from rebond_web.pages.shell import page
from rebond_web.privacy import actions
from rebond_web.privacy.actions import ERASE, EXPIRE, MONTHS
from rebond_web.workspaces.access import Sitting, account_of, owner_of

_SHOWN = 20  # what was done lately


@require_safe
def privacy(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how long each source is kept, what was done, and where to look for a person."""
    return _privacy(request, owner_of(request, slug))


@require_POST
@limited("privacy", most=120, seconds=3600)
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what is held on who an identifier names; hand it over, or erase it."""
    sitting = owner_of(request, slug)
    identifier = request.POST.get("identifier", "")
    try:
        return _asked(request, sitting, identifier, voice="")
    except RebondError as error:
        return _privacy(request, sitting, status=400, refused=error.message, given=identifier)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("privacy", most=120, seconds=3600)
def of_voice(request: HttpRequest, slug: str, voice: str) -> HttpResponse:
    """Say what is held on who said something, in that response or everywhere; act on it."""
    sitting = owner_of(request, slug)
    response, key = actions.person_of(sitting.workspace, voice)
    if not response:
        raise Http404
    alone = request.POST.get("which") == "response" or not key
    return _asked(request, sitting, response if alone else key, voice=voice, key=key)


@require_safe
def done(request: HttpRequest, slug: str, job: int) -> HttpResponse:
    """Show how far an erasure is, or its proof."""
    sitting = owner_of(request, slug)
    found = Job.objects.filter(tenant=sitting.seat.tenant, kind=ERASE, pk=job).first()
    if found is None:
        raise Http404
    return page(
        request,
        "privacy/done.html",
        sitting=sitting,
        here="privacy",
        job=found,
        sentence=message_of_json,
    )


@require_POST
def keep(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose how long a source is kept."""
    sitting = owner_of(request, slug)
    given = request.POST.get("months", "")
    months = int(given) if given.isascii() and given.isdigit() and len(given) < 6 else -1
    source = request.POST.get("source", "")
    try:
        actions.keep_for(sitting.seat.tenant, source, months, by=account_of(request))
    except RebondError as error:
        return _privacy(request, sitting, status=400, refused=error.message)
    actions.expire_soon(sitting.seat.tenant)
    return redirect("privacy", slug=slug)


def _asked(
    request: HttpRequest, sitting: Sitting, identifier: str, *, voice: str, key: str = ""
) -> HttpResponse:
    """Do what a form asks about a person: look, hand their data over, erase."""
    tenant, by = sitting.seat.tenant, account_of(request)
    doing = request.POST.get("do", "")
    if doing == "data":
        told = actions.own_data(tenant, identifier, by=by)
        return attachment(told, "held-on-a-person.json", "application/json")
    if doing == "erase":
        job = actions.erase(tenant, identifier, by=by)
        return redirect("erasure", slug=sitting.slug, job=job.pk)
    return page(
        request,
        "privacy/person.html",
        sitting=sitting,
        here="privacy",
        found=actions.whom(sitting.workspace, identifier),
        alone=actions.whom(sitting.workspace, voice) if voice else None,
        identifier="" if voice else identifier,
        voice=voice,
        key=key,
    )


def _privacy(
    request: HttpRequest,
    sitting: Sitting,
    *,
    status: int = 200,
    refused: Message | None = None,
    given: str = "",
) -> HttpResponse:
    tenant = sitting.seat.tenant
    jobs = Job.objects.filter(tenant=tenant, kind__in=(ERASE, EXPIRE)).order_by("-pk")[:_SHOWN]
    return page(
        request,
        "privacy/privacy.html",
        sitting=sitting,
        here="privacy",
        status=status,
        refused=refused,
        given=given,
        kept=actions.kept_by_source(tenant),
        months=MONTHS,
        jobs=[job for job in jobs if job.kind == ERASE or job.told.get("expired")],
    )
