"""The answers of a space: all of them, one, taken, and told how far they are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from rebond.errors import InputError, RebondError
from rebond.vocabulary import Message
from rebond_web.answers import access, actions
from rebond_web.answers.access import answers_of, idea_to_decide, may_decide
from rebond_web.answers.credits import credits_of, others_of
from rebond_web.answers.forms import form_of, given_in
from rebond_web.answers.listing import awaited, to_answer
from rebond_web.answers.models import CARRIED_OUT, LONGEST_WORDS, STATE_MESSAGES, Decision
from rebond_web.answers.paces import PACES, pace_of, set_pace
from rebond_web.answers.rates import days_said, rate_of
from rebond_web.answers.returns import read_by, returns_of
from rebond_web.answers.sections import shown_answer
from rebond_web.answers.thread import answer_address
from rebond_web.challenges.contributions import address_of
from rebond_web.ideas.models import Idea
from rebond_web.spaces.access import Visit, signed_in, visit_of
from rebond_web.spaces.shell import space_page
from rebond_web.workspaces.access import account_of, sitting_of

SHOWN = 30


@require_safe
def answers(request: HttpRequest, slug: str, space: str) -> HttpResponse:
    """Show the answers given in a space, how many ideas wait, and what became of one's own."""
    return _answers(request, visit_of(request, slug, space))


def _answers(request: HttpRequest, visit: Visit, refused: Message | None = None) -> HttpResponse:
    given = answers_of(visit)
    number = request.GET.get("page", "1")
    at = max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1
    shown = list(given[(at - 1) * SHOWN : at * SHOWN + 1])
    ideas = to_answer(Idea.objects.filter(challenge__space=visit.space))
    mine = returns_of(visit.participant) if visit.participant else []
    account = signed_in(request) if visit.participant else None
    answer = space_page(
        request,
        "answers/answers.html",
        visit=visit,
        here="answers",
        status=400 if refused else 200,
        refused=refused,
        given=shown[:SHOWN],
        older=at + 1 if len(shown) > SHOWN else 0,
        newer=at - 1,
        rate=rate_of(ideas),
        days=days_said,
        waiting=awaited(ideas),
        mine=mine,
        paces=PACES,
        pace=pace_of(account) if account else "",
        address=address_of,
        whole=answer_address,
    )
    if visit.participant is not None:
        read_by(visit.participant)
    return answer


@require_safe
def answer(request: HttpRequest, slug: str, space: str, decision: int) -> HttpResponse:
    """Show a decision: its reason, what became of it, and whom it is owed to."""
    visit = visit_of(request, slug, space)
    return _answer(request, visit, access.answer_of(visit, decision))


@require_POST
def pace(request: HttpRequest, slug: str, space: str) -> HttpResponse:
    """Choose how often one is written to."""
    visit = visit_of(request, slug, space)
    try:
        set_pace(account_of(request), request.POST.get("pace", ""))
    except InputError as error:
        return _answers(request, visit, error.message)
    return redirect(reverse("answers", kwargs={"slug": slug, "space": space}) + "#told")


@require_POST
def decide(request: HttpRequest, slug: str, space: str, idea: int) -> HttpResponse:
    """Decide of an idea, or correct what was decided."""
    visit = visit_of(request, slug, space)
    found = idea_to_decide(visit, idea)
    try:
        actions.decide_idea(found, given_in(request), by=account_of(request))
    except RebondError as error:
        return _deciding(request, visit, found, error.message)
    return redirect(address_of(found) + "#answer")


@require_POST
def progress(request: HttpRequest, slug: str, space: str, decision: int) -> HttpResponse:
    """Tell how far a decision is."""
    visit, found = _to_tell(request, slug, space, decision)
    told = (request.POST.get(name, "") for name in ("state", "words", "due"))
    try:
        actions.advance(found, *told, by=account_of(request))
    except RebondError as error:
        return _answer(request, visit, found, error.message)
    return redirect(answer_address(found) + "#since")


@require_POST
def effect(request: HttpRequest, slug: str, space: str, decision: int) -> HttpResponse:
    """Tell what a decision changed."""
    visit, found = _to_tell(request, slug, space, decision)
    words, question = (request.POST.get(name, "") for name in ("words", "question"))
    perimeter = sitting_of(request, slug).perimeter
    try:
        actions.measure(found, words, question, perimeter, by=account_of(request))
    except RebondError as error:
        return _answer(request, visit, found, error.message)
    return redirect(answer_address(found) + "#since")


def _to_tell(request: HttpRequest, slug: str, space: str, decision: int) -> tuple[Visit, Decision]:
    """Return a decision that holds and that this visitor may tell of; Http404 for others."""
    visit = visit_of(request, slug, space)
    return visit, access.answer_to_tell(visit, decision)


def _answer(
    request: HttpRequest, visit: Visit, found: Decision, refused: Message | None = None
) -> HttpResponse:
    idea = access.idea_decided(found)
    tells = may_decide(visit, idea) and not hasattr(found, "replaced_by")
    return space_page(
        request,
        "answers/one.html",
        visit=visit,
        here="answers",
        status=400 if refused else 200,
        refused=refused,
        shown=shown_answer(found),
        credits=credits_of(idea),
        others=others_of(found, idea),
        later=getattr(found, "replaced_by", None),
        earlier=found.replaces,
        idea=address_of(idea),
        tells=tells,
        states=[(str(one), STATE_MESSAGES[one]) for one in CARRIED_OUT],
        moves=found.state in CARRIED_OUT,
        longest=LONGEST_WORDS,
        whole=answer_address,
        given={name: request.POST.get(name, "") for name in ("state", "words", "due", "question")},
    )


def _deciding(request: HttpRequest, visit: Visit, idea: Idea, refused: Message) -> HttpResponse:
    """Show the form again, with why it cannot be kept and what is decided now."""
    current = access.answer_on(idea)
    form = form_of(request, visit.seat, current) if visit.seat else None
    return space_page(
        request,
        "answers/decide.html",
        visit=visit,
        here="answers",
        status=400,
        refused=refused,
        idea=idea,
        current=current,
        form=form,
        address=address_of(idea),
    )
