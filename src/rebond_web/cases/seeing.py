"""Which cases a person may see: those whose voice is in their perimeter, checked in the data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.http import Http404

from rebond.quantify import Filter, Perimeter
from rebond_web.cases.models import Case
from rebond_web.reading.ahead import perimeter_of
from rebond_web.reading.kept import kept
from rebond_web.workspaces.models import Seat, Tenant
from rebond_web.workspaces.rights import ALLOWED, Right

if TYPE_CHECKING:
    from rebond_web.workspaces.access import Sitting


def case_of(sitting: Sitting, case_id: int) -> Case:
    """Return a case; Http404 when there is none, or its voice is not for this person."""
    case = (
        Case.objects.select_related("owner__account", "tenant")
        .filter(tenant=sitting.seat.tenant, pk=case_id)
        .first()
    )
    # Who sees everything sees what is left of a case whose voice was replaced.
    hidden = case is None or (
        sitting.perimeter.filters and not sees(sitting.perimeter, case.voice_id)
    )
    if case is None or hidden:
        raise Http404
    return case


def sees(perimeter: Perimeter, voice_id: str) -> bool:
    """Whether a voice is meaningful and in a perimeter."""
    only = str(Filter("voice", "=", (voice_id,)))
    found = perimeter.voice_ids(only)
    return found is not None and len(found) > 0


def seen(perimeter: Perimeter, voice_ids: Iterable[str]) -> set[str]:
    """Return those of a few voices that are in a perimeter; those since replaced are none's."""
    wanted = set(voice_ids)
    if not wanted or not perimeter.filters:
        return wanted
    return wanted & kept(perimeter, "voices seen", lambda: _all_ids(perimeter))


def _all_ids(perimeter: Perimeter) -> frozenset[str]:
    found = perimeter.voice_ids("")
    return frozenset(found.to_pylist()) if found is not None else frozenset()


def possible_owners(tenant: Tenant, voice_id: str) -> list[Seat]:
    """Return the seats whose perimeter covers a voice, by address."""
    seats = Seat.objects.filter(tenant=tenant, role__in=ALLOWED[Right.READ])
    seats = seats.select_related("account", "tenant")
    return [
        seat
        for seat in seats.order_by("account__email")
        if not seat.perimeter or sees(perimeter_of(tenant, seat.perimeter), voice_id)
    ]
