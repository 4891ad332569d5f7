"""Evaluating every rule of a workspace: once when its data change, once a day, by the worker."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from rebond.errors import QuestionError
from rebond_web.alerts.actions import budget_of, told_this_week
from rebond_web.alerts.digest import send_digest
from rebond_web.alerts.evaluating import Past, latest
from rebond_web.alerts.models import Alert, Checked, Rule
from rebond_web.jobs.kinds import Progress
from rebond_web.jobs.models import Job
from rebond_web.reading.ahead import perimeter_of
from rebond_web.workspaces.access import opened
from rebond_web.workspaces.models import Seat, Tenant
from rebond_web.workspaces.rights import ALLOWED, Right

ALERTS = "alerts"


def evaluate(job: Job, progress: Progress) -> dict[str, Any]:
    """Evaluate the rules of a workspace, and tell their people; done twice, nothing is twice."""
    return {"rules": evaluate_rules(job.tenant, progress)}


def evaluate_rules(tenant: Tenant, progress: Progress) -> int:
    """Evaluate every rule that is to be heard; return how many were."""
    version = opened(tenant.folder).data_version
    seats = Seat.objects.filter(tenant=tenant, role__in=ALLOWED[Right.READ], alert_rules__gt=0)
    evaluated = 0
    for seat in seats.distinct().select_related("tenant", "account"):
        rules = [rule for rule in seat.alert_rules.order_by("pk") if is_heard(rule)]
        evaluated += len(rules)
        _evaluate(seat, rules)
        send_digest(seat)
        progress("alerts", evaluated, None)
    now = timezone.now()
    Checked.objects.update_or_create(tenant=tenant, defaults={"at": now, "data_version": version})
    return evaluated


def is_heard(rule: Rule) -> bool:
    """Whether a rule is neither muted nor snoozed today."""
    asleep = rule.quiet_until is not None and rule.quiet_until > timezone.localdate()
    return not rule.muted and not asleep


def _evaluate(seat: Seat, rules: list[Rule]) -> None:
    perimeter = perimeter_of(seat.tenant, seat.perimeter)
    found = []
    for rule in rules:
        try:
            past = latest(rule, perimeter)
        except QuestionError:  # it names what is no longer there: its page says so
            continue
        if past is not None:
            found.append((min(line["q"] for line in past.lines), rule, past))
    for _, rule, past in sorted(found, key=lambda one: (one[0], one[1].pk)):
        _tell(seat, rule, past)


def _tell(seat: Seat, rule: Rule, past: Past) -> None:
    """Keep an alert, held when the person's budget of the week is spent; known, it is updated."""
    lines = [*past.lines, {"more": past.total}] if past.total > len(past.lines) else past.lines
    with transaction.atomic():
        Seat.objects.select_for_update().get(pk=seat.pk)
        alert, made = Alert.objects.get_or_create(
            rule=rule,
            week=past.week,
            defaults={
                "at": timezone.now(),
                "lines": lines,
                "held": told_this_week(seat) >= budget_of(seat),
            },
        )
        if not made and alert.lines != lines:
            Alert.objects.filter(pk=alert.pk).update(lines=lines)
