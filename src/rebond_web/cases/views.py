"""The pages of cases: the list and what is suggested, one case, its answer."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rebond.errors import InputError
from rebond.quantify.evidence import voices_said
from rebond.report.voices import shown_voice
from rebond.report.writing import helpers
from rebond.vocabulary import Message
from rebond_web.answers.access import decision_on_case
from rebond_web.answers.actions import decide_case
from rebond_web.answers.forms import form_of, given_in
from rebond_web.cases import actions
from rebond_web.cases.listing import WHICH, WHO, listing
from rebond_web.cases.models import Case
from rebond_web.cases.seeing import case_of, possible_owners, sees
from rebond_web.cases.suggesting import rule_for, score_questions, suggestions
from rebond_web.cases.thread import thread_of
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.reading.reporter import reporter_of
from rebond_web.workspaces.access import Sitting, account_of, owner_of, sitting_of


@require_safe
def cases(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the cases, and the voices that need one."""
    return _cases(request, sitting_of(request, slug))


@require_POST
def open_one(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a case of a voice, then show it."""
    sitting = sitting_of(request, slug)
    voice = request.POST.get("voice", "")
    if not voice or not sees(sitting.perimeter, voice):
        raise Http404
    case = actions.open_case(sitting.seat.tenant, voice, by=account_of(request))
    return redirect("case", slug=slug, case=case.pk)


@require_POST
def rule(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose which voices are suggested."""
    sitting = owner_of(request, slug)
    told = request.POST
    try:
        actions.set_rule(
            sitting.seat.tenant,
            {
                "questions": "questions" in told,
                "complaints": "complaints" in told,
                "score": told.get("score", "")[:200],
                "score_at_most": _number(told.get("score_at_most", "")),
                "reachable": "reachable" in told,
                "days": int(_number(told.get("days", ""))),
                "look_back": int(_number(told.get("look_back", ""))),
            },
            by=account_of(request),
        )
    except InputError as error:
        return _cases(request, sitting, error.message)
    return redirect(reverse("cases", kwargs={"slug": slug}) + "#suggested")


@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, slug: str, case: int) -> HttpResponse:
    """Show a case; answer, note, hand over, or bring it to a state."""
    sitting = sitting_of(request, slug)
    found = case_of(sitting, case)
    if request.method != "POST":
        return _case(request, sitting, found)
    by, told = account_of(request), request.POST
    try:
        match told.get("do", ""):
            case "reply":
                actions.reply(
                    found, told.get("text", ""), language=told.get("language", "")[:2], by=by
                )
            case "note":
                actions.note(found, told.get("text", ""), by=by)
            case "decide":
                decide_case(found, given_in(request), by=by)
            case "assign":
                actions.assign(found, told.get("owner", ""), told.get("due", ""), by=by)
            case _:
                actions.move(found, told.get("state", ""), by=by)
    except InputError as error:
        return _case(request, sitting, found, error.message)
    return redirect("case", slug=slug, case=found.pk)


@require_POST
def send(request: HttpRequest, slug: str, case: int, given: int) -> HttpResponse:
    """Send an answer that could not be sent when it was written."""
    sitting = sitting_of(request, slug)
    found = case_of(sitting, case)
    reply = found.replies.select_related("letter", "case__tenant").filter(pk=given).first()
    if reply is None:
        raise Http404
    actions.send_now(reply, language=language_of(request), by=account_of(request))
    return redirect("case", slug=slug, case=found.pk)


def _number(written: str) -> float:
    try:
        return float(written.replace(",", "."))
    except ValueError as error:
        raise InputError(
            "“{value}” is not a number. Write it as in {example}.", value=written, example="6"
        ) from error


def _cases(request: HttpRequest, sitting: Sitting, refused: Message | None = None) -> HttpResponse:
    reporter = reporter_of(sitting, language_of(request))
    which, who = request.GET.get("which", WHICH[0]), request.GET.get("who", WHO[0])
    number = request.GET.get("page", "1")
    chosen = which if which in WHICH else WHICH[0], who if who in WHO else WHO[0]
    found = listing(sitting, *chosen, int(number) if number.isdecimal() else 1)
    rule = rule_for(sitting.seat.tenant, sitting.perimeter)
    return page(
        request,
        "cases/list.html",
        sitting=sitting,
        here="cases",
        status=400 if refused else 200,
        refused=refused,
        found=found,
        which=chosen[0],
        who=chosen[1],
        voices={
            line.case.pk: shown_voice(reporter, line.voice)
            for line in found.lines
            if line.voice is not None
        },
        rule=rule,
        scores=score_questions(sitting.perimeter) if sitting.owns else (),
        suggested=suggestions(sitting.perimeter, rule),
        shown=lambda voice: shown_voice(reporter, voice),
        **helpers(reporter),
    )


def _case(
    request: HttpRequest, sitting: Sitting, case: Case, refused: Message | None = None
) -> HttpResponse:
    reporter = reporter_of(sitting, language_of(request))
    decision = decision_on_case(case)
    (voice,) = voices_said(sitting.perimeter, [case.voice_id]) or (None,)
    written = request.POST.get("text", "") if refused else ""
    return page(
        request,
        "cases/case.html",
        sitting=sitting,
        here="cases",
        status=400 if refused else 200,
        refused=refused,
        written=written,
        noting=request.POST.get("do") == "note",
        case=case,
        late=case.is_pending and case.due < timezone.localdate(),
        voice=shown_voice(reporter, voice) if voice else None,
        owners=possible_owners(case.tenant, case.voice_id),
        in_the_way=actions.what_stands_in_the_way(case),
        thread=thread_of(case),
        decision=decision,
        deciding=form_of(request, sitting.seat, decision),
        today=timezone.localdate(),
        longest=actions.LONGEST,
        **helpers(reporter),
    )
