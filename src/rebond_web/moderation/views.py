"""The pages of those who moderate a space."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from rebond.errors import InputError
from rebond.vocabulary import Message
from rebond_web.moderation import actions
from rebond_web.moderation.access import (
    Bench,
    appeal_of,
    bench_of,
    contribution_of,
    participant_of,
)
from rebond_web.moderation.appeals import hear
from rebond_web.moderation.grounds import GROUNDS, ground_of
from rebond_web.moderation.models import LONGEST_LAW, LONGEST_WORDS, Ruling, Verdict
from rebond_web.moderation.queue import KINDS, LISTS, SHOWN, waiting
from rebond_web.pages.shell import page


@require_safe
def moderation(request: HttpRequest, slug: str, space: int) -> HttpResponse:
    """Show what waits for somebody's eye in a space."""
    return _shown(request, bench_of(request, slug, space))


@require_POST
def moderate(request: HttpRequest, slug: str, space: int, kind: str, number: int) -> HttpResponse:
    """Decide of a contribution: agree, refuse, ask to change."""
    bench = bench_of(request, slug, space)
    found = contribution_of(bench.space, kind, number)
    do, words = request.POST.get("do", ""), request.POST.get("words", "")
    try:
        if do == "agree":
            actions.agree(found, words, by=bench.account)
        elif do == "refuse":
            ground, law = request.POST.get("ground", ""), request.POST.get("law", "")
            actions.refuse(found, ground, words, law, by=bench.account)
        elif do == "change":
            actions.ask_to_change(found, words, by=bench.account)
        else:
            raise Http404
    except InputError as error:
        return _shown(request, bench, refused=error.message)
    return _back(request, bench)


@require_POST
def excluding(request: HttpRequest, slug: str, space: int, participant: int) -> HttpResponse:
    """Exclude a participant, or let them back."""
    bench = bench_of(request, slug, space)
    found = participant_of(bench.space, participant)
    try:
        if request.POST.get("do") == "back":
            ended = Ruling.objects.filter(
                space=bench.space, number=found.pk, verdict=Verdict.EXCLUDED, lifted=None
            )
            for ruling in ended:
                actions.let_back(ruling, by=bench.account)
        else:
            told = (request.POST.get(one, "") for one in ("ground", "words", "days"))
            actions.exclude(found, *told, by=bench.account)
    except InputError as error:
        return _shown(request, bench, refused=error.message)
    return _back(request, bench)


@require_POST
def hearing(request: HttpRequest, slug: str, space: int, appeal: int) -> HttpResponse:
    """Give another look: keep the decision, or reverse it."""
    bench = bench_of(request, slug, space)
    found = appeal_of(bench.space, appeal)
    do, answer = request.POST.get("do", ""), request.POST.get("words", "")
    if do not in ("keep", "reverse"):
        raise Http404
    try:
        hear(found, do == "reverse", answer, by=bench.account)
    except InputError as error:
        return _shown(request, bench, refused=error.message)
    return _back(request, bench)


def _which(request: HttpRequest) -> str:
    asked = request.POST.get("which", "") or request.GET.get("which", "")
    return asked if asked in LISTS else LISTS[0]


def _back(request: HttpRequest, bench: Bench) -> HttpResponse:
    to = reverse("moderation", kwargs={"slug": bench.sitting.slug, "space": bench.space.pk})
    return redirect(f"{to}?which={_which(request)}")


def _shown(request: HttpRequest, bench: Bench, *, refused: Message | None = None) -> HttpResponse:
    which = _which(request)
    return page(
        request,
        "moderation/queue.html",
        sitting=bench.sitting,
        here="spaces",
        status=400 if refused else 200,
        space=bench.space,
        which=which,
        found=waiting(bench.space, which, bench.account),
        shown=SHOWN,
        refused=refused,
        grounds=GROUNDS,
        ground_of=ground_of,
        kinds=KINDS,
        ends=actions.ENDS,
        longest=LONGEST_WORDS,
        longest_law=LONGEST_LAW,
    )
