"""Gaps: values of an attribute (shops, segments…) whose figures differ from all the others'.

Each value is compared with the rest on the score, on net polarity, and theme by theme on share and
net polarity. Tests suit small values (`comparing.compared`), and the gap shown is drawn towards
zero by as much as its own noise asks for, so that small shops do not top the list by chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rebond.quantify.asking.chosen import Score
from rebond.quantify.asking.measures import measured
from rebond.quantify.asking.names import dimension_named
from rebond.quantify.asking.rows import Rows
from rebond.quantify.asking.themes import is_specific
from rebond.quantify.groups.comparing import (
    PEOPLE,
    TOTAL,
    N,
    compared,
    moments_of_row,
    shrinkage,
    table_of,
)
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import ATTRIBUTE_PREFIX, Question
from rebond.quantify.statistics.intervals import Moments

LEAST_VALUES, MOST_VALUES = 2, 200
LEAST_RESPONSES = 20  # of a value, and of at least two values
LEAST_SPEAKING = 20  # voices that speak of a theme, for its net polarity; in all, for its share
LEAST_EXPECTED = 1.0  # voices of a value that would speak of a theme if it were as the others
MOST_ATTRIBUTES = 30


@dataclass(frozen=True)
class Tested:
    """One value of an attribute against the rest, on one measure.

    ``observed`` is its raw difference with the rest, ``difference`` the same drawn towards zero,
    with the interval ``low`` to ``high``; in the measure's unit (points, %, or the score's).
    ``n`` units of the value behind the measure; ``moments`` and ``rest`` are those of both sides.
    """

    attribute: str
    value: str
    theme: str | None
    measure: str
    value_figure: float
    rest_figure: float
    observed: float
    difference: float
    low: float
    high: float
    n: int
    p_value: float
    question: Question
    moments: Moments
    rest: Moments


def dimension_of(attribute: str) -> str:
    """Return how a question names an attribute, even one that has the name of a dimension."""
    return attribute if dimension_named(attribute) is None else ATTRIBUTE_PREFIX + attribute


def scanned_attributes(perimeter: Perimeter) -> list[str]:
    """Return the attributes that part the responses into 2 to 200 values, two of them big enough.

    Identifiers have too many values, constants too few: neither is scanned.
    """
    import narwhals as nw

    from rebond.quantify.asking.facts import collected

    facts, kept = perimeter.facts(), []
    for attribute in facts.attribute_names[: 4 * MOST_ATTRIBUTES]:
        rows = Rows(Question("responses", (dimension_of(attribute),)), perimeter, facts)
        counts = collected(
            rows.responses().group_by("d0").agg(nw.len().alias("n")).filter(nw.col("d0") != "")
        )["n"].to_numpy()
        big = int((counts >= LEAST_RESPONSES).sum())
        if LEAST_VALUES <= len(counts) <= MOST_VALUES and big >= 2:
            kept.append(attribute)
    return kept[:MOST_ATTRIBUTES]


def gaps_tested(perimeter: Perimeter, score: Score | None) -> list[Tested]:
    """Return every gap tested, of every scanned attribute."""
    found: list[Tested] = []
    for attribute in scanned_attributes(perimeter):
        by = dimension_of(attribute)
        questions = [Question("net_polarity", (by,))]
        if score is not None:
            questions.append(Question(score.measure, (by,), score.filters))
        for question in questions:
            found += gaps_of(perimeter, question, attribute)
        for measure in ("share", "net_polarity"):
            found += gaps_of(perimeter, Question(measure, (by, "theme")), attribute)
    return _once(found)


def _once(tested: list[Tested]) -> list[Tested]:
    """Keep one of the gaps of the same people under two names (a shop alone in its region).

    That of the attribute with the most values, which names them most closely.
    """
    values: dict[str, set[str]] = {}
    for gap in tested:
        values.setdefault(gap.attribute, set()).add(gap.value)
    kept: dict[tuple[object, ...], Tested] = {}
    for gap in sorted(tested, key=lambda gap: (-len(values[gap.attribute]), gap.attribute)):
        same = (gap.theme, gap.measure, gap.n, gap.value_figure, gap.rest_figure)
        kept.setdefault(same, gap)
    return list(kept.values())


def gaps_of(perimeter: Perimeter, question: Question, attribute: str) -> list[Tested]:
    """Return the gaps of each value of an attribute, the question's first dimension, subject by
    subject where it has a second one.
    """
    result = measured(Rows(question, perimeter, perimeter.facts()))
    by_theme: dict[str | None, dict[str, Moments]] = {}
    for keys, moments in result.cells.items():
        theme = str(keys[1]) if len(keys) > 1 else None
        if keys[0] not in (None, ""):
            by_theme.setdefault(theme, {})[str(keys[0])] = moments
    if question.measure == "share":
        _fill_silent(by_theme)
    found = []
    for theme, values in by_theme.items():
        if theme is not None and not is_specific(perimeter.workspace, theme):
            continue
        found += _tested_values(question, attribute, theme, values, result.factor)
    return found


def _fill_silent(by_theme: dict[str | None, dict[str, Moments]]) -> None:
    """Add the values where nobody speaks of a theme: their share is zero, not unknown."""
    bases: dict[str, Moments] = {}
    for values in by_theme.values():
        for value, m in values.items():
            bases[value] = Moments(m.n, 0.0, 0.0, m.people, 0.0, 0.0, m.xx)
    for values in by_theme.values():
        for value, base in bases.items():
            values.setdefault(value, base)


def _tested_values(
    question: Question,
    attribute: str,
    theme: str | None,
    values: dict[str, Moments],
    factor: float,
) -> list[Tested]:
    share = question.measure == "share"
    names = sorted(values)
    ones = table_of([values[name] for name in names])
    whole = ones.sum(axis=0)
    if share and whole[TOTAL] < LEAST_SPEAKING:
        return []
    rests = whole - ones
    kept = (ones[:, PEOPLE] >= LEAST_RESPONSES) & (rests[:, PEOPLE] >= LEAST_RESPONSES)
    if share:
        kept &= whole[TOTAL] / whole[N] * ones[:, N] >= LEAST_EXPECTED
    if not kept.any():
        return []
    names = [name for name, one in zip(names, kept, strict=True) if one]
    ones, rests = ones[kept], rests[kept]
    p_values, errors = compared(ones, rests, share=share)
    tested = np.flatnonzero(~np.isnan(p_values))
    if len(tested) < 2:
        return []
    ratios, others = ones[:, TOTAL] / ones[:, N], rests[:, TOTAL] / rests[:, N]
    shown = shrinkage((ratios - others)[tested], errors[tested])
    return [
        Tested(
            attribute=attribute,
            value=names[i],
            theme=theme,
            measure=question.measure,
            value_figure=factor * float(ratios[i]),
            rest_figure=factor * float(others[i]),
            observed=factor * float(ratios[i] - others[i]),
            difference=factor * centre,
            low=factor * low,
            high=factor * high,
            n=int(ones[i, N]),
            p_value=float(p_values[i]),
            question=question,
            moments=values[names[i]],
            rest=moments_of_row(rests[i]),
        )
        for i, centre, low, high in zip(tested, *shown, strict=True)
    ]
