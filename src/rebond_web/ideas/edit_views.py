"""Changing an idea: its words, what it bears, its earlier versions, withdrawing it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rebond.errors import InputError
from rebond.vocabulary import Message
from rebond_web.challenges.contributions import State
from rebond_web.ideas import enclosing
from rebond_web.ideas.access import idea_of
from rebond_web.ideas.actions import Written, change, restore, withdraw
from rebond_web.ideas.differences import changed_fields
from rebond_web.ideas.models import LONGEST_ALT, LONGEST_TEXT, LONGEST_TITLE, Document, Idea
from rebond_web.ideas.rules import author_of, is_author, is_changing
from rebond_web.ideas.views import for_participants, to_idea
from rebond_web.pages.files import attachment
from rebond_web.pages.limits import limited
from rebond_web.spaces.access import Visit, visit_of
from rebond_web.spaces.models import Participant
from rebond_web.spaces.shell import short_day, space_page

_HOUR = 3600  # seconds
_DAY = 24 * _HOUR


@limited("idea changed", most=120, seconds=_HOUR)
@require_http_methods(["GET", "HEAD", "POST"])
@for_participants
def edit(request: HttpRequest, visit: Visit, idea: int) -> HttpResponse:
    """Change an idea, or what it bears beside its words."""
    found = idea_of(visit, idea)
    who = author_of(visit, found)
    if request.method != "POST":
        return _form(request, visit, found, Written.of(found))
    action = request.POST.get("action", "")
    try:
        if action == "save":
            change(found, Written.sent(request.POST.dict()), by=who)
            return to_idea(visit, found)
        _enclose(request, found, action, who)
    except InputError as error:
        typed = Written.sent(request.POST.dict()) if action == "save" else Written.of(found)
        return _form(request, visit, found, typed, error.message)
    at = {"slug": visit.slug, "space": visit.space.slug, "idea": found.pk}
    return redirect(reverse("idea-edit", kwargs=at) + "#beside")


def _enclose(request: HttpRequest, idea: Idea, action: str, who: Participant) -> None:
    given = request.FILES.get("file")
    if action == "picture" and given is not None:
        enclosing.add_picture(idea, given, request.POST.get("alt", ""), by=who)
    elif action == "document" and given is not None:
        enclosing.set_document(idea, given, by=who)
    elif action == "no-document":
        enclosing.remove_document(idea, by=who)
    elif action.startswith("no-picture-"):
        enclosing.remove_picture(idea, action.removeprefix("no-picture-"), by=who)
    elif action in ("picture", "document"):
        raise InputError("No file was given. Choose one first.")
    else:
        raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_idea(request: HttpRequest, slug: str, space: str, idea: int) -> HttpResponse:
    """Ask an author whether they withdraw their idea, then do it; in a closed space too."""
    visit = visit_of(request, slug, space)
    found = idea_of(visit, idea)
    who = visit.participant
    if who is None or not is_author(visit, found) or found.state == State.WITHDRAWN:
        raise Http404
    if request.method == "POST":
        withdraw(found, by=who)
        return redirect(reverse("ideas", kwargs={"slug": slug, "space": space}))
    return space_page(request, "ideas/withdraw.html", visit=visit, here="ideas", idea=found)


@require_http_methods(["GET", "HEAD", "POST"])
def versions(request: HttpRequest, slug: str, space: str, idea: int) -> HttpResponse:
    """Show what changed from each version of an idea to the next; bring an earlier one back."""
    visit = visit_of(request, slug, space)
    found = idea_of(visit, idea)
    refused: Message | None = None
    if request.method == "POST":
        who = author_of(visit, found)
        number = request.POST.get("number", "")
        try:
            wanted = int(number) if number.isdecimal() and len(number) < 6 else 0
            restore(found, wanted, by=who)
        except InputError as error:
            refused = error.message
        else:
            return to_idea(visit, found)
    every = list(found.versions.select_related("by__public").order_by("number"))
    changes = [
        (one, changed_fields(before, one))
        for before, one in zip([None, *every], every, strict=False)
    ]
    return space_page(
        request,
        "ideas/versions.html",
        visit=visit,
        here="ideas",
        status=400 if refused else 200,
        refused=refused,
        idea=found,
        versions=changes[::-1],
        restorable=is_author(visit, found) and is_changing(found.challenge),
        short=short_day(request),
    )


@require_safe
def picture(request: HttpRequest, slug: str, space: str, idea: int, picture: int) -> HttpResponse:
    """Send a picture of an idea."""
    visit = visit_of(request, slug, space)
    found = idea_of(visit, idea).pictures.filter(pk=picture).first()
    if found is None:
        raise Http404
    answer = attachment(bytes(found.content), f"{found.pk}.jpg", "image/jpeg")
    answer["Cache-Control"] = f"private, max-age={_DAY}"
    return answer


@require_safe
def document(request: HttpRequest, slug: str, space: str, idea: int) -> HttpResponse:
    """Send the file of an idea, to be kept, never shown in place."""
    visit = visit_of(request, slug, space)
    found = Document.objects.filter(idea=idea_of(visit, idea)).first()
    if found is None:
        raise Http404
    return attachment(bytes(found.content), found.name, "application/octet-stream")


def _form(
    request: HttpRequest,
    visit: Visit,
    idea: Idea,
    written: Written,
    refused: Message | None = None,
) -> HttpResponse:
    return space_page(
        request,
        "ideas/edit.html",
        visit=visit,
        here="ideas",
        status=400 if refused else 200,
        refused=refused,
        idea=idea,
        written=written,
        changes=is_changing(idea.challenge),
        reviewed=visit.space.moderation == "before" and idea.state == State.PUBLISHED,
        pictures=list(idea.pictures.defer("content").order_by("pk")),
        document=Document.objects.filter(idea=idea).defer("content").first(),
        most_pictures=enclosing.MOST_PICTURES,
        longest={"title": LONGEST_TITLE, "text": LONGEST_TEXT, "alt": LONGEST_ALT},
        most={"picture": enclosing.MOST_BYTES >> 20, "document": enclosing.MOST_OF_DOCUMENT >> 20},
    )
