"""Asking that two ideas become one, answering, undoing; moving one's support."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from rebond.errors import InputError
from rebond.vocabulary import Message
from rebond_web.ideas.access import idea_of, ideas_of
from rebond_web.ideas.merging import answer_merge, ask_merge, move_support, undo_merge
from rebond_web.ideas.models import Idea, Merge
from rebond_web.ideas.sections import near_of, others_of
from rebond_web.ideas.views import for_participants, idea_page, to_idea
from rebond_web.pages.limits import limited
from rebond_web.spaces.access import Visit, joined, signed_in, visit_of
from rebond_web.spaces.shell import space_page

_HOUR = 3600  # seconds


@limited("merge", most=60, seconds=_HOUR)
@require_http_methods(["GET", "HEAD", "POST"])
def merging(request: HttpRequest, slug: str, space: str, idea: int) -> HttpResponse:
    """Show where the merge of an idea is; ask for one, answer it, undo it."""
    visit = visit_of(request, slug, space)
    found = idea_of(visit, idea)
    merge = _merge_of(found)
    if not (visit.runs or _writes_one_of(visit, found, merge)):
        raise Http404
    refused = None
    if request.method == "POST":
        try:
            _do(request, visit, found, merge)
        except InputError as error:
            refused = error.message
        else:
            return to_idea(visit, found)
    return _page(request, visit, found, merge, refused)


@limited("support", most=300, seconds=_HOUR)
@require_POST
@for_participants
def move(request: HttpRequest, visit: Visit, idea: int) -> HttpResponse:
    """Move one's support to the idea that this one became a part of, or leave it here."""
    found = idea_of(visit, idea)
    try:
        move_support(found, joined(visit), moves=request.POST.get("move") == "1")
    except InputError as error:
        return idea_page(request, visit, found, refused=error.message)
    return to_idea(visit, found, "#support")


def _do(request: HttpRequest, visit: Visit, idea: Idea, merge: Merge | None) -> None:
    account = signed_in(request)
    by = account.pk if account else None
    action = request.POST.get("action", "")
    who = visit.participant
    if action == "ask" and merge is None:
        other = request.POST.get("other", "")
        number = int(other) if other.isdecimal() and len(other) < 18 else 0
        whole = ideas_of(visit).filter(pk=number).first()
        if whole is None:
            raise InputError("Choose another idea of this space.")
        ask_merge(idea, whole, by=who, runs=visit.runs, account=by)
    elif action in ("agree", "refuse") and merge and who and _asked_of(visit, merge):
        answer_merge(merge, agrees=action == "agree", by=joined(visit))
    elif action == "undo" and merge:
        undo_merge(merge, account=by)
    else:
        raise Http404


def _merge_of(idea: Idea) -> Merge | None:
    """Return the merge that an idea is in: asked for, or done."""
    there = Merge.objects.filter(ended=None).select_related(
        "part__author__public", "whole__author__public", "part__challenge", "whole__challenge"
    )
    own = there.filter(part=idea).first()
    return own or there.filter(whole=idea, done=None).order_by("pk").first()


def _writes_one_of(visit: Visit, idea: Idea, merge: Merge | None) -> bool:
    if visit.participant is None or not visit.writes:
        return False
    ideas = (idea,) if merge is None else (merge.part, merge.whole)
    return any(one.author_id == visit.participant.pk for one in ideas)


def _asked_of(visit: Visit, merge: Merge) -> bool:
    """Return whether a merge waits for the visitor's answer."""
    if visit.participant is None or merge.done:
        return False
    who = visit.participant.pk
    return (merge.part.author_id == who and merge.part_agrees is None) or (
        merge.whole.author_id == who and merge.whole_agrees is None
    )


def _page(
    request: HttpRequest, visit: Visit, idea: Idea, merge: Merge | None, refused: Message | None
) -> HttpResponse:
    return space_page(
        request,
        "ideas/merge.html",
        visit=visit,
        here="ideas",
        status=400 if refused else 200,
        refused=refused,
        idea=idea,
        merge=merge,
        asked=merge is not None and _asked_of(visit, merge),
        others=[] if merge else others_of(visit, idea, near_of(visit, idea)),
        mine=visit.participant is not None and idea.author_id == visit.participant.pk,
    )
