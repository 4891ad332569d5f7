"""Gaps: values of an attribute (shops, segments…) whose figures differ from all the others'.

Each value is compared with the rest on the score, on net polarity, and theme by theme on share and
net polarity. Tests suit small values (`gap_p`), and the gap shown is drawn towards zero by as much
as its own noise asks for, so that small shops do not top the list by chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rebond.quantify.asking.chosen import Score
from rebond.quantify.asking.measures import measured
from rebond.quantify.asking.names import dimension_named
from rebond.quantify.asking.rows import Rows
from rebond.quantify.asking.themes import is_specific
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
    if share and sum(m.total for m in values.values()) < LEAST_SPEAKING:
        return []
    whole = added(list(values.values()))
    rows = []
    for value, one in sorted(values.items()):
        rest = less(whole, one)
        if one.people < LEAST_RESPONSES or rest.people < LEAST_RESPONSES:
            continue
        if share and whole.ratio * one.n < LEAST_EXPECTED:
            continue
        p, error = gap_p(one, rest, share=share)
        if p is not None:
            rows.append((value, one, rest, p, error))
    if len(rows) < 2:
        return []
    shown = shrinkage(
        [one.ratio - rest.ratio for _, one, rest, _, _ in rows], [e for *_, e in rows]
    )
    return [
        Tested(
            attribute=attribute,
            value=value,
            theme=theme,
            measure=question.measure,
            value_figure=factor * one.ratio,
            rest_figure=factor * rest.ratio,
            observed=factor * (one.ratio - rest.ratio),
            difference=factor * centre,
            low=factor * low,
            high=factor * high,
            n=one.n,
            p_value=p,
            question=question,
            moments=one,
            rest=rest,
        )
        for (value, one, rest, p, _), centre, low, high in zip(rows, *shown, strict=True)
    ]


def gap_p(one: Moments, rest: Moments, *, share: bool) -> tuple[float | None, float]:
    """Return the p-value that two groups of persons have the same ratio, and its standard error.

    Student's test with the larger of two variances: that of each group apart, clustered by person,
    and that of both together on their effective n, so that a small group that happens to be
    unanimous is no discovery. A share is also put to Fisher's exact test (mid-p, twice the smaller
    side) on effective counts; the larger p-value holds. None where nothing varies.
    """
    from scipy.special import stdtr

    n = one.n + rest.n
    pooled = (one.squares + rest.squares) / n - ((one.total + rest.total) / n) ** 2
    if pooled <= 1e-12:
        return None, 0.0
    effective = _effective(one), _effective(rest)
    together = pooled * (1 / effective[0] + 1 / effective[1])
    variance = max(together, one.variance + rest.variance)
    statistic = abs(one.ratio - rest.ratio) / variance**0.5
    p = float(2 * stdtr(min(one.people, rest.people) - 1, -statistic))
    if share:
        p = max(p, _fisher(one, rest, effective))
    return p, float(variance**0.5)


def _effective(moments: Moments) -> float:
    """Return the effective n of a group, 1 at least."""
    own = moments.squares / moments.n - moments.ratio**2
    if moments.variance <= 0 or own <= 1e-12:
        return max(1.0, moments.n**2 / moments.xx) if moments.xx else 1.0
    return max(1.0, min(float(moments.n), own / moments.variance))


def _fisher(one: Moments, rest: Moments, effective: tuple[float, float]) -> float:
    from scipy.special import betaln

    n1, n2 = round(effective[0]), round(effective[1])
    k1 = min(n1, round(one.ratio * n1))
    k2 = min(n2, round(rest.ratio * n2))
    k, n = k1 + k2, n1 + n2
    low, high = max(0, k - n2), min(k, n1)
    x = np.arange(low, high + 1, dtype=np.float64)

    def choose(m: float, j: Any) -> Any:
        return -betaln(1 + m - j, 1 + j) - np.log(m + 1)

    logs = choose(n1, x) + choose(n2, k - x) - choose(n, float(k))
    chances = np.exp(logs)
    lower, upper, same = chances[x < k1].sum(), chances[x > k1].sum(), chances[x == k1].sum()
    return float(min(1.0, 2 * (min(lower, upper) + same / 2)))


def shrinkage(
    differences: list[float], errors: list[float]
) -> tuple[list[float], list[float], list[float]]:
    """Return what noise leaves of differences, with their lows and highs.

    Empirical Bayes: a part of the values differs from the rest, normally and by an unknown spread,
    the others do not at all; part and spread are fitted to all values of the attribute together
    (as Johnstone and Silverman 2004, doi:10.1214/009053604000000030, with a normal slab). A value
    keeps of its difference as much as its own noise, and the company it is in, allow.
    """
    from scipy.special import expit

    d, e2 = np.asarray(differences), np.maximum(np.asarray(errors) ** 2, 1e-18)
    part, spread = 0.2, max(float((d**2 - e2).max()), float(e2.mean()))
    for _ in range(40):
        log_odds = np.log(part / (1 - part)) + 0.5 * (
            np.log(e2 / (e2 + spread)) + d**2 * (1 / e2 - 1 / (e2 + spread))
        )
        real = expit(log_odds)
        kept = spread / (spread + e2)
        part = float(np.clip(real.mean(), 1e-3, 1 - 1e-3))
        spread = max(
            float((real * ((kept * d) ** 2 + kept * e2)).sum() / max(real.sum(), 1e-9)), 1e-18
        )
    centre = real * kept * d
    variance = real * (kept * e2 + (kept * d) ** 2) - centre**2
    half = 1.959964 * np.sqrt(np.maximum(variance, 0.0))
    return centre.tolist(), (centre - half).tolist(), (centre + half).tolist()


def added(parts: list[Moments]) -> Moments:
    """Return the moments of several groups of different persons together."""
    sums = np.array([(m.n, m.total, m.squares, m.people, m.yy, m.xy, m.xx) for m in parts]).sum(
        axis=0
    )
    n, total, squares, people, yy, xy, xx = (float(value) for value in sums)
    return Moments(int(n), total, squares, int(people), yy, xy, xx)


def less(whole: Moments, part: Moments) -> Moments:
    """Return the moments of a whole without one of its groups."""
    return Moments(
        whole.n - part.n,
        whole.total - part.total,
        whole.squares - part.squares,
        whole.people - part.people,
        whole.yy - part.yy,
        whole.xy - part.xy,
        whole.xx - part.xx,
    )
