"""What a person who works here was given: for them and their manager, and nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from rebond.network import Gap, Summary, change, summary, unusual
from rebond_web.accounts.models import Account
from rebond_web.ratings.models import Exchange, Rating
from rebond_web.ratings.revealing import as_rated, sealer_of, words_of
from rebond_web.ratings.seeing import sees
from rebond_web.ratings.showing import Flag
from rebond_web.ratings.wording import CRITERIA, Side
from rebond_web.workspaces.access import Sitting
from rebond_web.workspaces.models import Seat, Tenant

LEAST = 5  # ratings, under which there is no average
LATELY = timedelta(days=90)
MOST = 100  # ratings listed


@dataclass(frozen=True)
class One:
    """A rating received, with its words and what was said in return."""

    rating: Rating
    words: str


@dataclass(frozen=True)
class Average:
    """A criterion: its average, and how it changed lately; None where there are too few."""

    criterion: str
    all: Summary
    lately: Gap | None


@dataclass(frozen=True)
class Own:
    """What one person was given. ``averages`` are empty under `LEAST` ratings that count."""

    seat: Seat
    ratings: Sequence[One]
    counted: int
    averages: Sequence[Average]
    flags: Sequence[Flag]


def given_to(seat: Seat, exchanges: Iterable[Exchange] | None = None) -> Own:
    """Return what a person was given, in all their exchanges or some of them, once revealed."""
    found = _received().filter(exchange__seat=seat)
    if exchanges is not None:
        found = found.filter(exchange__in=[one.pk for one in exchanges])
    return _own(seat, list(found))


def _received() -> QuerySet[Rating]:
    """Return what was said of people by name and is revealed, the latest exchange first."""
    found = Rating.objects.select_related("exchange").filter(
        exchange__seat__isnull=False, exchange__revealed__isnull=False, side=Side.OUTSIDE
    )
    return found.order_by("-exchange__happened", "-pk")


def _own(seat: Seat, ratings: list[Rating]) -> Own:
    counted = [one for one in ratings if not one.aside]
    sealer = sealer_of(seat.tenant)
    rated = [as_rated(one) for one in counted]
    return Own(
        seat,
        [One(one, words_of(one, sealer)) for one in ratings[:MOST]],
        len(counted),
        _averages(counted) if len(counted) >= LEAST else (),
        [Flag(one.kind, "", one.since, one.until) for one in unusual({"": rated})],
    )


def people_of(sitting: Sitting) -> list[Own]:
    """Return those who were rated by name where this manager sees, by address."""
    theirs: dict[int, list[Rating]] = {}
    for rating in _received().filter(exchange__tenant=sitting.seat.tenant):
        if sees(sitting, rating.exchange.attributes):
            theirs.setdefault(rating.exchange.seat_id or 0, []).append(rating)
    seats = Seat.objects.filter(pk__in=theirs).select_related("account", "tenant")
    return [_own(seat, theirs[seat.pk]) for seat in seats.order_by("account__email")]


def is_named(account: Account, tenant: Tenant) -> bool:
    """Return whether somebody is named in an exchange: they have a page of their own."""
    return Exchange.objects.filter(tenant=tenant, seat__account=account).exists()


def to_rate(seat: Seat) -> list[Exchange]:
    """Return the exchanges that a person may still rate, the oldest first."""
    waiting = Exchange.objects.filter(seat=seat, revealed=None, due__gt=timezone.now())
    rated = Rating.objects.filter(exchange__seat=seat, side=Side.INSIDE)
    return list(waiting.exclude(pk__in=rated.values("exchange")).order_by("happened", "pk"))


def _averages(ratings: Sequence[Rating]) -> list[Average]:
    since = timezone.localdate() - LATELY
    found = []
    for name in CRITERIA:
        average = summary(_marks(ratings, name))
        if average is not None:
            found.append(Average(name, average, _lately(ratings, name, since)))
    return found


def _lately(ratings: Sequence[Rating], name: str, since: date) -> Gap | None:
    now = _marks([one for one in ratings if one.exchange.happened >= since], name)
    before = _marks([one for one in ratings if one.exchange.happened < since], name)
    if min(len(now), len(before)) < LEAST:
        return None
    return change(before, now, together=len(CRITERIA))


def _marks(ratings: Sequence[Rating], name: str) -> list[tuple[str, float]]:
    return [(one.rater, float(one.marks[name])) for one in ratings]
