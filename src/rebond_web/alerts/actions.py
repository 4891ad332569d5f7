"""What is done with rules and alerts; each change leaves a line in the audit log, of ids only."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from rebond.errors import InputError
from rebond.quantify import Perimeter
from rebond_web.accounts.models import Account
from rebond_web.alerts.evaluating import watchable_attributes
from rebond_web.alerts.models import Alert, Budget, Kind, Rule
from rebond_web.audit.models import record
from rebond_web.workspaces.models import Seat

MOST_RULES = 20  # of one person in one workspace
MOST_A_WEEK = 20
WEEKS, CERTAINTIES = (1, 4, 12), (95, 99)
SNOOZES = (7, 14, 28)  # days
_LONGEST = 300


def drawn_rule(seat: Seat, perimeter: Perimeter, told: dict[str, str], *, language: str) -> Rule:
    """Return the rule that a form describes, not kept yet.

    Raises
    ------
    InputError
        When something of it is none, with what is valid.
    """
    facts = perimeter.facts()
    kind = _one_of("kind", told.get("kind", ""), Kind.values)
    rule = Rule(seat=seat, kind=kind, language=language)
    rule.weeks = int(_one_of("weeks", told.get("weeks", "4"), [str(one) for one in WEEKS]))
    certainties = [str(one) for one in CERTAINTIES]
    rule.certainty = int(_one_of("certainty", told.get("certainty", "95"), certainties))
    attribute = told.get("attribute", "")
    if attribute:
        rule.attribute = _one_of("attribute", attribute, watchable_attributes(perimeter))
    if kind == Kind.UNDER:
        kinds = {one["question"]: one["kind"] for one in facts.scales}
        rule.score = _one_of("score", told.get("score", ""), sorted(kinds))
        rule.is_nps = kinds[rule.score] == "nps"
        rule.threshold = _number(told.get("threshold", ""))
    elif told.get("theme"):
        rule.theme = _one_of("theme", told["theme"], facts.values("mentions", "theme"))
    return rule


def keep_rule(rule: Rule, *, by: Account) -> Rule:
    """Keep a rule drawn from a form; the same again is the one kept already.

    Raises
    ------
    InputError
        When this person has too many rules.
    """
    same = {
        name: getattr(rule, name)
        for name in ("seat", "kind", "theme", "attribute", "score", "threshold", "weeks")
    }
    with transaction.atomic():
        # One at a time for one person, so that the limit holds.
        Seat.objects.select_for_update().get(pk=rule.seat_id)
        known = Rule.objects.filter(**same, certainty=rule.certainty).first()
        if known is not None:
            return known
        if Rule.objects.filter(seat=rule.seat).count() >= MOST_RULES:
            raise InputError(
                "You have {n} rules: each scan more makes the others less sure. Remove one first.",
                n=MOST_RULES,
            )
        rule.save()
        record("alert rule made", by=by.pk, tenant=rule.seat.tenant_id, subject=rule.pk)
    return rule


def mute(rule: Rule, why: str, *, by: Account) -> None:
    """Silence a rule until its person wants it again; they say why.

    Raises
    ------
    InputError
        When no reason is given.
    """
    reason = why.strip()[:_LONGEST]
    if not reason:
        raise InputError("Say in a few words why this rule is silenced: you will read it later.")
    _set(rule, "muted", by=by, muted=True, quiet_until=None, why=reason)


def snooze(rule: Rule, days: str, why: str, *, by: Account) -> None:
    """Silence a rule for some days.

    Raises
    ------
    InputError
        When the number of days is none of those proposed.
    """
    valid = [str(one) for one in SNOOZES]
    until = timezone.localdate() + datetime.timedelta(days=int(_one_of("days", days, valid)))
    _set(rule, "snoozed", by=by, quiet_until=until, why=why.strip()[:_LONGEST])


def wake(rule: Rule, *, by: Account) -> None:
    """Hear a rule again."""
    _set(rule, "heard again", by=by, muted=False, quiet_until=None, why="")


def remove(rule: Rule, *, by: Account) -> None:
    """Remove a rule and its alerts."""
    with transaction.atomic():
        record("alert rule removed", by=by.pk, tenant=rule.seat.tenant_id, subject=rule.pk)
        rule.delete()


def acknowledge(alert: Alert, note: str, *, by: Account) -> None:
    """Say that an alert was seen, with a note if one wants."""
    with transaction.atomic():
        Alert.objects.filter(pk=alert.pk).update(seen=timezone.now(), note=note.strip()[:_LONGEST])
        record("alert seen", by=by.pk, tenant=alert.rule.seat.tenant_id, subject=alert.pk)


def set_budget(seat: Seat, most: str, *, by: Account) -> None:
    """Say how many alerts a week are wanted at most.

    Raises
    ------
    InputError
        When it is no number from 0 to 20.
    """
    if not most.isdecimal() or int(most) > MOST_A_WEEK:
        raise InputError(
            "{field} is {value}: give a number from {least} to {most}.",
            field="budget",
            value=most,
            least=0,
            most=MOST_A_WEEK,
        )
    with transaction.atomic():
        Budget.objects.update_or_create(seat=seat, defaults={"most": int(most)})
        record("alert budget set", by=by.pk, tenant=seat.tenant_id, subject=seat.pk)


def budget_of(seat: Seat) -> int:
    """Return how many alerts a week a person wants at most."""
    found = Budget.objects.filter(seat=seat).first() or Budget(seat=seat)
    return found.most


def told_this_week(seat: Seat) -> int:
    """Return how many alerts a person was told since Monday."""
    today = timezone.localdate()
    monday = today - datetime.timedelta(days=today.weekday())
    return Alert.objects.filter(rule__seat=seat, held=False, at__date__gte=monday).count()


def _set(rule: Rule, what: str, *, by: Account, **values: object) -> None:
    with transaction.atomic():
        Rule.objects.filter(pk=rule.pk).update(**values)
        record(f"alert rule {what}", by=by.pk, tenant=rule.seat.tenant_id, subject=rule.pk)


def _one_of(field: str, value: str, valid: list[str]) -> str:
    if value not in valid:
        raise InputError(
            "“{value}” is not a value of {field}. Use one of: {valid}.",
            value=value,
            field=field,
            valid=", ".join(valid[:20]),
        )
    return value


def _number(written: str) -> float:
    try:
        value = float(written.replace(",", ".").replace("\u2212", "-"))
    except ValueError:
        value = float("nan")
    if not abs(value) < 1e9:
        raise InputError(
            "“{value}” is not a number. Write it as in {example}.", value=written, example="30"
        )
    return value
