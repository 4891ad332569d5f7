"""Pages of webhooks, for owners, and the address that receives."""

from __future__ import annotations

import re

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from rebond.errors import RebondError
from rebond.report.content.people import CHANNELS, STAKEHOLDERS
from rebond.vocabulary import ColumnRole, Message, Role
from rebond_web.api.hooks import choose_columns, columns_of, make_hook, receive, remove_hook
from rebond_web.api.models import Hook
from rebond_web.api.problems import Problem, absent, answered, refused_as
from rebond_web.api.tokens import digest_of
from rebond_web.pages.limits import address_of, limited, spend
from rebond_web.pages.shell import page
from rebond_web.workspaces.access import Sitting, account_of, owner_of

A_MINUTE = 600  # messages of one webhook
_WRONG = 30  # unknown addresses a minute from one place
_COLUMN = re.compile(r"column-(\d+)")


@csrf_exempt
@require_http_methods(["POST"])
def received(request: HttpRequest, token: str) -> HttpResponse:
    """Take a signed message."""
    try:
        return _received(request, token)
    except Problem as problem:
        return answered(request, problem)
    except RequestDataTooBig:
        too_large = Message("This request is too large")
        return answered(request, Problem(413, too_large, Message("Send fewer responses at once.")))
    except RebondError as error:
        return answered(request, refused_as(error))


@require_http_methods(["GET", "HEAD", "POST"])
@limited("hooks", most=30, seconds=3600)
def hooks(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the webhooks of a workspace; make one, and show its address and secret once."""
    sitting = owner_of(request, slug)
    if request.method != "POST":
        return _hooks(request, sitting)
    given = {name: request.POST.get(name, "") for name in ("source", "channel", "stakeholder")}
    try:
        hook, token, secret = make_hook(sitting.seat.tenant, **given, by=account_of(request))
    except RebondError as error:
        return _hooks(request, sitting, status=400, given=given, refused=error.message)
    address = request.build_absolute_uri(reverse("hook-receives", kwargs={"token": token}))
    return _hook(request, sitting, hook, address=address, secret=secret)


@require_http_methods(["GET", "HEAD", "POST"])
def hook(request: HttpRequest, slug: str, hook: int) -> HttpResponse:
    """Show a webhook; choose its columns from an example, or remove it."""
    sitting = owner_of(request, slug)
    found = Hook.objects.filter(tenant=sitting.seat.tenant, pk=hook).first()
    if found is None:
        raise Http404
    if request.method != "POST":
        return _hook(request, sitting, found)
    if "remove" in request.POST:
        remove_hook(found, by=account_of(request))
        return redirect("hooks", slug=slug)
    example = request.POST.get("example", "")
    try:
        if example:
            return _hook(request, sitting, found, columns=columns_of(example))
        choose_columns(found, _roles(request), by=account_of(request))
    except RebondError as error:
        return _hook(request, sitting, found, status=400, refused=error.message, example=example)
    return redirect("hook", slug=slug, hook=hook)


def _received(request: HttpRequest, token: str) -> HttpResponse:
    found = Hook.objects.select_related("tenant").filter(digest=digest_of(token)).first()
    if found is None:
        _count("wrong hook", address_of(request), _WRONG)
        raise absent()
    _count("hook", str(found.pk), A_MINUTE)
    kept = receive(found, request.headers, request.body)
    return JsonResponse({"kept": kept}, status=202 if kept else 200)


def _count(name: str, subject: str, most: int) -> None:
    wait = spend(name, subject, most=most, seconds=60)
    if wait:
        raise Problem(
            429,
            Message("Too many requests"),
            Message("Wait {n} seconds, then go on more slowly.", {"n": wait}),
            headers={"Retry-After": str(wait)},
        )


def _roles(request: HttpRequest) -> dict[str, dict[str, str]]:
    return {
        str(name): {
            part: request.POST.get(f"{part}-{match[1]}", "")
            for part in ("role", "low", "high", "kind")
        }
        for key, name in request.POST.items()
        if (match := _COLUMN.fullmatch(key))
    }


def _hooks(
    request: HttpRequest,
    sitting: Sitting,
    *,
    status: int = 200,
    given: dict[str, str] | None = None,
    refused: Message | None = None,
) -> HttpResponse:
    return page(
        request,
        "api/hooks.html",
        sitting=sitting,
        here="tokens",
        status=status,
        hooks=list(Hook.objects.filter(tenant=sitting.seat.tenant).order_by("source", "pk")),
        channels=[(str(one), said) for one, said in CHANNELS.items()],
        stakeholders=[(str(one), said) for one, said in STAKEHOLDERS.items()],
        given=given or {"source": "", "channel": "survey", "stakeholder": "customer"},
        refused=refused,
    )


def _hook(
    request: HttpRequest,
    sitting: Sitting,
    found: Hook,
    *,
    status: int = 200,
    columns: tuple[ColumnRole, ...] = (),
    address: str = "",
    secret: str = "",
    example: str = "",
    refused: Message | None = None,
) -> HttpResponse:
    return page(
        request,
        "api/hook.html",
        sitting=sitting,
        here="tokens",
        status=status,
        hook=found,
        columns=columns,
        roles=[(str(role), Message(str(role))) for role in Role],
        role_said={str(role): Message(str(role)) for role in Role},
        address=address,
        secret=secret,
        example=example,
        refused=refused,
    )
