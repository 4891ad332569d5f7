"""Whether the score changes over the weeks, tested as a theme's share is.

Each answer becomes a number from 0 to 1 (for NPS 0 a detractor, ½ a passive, 1 a promoter); its
weekly mean is put to the same step, season and same-weeks tests as a share, whose variance, that of
yes or no, is never below a score's.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rebond.quantify.asking.chosen import Score
from rebond.quantify.asking.measures import measured
from rebond.quantify.asking.rows import UNKNOWN_DATE, Rows
from rebond.quantify.asking.series import WeeklySeries, whole_weeks
from rebond.quantify.changes.steps import find_steps
from rebond.quantify.changes.trends import LEAST_A_WEEK, LEAST_WEEKS, Moved, change_of
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question


def score_moved(perimeter: Perimeter, score: Score | None) -> list[Moved]:
    """Return the change of the score tested, in its own unit; nothing where none can be told.

    That is under 12 weeks of 5 answers, or where answers come too close together to see a step.
    ``before``, ``after`` and ``difference`` with its interval are in points of NPS or of the scale.
    """
    if score is None:
        return []
    question = Question(score.measure, ("week",), score.filters)
    cells = {
        keys[0]: moments
        for keys, moments in measured(Rows(question, perimeter, perimeter.facts())).cells.items()
    }
    weeks = _weeks(perimeter, [week for week in cells if week != UNKNOWN_DATE])
    of = np.array([float(cells[week].n) if week in cells else 0.0 for week in weeks])
    if len(weeks) < LEAST_WEEKS or of.sum() < LEAST_A_WEEK * len(weeks):
        return []
    low, high = (-1.0, 1.0) if score.measure == "nps" else (score.low, score.high)
    means = np.array([cells[week].ratio if week in cells else low for week in weeks])
    level = of * (means - low) / (high - low)
    data = WeeklySeries(weeks, of, ("",), level[:, None])
    steps = find_steps(of, level[:, None])
    if steps is None:
        return []
    moved = change_of(data, "", level, steps, 0)
    factor = 100.0 if score.measure == "nps" else 1.0

    def scaled(percent: float) -> float:
        return factor * (high - low) * percent / 100

    return [
        replace(
            moved,
            theme=None,
            measure=score.measure,
            kind="rise" if moved.difference > 0 else "fall",
            before=factor * low + scaled(moved.before),
            after=factor * low + scaled(moved.after),
            difference=scaled(moved.difference),
            low=scaled(moved.low),
            high=scaled(moved.high),
            n=int(of.sum()),
            series=tuple(float(factor * mean) for mean in means),
            question=question,
        )
    ]


def _weeks(perimeter: Perimeter, known: Sequence[datetime.date]) -> tuple[datetime.date, ...]:
    """Return the whole weeks from the first to the last, without a hole."""
    if not known:
        return ()
    first, last = whole_weeks(perimeter, min(known), max(known))
    count = max(0, (last - first).days // 7 + 1)
    return tuple(first + datetime.timedelta(days=7 * i) for i in range(count))
