"""Proposing an idea: one field, ideas near it while one types, a draft that is kept."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from rebond.errors import InputError
from rebond.languages.typography import number
from rebond.vocabulary import Message
from rebond_web.challenges.access import challenge_of
from rebond_web.challenges.models import Challenge
from rebond_web.ideas.actions import Written, draft_of, keep_draft, propose
from rebond_web.ideas.models import LONGEST_TEXT, LONGEST_TITLE, Idea
from rebond_web.ideas.nearby import like
from rebond_web.ideas.rules import gathering, is_gathering
from rebond_web.ideas.sparking import sparks_for
from rebond_web.ideas.views import for_participants, to_idea
from rebond_web.pages.limits import limited
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import piece
from rebond_web.spaces.access import Visit, joined
from rebond_web.spaces.shell import space_page

_HOUR = 3600  # seconds


@limited("propose", most=1200, seconds=_HOUR)
@require_http_methods(["GET", "HEAD", "POST"])
@for_participants
def propose_idea(request: HttpRequest, visit: Visit, challenge: int) -> HttpResponse:
    """Write an idea; ``action`` is "send", "look" (before sending), "draft", or "typed"."""
    asked = challenge_of(visit, challenge)
    if asked.is_draft:
        raise Http404
    who = joined(visit)
    if request.method != "POST":
        draft = draft_of(asked, who)
        return _form(request, visit, asked, Written.of(draft) if draft else Written(""))
    written = Written.sent(request.POST.dict())
    action = request.POST.get("action", "")
    language = language_of(request)
    try:
        gathering(asked)
        near = like(visit.space.pk, f"{written.title}\n{written.text}")
        if action == "typed":
            return _typed(request, visit, asked, written, near)
        if action == "draft":
            keep_draft(asked, written, by=who, language=language)
            return _form(request, visit, asked, written, near=near, kept=True)
        if action == "look" and near:
            written.whole()
            keep_draft(asked, written, by=who, language=language)
            return _form(request, visit, asked, written, near=near, looked=True)
        made = propose(asked, written, by=who, language=language)
    except InputError as error:
        return _form(request, visit, asked, written, refused=error.message)
    return to_idea(visit, made)


def _typed(
    request: HttpRequest, visit: Visit, asked: Challenge, written: Written, near: list[Idea]
) -> HttpResponse:
    """Keep what is typed as a draft; answer with the ideas near it, as a piece of page."""
    keep_draft(asked, written, by=joined(visit), language=language_of(request))
    return HttpResponse(
        piece(
            request, "ideas/near.html", None, visit=visit, space=visit.space, near=near, kept=True
        )
    )


def _form(
    request: HttpRequest,
    visit: Visit,
    asked: Challenge,
    written: Written,
    *,
    near: list[Idea] | None = None,
    kept: bool = False,
    looked: bool = False,
    refused: Message | None = None,
) -> HttpResponse:
    if near is None:
        near = like(visit.space.pk, f"{written.title}\n{written.text}")
    return space_page(
        request,
        "ideas/propose.html",
        visit=visit,
        here="space",
        status=400 if refused else 200,
        challenge=asked,
        written=written,
        near=near,
        kept=kept,
        looked=looked,
        refused=refused,
        gathers=is_gathering(asked),
        longest=(LONGEST_TITLE, LONGEST_TEXT),
        sparks=sparks_for(request, visit, asked),
        signed=lambda value: number(value, 0, language_of(request), signed=True),
    )
