"""A panel, as those who apply and test see it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rebond.errors import InputError
from rebond.vocabulary import Message
from rebond_web.challenges.sections import Section
from rebond_web.pages.limits import limited
from rebond_web.pages.preferences import language_of
from rebond_web.panels import testing
from rebond_web.panels.access import application_of, may_apply, panel_of, panels_of
from rebond_web.panels.models import LONGEST_ANSWER, Application, Feedback, Panel, State
from rebond_web.spaces.access import Visit, joined, visit_of
from rebond_web.spaces.shell import short_day, space_page
from rebond_web.surveys.answering import LONGEST_COMMENT
from rebond_web.surveys.codes import new_code, signed, unsigned

_HOUR = 3600  # seconds
STATES = {
    State.WAITING: Message("Your application waits for an answer"),
    State.ACCEPTED: Message("You are a tester"),
    State.REFUSED: Message("You are not among the testers this time"),
    State.WITHDRAWN: Message("You left this panel"),
}


@never_cache
@require_safe
def panel(request: HttpRequest, slug: str, space: str, panel: int) -> HttpResponse:
    """Show a panel: its call, one's application, the steps and what came of it."""
    visit = visit_of(request, slug, space)
    return _panel(request, visit, panel_of(visit, panel))


@limited("panel", most=30, seconds=_HOUR)
@require_POST
def apply(request: HttpRequest, slug: str, space: str, panel: int) -> HttpResponse:
    """Apply to a panel; who has not joined the space joins it first."""
    visit = visit_of(request, slug, space)
    found = panel_of(visit, panel)
    if visit.participant is None:
        at = {"slug": slug, "space": space}
        back = reverse("panel", kwargs={**at, "panel": panel})
        return redirect(f"{reverse('join', kwargs=at)}?back={back}")
    answers = [one.replace("\0", "") for one in request.POST.getlist("answer")]
    agreed = request.POST.get("agreed") == "on"
    try:
        testing.apply(found, joined(visit), answers, agreed=agreed)
    except InputError as error:
        return _panel(request, visit, found, refused=error.message, answers=answers)
    return redirect("panel", slug=slug, space=space, panel=panel)


@require_POST
def leave(request: HttpRequest, slug: str, space: str, panel: int) -> HttpResponse:
    """Leave a panel."""
    visit = visit_of(request, slug, space)
    mine = application_of(visit, panel_of(visit, panel))
    if mine is not None:
        testing.withdraw(mine)
    return redirect("panel", slug=slug, space=space, panel=panel)


@never_cache
@limited("panel", most=30, seconds=_HOUR)
@require_POST
def speak(request: HttpRequest, slug: str, space: str, panel: int, step: int) -> HttpResponse:
    """Keep what a tester thinks of a step, and show them the receipt of it."""
    visit = visit_of(request, slug, space)
    found = panel_of(visit, panel)
    mine = application_of(visit, found)
    about = found.steps.filter(pk=step).first()
    joined(visit)
    if mine is None or about is None:
        return redirect("panel", slug=slug, space=space, panel=panel)
    score, words = (request.POST.get(name, "").replace("\0", "") for name in ("score", "words"))
    # The form bears the code that we drew for it: sent twice, it is one answer.
    code = unsigned(request.POST.get("form", ""), _subject(mine)) or new_code()
    try:
        testing.give_feedback(
            mine, about, score[:4], words, code=code, language=language_of(request)
        )
    except InputError as error:
        return _panel(request, visit, found, refused=error.message, words=words[:LONGEST_COMMENT])
    receipt = request.build_absolute_uri(reverse("receipt", kwargs={"code": code}))
    return _panel(request, visit, found, receipt=receipt)


def section_of_space(request: HttpRequest, visit: Visit) -> Section | None:
    """Return what the page of a space shows of its panels."""
    del request
    found = panels_of(visit)
    return Section("panels/section.html", {"panels": found}) if found else None


def _subject(application: Application) -> str:
    return f"panel {application.pk}"


def _panel(
    request: HttpRequest,
    visit: Visit,
    found: Panel,
    *,
    refused: Message | None = None,
    answers: list[str] | None = None,
    words: str = "",
    receipt: str = "",
) -> HttpResponse:
    mine = application_of(visit, found)
    heard = Feedback.objects.filter(application=mine) if mine else Feedback.objects.none()
    given = [*(answers or ()), *[""] * len(found.questions)]
    return space_page(
        request,
        "panels/panel.html",
        visit=visit,
        status=400 if refused else 200,
        panel=found,
        mine=mine,
        state=STATES[State(mine.state)] if mine else None,
        takes=found.is_open and (mine is None or mine.state == State.WITHDRAWN),
        fits=may_apply(visit.participant, found) or visit.participant is None,
        steps=list(found.steps.order_by("opens", "pk")),
        heard={one.step_id: one.at for one in heard},
        marks=[(value, testing.MARKS.said(value)) for value in testing.MARKS.values],
        form=signed(new_code(), _subject(mine)) if mine else "",
        questions=list(zip(found.questions, given, strict=False)),
        refused=refused,
        words=words,
        receipt=receipt,
        longest={"answer": LONGEST_ANSWER, "words": LONGEST_COMMENT},
        short=short_day(request),
    )
