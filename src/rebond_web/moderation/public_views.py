"""The pages of moderation for everybody: what was decided of one's own, reports, the log."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rebond.errors import InputError
from rebond.vocabulary import Message
from rebond_web.challenges.contributions import Contribution, address_of, kinds
from rebond_web.ideas.models import Idea
from rebond_web.moderation.access import shown_of, told_to
from rebond_web.moderation.appeals import ask_again, may_appeal
from rebond_web.moderation.grounds import GROUNDS, WITHOUT_A_NAME, ground_of
from rebond_web.moderation.letters import outcome_of
from rebond_web.moderation.log import log_of
from rebond_web.moderation.models import (
    LONGEST_LAW,
    LONGEST_WORDS,
    PARTICIPANT,
    Notice,
    Ruling,
    Verdict,
)
from rebond_web.moderation.noticing import Told, give_notice, is_there, notice_of
from rebond_web.moderation.queue import KINDS
from rebond_web.moderation.reasons import basis_of, how_of, redress_of, told_to_notifier, what_of
from rebond_web.pages.limits import limited
from rebond_web.pages.preferences import language_of
from rebond_web.spaces.access import Visit, signed_in, visit_of
from rebond_web.spaces.shell import space_page

_HOUR = 3600  # seconds
_SHOWN = 50  # decisions on one page


@limited("another look", most=10, seconds=_HOUR)
@require_http_methods(["GET", "HEAD", "POST"])
def told(request: HttpRequest, slug: str, space: str) -> HttpResponse:
    """Show a participant what was decided of what they wrote, and take an appeal."""
    visit = visit_of(request, slug, space)
    if visit.participant is None:
        raise Http404
    refused = None
    if request.method == "POST":
        number = request.POST.get("ruling", "")
        ruling = told_to(visit, int(number) if number.isdecimal() and len(number) < 18 else 0)
        try:
            ask_again(ruling, request.POST.get("words", ""), by=visit.participant)
        except InputError as error:
            refused = error.message
        else:
            return redirect("told", slug=slug, space=space)
    return _told(request, visit, refused)


def _told(request: HttpRequest, visit: Visit, refused: Message | None) -> HttpResponse:
    rulings = list(
        Ruling.objects.filter(author=visit.participant)
        .exclude(verdict=Verdict.AGREED)
        .select_related("appeal")
        .order_by("-pk")[:_SHOWN]
    )
    return space_page(
        request,
        "moderation/told.html",
        visit=visit,
        here="told",
        status=400 if refused else 200,
        refused=refused,
        rulings=rulings,
        appealable={one.pk for one in rulings if may_appeal(one)},
        seen=_addresses(rulings),
        kinds=KINDS,
        what_of=what_of,
        basis_of=basis_of,
        how_of=how_of,
        redress_of=redress_of,
        outcome_of=outcome_of,
        longest=LONGEST_WORDS,
    )


def _addresses(rulings: list[Ruling]) -> dict[int, str]:
    """Return where what was decided on is seen by its author, by ruling."""
    found = {}
    for kind, model in kinds().items():
        numbers = {one.number: one.pk for one in rulings if one.kind == kind}
        if numbers:
            rows = model._default_manager.filter(pk__in=numbers)
            for one in rows.select_related("challenge__space__tenant"):
                found[numbers[one.pk]] = _where_to_write(one)
    return found


def _where_to_write(one: Contribution) -> str:
    """Return where its author writes it anew: a draft of an idea waits on the page to propose."""
    if not isinstance(one, Idea):
        return address_of(one)
    space = one.challenge.space
    at = {"slug": space.tenant.slug, "space": space.slug, "challenge": one.challenge_id}
    return reverse("propose", kwargs=at)


@limited("report", most=10, seconds=_HOUR)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str, space: str, kind: str, number: int) -> HttpResponse:
    """Take a report of a content from anybody who sees it, without an account."""
    visit = visit_of(request, slug, space)
    found = shown_of(visit, kind, number)
    asked = ("ground", "why", "where", "name", "email")
    given = {name: request.POST.get(name, "") for name in asked}
    account, refused = signed_in(request), None
    if request.method == "POST":
        notice = Told(**given, good_faith=request.POST.get("good_faith") == "on")
        try:
            by = account.pk if account else None
            code = give_notice(found, notice, language=language_of(request), by=by)
        except InputError as error:
            refused = error.message
        else:
            return redirect("report-followed", slug=slug, space=space, code=code)
    return space_page(
        request,
        "moderation/report.html",
        visit=visit,
        status=400 if refused else 200,
        refused=refused,
        given=given,
        reported=found,
        grounds=GROUNDS,
        without_a_name=ground_of(WITHOUT_A_NAME),
        back_to=address_of(found),
        longest=LONGEST_WORDS,
        longest_where=LONGEST_LAW,
    )


@limited("report followed", most=60, seconds=_HOUR, methods=("GET", "HEAD"))
@require_safe
def followed(request: HttpRequest, slug: str, space: str, code: str) -> HttpResponse:
    """Tell who reported a content how far it is; the code is the proof that it is them."""
    visit = visit_of(request, slug, space)
    found = notice_of(visit.space, code)
    if found is None:
        raise Http404
    at = {"slug": slug, "space": space, "code": code}
    return space_page(
        request,
        "moderation/followed.html",
        visit=visit,
        notice=found,
        said=told_to_notifier(found, there=is_there(found)),
        basis=_basis(found),
        address=request.build_absolute_uri(reverse("report-followed", kwargs=at)),
    )


def _basis(notice: Notice) -> Message | None:
    return basis_of(notice.ruling) if notice.ruling else None


@require_safe
def log(request: HttpRequest, slug: str, space: str) -> HttpResponse:
    """Show everybody how a space is moderated: counts, delays, decisions, never contents."""
    visit = visit_of(request, slug, space)
    return space_page(
        request,
        "moderation/log.html",
        visit=visit,
        here="moderation-log",
        found=log_of(visit.space, request.GET.get("page")),
        kinds=KINDS,
        ground_of=ground_of,
        participant=PARTICIPANT,
    )
