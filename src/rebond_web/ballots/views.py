"""Voting, and what a vote gave, for those who take part."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rebond.errors import InputError
from rebond.vocabulary import Message
from rebond_web.ballots.access import election_of
from rebond_web.ballots.box import cast, has_voted, why_not
from rebond_web.ballots.closing import glimpse_of
from rebond_web.ballots.codes import new_code, signed, unsigned
from rebond_web.ballots.counting import command_of, name_of
from rebond_web.ballots.marks import GRADES, marks_of
from rebond_web.ballots.models import Election
from rebond_web.ballots.showing import asked, reviewed
from rebond_web.ballots.telling import lines, told
from rebond_web.pages.limits import limited
from rebond_web.spaces.access import Visit, joined, visit_of
from rebond_web.spaces.shell import space_page

_DAY = 24 * 3600  # seconds; the window is wide so that what is counted does not tell when
_MOST = 4000  # forms from one address in it: a whole company may share one


@never_cache
@limited("vote", most=_MOST, seconds=_DAY)
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, slug: str, space: str, challenge: int) -> HttpResponse:
    """Ask for a ballot, show it before it is cast, then give the code that opens it."""
    visit = visit_of(request, slug, space)
    election = election_of(visit, challenge)
    if election.closed is not None:
        return redirect("vote-result", slug=slug, space=space, challenge=challenge)
    if request.method != "POST":
        return _form(request, visit, election)
    if visit.participant is None:
        back = urlencode({"back": request.path})
        return redirect(reverse("join", kwargs={"slug": slug, "space": space}) + f"?{back}")
    joined(visit)
    step = request.POST.get("step", "")
    try:
        marks = marks_of(election, list(election.choices.all()), request.POST)
        if step == "cast":
            return _cast(request, visit, election, marks)
    except InputError as error:
        return _form(request, visit, election, refused=error.message)
    if step == "again" or _barred(visit, election) is not None:
        return _form(request, visit, election, marks=marks)
    form = signed(new_code(), election.pk)
    return _shown(request, visit, election, "review", form=form, **reviewed(election, marks))


@require_safe
def result(request: HttpRequest, slug: str, space: str, challenge: int) -> HttpResponse:
    """Show what a vote gave; before its close, until when it is open and how many voted."""
    visit = visit_of(request, slug, space)
    election = election_of(visit, challenge)
    if election.closed is None:
        if election.opened is None:
            raise Http404
        glimpse = glimpse_of(election)
        people = glimpse.get("people", 0)
        shown = lines(election, election.slate(), glimpse, people) if glimpse else ()
        return _shown(
            request, visit, election, "open",
            people=election.voters.count(), seen=people, lines=shown,
        )  # fmt: skip
    return _shown(
        request, visit, election, "result",
        result=election.result, told=told(election, election.result),
        command=command_of(election), file=name_of(election),
    )  # fmt: skip


@require_safe
def ballots(request: HttpRequest, slug: str, space: str, challenge: int) -> HttpResponse:
    """Give every ballot of a vote that is over, as the file that was counted."""
    election = election_of(visit_of(request, slug, space), challenge)
    if election.closed is None or not election.result.file:
        raise Http404
    answer = HttpResponse(election.result.file, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name_of(election)}"'
    return answer


def _cast(request: HttpRequest, visit: Visit, election: Election, marks: Any) -> HttpResponse:
    code = unsigned(request.POST.get("form", ""), election.pk)
    if code is None:
        raise InputError("This form is not whole: fill it in again.")
    cast(election, joined(visit), marks, code)
    address = request.build_absolute_uri(reverse("own-ballot"))
    return _shown(request, visit, election, "voted", code=code, address=f"{address}#{code}")


def _barred(visit: Visit, election: Election) -> Message | None:
    """Return why who asks casts no ballot now, None where they may."""
    if visit.participant is None:
        return Message("Before you vote, say which of those who take part you are.")
    if has_voted(election, visit.participant):
        return Message("You have voted already: each person has one ballot.")
    if not visit.writes:
        return Message("You may read here, and not vote.")
    return why_not(election, visit.participant)


def _form(
    request: HttpRequest,
    visit: Visit,
    election: Election,
    *,
    marks: Any = None,
    refused: Message | None = None,
) -> HttpResponse:
    return _shown(
        request, visit, election, "vote",
        status=400 if refused else 200, refused=refused, barred=_barred(visit, election),
        voted=has_voted(election, visit.participant), join=visit.participant is None,
        **asked(election, marks),
    )  # fmt: skip


def _shown(
    request: HttpRequest, visit: Visit, election: Election, name: str, **context: Any
) -> HttpResponse:
    return space_page(
        request,
        f"ballots/{name}.html",
        visit=visit,
        here="space",
        election=election,
        challenge=election.challenge,
        **{"grades": GRADES, **context},
    )
