"""Giving an argument for or against an idea, taking it back, saying that one is useful."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from rebond.errors import InputError
from rebond_web.challenges.contributions import State
from rebond_web.ideas.access import idea_of
from rebond_web.ideas.models import Idea
from rebond_web.pages.limits import limited
from rebond_web.pages.preferences import language_of
from rebond_web.spaces.access import Visit, joined, visit_of
from rebond_web.spaces.shell import space_page
from rebond_web.statements.access import arguments_of
from rebond_web.statements.arguing import argue, thank, withdraw_argument
from rebond_web.statements.models import LONGEST_ARGUMENT, Side
from rebond_web.statements.views import join_address

_HOUR = 3600  # seconds


@require_http_methods(["GET", "HEAD", "POST"])
@limited("argument", most=30, seconds=_HOUR)
def give(request: HttpRequest, slug: str, space: str, idea: int) -> HttpResponse:
    """Give an argument; what is refused is asked again with its reason."""
    visit = visit_of(request, slug, space)
    found = _published(visit, idea)
    if visit.participant is None:
        return redirect(join_address(visit, request.path))
    given = {name: request.POST.get(name, "") for name in ("side", "text")}
    refused = None
    if request.method == "POST":
        by = joined(visit)
        try:
            made = argue(found, given["side"], given["text"], by=by, language=language_of(request))
        except InputError as error:
            refused = error.message
        else:
            return _back(visit, idea, f"argument-{made.pk}")
    return space_page(
        request,
        "statements/argue.html",
        visit=visit,
        here="ideas",
        status=400 if refused else 200,
        idea=found,
        given=given,
        refused=refused,
        sides=Side,
        longest=LONGEST_ARGUMENT,
    )


@require_POST
def withdraw(request: HttpRequest, slug: str, space: str, idea: int, argument: int) -> HttpResponse:
    """Take back an argument that one gave."""
    visit = visit_of(request, slug, space)
    by = joined(visit)
    mine = arguments_of(visit, _published(visit, idea)).filter(author=by, pk=argument).first()
    if mine is None:
        raise Http404
    withdraw_argument(mine, by=by)
    return _back(visit, idea, "arguments")


@require_POST
@limited("thanks", most=300, seconds=_HOUR)
def thanks(request: HttpRequest, slug: str, space: str, idea: int, argument: int) -> HttpResponse:
    """Say that an argument is useful, or take that back."""
    visit = visit_of(request, slug, space)
    shown = arguments_of(visit, _published(visit, idea)).filter(state=State.PUBLISHED)
    found = shown.filter(pk=argument).first()
    if found is None:
        raise Http404
    if visit.participant is None:
        return redirect(join_address(visit, _address(visit, idea)))
    by = joined(visit)
    if found.author_id == by.pk:
        raise Http404  # no page offers it
    thank(found, by=by, useful=request.POST.get("useful") != "0")
    return _back(visit, idea, f"argument-{argument}")


def _published(visit: Visit, idea: int) -> Idea:
    found = idea_of(visit, idea)
    if found.state != State.PUBLISHED:
        raise Http404
    return found


def _back(visit: Visit, idea: int, place: str) -> HttpResponse:
    return HttpResponseRedirect(f"{_address(visit, idea)}#{place}")


def _address(visit: Visit, idea: int) -> str:
    return reverse("idea", kwargs={"slug": visit.slug, "space": visit.space.slug, "idea": idea})
