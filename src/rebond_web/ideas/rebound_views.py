"""Rebounding on an idea, and what its author does with a rebound."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from rebond.errors import InputError
from rebond.vocabulary import Message
from rebond_web.challenges.contributions import State
from rebond_web.ideas.access import idea_of, ideas_of
from rebond_web.ideas.actions import Written
from rebond_web.ideas.models import LONGEST_REBOUND, LONGEST_TEXT, LONGEST_TITLE, Idea, Rebound
from rebond_web.ideas.reading import rebound_seen
from rebond_web.ideas.rebounding import (
    add_rebound,
    decline,
    keep_rebound,
    reply,
    take,
    withdraw_rebound,
)
from rebond_web.ideas.rules import is_author, is_changing, is_gathering
from rebond_web.ideas.sections import onto_of
from rebond_web.ideas.views import for_participants, idea_page, to_idea
from rebond_web.pages.limits import limited
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import piece
from rebond_web.spaces.access import Visit, joined
from rebond_web.spaces.shell import short_day, space_page

_HOUR = 3600  # seconds


@limited("rebound", most=1200, seconds=_HOUR)
@require_POST
@for_participants
def rebound_on(request: HttpRequest, visit: Visit, idea: int) -> HttpResponse:
    """Rebound on an idea, or on a rebound on it."""
    found = idea_of(visit, idea)
    given = request.POST
    if given.get("action") == "typed":
        return _typed(request, visit, found)
    try:
        add_rebound(
            found,
            given.get("kind", ""),
            given.get("text", ""),
            by=joined(visit),
            language=language_of(request),
            onto=onto_of(visit, found, given.get("onto", "")),
            combined=_combined(visit, found, given.get("kind", ""), given.get("combined", "")),
        )
    except InputError as error:
        return idea_page(request, visit, found, refused=error.message)
    return to_idea(visit, found, "#lineage")


@limited("rebound answered", most=120, seconds=_HOUR)
@require_http_methods(["GET", "HEAD", "POST"])
@for_participants
def rebound(request: HttpRequest, visit: Visit, idea: int, rebound: int) -> HttpResponse:
    """Have its idea's author answer a rebound, take it in or thank for it; its own withdraw it."""
    found = rebound_seen(visit, idea, rebound)
    who = joined(visit)
    owns, wrote = is_author(visit, found.idea), found.author_id == who.pk
    if not (owns or wrote):
        raise Http404
    if request.method != "POST":
        return _page(request, visit, found)
    action, word = request.POST.get("action", ""), request.POST.get("word", "")
    language = language_of(request)
    try:
        if action == "withdraw" and wrote:
            withdraw_rebound(found, by=who)
        elif action == "take" and owns and found.state == State.PUBLISHED:
            take(found, Written.sent(request.POST.dict()), by=who)
        elif action == "decline" and owns and found.state == State.PUBLISHED:
            decline(found, word, by=who, language=language)
        elif action == "reply" and owns and found.state == State.PUBLISHED:
            reply(found, word, by=who, language=language)
        else:
            raise Http404
    except InputError as error:
        return _page(request, visit, found, error.message)
    return to_idea(visit, found.idea, "#lineage")


def _typed(request: HttpRequest, visit: Visit, idea: Idea) -> HttpResponse:
    """Keep what is typed as a draft; answer that it is, as a piece of page."""
    if not is_gathering(idea.challenge) or idea.state != State.PUBLISHED:
        raise Http404
    kind, text = request.POST.get("kind", ""), request.POST.get("text", "")
    onto = onto_of(visit, idea, request.POST.get("onto", ""))
    language = language_of(request)
    keep_rebound(idea, kind, text, by=joined(visit), language=language, onto=onto)
    near: list[Idea] = []
    return HttpResponse(
        piece(
            request, "ideas/near.html", None, visit=visit, space=visit.space, near=near, kept=True
        )
    )


def _page(
    request: HttpRequest, visit: Visit, found: Rebound, refused: Message | None = None
) -> HttpResponse:
    typed = request.method == "POST" and request.POST.get("action") == "take"
    return space_page(
        request,
        "ideas/rebound.html",
        visit=visit,
        here="ideas",
        status=400 if refused else 200,
        refused=refused,
        rebound=found,
        idea=found.idea,
        owns=is_author(visit, found.idea),
        wrote=visit.participant is not None and found.author_id == visit.participant.pk,
        gathers=is_gathering(found.challenge),
        changes=is_changing(found.challenge),
        written=Written.sent(request.POST.dict()) if typed else Written.of(found.idea),
        word=request.POST.get("word", ""),
        longest={"title": LONGEST_TITLE, "text": LONGEST_TEXT, "word": LONGEST_REBOUND},
        short=short_day(request),
    )


def _combined(visit: Visit, idea: Idea, kind: str, number: str) -> Idea | None:
    """Return the other idea of a rebound that combines, None for another kind, or for none."""
    if kind != "combine" or not number.isdecimal() or len(number) > 17:
        return None
    return ideas_of(visit).exclude(pk=idea.pk).filter(pk=int(number)).first()
