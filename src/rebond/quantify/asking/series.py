"""Weekly series of a perimeter: voices, and voices that speak of each theme."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rebond.quantify.asking.facts import collected
from rebond.quantify.asking.rows import UNKNOWN_DATE, Rows
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class WeeklySeries:
    """Meaningful voices by week.

    ``weeks`` are Mondays without a hole; ``voices`` (t,) counts all, ``speaking`` (t, p) those
    that speak of each of ``themes``; ``people`` the persons of the whole period.
    """

    weeks: tuple[datetime.date, ...]
    voices: Array
    themes: tuple[str, ...]
    speaking: Array


def weekly_series(perimeter: Perimeter) -> WeeklySeries:
    """Return the weekly series; the first and the last week are left out when begun or unended.

    A week counts as cut when the data start after its Tuesday or end before its Saturday.
    """
    import narwhals as nw

    facts = perimeter.facts()
    rows = Rows(Question("voices", ("week",)), perimeter, facts)
    voices = collected(rows.voices().group_by("d0").agg(nw.len().alias("n")))
    by_theme = Rows(Question("share", ("week", "theme")), perimeter, facts)
    spoken = collected(by_theme.mentions().group_by("d0", "d1").agg(nw.len().alias("n")))
    known = [week for week in voices["d0"].to_pylist() if week != UNKNOWN_DATE]
    if not known:
        return WeeklySeries((), np.zeros(0), (), np.zeros((0, 0)))
    first, last = whole_weeks(perimeter, min(known), max(known))
    count = max(0, (last - first).days // 7 + 1)
    weeks = tuple(first + datetime.timedelta(days=7 * i) for i in range(count))
    place = {week: i for i, week in enumerate(weeks)}
    total = np.zeros(count)
    for row in voices.to_pylist():
        if row["d0"] in place:
            total[place[row["d0"]]] = row["n"]
    themes = tuple(sorted(set(spoken["d1"].to_pylist())))
    column = {theme: i for i, theme in enumerate(themes)}
    counts = np.zeros((count, len(themes)))
    for row in spoken.to_pylist():
        if row["d0"] in place:
            counts[place[row["d0"]], column[row["d1"]]] = row["n"]
    return WeeklySeries(weeks, total, themes, counts)


def whole_weeks(
    perimeter: Perimeter, first: datetime.date, last: datetime.date
) -> tuple[datetime.date, datetime.date]:
    """Return the first and last week (Mondays) that are whole, from those that have voices."""
    import narwhals as nw

    rows = Rows(Question("responses", ("day",)), perimeter, perimeter.facts())
    days = rows.responses().filter(nw.col("d0") != nw.lit(UNKNOWN_DATE))
    ends: dict[str, Any] = collected(
        days.select(nw.col("d0").min().alias("first"), nw.col("d0").max().alias("last"))
    ).to_pylist()[0]
    if ends["first"] is not None and ends["first"] > first + datetime.timedelta(days=1):
        first += datetime.timedelta(days=7)
    if ends["last"] is not None and ends["last"] < last + datetime.timedelta(days=5):
        last -= datetime.timedelta(days=7)
    return first, last
