"""Panels, for those who run a space: written, opened, testers chosen, what came of them told."""

from __future__ import annotations

import datetime

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from rebond.errors import InputError, RebondError
from rebond.quantify import Filter, Question
from rebond.vocabulary import Message
from rebond_web.mail.post_office import why_nothing_is_sent
from rebond_web.pages.shell import page
from rebond_web.panels import actions
from rebond_web.panels.access import panel_run
from rebond_web.panels.models import LONGEST_TEXT, Application, Panel, State
from rebond_web.reading.reporter import voices_address
from rebond_web.spaces.manage_views import space_of
from rebond_web.spaces.models import Space
from rebond_web.spaces.shell import short_day
from rebond_web.workspaces.access import Sitting, account_of

_FIELDS = ("name", "about", "protocol", "consent", "contact", "places", "public", "profile")
_STEP = ("number", "name", "what", "opens", "closes")
STATES = {
    State.WAITING: Message("waits for an answer"),
    State.ACCEPTED: Message("accepted"),
    State.REFUSED: Message("refused"),
    State.WITHDRAWN: Message("left by themselves"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str, space: int) -> HttpResponse:
    """Write a panel."""
    sitting, found = space_of(request, slug, space)
    refused = None
    given, steps = _proposed(), _proposed_steps()
    if request.method == "POST":
        given, steps = _given(request), _steps(request)
        try:
            made = actions.make_panel(found, given, steps, by=account_of(request))
            return redirect("manage-panel", slug=slug, space=space, panel=made.pk)
        except RebondError as error:
            refused = error.message
    return _page(request, sitting, found, given, steps, refused)


@require_http_methods(["GET", "HEAD", "POST"])
def panel(request: HttpRequest, slug: str, space: int, panel: int) -> HttpResponse:
    """Show a panel to those who run it: who applied, what was heard; change it."""
    sitting, found = panel_run(request, slug, space, panel)
    refused, given, steps = None, _as_given(found), _as_steps(found)
    if request.method == "POST":
        given, steps = _given(request), _steps(request)
        try:
            actions.change_panel(found, given, steps, by=account_of(request))
            return redirect("manage-panel", slug=slug, space=space, panel=panel)
        except RebondError as error:
            refused = error.message
    return _page(request, sitting, found.space, given, steps, refused, found)


@require_POST
def call(request: HttpRequest, slug: str, space: int, panel: int) -> HttpResponse:
    """Write the call to those whom it is for."""
    sitting, found = panel_run(request, slug, space, panel)
    given, steps = _as_given(found), _as_steps(found)
    try:
        written = actions.call(found, by=account_of(request))
    except InputError as error:
        return _page(request, sitting, found.space, given, steps, error.message, found)
    return _page(request, sitting, found.space, given, steps, None, found, written)


@require_POST
def move(request: HttpRequest, slug: str, space: int, panel: int) -> HttpResponse:
    """Open a panel, close it, or tell what came of it."""
    sitting, found = panel_run(request, slug, space, panel)
    by = account_of(request)
    try:
        if request.POST.get("to") == "told":
            actions.tell_outcome(found, request.POST.get("outcome", "").replace("\0", ""), by=by)
        else:
            actions.set_open(found, request.POST.get("to") == "open", by=by)
    except InputError as error:
        given, steps = _as_given(found), _as_steps(found)
        return _page(request, sitting, found.space, given, steps, error.message, found)
    return redirect("manage-panel", slug=slug, space=space, panel=panel)


@require_POST
def decide(
    request: HttpRequest, slug: str, space: int, panel: int, application: int
) -> HttpResponse:
    """Accept or refuse who applied."""
    sitting, found = panel_run(request, slug, space, panel)
    applications = found.applications.select_related("participant__account", "panel__space__tenant")
    one = applications.filter(pk=application).first()
    if one is None:
        raise Http404
    state, reason = (request.POST.get(name, "").replace("\0", "") for name in ("state", "reason"))
    try:
        actions.decide(one, state, reason, by=account_of(request))
    except InputError as error:
        given, steps = _as_given(found), _as_steps(found)
        return _page(request, sitting, found.space, given, steps, error.message, found)
    return redirect("manage-panel", slug=slug, space=space, panel=panel)


def _given(request: HttpRequest) -> dict[str, str]:
    names = (*_FIELDS, "questions")
    return {name: request.POST.get(name, "").replace("\0", "") for name in names}


def _steps(request: HttpRequest) -> list[tuple[str, str, str, str, str]]:
    columns = (request.POST.getlist(f"step_{name}") for name in _STEP)
    return [
        (
            number if number.isdecimal() and len(number) < 18 else "",
            name.replace("\0", ""),
            what.replace("\0", ""),
            opens,
            closes,
        )
        for number, name, what, opens, closes in zip(*columns, strict=False)
    ]


def _proposed() -> dict[str, str]:
    return {**dict.fromkeys((*_FIELDS, "questions"), ""), "places": "12"}


def _proposed_steps() -> list[tuple[str, str, str, str, str]]:
    today = timezone.localdate()
    spans = ((14, 20), (21, 41))
    days = [[today + datetime.timedelta(days=n) for n in span] for span in spans]
    return [("", "", "", first.isoformat(), last.isoformat()) for first, last in days]


def _as_given(panel: Panel) -> dict[str, str]:
    texts = {name: str(getattr(panel, name)) for name in _FIELDS if name != "public"}
    public = str(panel.public_id or "")
    return {**texts, "public": public, "questions": "\n".join(panel.questions)}


def _as_steps(panel: Panel) -> list[tuple[str, str, str, str, str]]:
    return [
        (str(one.pk), one.name, one.what, one.opens.isoformat(), one.closes.isoformat())
        for one in panel.steps.order_by("opens", "pk")
    ]


def _applications(panel: Panel | None) -> list[Application]:
    """Return who applied, those who wait first."""
    if panel is None:
        return []
    found = panel.applications.select_related("participant__public").order_by("at", "pk")
    return sorted(found, key=lambda one: one.state != State.WAITING)


def _page(
    request: HttpRequest,
    sitting: Sitting,
    space: Space,
    given: dict[str, str],
    steps: list[tuple[str, str, str, str, str]],
    refused: Message | None,
    panel: Panel | None = None,
    written: int | None = None,
) -> HttpResponse:
    applications = _applications(panel)
    heard = panel.steps.annotate(n=Count("feedback")).order_by("opens", "pk") if panel else ()
    source = Question("voices", (), (Filter("source", "=", (panel.name,)),)) if panel else None
    return page(
        request,
        "panels/manage.html",
        sitting=sitting,
        here="spaces",
        status=400 if refused else 200,
        space=space,
        panel=panel,
        given=given,
        steps=[*steps, ("", "", "", "", "")][: actions.MOST_STEPS],
        refused=refused,
        written=written,
        no_mail=why_nothing_is_sent(),
        publics=list(space.publics.order_by("pk")),
        applications=applications,
        accepted=sum(one.state == State.ACCEPTED for one in applications),
        states=STATES,
        heard=heard,
        voices=voices_address(sitting.slug, source) if source else "",
        longest=LONGEST_TEXT,
        short=short_day(request),
    )
