"""The list of ideas, an idea, and supporting it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from rebond.errors import InputError
from rebond.vocabulary import Message
from rebond_web.challenges.access import challenges_of
from rebond_web.challenges.sections import idea_sections
from rebond_web.ideas.access import idea_of
from rebond_web.ideas.listing import SORTS, STATES, Asked, listed
from rebond_web.ideas.models import Idea
from rebond_web.ideas.reading import borne_by
from rebond_web.ideas.rules import is_author, is_changing, is_gathering
from rebond_web.ideas.supporting import support
from rebond_web.pages.limits import limited
from rebond_web.spaces.access import Visit, joined, visit_of
from rebond_web.spaces.shell import short_day, space_page

_HOUR = 3600  # seconds
_MOST = 300  # writings an hour

Asks = ParamSpec("Asks")
View = Callable[Concatenate[HttpRequest, Visit, Asks], HttpResponse]


def for_participants(view: View[Asks]) -> Callable[..., HttpResponse]:
    """Have a view called with the visit of who takes part; others are led to joining, and back."""

    @wraps(view)
    def answer(
        request: HttpRequest, slug: str, space: str, *args: Asks.args, **kwargs: Asks.kwargs
    ) -> HttpResponse:
        visit = visit_of(request, slug, space)
        if visit.participant is None and not visit.space.closed:
            to = reverse("join", kwargs={"slug": slug, "space": space})
            return redirect(f"{to}?{urlencode({'back': request.path})}")
        joined(visit)
        return view(request, visit, *args, **kwargs)

    return answer


def to_idea(visit: Visit, idea: Idea, part: str = "") -> HttpResponse:
    """Return the way back to the page of an idea."""
    return redirect(address_of(visit, idea) + part)


def address_of(visit: Visit, idea: Idea) -> str:
    """Return the address of the page of an idea."""
    at = {"slug": visit.slug, "space": visit.space.slug, "idea": idea.pk}
    return reverse("idea", kwargs=at)


@require_safe
def ideas(request: HttpRequest, slug: str, space: str) -> HttpResponse:
    """List the ideas of a space."""
    visit = visit_of(request, slug, space)
    asked = Asked.of(request.GET.dict())
    return space_page(
        request,
        "ideas/ideas.html",
        visit=visit,
        here="ideas",
        asked=asked,
        listed=listed(visit, asked),
        challenges=[one for one in challenges_of(visit) if not one.is_draft],
        gathering=[one for one in challenges_of(visit) if is_gathering(one)],
        sorts=SORTS,
        states=STATES,
        short=short_day(request),
    )


@require_safe
def idea(request: HttpRequest, slug: str, space: str, idea: int) -> HttpResponse:
    """Show an idea."""
    visit = visit_of(request, slug, space)
    return idea_page(request, visit, idea_of(visit, idea))


@limited("support", most=_MOST, seconds=_HOUR)
@require_POST
@for_participants
def support_idea(request: HttpRequest, visit: Visit, idea: int) -> HttpResponse:
    """Support an idea, or no longer."""
    found = idea_of(visit, idea)
    try:
        support(found, joined(visit), wanted=request.POST.get("wanted") == "1")
    except InputError as error:
        return idea_page(request, visit, found, refused=error.message)
    return to_idea(visit, found, "#support")


def idea_page(
    request: HttpRequest,
    visit: Visit,
    idea: Idea,
    refused: Message | None = None,
) -> HttpResponse:
    """Show an idea, with what was refused of what was asked of it."""
    return space_page(
        request,
        "ideas/idea.html",
        visit=visit,
        here="ideas",
        status=400 if refused else 200,
        refused=refused,
        idea=idea,
        read=borne_by(idea),
        is_author=is_author(visit, idea),
        gathers=is_gathering(idea.challenge),
        changes=is_changing(idea.challenge),
        sections=idea_sections(request, visit, idea),
        short=short_day(request),
    )
