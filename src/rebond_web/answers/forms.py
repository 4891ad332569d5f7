"""The form by which one decides: what it shows, and what came back of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from rebond.vocabulary import Message
from rebond_web.answers.access import owners_of
from rebond_web.answers.actions import Given
from rebond_web.answers.models import (
    KIND_MESSAGES,
    KIND_SAID,
    LONGEST_NAME,
    LONGEST_REASON,
    LONGEST_WHAT,
    Decision,
    Kind,
)
from rebond_web.pages.preferences import language_of
from rebond_web.workspaces.models import Seat


@dataclass(frozen=True)
class Form:
    """What the form shows: the seats that may be chosen, and what is written in it already."""

    seats: Sequence[Seat]
    written: Given
    sent: bool

    kinds: Sequence[tuple[str, Message, Message]] = tuple(
        (str(kind), KIND_MESSAGES[kind], KIND_SAID[kind]) for kind in Kind
    )
    longest_what: int = LONGEST_WHAT
    longest_reason: int = LONGEST_REASON
    longest_name: int = LONGEST_NAME


def given_in(request: HttpRequest) -> Given:
    """Return what a person wrote in the form."""
    fields = ("kind", "reason", "what", "owner", "due", "owner_name", "signed", "in_place_of")
    told = {field: request.POST.get(field, "") for field in fields}
    return Given(**told, language=language_of(request))


def form_of(
    request: HttpRequest, seat: Seat, current: Decision | None = None, signed: str = ""
) -> Form:
    """Return the form for a person: what they sent, or what holds now and is to be corrected.

    ``signed`` is how contributors know who decides.
    """
    seats = list(owners_of(seat.tenant))
    if request.method == "POST" and "reason" in request.POST:
        return Form(seats, given_in(request), sent=True)
    if current is None:
        blank = Given(kind="", reason="", owner=str(seat.pk), signed=signed)
        return Form(seats, blank, sent=False)
    held = Given(
        kind=current.kind,
        reason=current.reason,
        what=current.what,
        owner=str(current.owner_id or ""),
        due=current.due.isoformat() if current.due else "",
        owner_name=current.owner_name,
        signed=current.signed,
        in_place_of=str(current.pk),
    )
    return Form(seats, held, sent=False)
