"""Challenges, for those who run a space: written, from an insight or blank, opened, closed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from rebond.errors import InputError
from rebond.languages import LANGUAGES
from rebond.vocabulary import Message
from rebond_web.challenges import actions
from rebond_web.challenges.born import Born, born_from
from rebond_web.challenges.models import LONGEST_QUESTION, LONGEST_WHY, Challenge, Phase
from rebond_web.challenges.phases import NAMES
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.reading.ahead import awaited
from rebond_web.reading.soon import soon
from rebond_web.spaces.manage_views import space_of, spaces_of
from rebond_web.spaces.models import Space
from rebond_web.workspaces.access import Sitting, account_of, analyst_of

_TEXTS = ("question", "why", "outcome", "language", "decider", "decider_name")
_DATES = tuple(f"{end}_{phase}" for phase in Phase for end in ("opens", "closes"))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str, space: int) -> HttpResponse:
    """Write a challenge from nothing."""
    sitting, found = space_of(request, slug, space)
    refused, given = None, _proposed(sitting, found, language_of(request))
    if request.method == "POST":
        given = _given(request)
        try:
            made = actions.make_challenge(found, given, by=account_of(request))
            return redirect("manage-challenge", slug=slug, space=space, challenge=made.pk)
        except InputError as error:
            refused = error.message
    return _form(request, sitting, found, given, refused)


@require_http_methods(["GET", "HEAD", "POST"])
def from_insight(request: HttpRequest, slug: str, insight: str) -> HttpResponse:
    """Write a challenge from an insight: what comes along is chosen, and read, first."""
    sitting = analyst_of(request, slug)
    language = _language(request)
    if awaited(sitting, "home", language):
        return soon(request, sitting, "insight")
    born = born_from(sitting, insight, language)
    if born is None:
        raise Http404
    found = spaces_of(sitting).filter(closed=False).order_by("name", "pk")
    spaces = list(found)
    chosen = {str(one.pk): one for one in spaces}.get(request.POST.get("space", ""))
    refused = None
    if request.method == "POST" and not request.POST.get("again"):
        try:
            if chosen is None:
                raise InputError("Choose the space in which the challenge is opened.")
            evidence = born.evidence(request.POST.getlist("verbatim"))
            given = {**_given(request), "language": language}
            by = account_of(request)
            made = actions.make_challenge(chosen, given, by=by, evidence=evidence)
            return redirect("manage-challenge", slug=slug, space=chosen.pk, challenge=made.pk)
        except InputError as error:
            refused = error.message
    return _from_insight(request, sitting, born, spaces, chosen, refused)


@require_http_methods(["GET", "HEAD", "POST"])
def challenge(request: HttpRequest, slug: str, space: int, challenge: int) -> HttpResponse:
    """Show a challenge to those who run it, and change it."""
    sitting, found = challenge_run(request, slug, space, challenge)
    refused, given = None, _as_given(found)
    if request.method == "POST":
        given = _given(request)
        try:
            actions.change_challenge(found, given, by=account_of(request))
            return redirect("manage-challenge", slug=slug, space=space, challenge=challenge)
        except InputError as error:
            refused = error.message
    return _form(request, sitting, found.space, given, refused, found)


@require_POST
def move(request: HttpRequest, slug: str, space: int, challenge: int) -> HttpResponse:
    """Open a challenge, or close it."""
    sitting, found = challenge_run(request, slug, space, challenge)
    try:
        if request.POST.get("to") == "open":
            actions.open_challenge(found, by=account_of(request))
        else:
            actions.close_challenge(found, by=account_of(request))
    except InputError as error:
        return _form(request, sitting, found.space, _as_given(found), error.message, found)
    return redirect("manage-challenge", slug=slug, space=space, challenge=challenge)


@require_POST
def drop(request: HttpRequest, slug: str, space: int, challenge: int) -> HttpResponse:
    """Take a verbatim out of what came along from an insight."""
    _, found = challenge_run(request, slug, space, challenge)
    rank = request.POST.get("rank", "")
    if rank.isdecimal() and len(rank) < 5:
        actions.drop_verbatim(found, int(rank), by=account_of(request))
    return redirect("manage-challenge", slug=slug, space=space, challenge=challenge)


def challenge_run(
    request: HttpRequest, slug: str, space: int, challenge: int
) -> tuple[Sitting, Challenge]:
    """Return the sitting of who runs a space, and one of its challenges; else Http404."""
    sitting, found = space_of(request, slug, space)
    challenges = Challenge.objects.filter(space=found).select_related("space__tenant")
    one = challenges.prefetch_related("periods").filter(pk=challenge).first()
    if one is None:
        raise Http404
    return sitting, one


def _given(request: HttpRequest) -> dict[str, str]:
    names = (*_TEXTS, *_DATES)
    return {name: request.POST.get(name, "").replace("\0", "") for name in names}


def _proposed(sitting: Sitting, space: Space | None, language: str) -> dict[str, str]:
    blank = dict.fromkeys(_TEXTS, "")
    spoken = space.spoken[0] if space and language not in space.spoken else language
    decider = str(sitting.seat.pk)
    dates = actions.proposed_dates(timezone.localdate())
    return {**blank, **dates, "language": spoken, "decider": decider}


def _as_given(challenge: Challenge) -> dict[str, str]:
    texts = {name: str(getattr(challenge, name)) for name in _TEXTS if name != "decider"}
    dates = dict.fromkeys(_DATES, "")
    for one in challenge.periods.all():
        dates[f"opens_{one.phase}"] = one.opens.isoformat()
        dates[f"closes_{one.phase}"] = one.closes.isoformat()
    return {**texts, **dates, "decider": str(challenge.decider_id or "")}


def _language(request: HttpRequest) -> str:
    asked = request.POST.get("language", "") or request.GET.get("language", "")
    return asked if asked in LANGUAGES else language_of(request)


def _shared(sitting: Sitting, given: dict[str, str], refused: Message | None) -> dict[str, Any]:
    seat = sitting.seat
    return {
        "given": given,
        "refused": refused,
        "phases": [(phase, NAMES[phase]) for phase in Phase],
        "deciders": actions.deciders_of(Space(tenant=seat.tenant)),
        "longest": {"question": LONGEST_QUESTION, "why": LONGEST_WHY},
    }


def _form(
    request: HttpRequest,
    sitting: Sitting,
    space: Space,
    given: dict[str, str],
    refused: Message | None,
    challenge: Challenge | None = None,
) -> HttpResponse:
    return page(
        request,
        "challenges/manage/form.html",
        sitting=sitting,
        here="spaces",
        status=400 if refused else 200,
        space=space,
        challenge=challenge,
        **_shared(sitting, given, refused),
    )


def _from_insight(
    request: HttpRequest,
    sitting: Sitting,
    born: Born,
    spaces: list[Space],
    chosen: Space | None,
    refused: Message | None,
) -> HttpResponse:
    is_sent = request.method == "POST"
    given = _given(request) if is_sent else _proposed(sitting, None, born.language)
    kept = request.POST.getlist("verbatim") if is_sent else []
    return page(
        request,
        "challenges/manage/from_insight.html",
        sitting=sitting,
        here="spaces",
        status=400 if refused else 200,
        born=born,
        spaces=spaces,
        chosen=chosen,
        kept=kept,
        language=born.language,
        **_shared(sitting, given, refused),
    )
