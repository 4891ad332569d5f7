"""How long first answers take, and how many come in time.

A case that is not answered yet says that its answer takes longer than its age, and counts as such:
leaving those out would make slow answers look fast.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from rebond.quantify import Cell
from rebond.quantify.statistics.intervals import moments_of, share_interval
from rebond_web.cases.models import Case, State

_Z = 1.959963984540054
_DAY = 86400.0


@dataclass(frozen=True)
class Delays:
    """``median`` in days, ``in_time`` in %; values are None where they are not known yet."""

    median: Cell
    in_time: Cell


def delays_of(cases: Sequence[Case], today: datetime.date | None = None) -> Delays:
    """Return the delays of some cases.

    In time: of the cases whose due date has passed, those first answered by then. Cases closed
    without an answer count until they were closed for the median, and are not in time.
    """
    now, today = timezone.now(), today or timezone.localdate()
    ends = {one.pk: one.answered or _closed(one) or now for one in cases}
    times = [max(0.0, (ends[one.pk] - one.opened).total_seconds() / _DAY) for one in cases]
    value, low, high = median_time(times, [one.answered is not None for one in cases])
    over = [one for one in cases if one.due < today]
    punctual = [
        float(one.answered is not None and timezone.localdate(one.answered) <= one.due)
        for one in over
    ]
    return Delays(
        Cell((), value, low, high, len(cases), len(cases)),
        _share(punctual),
    )


def median_time(
    times: Sequence[float], happened: Sequence[bool]
) -> tuple[float | None, float | None, float | None]:
    """Return the median time until something happens, and its 95 % interval.

    Parameters
    ----------
    times : (n,) sequence
        Until it happened, or until it was last seen not to have.
    happened : (n,) sequence
        Which of the two.

    Returns
    -------
    median, low, high
        None where it is beyond what was seen.

    Notes
    -----
    Kaplan and Meier 1958 (doi:10.1080/01621459.1958.10501452); the interval holds the times at
    which one half is within the log-log interval of the curve (Brookmeyer and Crowley 1982,
    doi:10.2307/2530286), its variance by Greenwood.

    >>> median_time([1.0, 2.0, 3.0], [True, True, True])[0]
    2.0
    >>> median_time([1.0, 2.0, 3.0], [True, False, False])[0] is None
    True
    """
    median = low = high = None
    alive, spread = 1.0, 0.0
    ordered = sorted(zip(times, happened, strict=True))
    for time in sorted({t for t, did in ordered if did}):
        at_risk = sum(t >= time for t, _ in ordered)
        gone = sum(t == time and did for t, did in ordered)
        alive *= 1 - gone / at_risk
        spread += gone / (at_risk * (at_risk - gone)) if at_risk > gone else math.inf
        below, above = _log_log(alive, spread)
        low = time if low is None and below <= 0.5 else low
        median = time if median is None and alive <= 0.5 else median
        high = time if high is None and above < 0.5 else high
    return median, low, high


def _log_log(alive: float, spread: float) -> tuple[float, float]:
    """Return the interval of a survival of between 0 and 1."""
    if alive <= 0:
        return 0.0, 0.0
    if alive >= 1 or not math.isfinite(spread):
        return 0.0, 1.0
    half = _Z * spread**0.5 / abs(math.log(alive))
    return alive ** math.exp(half), alive ** math.exp(-half)


def _share(values: Sequence[float]) -> Cell:
    n = len(values)
    if not n:
        return Cell((), None, None, None, 0, 0)
    moments = moments_of(list(values), list(range(n)))
    low, high = share_interval(moments)
    return Cell((), 100 * moments.ratio, 100 * low, 100 * high, n, n)


def _closed(case: Case) -> datetime.datetime | None:
    """Return when a case that nobody answered was closed, None while it is not."""
    if case.state != State.CLOSED:
        return None
    return max((one.at for one in case.steps.all()), default=None)
