"""Refusals: what is true, and what to do next. Absent and forbidden look the same."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from rebond.vocabulary import Message
from rebond_web.pages.shell import page


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for what is absent, or not for this reader."""
    del exception
    return _refusal(
        request,
        404,
        Message("This page does not exist, or is not for you"),
        Message("Check the address, or ask whoever sent it to you for a seat."),
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer to a request that cannot be read."""
    del exception
    return _refusal(
        request,
        400,
        Message("This request cannot be read"),
        Message("Go back and try again."),
    )


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer to a form that does not come from this site, or came too late."""
    del reason
    return _refusal(
        request,
        403,
        Message("This form has expired"),
        Message("Nothing was changed. Go back, reload the page and send it again."),
    )


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """Answer to who asks too often; ``seconds`` until they may ask again."""
    minutes = -(-seconds // 60)
    wait = (
        Message("Nothing was lost. Try again in a minute.")
        if minutes == 1
        else Message("Nothing was lost. Try again in {n} minutes.", {"n": minutes})
    )
    answer = _refusal(request, 429, Message("This was asked too often from here"), wait)
    answer["Retry-After"] = str(seconds)
    return answer


def broken(request: HttpRequest) -> HttpResponse:
    """Answer when we failed."""
    return _refusal(
        request,
        500,
        Message("Something failed here, not with you"),
        Message("Nothing was lost. Try again; the log of the site says what happened."),
    )


def _refusal(request: HttpRequest, status: int, truth: Message, advice: Message) -> HttpResponse:
    return page(request, "site/refusal.html", status=status, truth=truth, advice=advice)
