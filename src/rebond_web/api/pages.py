"""Pages of the API: its tokens, for owners, and what it answers, for who writes programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rebond.errors import RebondError
from rebond.vocabulary import Message
from rebond_web.api import routes
from rebond_web.api.models import Scope, Token
from rebond_web.api.tokens import DAYS, make_token, revoke_token
from rebond_web.pages.limits import limited
from rebond_web.pages.shell import page
from rebond_web.workspaces.access import Sitting, account_of, owner_of

SCOPES = {
    Scope.PUSH: Message("send responses, and follow imports"),
    Scope.READ: Message("ask figures, list insights"),
    Scope.VOICES: Message("read verbatims"),
}


@dataclass(frozen=True)
class Operation:
    """One thing that the API answers, as its page shows it."""

    method: str
    path: str
    text: str
    parameters: list[dict[str, Any]]
    body: str


@require_http_methods(["GET", "HEAD", "POST"])
@limited("tokens", most=30, seconds=3600)
def tokens(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the tokens of a workspace; make one, and show it once."""
    sitting = owner_of(request, slug)
    if request.method != "POST":
        return _tokens(request, sitting)
    given = {name: request.POST.get(name, "") for name in ("name", "perimeter", "days")}
    scopes = request.POST.getlist("scope")
    days = int(given["days"]) if given["days"].isascii() and given["days"].isdigit() else 0
    try:
        secret = make_token(
            sitting.seat.tenant,
            given["name"],
            scopes,
            given["perimeter"],
            days,
            by=account_of(request),
        )
    except RebondError as error:
        return _tokens(
            request, sitting, status=400, given=given, chosen=scopes, refused=error.message
        )
    return _tokens(request, sitting, secret=secret)


@require_POST
def revoke(request: HttpRequest, slug: str, bearer: int) -> HttpResponse:
    """Take a token back."""
    sitting = owner_of(request, slug)
    found = Token.objects.filter(tenant=sitting.seat.tenant, pk=bearer).first()
    if found is None:
        raise Http404
    revoke_token(found, by=account_of(request))
    return redirect("tokens", slug=slug)


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Show what the API answers, from its own OpenAPI document."""
    document = routes.document()
    operations = [
        _operation(method, path, one)
        for path, methods in document["paths"].items()
        for method, one in methods.items()
    ]
    return page(
        request,
        "api/reference.html",
        operations=operations,
        schemas=_schemas(document["components"]["schemas"]),
        version=document["info"]["version"],
    )


def _schemas(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what each schema of a request holds: its fields with their kind, in words."""
    return {
        name: {
            "required": schema.get("required", []),
            "fields": {
                field: {"kind": _kind(one, told), "description": one.get("description", "")}
                for field, one in schema.get("properties", {}).items()
            },
        }
        for name, schema in told.items()
    }


def _kind(one: dict[str, Any], told: dict[str, Any]) -> str:
    """Return a kind in words: "string", "array of TextIn", the values of an enumeration."""
    if "$ref" in one:
        name = one["$ref"].rpartition("/")[2]
        return ", ".join(map(str, told[name].get("enum", [name])))
    for key, joint in (("anyOf", " or "), ("allOf", ", ")):
        if key in one:
            return joint.join(_kind(part, told) for part in one[key])
    if one.get("type") == "array":
        return f"array of {_kind(one.get('items', {}), told)}"
    return str(one.get("type", ""))


def _operation(method: str, path: str, told: dict[str, Any]) -> Operation:
    content = told.get("requestBody", {}).get("content", {})
    reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    return Operation(
        method.upper(),
        path,
        told.get("description", ""),
        told.get("parameters", []),
        reference.rpartition("/")[2],
    )


def _tokens(
    request: HttpRequest,
    sitting: Sitting,
    *,
    status: int = 200,
    given: dict[str, str] | None = None,
    chosen: list[str] | None = None,
    secret: str = "",
    refused: Message | None = None,
) -> HttpResponse:
    listed = Token.objects.filter(tenant=sitting.seat.tenant).select_related("maker")
    found = list(listed.order_by("-pk"))
    return page(
        request,
        "api/tokens.html",
        sitting=sitting,
        here="tokens",
        status=status,
        valid=[one for one in found if one.is_valid],
        over=[one for one in found if not one.is_valid],
        scopes=[(str(scope), said) for scope, said in SCOPES.items()],
        said_of_scope={str(scope): said for scope, said in SCOPES.items()},
        days=DAYS,
        given=given or {"name": "", "perimeter": "", "days": str(DAYS[1])},
        chosen=chosen or [],
        secret=secret,
        refused=refused,
        site=request.build_absolute_uri("/").rstrip("/"),
    )
