"""The pages of alerts: what rang, the rules, a new rule tried on the past before it is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rebond.errors import InputError
from rebond.quantify import Question
from rebond.report.writing import helpers
from rebond.vocabulary import Message
from rebond_web.alerts import actions
from rebond_web.alerts.evaluating import Past, Preview, preview, watchable_attributes
from rebond_web.alerts.expected import expected
from rebond_web.alerts.jobs import is_heard
from rebond_web.alerts.models import Alert, Rule
from rebond_web.alerts.telling import (
    alert_said,
    line_said,
    rule_said,
    total_of,
    written_lines,
)
from rebond_web.alerts.waiting import standing
from rebond_web.mail.post_office import why_nothing_is_sent
from rebond_web.mail.telling import became_of
from rebond_web.pages.preferences import language_of
from rebond_web.pages.shell import page
from rebond_web.reading.reporter import PageReporter, reporter_of, voices_address
from rebond_web.workspaces.access import Sitting, account_of, sitting_of

_SHOWN = 30


@require_safe
def alerts(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what rang and the rules of this person."""
    return _alerts(request, sitting_of(request, slug))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Draw a rule in plain words, try it on the past, keep it."""
    sitting = sitting_of(request, slug)
    told = {name: value for name, value in request.GET.items() if isinstance(value, str)}
    if request.method == "POST":
        told = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    rule, tried, refused = None, None, None
    try:
        if "kind" in told:
            rule = actions.drawn_rule(
                sitting.seat, sitting.perimeter, told, language=language_of(request)
            )
            if request.method == "POST":
                actions.keep_rule(rule, by=account_of(request))
                return redirect("alerts", slug=slug)
            tried = preview(rule, sitting.perimeter)
    except InputError as error:
        refused = error.message
    return _new(request, sitting, told, rule, tried, refused)


@require_POST
def rule(request: HttpRequest, slug: str, rule: int) -> HttpResponse:
    """Silence a rule, hear it again, or remove it."""
    sitting = sitting_of(request, slug)
    found = Rule.objects.select_related("seat").filter(seat=sitting.seat, pk=rule).first()
    if found is None:
        raise Http404
    by, told = account_of(request), request.POST
    try:
        match told.get("do", ""):
            case "mute":
                actions.mute(found, told.get("why", ""), by=by)
            case "snooze":
                actions.snooze(found, told.get("days", ""), told.get("why", ""), by=by)
            case "wake":
                actions.wake(found, by=by)
            case "remove":
                actions.remove(found, by=by)
            case _:
                raise Http404
    except InputError as error:
        return _alerts(request, sitting, error.message)
    return redirect(reverse("alerts", kwargs={"slug": slug}) + "#rules")


@require_POST
def seen(request: HttpRequest, slug: str, alert: int) -> HttpResponse:
    """Acknowledge an alert."""
    sitting = sitting_of(request, slug)
    alerts = Alert.objects.select_related("rule__seat")
    found = alerts.filter(rule__seat=sitting.seat, pk=alert).first()
    if found is None:
        raise Http404
    actions.acknowledge(found, request.POST.get("note", ""), by=account_of(request))
    return redirect("alerts", slug=slug)


@require_POST
def budget(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how many alerts a week are wanted at most."""
    sitting = sitting_of(request, slug)
    try:
        actions.set_budget(sitting.seat, request.POST.get("most", ""), by=account_of(request))
    except InputError as error:
        return _alerts(request, sitting, error.message)
    return redirect("alerts", slug=slug)


def _alerts(request: HttpRequest, sitting: Sitting, refused: Message | None = None) -> HttpResponse:
    reporter = reporter_of(sitting, language_of(request))
    rang = Alert.objects.filter(rule__seat=sitting.seat).select_related("rule", "letter")
    rules = list(sitting.seat.alert_rules.order_by("pk"))
    return page(
        request,
        "alerts/alerts.html",
        sitting=sitting,
        here="alerts",
        status=400 if refused else 200,
        refused=refused,
        alerts=[_shown(reporter, one) for one in rang.order_by("-week", "-pk")[:_SHOWN]],
        rules=[(one, rule_said(one, reporter.theme), is_heard(one)) for one in rules],
        standing=standing(sitting),
        snoozes=actions.SNOOZES,
        most_a_week=actions.MOST_A_WEEK,
        no_mail=why_nothing_is_sent(),
        **helpers(reporter),
    )


def _shown(reporter: PageReporter, alert: Alert) -> dict[str, Any]:
    """Return an alert for its template: its sentence, its lines with their voices."""
    lines = written_lines(alert)
    return {
        "alert": alert,
        "said": alert_said(alert.rule, lines, total_of(alert), reporter.theme),
        "rule": rule_said(alert.rule, reporter.theme),
        "lines": [_line(reporter, alert.rule, line) for line in lines],
        "more": total_of(alert) - len(lines),
        "letter": became_of(alert.letter) if alert.letter else None,
    }


def _line(reporter: PageReporter, rule: Rule, line: dict[str, Any]) -> tuple[Message, str]:
    question = Question.parse(f"voices where {line['where']}")
    return line_said(rule, line, reporter.theme), voices_address(reporter.slug, question)


def _new(
    request: HttpRequest,
    sitting: Sitting,
    told: dict[str, str],
    rule: Rule | None,
    tried: Preview | None,
    refused: Message | None,
) -> HttpResponse:
    reporter = reporter_of(sitting, language_of(request))
    facts = sitting.perimeter.facts()
    themes = [one for one in facts.values("mentions", "theme") if reporter.is_specific(one)]
    return page(
        request,
        "alerts/new.html",
        sitting=sitting,
        here="alerts",
        status=400 if refused else 200,
        refused=refused,
        told=told,
        rule=rule,
        said=rule_said(rule, reporter.theme) if rule else None,
        expected=expected(rule) if rule else None,
        tried=tried,
        rang=[_past(reporter, rule, one) for one in tried.rang] if rule and tried else [],
        themes=sorted((reporter.theme(one), one) for one in themes),
        attributes=watchable_attributes(sitting.perimeter),
        scores=[(one["question"], one["low"], one["high"], one["kind"]) for one in facts.scales],
        weeks=actions.WEEKS,
        certainties=actions.CERTAINTIES,
        **helpers(reporter),
    )


def _past(reporter: PageReporter, rule: Rule, past: Past) -> dict[str, Any]:
    theme: Callable[[str], str] = reporter.theme
    return {
        "week": past.week,
        "said": alert_said(rule, past.lines, past.total, theme),
        "lines": [_line(reporter, rule, line) for line in past.lines[:3]],
        "more": max(0, past.total - 3),
    }
