"""When an insight was first and last found, as the ledger of the workspace tells it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from rebond.quantify import Perimeter
from rebond.quantify.insights.insight import Insight
from rebond.quantify.tracing import keep_insights
from rebond.quantify.tracing.keeping import conditions
from rebond.quantify.tracing.ledger import InsightEntry, Ledger


@dataclass(frozen=True)
class Found:
    """When an insight was shown to those who see the same rows.

    ``last`` is its line on the last data it was found in; ``gone`` the first time (UTC) that a
    later scan, which announced others, did not find it any more (None when none did).
    """

    first: datetime.datetime
    last: InsightEntry
    gone: datetime.datetime | None


def found_when(perimeter: Perimeter, insight: str) -> Found | None:
    """Return when an insight was found; None when it never was for those who see these rows."""
    inside = conditions(perimeter)
    entries = [
        one for one in Ledger(Path(perimeter.workspace.path)).insights() if one.perimeter == inside
    ]
    own = [one for one in entries if one.identifier == insight]
    if not own:
        return None
    last = max(own, key=lambda one: one.shown_at)
    held = {one.data_version for one in own}
    later = [
        one.shown_at
        for one in entries
        if one.shown_at > last.shown_at and one.data_version not in held
    ]
    return Found(
        first=datetime.datetime.fromisoformat(min(one.shown_at for one in own)),
        last=last,
        gone=datetime.datetime.fromisoformat(min(later)) if later else None,
    )


def announce(insights: tuple[Insight, ...], perimeter: Perimeter) -> bool:
    """Write in the ledger what is announced on these data; return whether it could be."""
    return all(keep_insights(insights, perimeter, face="site"))
