"""The public log of a space: how many decisions of which kind, how fast; never what was written."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from rebond_web.moderation.models import Appeal, Notice, Ruling, Seen, Verdict
from rebond_web.spaces.models import Space

SHOWN = 50
_LOOKED_BACK = 500  # decisions of which the median delay is told


@dataclass(frozen=True)
class Log:
    """What a space tells of its moderation.

    ``by_rule`` counts what was flagged automatically; ``hours`` is the median delay from when
    something began to wait to the decision, over the last 500, None before the first.
    """

    looked_at: int
    agreed: int
    refused: int
    changes: int
    excluded: int
    by_rule: int
    reported: int
    appeals: int
    heard: int
    reversed: int
    hours: float | None
    lines: Page[Ruling]


def log_of(space: Space, page: str | None) -> Log:
    """Return the log of a space, a page of its lines, the last first."""
    rulings = Ruling.objects.filter(space=space)
    counts = rulings.aggregate(
        looked_at=Count("pk"),
        by_rule=Count("pk", filter=Q(seen=Seen.RULE)),
        **{one.name.lower(): Count("pk", filter=Q(verdict=one)) for one in Verdict},
    )
    appeals = Appeal.objects.filter(ruling__space=space).aggregate(
        appeals=Count("pk"),
        heard=Count("pk", filter=Q(heard__isnull=False)),
        reversed=Count("pk", filter=Q(reversed=True)),
    )
    lines = rulings.select_related("appeal").order_by("-at", "-pk")
    return Log(
        **counts,
        **appeals,
        reported=Notice.objects.filter(space=space).count(),
        hours=_median_hours(space),
        lines=Paginator(lines, SHOWN).get_page(page),
    )


def _median_hours(space: Space) -> float | None:
    waited = Ruling.objects.filter(space=space).exclude(seen=Seen.PERSON).order_by("-at")
    delays: Sequence[float] = [
        (at - since).total_seconds() / 3600
        for since, at in waited.values_list("since", "at")[:_LOOKED_BACK]
    ]
    return statistics.median(delays) if delays else None
