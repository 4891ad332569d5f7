"""What those who work here are shown of ratings: one declared table, gaps, what is unusual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup

from rebond.network import (
    HIGH,
    LOW,
    Batch,
    Gap,
    ProtectedTable,
    Summary,
    mirrored_gap,
    protected_table,
    unusual,
)
from rebond.network import Rating as Rated
from rebond.network.batches import are_enough
from rebond.network.tables import WHOLE
from rebond.report.charts.rows import interval_mark
from rebond_web.ratings.models import Batch as Kept
from rebond_web.ratings.models import Exchange, Rating
from rebond_web.ratings.revealing import as_rated
from rebond_web.ratings.seeing import sees
from rebond_web.ratings.wording import CRITERIA, Side
from rebond_web.workspaces.access import Sitting

MOST_PLACES = 40
MOST_GAPS = 12
PERIODS = 8  # quarters


@dataclass(frozen=True)
class Row:
    """A place, "" for all of them together, with its figure on each criterion, None if hidden."""

    place: str
    cells: Sequence[Summary | None]

    @property
    def raters(self) -> int:
        """How many people rated."""
        return max((one.raters for one in self.cells if one), default=0)


@dataclass(frozen=True)
class Distance:
    """What customers say less what the team says, on one criterion, in one place or all ("")."""

    place: str
    criterion: str
    gap: Gap
    mark: Markup


@dataclass(frozen=True)
class Flag:
    """Something unusual in a place, without its numbers: few people may be behind them."""

    kind: str
    place: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Shown:
    """What is shown of one relation."""

    table: ProtectedTable
    rows: Sequence[Row]
    distances: Sequence[Distance]
    flags: Sequence[Flag]
    exchanges: int
    hidden: int = 0
    periods: Sequence[str] = field(default_factory=tuple)


def shown_to(sitting: Sitting, relation: str, period: str = WHOLE) -> Shown:
    """Return what this person is shown of a relation, in a period or all together."""
    exchanges = _exchanges_by_place(sitting, relation)
    outside = batches_of(sitting, relation, Side.OUTSIDE, set(exchanges))
    inside = batches_of(sitting, relation, Side.INSIDE, set(exchanges))
    table = protected_table(outside)
    periods = table.periods[-PERIODS:]
    rows = _rows(table, period if period in periods else WHOLE)
    return Shown(
        table=table,
        rows=rows,
        distances=_distances(outside, inside),
        flags=_flags(outside, exchanges),
        exchanges=sum(exchanges.values()),
        hidden=len(exchanges) - sum(1 for row in rows if row.place),
        periods=periods,
    )


def batches_of(sitting: Sitting, relation: str, side: str, places: set[str]) -> list[Batch]:
    """Return what may be published of one side, of some places."""
    kept = Kept.objects.filter(
        tenant=sitting.seat.tenant, relation=relation, side=side, withdrawn=False
    )
    inside: dict[int, list[Rated]] = {}
    found = Rating.objects.filter(batch__in=kept).select_related("exchange").order_by("pk")
    for rating in found:
        inside.setdefault(rating.batch_id or 0, []).append(as_rated(rating))
    return [
        Batch(one.place, one.period, tuple(inside[one.pk]))
        for one in kept.order_by("pk")
        if one.place in places and are_enough(inside.get(one.pk, ()))
    ]


def _exchanges_by_place(sitting: Sitting, relation: str) -> dict[str, int]:
    """Return the places that this person may see, with how many exchanges were revealed there."""
    counted: dict[str, int] = {}
    allowed: dict[str, bool] = {}
    found = Exchange.objects.filter(
        tenant=sitting.seat.tenant, relation=relation, revealed__isnull=False
    )
    for place, attributes in found.values_list("place", "attributes"):
        known = repr(attributes)
        if known not in allowed:
            allowed[known] = sees(sitting, attributes)
        if allowed[known]:
            counted[place] = counted.get(place, 0) + 1
    return counted


def _rows(table: ProtectedTable, period: str) -> list[Row]:
    rows = [
        Row(place, [table.cell(place, period, name) for name in CRITERIA])
        for place in (WHOLE, *table.places)
        if (place, period) in table.cells
    ]
    several = len(rows) > 2  # one place and all together would be the same row twice
    ordered = sorted(rows, key=lambda row: (row.place != WHOLE, -row.raters, row.place))
    return ordered[: MOST_PLACES + 1] if several else ordered[1:]


def _distances(outside: Sequence[Batch], inside: Sequence[Batch]) -> list[Distance]:
    """Return the gaps of each place where both speak, and of these together; those that hold first.

    Together they are compared where both speak alone: elsewhere one side has no other.
    """
    places = sorted({one.place for one in outside} & {one.place for one in inside})
    outside = [one for one in outside if one.place in places]
    inside = [one for one in inside if one.place in places]
    groups = (WHOLE, *places) if len(places) > 1 else places
    asked = [(place, name) for place in groups for name in CRITERIA]
    found = []
    for place, name in asked:
        gap = mirrored_gap(
            [one for one in outside if place in (WHOLE, one.place)],
            [one for one in inside if place in (WHOLE, one.place)],
            name,
            together=len(asked),
        )
        if gap is not None:
            found.append(Distance(place, name, gap, _mark(gap)))
    found.sort(key=lambda one: (not one.gap.holds, one.place != WHOLE, -abs(one.gap.value)))
    return found[:MOST_GAPS]


def _mark(gap: Gap) -> Markup:
    return interval_mark(
        gap.value,
        gap.low,
        gap.high,
        (LOW - HIGH, HIGH - LOW),
        tone="" if gap.holds else "mix",
        hollow=not gap.holds,
        reference=0.0,
    )


def _flags(outside: Sequence[Batch], exchanges: dict[str, int]) -> list[Flag]:
    """Return what is unusual in what was published, the surest first."""
    by_place: dict[str, list[Rated]] = {}
    for batch in outside:
        by_place.setdefault(batch.place, []).extend(batch.ratings)
    return [
        Flag(one.kind, one.subject, one.since, one.until) for one in unusual(by_place, exchanges)
    ]
