"""People in ratings: removed by erasures and after their time, told to who asks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rebond.listen.erasure import shared_traces
from rebond_web.audit.models import record
from rebond_web.ratings.models import Batch, Exchange, Rating
from rebond_web.ratings.revealing import sealer_of, words_of
from rebond_web.ratings.setting_aside import withdraw
from rebond_web.ratings.wording import Side

if TYPE_CHECKING:
    from rebond.listen.erasure import Forgotten
    from rebond.workspace import Workspace

KEPT_YEARS = 2
_SHORTEST = 5  # characters of an identifier that is looked for in words
_GONE = "[…]"


def forget_ratings(workspace: Workspace, forgotten: Forgotten) -> int:
    """Remove what a person said and what was said of them; return how many rows went or changed.

    A customer's or a partner's exchanges go whole. Of a member of staff, what they said goes, and
    what was said of them is the team's.
    """
    folder = str(workspace.path)
    with transaction.atomic():
        ours = Exchange.objects.filter(tenant__folder=folder)
        theirs = ours.filter(_outside(forgotten)).distinct()
        staff = ours.filter(seat__account__email__in=_emails(forgotten))
        said = Rating.objects.filter(exchange__in=staff, side=Side.INSIDE)
        gone = Rating.objects.filter(Q(exchange__in=theirs) | Q(exchange__in=staff))
        withdraw(gone)
        removed = said.count()
        said.delete()
        Rating.objects.filter(exchange__in=staff).update(rated="")
        removed += staff.update(seat=None)
        numbers = list(theirs.values_list("pk", flat=True))
        removed += len(numbers)
        Exchange.objects.filter(pk__in=numbers).delete()
        return removed + _unname(workspace, forgotten)


def tell_ratings(workspace: Workspace, person: Forgotten) -> list[dict[str, Any]]:
    """Return what a person said in ratings and what was said of them, once revealed.

    Before, whoever asks on their behalf would read what nobody may: it says when they can.
    """
    ours = Exchange.objects.filter(tenant__folder=str(workspace.path)).select_related("tenant")
    as_outside = ours.filter(_outside(person)).distinct()
    as_staff = ours.filter(seat__account__email__in=_emails(person))
    return [
        *(_told(one, Side.OUTSIDE) for one in as_outside.order_by("pk")),
        *(_told(one, Side.INSIDE) for one in as_staff.order_by("pk")),
    ]


def let_old_ones_go(today: date | None = None) -> int:
    """Remove the exchanges of quarters that ended two years ago; return how many.

    Whole quarters go at once: no figure changes by a few people.
    """
    now = today or timezone.localdate()
    before = date(now.year - KEPT_YEARS, (now.month - 1) // 3 * 3 + 1, 1)
    removed = 0
    with transaction.atomic():
        old = Exchange.objects.filter(happened__lt=before)
        withdraw(Rating.objects.filter(exchange__in=old))
        for tenant in sorted(set(old.values_list("tenant", flat=True))):
            record("old ratings erased", by=None, tenant=tenant)
        removed = old.count()
        old.delete()
        Batch.objects.filter(ratings=None).delete()
    return removed


def _outside(person: Forgotten) -> Q:
    responses = person.responses | person.people
    return Q(outside_key__in=person.people) | Q(ratings__response_id__in=responses)


def _emails(person: Forgotten) -> set[str]:
    return {one.strip().casefold() for one in person.identifiers if "@" in one}


def _told(exchange: Exchange, own: str) -> dict[str, Any]:
    sealer = sealer_of(exchange.tenant)
    shown = exchange.ratings.order_by("pk") if exchange.revealed else Rating.objects.none()
    return {
        "exchange": exchange.kind,
        "on": exchange.happened.isoformat(),
        "place": exchange.place,
        "revealed at the latest on": exchange.due.date().isoformat(),
        "ratings": [
            {
                "by": "this person" if one.side == own else "the other side",
                "marks": one.marks,
                "words": words_of(one, sealer),
            }
            for one in shown
        ],
    }


def _unname(workspace: Workspace, forgotten: Forgotten) -> int:
    """Take what names a person out of the words of others; return in how many they were."""
    own = forgotten.traces - shared_traces(workspace, forgotten.traces)
    names = sorted((n for n in own | forgotten.identifiers if len(n) >= _SHORTEST), key=len)
    changed = 0
    kept = Rating.objects.filter(exchange__tenant__folder=str(workspace.path)).exclude(sealed=b"")
    for rating in kept.select_related("exchange__tenant") if names else ():
        sealer = sealer_of(rating.exchange.tenant)
        words = text = words_of(rating, sealer)
        for name in reversed(names):
            text = text.replace(name, _GONE)
        if text != words:
            sealed = sealer.seal(text, rating.answer_id)
            changed += Rating.objects.filter(pk=rating.pk).update(sealed=sealed)
    return changed
