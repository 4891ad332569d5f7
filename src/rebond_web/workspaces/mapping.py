"""Seats that a directory gives and takes back, by what it says of a person."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction

from rebond.errors import InputError
from rebond_web.accounts.models import Account
from rebond_web.accounts.providers import Rule
from rebond_web.workspaces.actions import give_seat, remove_seat
from rebond_web.workspaces.models import Seat, Tenant


def chosen_rules(rules: Sequence[Rule], values: Collection[str]) -> dict[str, Rule]:
    """Return the rule that holds for each workspace: of several, the first one written.

    >>> rules = [Rule("a", "shop", "owner"), Rule("b", "shop", "guest"), Rule("c", "inn", "guest")]
    >>> {slug: rule.role for slug, rule in chosen_rules(rules, {"b", "a"}).items()}
    {'shop': 'owner'}
    """
    chosen: dict[str, Rule] = {}
    for rule in rules:
        if rule.value in values:
            chosen.setdefault(rule.workspace, rule)
    return chosen


def follow_directory(
    account: Account, source: str, rules: Sequence[Rule], values: Collection[str]
) -> None:
    """Give the seats that a directory says, and take back those it gave and no longer says.

    Seats that a person gave are left as they are; a last owner stays.
    """
    chosen = chosen_rules(rules, values)
    with transaction.atomic():
        held = {
            seat.tenant.slug: seat
            for seat in Seat.objects.select_related("tenant").filter(account=account)
        }
        for slug, seat in held.items():
            if seat.source == source and slug not in chosen:
                _take_back(seat)
        for tenant in Tenant.objects.filter(slug__in=chosen):
            before = held.get(tenant.slug)
            if before is None or before.source == source:
                _give(tenant, account, chosen[tenant.slug], source, before)


def _give(tenant: Tenant, account: Account, rule: Rule, source: str, before: Seat | None) -> None:
    given = {
        "role": rule.role,
        "perimeter": rule.perimeter if rule.role == "manager" else "",
        "kind": rule.kind if rule.role == "contributor" else "",
        "source": source,
    }
    if before is not None and all(getattr(before, name) == given[name] for name in given):
        return
    try:
        give_seat(tenant, account, given, by=None)
    except InputError:  # the last owner stays one
        return


def _take_back(seat: Seat) -> None:
    try:
        remove_seat(seat, by=None)
    except InputError:  # the last owner stays
        return
