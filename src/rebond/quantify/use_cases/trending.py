"""What is spoken of more, or less, of late; all subjects are tested together."""

from __future__ import annotations

import numpy as np

from rebond.errors import QuestionError
from rebond.quantify.changes.recent import (
    LEAST_BEFORE,
    Recent,
    published_rule,
    recent_changes,
)
from rebond.quantify.figure import Answer, Cell
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question
from rebond.quantify.statistics.discoveries import FALSE_DISCOVERIES, q_values
from rebond.quantify.statistics.intervals import Moments, share_interval
from rebond.quantify.use_cases.readings import READING
from rebond.quantify.use_cases.subjects import asked, only_subjects
from rebond.quantify.use_cases.weekly import Weekly, weekly
from rebond.vocabulary import Message

LEAST_SPOKEN = 20  # voices in all that speak of a subject, for its change to be tested
ENOUGH = 200  # voices of the last weeks
_LATELY = (4, 8, 13, 26)  # weeks: the first of these that hold enough voices


def answer_trending(question: Question, perimeter: Perimeter) -> Answer:
    """Return how the share of each subject changed in the last weeks, against all those before.

    The last 4 weeks, or 8, 13, 26 where they are needed for 200 voices. The change is that of the
    odds of being spoken of, season taken out from 13 months on; the total is the change of the
    number of voices, which is told apart.

    Raises
    ------
    QuestionError
        With fewer than 12 whole weeks, or by anything but opinions.
    """
    about = asked(question)
    only_subjects(about, "trending by theme where channel = survey")
    series = weekly(about, perimeter)
    lately = _lately(series)
    enough = np.flatnonzero(series.speaking.sum(axis=0) >= LEAST_SPOKEN)
    names = [str(i) for i in enough]
    speaking = series.speaking[:, enough]
    found = recent_changes(series.voices, speaking, names, weeks=lately)
    told = q_values([one.share.p_value for one in found.themes]) <= FALSE_DISCOVERIES
    order = sorted(
        range(len(names)),
        key=lambda i: (not told[i], found.themes[i].share.p_value, series.keys[int(names[i])]),
    )
    now = int(series.voices[-lately:].sum())
    past = int(series.voices[:-lately].sum())
    cells = []
    for i in order:
        keys = series.keys[int(found.themes[i].theme)]
        cells += _cells(keys, found.themes[i], bool(told[i]), past, now)
    volume = found.volume
    ends = (_percent(volume.value), _percent(volume.low), _percent(volume.high))
    total = Cell((), *ends, n=now, people=now)
    rule = int(published_rule(series.speaking).sum()) if len(series.weeks) > LEAST_BEFORE else 0
    notes = (
        Message(
            "The last {weeks} weeks (from {first}) against the {before} before. Subjects that"
            " changed: {told} of {count}, false discoveries held at 5%. The total is the change of"
            " the number of voices.",
            {
                "weeks": lately,
                "first": series.weeks[-lately],
                "before": len(series.weeks) - lately,
                "told": int(told.sum()),
                "count": len(names),
            },
        ),
        Message(
            "A rule that is published elsewhere (more than the mean of four weeks by one standard"
            " deviation) would call {count} subjects trending this week. It fires on about one"
            " stable subject in five and is no claim here.",
            {"count": rule},
        ),
    )
    return Answer(tuple(cells), total, (READING,), notes, method="recent-changes")


def _lately(series: Weekly) -> int:
    """Return how many weeks are “now”.

    Raises
    ------
    QuestionError
        When 8 weeks do not precede the last 4.
    """
    known = len(series.weeks)
    usable = [weeks for weeks in _LATELY if known - weeks >= LEAST_BEFORE]
    if not usable or series.voices.sum() == 0:
        raise QuestionError(
            "Changes need 12 whole weeks with voices, and there are {weeks}. Widen the filters, or"
            " ask again when more is known.",
            weeks=known,
        )
    return next((w for w in usable if series.voices[-w:].sum() >= ENOUGH), usable[-1])


def _cells(keys: tuple[str, ...], one: Recent, told: bool, past: int, now: int) -> list[Cell]:
    change = one.share
    ends = (_percent(change.value), _percent(change.low), _percent(change.high))
    cells = [
        Cell(
            (*keys, "before"),
            one.before,
            *_interval(one.before, past, one.spread),
            n=past,
            people=past,
        ),
        Cell((*keys, "now"), one.after, *_interval(one.after, now, one.spread), n=now, people=now),
        Cell((*keys, "change"), *ends, n=one.n, people=one.n, distinct=told),
    ]
    if one.last_year is not None:
        year = one.last_year
        ends = (_percent(year.value), _percent(year.low), _percent(year.high))
        cells.append(Cell((*keys, "last_year"), *ends, n=one.n, people=one.n))
    return cells


def _percent(ratio: float) -> float | None:
    """Return a ratio as a change in %, None where it has no bound."""
    return 100 * (ratio - 1) if np.isfinite(ratio) and ratio < 1e6 else None


def _interval(share: float, n: int, spread: float) -> tuple[float, float]:
    """Return Wilson's interval of a share in %, on the n that overdispersion leaves."""
    left = max(1, round(n / spread))
    total = share / 100 * left
    low, high = share_interval(Moments(left, total, total, left, total, total, left))
    return 100 * low, 100 * high
