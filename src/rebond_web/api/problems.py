"""Refusals as problem documents (RFC 9457): what is wrong, where, and what to do next."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import (
    AuthenticationError,
    HttpError,
    ValidationError,
    ValidationErrorContext,
)

from rebond.errors import InputError, RebondError
from rebond.languages.speaker import Speaker
from rebond.vocabulary import Message
from rebond_web.api.misfits import misfit
from rebond_web.pages.preferences import language_of

MEDIA_TYPE = "application/problem+json"
_MOST_ERRORS = 50
ABSENT = Message("There is nothing here")
_ABSENT_ADVICE = Message("Check the address: what is not of this workspace does not exist here.")
_UNREADABLE = Message("This request cannot be read")
_UNREADABLE_ADVICE = Message("Send JSON, with the header Content-Type: application/json.")


class Problem(Exception):
    """A refusal: its status, what is wrong, what to do next, and where in what was sent."""

    def __init__(
        self,
        status: int,
        title: Message,
        detail: Message,
        *,
        errors: Sequence[Mapping[str, object]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(str(title))
        self.status, self.title, self.detail = status, title, detail
        self.errors, self.headers = errors, headers or {}


def absent() -> Problem:
    """Return the answer for what is not there, or not for this caller."""
    return Problem(404, ABSENT, _ABSENT_ADVICE)


def answered(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Return a problem as a response, in the language asked for."""
    say = Speaker(language_of(request)).t
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": say(problem.title),
        "status": problem.status,
        "detail": say(problem.detail),
    }
    if problem.errors:
        document["errors"] = [
            {name: say(one) if isinstance(one, Message) else one for name, one in error.items()}
            for error in problem.errors
        ]
    return HttpResponse(
        json.dumps(document, ensure_ascii=False),
        status=problem.status,
        content_type=MEDIA_TYPE,
        headers=dict(problem.headers),
    )


class Api(NinjaAPI):
    """An API that tells what does not fit in its own sentences, from the value that came."""

    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext[Any]]
    ) -> ValidationError:
        """Return where each misfit is, and the sentence that says what would fit."""
        found: list[dict[str, Any]] = []
        for context in error_contexts:
            model: Any = context.model
            for error in context.pydantic_validation_error.errors(include_url=False):
                inside = error["loc"]
                place = model.__ninja_flatten_map_reverse__.get(inside, inside)
                told = misfit({**error, "loc": place})
                found.append({"loc": (model.__ninja_param_source__, *place), "detail": told})
        return ValidationError(found)


def handle_problems(api: NinjaAPI) -> None:
    """Have every refusal of an API be a problem document."""
    for kind, to_problem in _PROBLEMS.items():
        api.add_exception_handler(kind, _handler(to_problem))


def only_problems(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Have what a view refuses before it runs (another method) be a problem document too."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        given = view(request, *args, **kwargs)
        if given.status_code != 405:
            return given
        allowed = given.headers.get("Allow", "")
        return answered(
            request,
            Problem(
                405,
                Message("This address does not answer to that method"),
                Message("It answers to: {methods}.", {"methods": allowed}),
                headers={"Allow": allowed},
            ),
        )

    return answer


def _handler(to_problem: Callable[[Any], Problem]) -> Callable[[HttpRequest, Any], HttpResponse]:
    return lambda request, error: answered(request, to_problem(error))


def _of_validation(error: ValidationError) -> Problem:
    told = [
        {
            "pointer": _pointer(one["loc"]),
            "detail": one["detail"],
        }
        for one in error.errors[:_MOST_ERRORS]
    ]
    return Problem(
        422,
        Message("What was sent does not fit"),
        Message("Each error says where, and what is expected there. Nothing was kept."),
        errors=told,
    )


def _pointer(place: Sequence[str | int]) -> str:
    """Return where an error is: a JSON pointer in the body, or the name of a parameter."""
    where, *rest = place
    if where == "body":
        steps = rest[1:]  # the first is the name of the function's parameter
        return "#" + "".join(
            "/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps
        )
    return f"{where}: {'.'.join(map(str, rest))}"


def refused_as(error: RebondError) -> Problem:
    """Return the problem of what the library refuses."""
    if isinstance(error, InputError):
        return Problem(422, Message("This cannot be answered"), error.message)
    return Problem(
        503,
        Message("The workspace cannot answer now"),
        error.message,
        headers={"Retry-After": "30"},
    )


def _of_http(error: HttpError) -> Problem:
    return Problem(error.status_code, _UNREADABLE, _UNREADABLE_ADVICE)


def _broken(error: Exception) -> Problem:
    logging.getLogger(__name__).error("the API failed", exc_info=error)
    return Problem(
        500,
        Message("Something failed here, not with you"),
        Message("Nothing was lost. Try again; the log of the site says what happened."),
    )


_PROBLEMS: Mapping[type[Exception], Callable[[Any], Problem]] = {
    Exception: _broken,
    Problem: lambda error: error,
    Http404: lambda _: absent(),
    ValidationError: _of_validation,
    RebondError: refused_as,
    HttpError: _of_http,
    AuthenticationError: lambda _: Problem(
        401,
        Message("No valid token came with this request"),
        Message(
            "Send the header Authorization: Bearer and a token that an owner of the workspace"
            " made, which has neither expired nor been revoked."
        ),
        headers={"WWW-Authenticate": 'Bearer realm="rebond"'},
    ),
    RequestDataTooBig: lambda _: Problem(
        413,
        Message("This request is too large"),
        Message("Send fewer responses at once."),
    ),
}
