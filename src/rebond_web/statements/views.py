"""Sorting statements: one at a time, going back, writing one; where one sits."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from csp.decorators import csp_exempt
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rebond.errors import InputError
from rebond.vocabulary import Message
from rebond_web.challenges.access import challenge_of
from rebond_web.challenges.contributions import State
from rebond_web.challenges.models import Challenge, Phase
from rebond_web.ideas.access import ideas_of
from rebond_web.ideas.models import Idea
from rebond_web.pages.limits import limited
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import piece
from rebond_web.spaces.access import Visit, joined, visit_of
from rebond_web.spaces.shell import space_page
from rebond_web.statements.access import (
    own_statements,
    statement_of,
    statements_of,
    votable,
    votes_of,
)
from rebond_web.statements.actions import withdraw_statement, write_statement
from rebond_web.statements.models import LONGEST_STATEMENT
from rebond_web.statements.similar import nearly_the_same
from rebond_web.statements.sorting import sorted_part
from rebond_web.statements.voting import VALUES, keep, keep_from_browser, take_back

_HOUR = 3600  # seconds


@require_safe
def statements(request: HttpRequest, slug: str, space: str, challenge: int) -> HttpResponse:
    """Show the next statement, where one sits, what unites and what divides."""
    visit = visit_of(request, slug, space)
    found = challenge_of(visit, challenge)
    last = _number(request.GET.get("last", ""))
    return _page(request, visit, found, last=last)


@require_http_methods(["GET", "HEAD", "POST"])
def statement(
    request: HttpRequest, slug: str, space: str, challenge: int, statement: int
) -> HttpResponseBase:
    """Show one statement with what one said of it; keep what one says now."""
    at = {"slug": slug, "space": space, "challenge": challenge}
    if request.method == "POST":
        if keep_from_browser(request, slug, space, challenge, statement):
            return _next(request, at, statement)
        return _voted(request, at, challenge, statement)
    visit = visit_of(request, slug, space)
    found = challenge_of(visit, challenge)
    statement_of(found, statement)
    return _page(request, visit, found, asked=statement)


@require_safe
def mine(request: HttpRequest, slug: str, space: str, challenge: int) -> HttpResponse:
    """Show what one said of each statement, to change it, and what one wrote."""
    visit = visit_of(request, slug, space)
    found = challenge_of(visit, challenge)
    if visit.participant is None:
        return redirect(join_address(visit, request.path))
    said = votes_of(visit, found)
    texts = statements_of(found).in_bulk(list(said))
    return space_page(
        request,
        "statements/mine.html",
        visit=visit,
        here="space",
        challenge=found,
        votes=[(texts[one], value) for one, value in said.items() if one in texts],
        written=list(own_statements(visit, found)),
        states=State,
        runs=found.runs(Phase.SORT) and visit.writes,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@limited("statement", most=30, seconds=_HOUR)
def write(request: HttpRequest, slug: str, space: str, challenge: int) -> HttpResponse:
    """Write a statement: those that say nearly the same are shown first."""
    visit = visit_of(request, slug, space)
    found = challenge_of(visit, challenge)
    if not found.runs(Phase.SORT):
        raise Http404
    if visit.participant is None:
        return redirect(join_address(visit, request.get_full_path()))
    by = joined(visit)
    idea = _idea(visit, found, request.POST.get("idea", "") or request.GET.get("idea", ""))
    text, refused, alike = request.POST.get("text", ""), None, []
    if request.method == "POST":
        alike = [] if request.POST.get("sure") else nearly_the_same(found, text)
        try:
            if not alike:
                made = write_statement(found, text, by=by, language=language_of(request), idea=idea)
                return redirect(_address("my-votes", visit, found.pk) + f"#s{made.pk}")
        except InputError as error:
            refused = error.message
    return space_page(
        request,
        "statements/write.html",
        visit=visit,
        here="space",
        status=400 if refused else 200,
        challenge=found,
        text=text or (idea.title[:LONGEST_STATEMENT] if idea else ""),
        idea=idea,
        alike=alike,
        refused=refused,
        longest=LONGEST_STATEMENT,
    )


@require_POST
def withdraw(
    request: HttpRequest, slug: str, space: str, challenge: int, statement: int
) -> HttpResponse:
    """Take back a statement that one wrote."""
    visit = visit_of(request, slug, space)
    found = challenge_of(visit, challenge)
    mine = own_statements(visit, found).filter(pk=statement).first()
    if mine is None:
        raise Http404
    withdraw_statement(mine, by=joined(visit))
    return redirect(_address("my-votes", visit, found.pk))


def _voted(
    request: HttpRequest, at: dict[str, Any], challenge: int, number: int
) -> HttpResponseBase:
    """Keep a vote or take it back, or answer why it is not kept."""
    visit = visit_of(request, at["slug"], at["space"])
    found, said = votable(visit, challenge, number), request.POST.get("said", "")
    if visit.participant is None:
        to = join_address(visit, request.path)
        by_script = bool(request.headers.get("HX-Request"))
        return HttpResponse(headers={"HX-Redirect": to}) if by_script else redirect(to)
    by = joined(visit)
    if said and said not in VALUES:
        refused = Message("This vote is not understood. Agree, disagree or pass.")
        return _page(request, visit, challenge_of(visit, challenge), asked=number, refused=refused)
    if said:
        keep(found, by, VALUES[said])
    else:
        take_back(found, by)
    return _next(request, at, number)


def _next(request: HttpRequest, at: dict[str, Any], number: int) -> HttpResponseBase:
    """Answer a vote with what comes next; places are told from where the vote was sent."""
    if request.POST.get("from") == "mine":
        return _moved(request, f"../mine/#v{number}")
    if "HTTP_HX_REQUEST" not in request.META:
        return _moved(request, f"../?last={number}")
    visit = visit_of(request, at["slug"], at["space"])
    part = sorted_part(visit, challenge_of(visit, at["challenge"]), last=number)
    return HttpResponse(
        piece(request, "statements/sorting.html", None, part=part, visit=visit, moved=True)
    )


def _moved(request: HttpRequest, to: str) -> HttpResponseBase:
    """Send a browser elsewhere: there is no content for a policy to be about."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        del request
        return HttpResponseRedirect(to)

    return csp_exempt()(answer)(request)


def _page(
    request: HttpRequest,
    visit: Visit,
    challenge: Challenge,
    *,
    asked: int | None = None,
    last: int | None = None,
    refused: object = None,
) -> HttpResponse:
    return space_page(
        request,
        "statements/statements.html",
        visit=visit,
        here="space",
        status=400 if refused else 200,
        challenge=challenge,
        refused=refused,
        part=sorted_part(visit, challenge, asked=asked, last=last),
        moved=False,
    )


def _idea(visit: Visit, challenge: Challenge, number: str) -> Idea | None:
    """Return the idea that a statement is drawn from, None for none or one not shown."""
    found = _number(number)
    return ideas_of(visit).filter(challenge=challenge, pk=found).first() if found else None


def _number(given: str) -> int | None:
    return int(given) if given.isdecimal() and len(given) < 18 else None


def join_address(visit: Visit, back: str) -> str:
    """Return where one joins a space, to come back to a page of it."""
    at = {"slug": visit.slug, "space": visit.space.slug}
    return reverse("join", kwargs=at) + "?" + urlencode({"back": back})


def _address(name: str, visit: Visit, challenge: int) -> str:
    at = {"slug": visit.slug, "space": visit.space.slug, "challenge": challenge}
    return reverse(name, kwargs=at)
