"""What a rule says, and what it found, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rebond.quantify import Cell, Filter, Perimeter, Question, ask
from rebond.quantify.question import Condition
from rebond.vocabulary import Message, Quantity
from rebond_web.alerts.models import Alert, Kind, Rule
from rebond_web.alerts.ringing import Rung
from rebond_web.alerts.testing import A_YEAR, LOOKED_BACK
from rebond_web.alerts.watching import (
    A_WEEK,
    Watched,
    dimensions_of,
    during,
    of_complaints,
    score_question,
)

MOST_LINES = 8  # of an alert, the surest first; the others are counted
Named = Callable[[str], str]


def rule_said(rule: Rule, theme: Named) -> Message:
    """Return a rule as a sentence; ``theme`` gives the label of a theme."""
    where = (
        Message("in any value of “{attribute}”", {"attribute": rule.attribute})
        if rule.attribute
        else Message("everywhere together")
    )
    if rule.kind == Kind.UNDER:
        return Message(
            "“{score}” is under {threshold} {where}, over {weeks} weeks, certainty {certainty}%",
            {**_common(rule, where), "score": rule.score, "threshold": _plain(rule.threshold)},
        )
    about: object = theme(rule.theme) if rule.theme else Message("any theme")
    values = {**_common(rule, where), "theme": about}
    if rule.kind == Kind.COMPLAINTS:
        return Message(
            "More complaints about {theme} than in the same {weeks} weeks of last year {where},"
            " certainty {certainty}%",
            values,
        )
    return Message(
        "Net polarity of {theme} falls {where}, over {weeks} weeks, certainty {certainty}%", values
    )


def _common(rule: Rule, where: Message) -> dict[str, object]:
    return {"where": where, "weeks": rule.weeks, "certainty": rule.certainty}


def _plain(value: float) -> Quantity:
    return Quantity(value, 0 if value == round(value) else 1)


def lines_of(rule: Rule, perimeter: Perimeter, found: Watched, rung: Rung) -> list[dict[str, Any]]:
    """Return the figures of what rang, the surest first, at most `MOST_LINES`; each as JSON.

    A line has the value and theme, the figure of now with its interval and n, that of before, its
    q-value, its unit, and the voices behind (a condition).
    """
    last = found.weeks[rung.week]
    first = last - (rule.weeks - 1) * A_WEEK
    if rule.kind == Kind.COMPLAINTS:
        before = during(first - A_YEAR * A_WEEK, last - A_YEAR * A_WEEK)
    else:
        before = during(first - LOOKED_BACK * A_WEEK, first - A_WEEK)
    lines = []
    told = list(zip(rung.series, rung.q_values, strict=True))[:MOST_LINES]
    for series, q in told:
        value, theme = found.names[series]
        question = _question(rule, value, theme)
        now = _cell(question.where(*during(first, last)), perimeter)
        was = _cell(question.where(*before), perimeter) if rule.kind != Kind.UNDER else None
        shown = Question("voices", (), question.filters).where(*during(first, last))
        lines.append(
            {
                "value": value,
                "theme": theme,
                "now": [now.value, now.low, now.high, now.n],
                "before": [was.value, was.n] if was else None,
                "q": q,
                "withheld": now.withheld,
                "where": str(shown).partition(" where ")[2],
            }
        )
    return lines


def _question(rule: Rule, value: str, theme: str) -> Question:
    """Return the question of the figure of one series."""
    place: tuple[Condition, ...] = ()
    if rule.attribute:
        place = (Filter(dimensions_of(rule)[0], "=", (value,)),)
    if rule.kind == Kind.UNDER:
        return score_question(rule).by().where(*place)
    about = (Filter("theme", "=", (theme,)), *of_complaints(rule))
    measure = "share" if rule.kind == Kind.COMPLAINTS else "net_polarity"
    return Question(measure, (), about + place)


def _cell(question: Question, perimeter: Perimeter) -> Cell:
    return ask(question, perimeter).total


def line_said(rule: Rule, line: dict[str, Any], theme: Named) -> Message:
    """Return one line of an alert as a sentence, its figures with their n and interval."""
    value, low, high, n = line["now"]
    subject = _subject(rule, line, theme)
    if line.get("withheld"):
        return Message("{subject}: withheld (small group of employees)", {"subject": subject})
    if value is None:
        return Message("{subject}: nobody says it any more", {"subject": subject})
    signed = rule.kind == Kind.FALLS or rule.is_nps
    decimals = 0 if signed else 1

    def written(number: float) -> Quantity:
        return Quantity(number, decimals, signed, "%" if rule.kind == Kind.COMPLAINTS else "")

    values: dict[str, object] = {
        "subject": subject,
        "value": written(value),
        "low": written(low),
        "high": written(high),
        "n": n,
    }
    if not line["before"] or line["before"][0] is None:
        return Message("{subject}: {value} (from {low} to {high}, n = {n})", values)
    return Message(
        "{subject}: {value} (from {low} to {high}, n = {n}), {before} before",
        {**values, "before": written(line["before"][0])},
    )


def _subject(rule: Rule, line: dict[str, Any], theme: Named) -> object:
    label = theme(line["theme"]) if line["theme"] else ""
    if line["value"] and label and not rule.theme:
        return Message("{value}, {theme}", {"value": line["value"], "theme": label})
    return line["value"] or label or rule.score


def alert_said(rule: Rule, lines: Sequence[dict[str, Any]], total: int, theme: Named) -> Message:
    """Return what an alert says, in one sentence that holds."""
    n = max(total, len(lines))
    first = lines[0] if lines else {"value": "", "theme": rule.theme}
    about: object = (
        theme(rule.theme or first["theme"]) if rule.theme or n == 1 else Message("several themes")
    )
    if not rule.theme and n > 1 and len({line["theme"] for line in lines}) == 1:
        about = theme(first["theme"])
    places: object = first["value"] if n == 1 else Message("{n} places", {"n": n})
    values = {"theme": about, "places": places, "score": rule.score,
              "threshold": _plain(rule.threshold)}  # fmt: skip
    if not rule.attribute:
        return Message(_EVERYWHERE[rule.kind], values)
    return Message(_IN_PLACES[rule.kind], values)


_EVERYWHERE = {
    str(Kind.FALLS): "Net polarity of {theme} falls",
    str(Kind.COMPLAINTS): "More complaints about {theme} than last year",
    str(Kind.UNDER): "“{score}” is under {threshold}",
}
_IN_PLACES = {
    str(Kind.FALLS): "Net polarity of {theme} falls: {places}",
    str(Kind.COMPLAINTS): "More complaints about {theme} than last year: {places}",
    str(Kind.UNDER): "“{score}” is under {threshold}: {places}",
}


def written_lines(alert: Alert) -> list[dict[str, Any]]:
    """Return the lines of an alert that hold figures."""
    return [line for line in alert.lines if "now" in line]


def total_of(alert: Alert) -> int:
    """Return how many series rang in an alert, those without a line included."""
    return max((line["more"] for line in alert.lines if "more" in line), default=len(alert.lines))
