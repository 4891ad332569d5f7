"""Setting ratings aside, with a reason: flagged first, never removed, and told in the audit log."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from rebond.errors import InputError
from rebond.network import HIGH, LOW
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.ratings.models import Batch, Rating
from rebond_web.ratings.showing import shown_to
from rebond_web.ratings.wording import Reason, Side
from rebond_web.workspaces.access import Sitting

_ENDS = {"worst": LOW, "best": HIGH}


def set_aside(rating: Rating, reason: str, *, by: Account) -> None:
    """Set a rating aside, or have it count again where the reason is "".

    For a cause outside a person's control it no longer counts for them, and still does for the
    place; one that is not genuine counts nowhere.

    Raises
    ------
    InputError
        When the reason is none of those there are.
    """
    if reason not in ("", *Reason.values):
        raise InputError("Choose one of the reasons shown.")
    with transaction.atomic():
        Rating.objects.filter(pk=rating.pk).update(aside=reason)
        if reason == Reason.FALSE:
            withdraw(Rating.objects.filter(pk=rating.pk))
        action = "rating set aside" if reason else "rating counted again"
        record(action, by=by.pk, tenant=rating.exchange.tenant_id, subject=rating.pk)


def set_wave_aside(
    sitting: Sitting, relation: str, kind: str, place: str, since: date, *, by: Account
) -> int:
    """Set aside the ratings of a wave that is flagged, as not genuine; return how many.

    Raises
    ------
    InputError
        When nothing of the kind is flagged there: who looks is not who chooses what to hide.
    """
    flags = shown_to(sitting, relation).flags
    flag = next((f for f in flags if (f.kind, f.place, f.since) == (kind, place, since)), None)
    if flag is None or flag.until is None:
        raise InputError("Nothing of this kind is flagged there any more.")
    found = Rating.objects.filter(
        exchange__tenant=sitting.seat.tenant,
        exchange__relation=relation,
        exchange__place=place,
        exchange__revealed__isnull=False,
        side=Side.OUTSIDE,
        given__date__range=(since, flag.until),
    ).select_related("exchange")
    end = _ENDS.get(kind)
    wave = [one for one in found if end is None or set(one.marks.values()) == {end}]
    for rating in wave:
        set_aside(rating, Reason.FALSE, by=by)
    return len(wave)


def withdraw(ratings: QuerySet[Rating]) -> None:
    """Withdraw the batches of ratings that go: the others of each would be told by what changes.

    Call it within a transaction, before they go.
    """
    batches = ratings.exclude(batch=None).values("batch")
    Batch.objects.filter(pk__in=batches).update(withdrawn=True)
