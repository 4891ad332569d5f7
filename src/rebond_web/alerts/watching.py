"""What a rule watches: weekly counts, or scores, of each value of an attribute and each theme."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rebond.quantify import Filter, Perimeter, Question
from rebond.quantify.asking.facts import collected
from rebond.quantify.asking.measures import Measured, measured
from rebond.quantify.asking.rows import Rows
from rebond.quantify.asking.series import whole_weeks
from rebond.quantify.asking.themes import is_specific
from rebond.quantify.groups.gaps import dimension_of
from rebond.quantify.question import Condition
from rebond.quantify.statistics.intervals import Moments, mean_interval, net_interval
from rebond_web.alerts.models import Kind, Rule
from rebond_web.alerts.ringing import HALF_A_YEAR
from rebond_web.alerts.testing import A_YEAR, LEAST_BEFORE, Series, p_under, scanned

Array = npt.NDArray[np.float64]
MOST_VALUES = 300
A_WEEK = datetime.timedelta(days=7)
_BEFORE = {Kind.FALLS: LEAST_BEFORE, Kind.COMPLAINTS: A_YEAR, Kind.UNDER: 0}  # weeks needed


@dataclass(frozen=True)
class Watched:
    """What a rule scanned.

    ``names`` (c,) are the value ("" for everything together) and the theme ("" for a score) of
    each series; ``p`` (w, c) their p-values at the end of each of ``weeks`` (Mondays).
    """

    names: Sequence[tuple[str, str]]
    weeks: Sequence[datetime.date]
    p: Array


def watched(rule: Rule, perimeter: Perimeter) -> Watched:
    """Return the p-values of a rule over the last half year, and of the weeks that went before.

    Raises
    ------
    QuestionError
        When it names what the workspace no longer has.
    """
    weeks = known_weeks(perimeter)
    looked = HALF_A_YEAR + rule.weeks
    least = rule.weeks + _BEFORE[Kind(rule.kind)]
    ends = list(range(max(least, len(weeks) - looked + 1), len(weeks) + 1))
    if not ends:
        return Watched((), (), np.ones((0, 0)))
    if rule.kind == Kind.UNDER:
        names, p = _scores(rule, perimeter, weeks, ends)
    else:
        names, series = _series(rule, perimeter, weeks)
        p = scanned(series, rule.weeks, ends, last_year=rule.kind == Kind.COMPLAINTS)
    return Watched(names, [weeks[end - 1] for end in ends], p)


def known_weeks(perimeter: Perimeter) -> list[datetime.date]:
    """Return the Mondays of the whole weeks that have responses, without a hole."""
    days = _days(perimeter)
    if days is None:
        return []
    mondays = [day - datetime.timedelta(days=day.weekday()) for day in days]
    first, last = whole_weeks(perimeter, mondays[0], mondays[1])
    return [first + i * A_WEEK for i in range((last - first).days // 7 + 1)]


def _days(perimeter: Perimeter) -> tuple[datetime.date, datetime.date] | None:
    from rebond.quantify import ask

    known = [cell.keys[0] for cell in ask(Question("responses", ("day",)), perimeter).cells]
    days = sorted(datetime.date.fromisoformat(day) for day in known if day)
    return (days[0], days[-1]) if days else None


def of_theme(rule: Rule) -> tuple[Condition, ...]:
    """Return the condition on the theme of a rule, none for a rule on every theme."""
    return (Filter("theme", "=", (rule.theme,)),) if rule.theme else ()


def of_complaints(rule: Rule) -> tuple[Condition, ...]:
    """Return the condition that keeps complaints, for a rule on them."""
    return (Filter("intent", "=", ("complaint",)),) if rule.kind == Kind.COMPLAINTS else ()


def dimensions_of(rule: Rule) -> tuple[str, ...]:
    """Return how a question names the attribute of a rule; nothing for everything together."""
    return (dimension_of(rule.attribute),) if rule.attribute else ()


def _series(
    rule: Rule, perimeter: Perimeter, weeks: Sequence[datetime.date]
) -> tuple[list[tuple[str, str]], Series]:
    by = dimensions_of(rule)
    asked = Question("share", ("week", *by, "theme"), of_theme(rule) + of_complaints(rule))
    rows = Rows(asked, perimeter, perimeter.facts())
    if rule.kind == Kind.COMPLAINTS:
        base = _counts(Rows(Question("voices", ("week", *by)), perimeter, rows.facts).voices(), by)
        kind = _counts(rows.opinions().select("voice", *rows.columns).unique(), (*by, "theme"))
    else:
        judged = rows.mentions()
        base = _counts(_with(judged, (-1, 1)), (*by, "theme"))
        kind = _counts(_with(judged, (-1,)), (*by, "theme"))
    names = _names(rule, perimeter, kind, base)
    place = {week: i for i, week in enumerate(weeks)}
    y, n = np.zeros((len(weeks), len(names))), np.zeros((len(weeks), len(names)))
    for j, (value, theme) in enumerate(names):
        of = (value,) if by else ()
        _fill(y[:, j], kind.get((*of, theme), {}), place)
        key = of if rule.kind == Kind.COMPLAINTS else (*of, theme)
        _fill(n[:, j], base.get(key, {}), place)
    themes = sorted({theme for _, theme in names})
    numbers = np.array([themes.index(theme) for _, theme in names], dtype=np.int64)
    return names, Series(y, n, numbers)


def _with(judged: Any, signs: tuple[int, ...]) -> Any:
    import narwhals as nw

    return judged.filter(nw.col("sign").is_in(signs))


Counts = dict[tuple[str, ...], dict[datetime.date, float]]


def _counts(rows: Any, keys: tuple[str, ...]) -> Counts:
    """Return the weekly counts of rows by the dimensions after the week (d1, d2…)."""
    import narwhals as nw

    columns = [f"d{i}" for i in range(len(keys) + 1)]
    found: Counts = {}
    for row in collected(rows.group_by(*columns).agg(nw.len().alias("n"))).to_pylist():
        key = tuple(str(row[name]) for name in columns[1:])
        found.setdefault(key, {})[row["d0"]] = float(row["n"])
    return found


def _fill(into: Array, counts: dict[datetime.date, float], place: dict[datetime.date, int]) -> None:
    for week, n in counts.items():
        if week in place:
            into[place[week]] = n


def _names(rule: Rule, perimeter: Perimeter, kind: Counts, base: Counts) -> list[tuple[str, str]]:
    """Return the value and theme of each series: subjects only, the values with the most voices."""
    themes = sorted({key[-1] for key in kind})
    themes = [one for one in themes if rule.theme or is_specific(perimeter.workspace, one)]
    if not rule.attribute:
        return [("", theme) for theme in themes]
    sizes: dict[str, float] = {}
    for key, counts in base.items():
        if key[0]:
            sizes[key[0]] = sizes.get(key[0], 0.0) + sum(counts.values())
    values = sorted(sizes, key=lambda value: (-sizes[value], value))[:MOST_VALUES]
    return [(value, theme) for value in values for theme in themes]


def _scores(
    rule: Rule, perimeter: Perimeter, weeks: Sequence[datetime.date], ends: Sequence[int]
) -> tuple[list[tuple[str, str]], Array]:
    question = score_question(rule)
    found = []
    for end in ends:
        window = during(weeks[max(0, end - rule.weeks)], weeks[end - 1])
        rows = Rows(question.where(*window), perimeter, perimeter.facts())
        cells = measured(rows)
        threshold, upper = rule.threshold / cells.factor, _upper_end(cells)
        found.append(
            {
                str(keys[0]) if keys else "": p_under(moments, threshold, upper)
                for keys, moments in cells.cells.items()
                if not keys or keys[0] not in (None, "")
            }
        )
    values = sorted({value for one in found for value in one})[:MOST_VALUES]
    p = np.array([[one.get(value, 1.0) for value in values] for one in found])
    return [(value, "") for value in values], p.reshape(len(ends), len(values))


def _upper_end(cells: Measured) -> Callable[[Moments, float], float]:
    """Return what gives the upper end of a score's interval, in its own unit, at a level."""
    if cells.form == "net":
        return lambda moments, level: net_interval(moments, level)[1]
    low, high = cells.scale or (0.0, 1.0)
    return lambda moments, level: mean_interval(moments, low, high, level)[1]


def score_question(rule: Rule) -> Question:
    """Return the question of the score of a rule: the NPS where it is one, else the mean."""
    measure = "nps" if rule.is_nps else "mean_score"
    filters = (Filter("score", "=", (rule.score,)),)
    return Question(measure, dimensions_of(rule), filters)


def during(first: datetime.date, last: datetime.date) -> tuple[Condition, ...]:
    """Return the conditions that keep the weeks from one to another (their Mondays)."""
    ends = first, last + datetime.timedelta(days=6)
    return (
        Filter("day", ">=", (ends[0].isoformat(),)),
        Filter("day", "<=", (ends[1].isoformat(),)),
    )
