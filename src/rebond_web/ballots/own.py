"""Seeing and changing one's ballot by its code: nothing here asks, reads or keeps who one is."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from rebond.errors import InputError
from rebond.vocabulary import Message
from rebond_web.ballots.box import ballot_of, change
from rebond_web.ballots.marks import marks_of
from rebond_web.ballots.models import Ballot
from rebond_web.ballots.showing import asked
from rebond_web.pages.errors import too_many
from rebond_web.pages.limits import address_of, spend
from rebond_web.pages.shell import page

_DAY = 24 * 3600  # seconds
_MOST = 4000  # codes tried from one address in a day


# No cookie gives a right here: whoever has the code may, wherever the form comes from.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_ballot(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a ballot; show that ballot, and have it say something else.

    The code comes in the body of a request, never in an address: servers write addresses down.
    """
    request.user = AnonymousUser()  # nobody signed in is looked up for this page
    if request.method != "POST":
        return _page(request)
    wait = spend("ballot", f"address {address_of(request)}", most=_MOST, seconds=_DAY)
    if wait:
        return too_many(request, wait)
    code = request.POST.get("code", "")[:64]
    try:
        ballot = ballot_of(code)
    except Http404:
        refused = Message(
            "No open vote has a ballot of that code. Check it letter by letter; once a vote is"
            " over, its codes open nothing."
        )
        return _page(request, status=404, refused=refused)
    if request.POST.get("step") != "change":
        return _page(request, ballot=ballot, code=code, marks=ballot.marks)
    return _changed(request, ballot, code)


def _changed(request: HttpRequest, ballot: Ballot, code: str) -> HttpResponse:
    election = ballot.election
    try:
        marks = marks_of(election, list(election.choices.all()), request.POST)
        change(ballot, marks)
    except InputError as error:
        return _page(
            request, status=400, ballot=ballot, code=code, marks=ballot.marks, refused=error.message
        )
    return _page(request, ballot=ballot, code=code, marks=marks, changed=True)


def _page(
    request: HttpRequest,
    *,
    status: int = 200,
    ballot: Ballot | None = None,
    marks: Any = None,
    refused: Message | None = None,
    code: str = "",
    changed: bool = False,
) -> HttpResponse:
    answer = page(
        request,
        "ballots/own.html",
        status=status,
        election=ballot.election if ballot else None,
        refused=refused,
        code=code,
        changed=changed,
        **(asked(ballot.election, marks) if ballot else {}),
    )
    answer["X-Robots-Tag"] = "noindex"
    return answer
