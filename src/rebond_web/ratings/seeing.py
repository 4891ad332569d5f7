"""Which exchanges a person may see: those whose place is in their perimeter, else none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.http import Http404

from rebond.quantify.asking.conditions import AllOf, AnyOf, Condition, Filter, Not
from rebond.quantify.asking.filters import matching
from rebond.quantify.asking.names import ATTRIBUTE_PREFIX, normal
from rebond_web.ratings.models import Exchange
from rebond_web.workspaces.access import Sitting
from rebond_web.workspaces.models import Role

_NAMED = {"=": True, "in": True, "!=": False, "not in": False}


def manager_of(sitting: Sitting) -> bool:
    """Return whether this person may see what is said of the people who work with them."""
    return sitting.seat.role == Role.MANAGER


def exchange_of(sitting: Sitting, number: int) -> Exchange:
    """Return an exchange; Http404 when there is none, or it is not for this person."""
    found = (
        Exchange.objects.select_related("tenant", "seat__account")
        .filter(tenant=sitting.seat.tenant, pk=number)
        .first()
    )
    if found is None or not sees(sitting, found.attributes):
        raise Http404
    return found


def seen(sitting: Sitting, exchanges: Iterable[Exchange]) -> list[Exchange]:
    """Return those of exchanges that this person may see."""
    return [one for one in exchanges if sees(sitting, one.attributes)]


def sees(sitting: Sitting, attributes: Mapping[str, str]) -> bool:
    """Return whether all the conditions of a perimeter hold on the attributes of a place.

    What a condition asks and the place does not tell is not known: then it is not seen.
    """
    known = {normal(name): value for name, value in attributes.items()}
    return all(_holds(one, known) is True for one in sitting.perimeter.filters)


def _holds(condition: Condition, known: Mapping[str, str]) -> bool | None:
    """Return whether a condition holds, None where it is not known (Kleene's logic)."""
    if isinstance(condition, AllOf | AnyOf):
        parts = [_holds(one, known) for one in condition.parts]
        decides = isinstance(condition, AnyOf)
        if decides in parts:
            return decides
        return None if None in parts else not decides
    if isinstance(condition, Not):
        inside = _holds(condition.part, known)
        return None if inside is None else not inside
    return _compares(condition, known) if isinstance(condition, Filter) else None


def _compares(condition: Filter, known: Mapping[str, str]) -> bool | None:
    value = known.get(normal(condition.field.removeprefix(ATTRIBUTE_PREFIX)))
    if value is None:
        return None
    if condition.operator in _NAMED:
        among = normal(value) in {normal(one) for one in condition.values}
        return among is _NAMED[condition.operator]
    return bool(matching(condition, [value]))
