"""How many ideas were answered, and how long answers take: published, whatever they are.

An idea that is not answered yet says that its answer takes longer than its age, and counts as such.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Min, QuerySet
from django.utils import timezone

from rebond.vocabulary import Message, Quantity
from rebond_web.answers.listing import to_answer
from rebond_web.cases.delays import median_time
from rebond_web.ideas.models import Idea

_DAY = 86400.0


@dataclass(frozen=True)
class Rate:
    """Of ``n`` ideas, how many were ``answered``; the median delay in days with its 95 % interval.

    ``median``, ``low`` and ``high`` are None where they are beyond what was seen.
    """

    n: int
    answered: int
    median: float | None
    low: float | None
    high: float | None

    @property
    def share(self) -> float:
        """The share answered, in %; 0 without ideas."""
        return 100 * self.answered / self.n if self.n else 0.0

    @property
    def said(self) -> Message:
        """The share answered, in words."""
        return Message("{share}% of {n}", {"share": Quantity(self.share, 0), "n": self.n})


def days_said(days: float) -> Message:
    """Return a delay in words, to a tenth of a day under ten days.

    >>> str(days_said(3.21)), str(days_said(41.2))
    ('3.2 days', '41 days')
    """
    return Message("{n} days", {"n": Quantity(days, 1 if days < 10 else 0)})


def rate_of(ideas: QuerySet[Idea]) -> Rate:
    """Return how many of some ideas were answered, and how fast: by their first answer."""
    now = timezone.now()
    rows = to_answer(ideas).select_related(None).annotate(first=Min("decisions__at"))
    times: list[float] = []
    happened: list[bool] = []
    for published, first in rows.values_list("published", "first"):
        end = first or now
        times.append(max(0.0, (end - (published or end)).total_seconds() / _DAY))
        happened.append(first is not None)
    return Rate(len(times), sum(happened), *_median(times, happened))


def _median(
    times: Sequence[float], happened: Sequence[bool]
) -> tuple[float | None, float | None, float | None]:
    return median_time(times, happened) if times else (None, None, None)
