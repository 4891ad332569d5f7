"""The addresses that programs call, and the document that describes them."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import Header, Query, Status

from rebond import __version__
from rebond.quantify import Question
from rebond_web.api import reading
from rebond_web.api.caller import Bearer, caller_of
from rebond_web.api.models import Scope
from rebond_web.api.problems import MEDIA_TYPE, Api, absent, answered, handle_problems
from rebond_web.api.pushing import push
from rebond_web.api.schemas import (
    Asked,
    FigureOut,
    ImportOut,
    ImportsOut,
    InsightsOut,
    Number,
    ProblemOut,
    PushHeaders,
    ResponsesIn,
    ResponsesOut,
    VoicesAsked,
    VoicesOut,
)

PREFIX = "api/v1/"

api = Api(
    title="Rebond",
    version=__version__,
    description=(
        "Send responses and read figures, each with its interval and the way to the voices behind"
        " it. Every request bears a token that an owner of the workspace made, and sees what this"
        " token may see. Refusals are problem documents (RFC 9457)."
    ),
    openapi_url=None,
    docs_url=None,
)
handle_problems(api)


def _refusals(*statuses: int) -> dict[int, Any]:
    return dict.fromkeys((*statuses, 401, 403, 422, 429, 500, 503), ProblemOut)


@api.post(
    "responses",
    response={202: ResponsesOut, **_refusals(400, 409, 413)},
    url_name="responses",
    auth=Bearer(Scope.PUSH),
    tags=["push"],
)
def post_responses(
    request: HttpRequest,
    sent: ResponsesIn,
    headers: Header[PushHeaders],
) -> Status[dict[str, Any]]:
    """Send responses, up to 500 at once: all are kept, or none.

    Sent again, a response of the same `id` in the same `source` is the same one. With the header
    `Idempotency-Key`, the whole request gets its first answer again for a day; the same key with
    another body is refused. Scope: push.
    """
    caller = caller_of(request)
    kept = push(caller.token, sent, key=headers.idempotency_key, content=request.body)
    return Status(202, kept)


@api.get(
    "ask",
    response={200: FigureOut, **_refusals()},
    url_name="ask",
    auth=Bearer(Scope.READ),
    tags=["read"],
)
def get_ask(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Ask a question, as in `net_polarity by theme where channel = survey`.

    Each cell has its value, its interval, its n, whether it differs from the rest, and the address
    of the voices behind it. Scope: read.
    """
    caller = caller_of(request)
    return reading.figure(request, caller, Question.parse(asked.question))


@api.get(
    "voices",
    response={200: VoicesOut, **_refusals()},
    url_name="voices",
    auth=Bearer(Scope.VOICES),
    tags=["voices"],
)
def get_voices(
    request: HttpRequest,
    asked: Query[VoicesAsked],
) -> dict[str, Any]:
    """Read the voices behind a figure, or behind the cell of these keys, page after page.

    Personal data are masked. Scope: voices.
    """
    caller = caller_of(request)
    question = Question.parse(asked.question)
    return reading.voices(request, caller, question, tuple(asked.key), asked.page, asked.size)


@api.get(
    "insights",
    response={200: InsightsOut, **_refusals()},
    url_name="insights",
    auth=Bearer(Scope.READ),
    tags=["read"],
)
def get_insights(request: HttpRequest) -> dict[str, Any]:
    """List what holds beyond chance, with the state that people gave it. Scope: read."""
    return reading.insights(request, caller_of(request))


@api.get(
    "imports",
    response={200: ImportsOut, **_refusals()},
    url_name="imports",
    auth=Bearer(Scope.PUSH),
    tags=["push"],
)
def get_imports(request: HttpRequest) -> dict[str, Any]:
    """List the last files brought in, and what became of each row. Scope: push."""
    return {"imports": reading.imports(request, caller_of(request))}


@api.get(
    "imports/{number}",
    response={200: ImportOut, **_refusals(404)},
    url_name="import",
    auth=Bearer(Scope.PUSH),
    tags=["push"],
)
def get_import(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Say how far a file is, or what became of its rows. Scope: push."""
    found = reading.imports(request, caller_of(request), number)
    if not found:
        raise absent()
    return found[0]


@cache
def document() -> dict[str, Any]:
    """Return the OpenAPI document; refusals bear their own media type."""
    schema = dict(api.get_openapi_schema(path_prefix=f"/{PREFIX}"))
    for operations in schema["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
    return schema


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Serve the OpenAPI document."""
    del request
    return JsonResponse(document())


@csrf_exempt
def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer for an address that the API does not have."""
    del rest
    return answered(request, absent())
