"""The first lines: what holds, in a sentence; and in the margin, whom and when it is about."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from rebond.languages.typography import day, interval, number
from rebond.quantify import Question
from rebond.report.content.judged import most_judged, named_first
from rebond.report.content.people import people
from rebond.report.content.scores import key_figures
from rebond.report.reporter import Reporter


@dataclass(frozen=True)
class Headline:
    """What the reader sees first."""

    sentence: str
    lead: Sequence[str]
    margin: Sequence[str]
    title: str


def headline(reporter: Reporter, title: str | None, today: datetime.date) -> Headline:
    """Return the headline of the report."""
    t = reporter.t
    return Headline(
        sentence=_sentence(reporter),
        lead=_lead(reporter),
        margin=_margin(reporter, today),
        title=title or t("What these voices say"),
    )


def _sentence(reporter: Reporter) -> str:
    t = reporter.t
    praised = named_first(reporter, most_judged(reporter, 1))
    blamed = named_first(reporter, most_judged(reporter, -1))
    if praised and blamed and praised[0] == blamed[0]:
        return t("“{theme}” is both what is praised and what is blamed most", theme=praised[0])
    if praised and blamed:
        return t(
            "“{praised}” is praised most, “{blamed}” is blamed most",
            praised=praised[0],
            blamed=blamed[0],
        )
    if blamed:
        return t("“{first}” is what is blamed most", first=blamed[0])
    if praised:
        return t("“{first}” is what is praised most", first=praised[0])
    responses = sum(cell.n for cell in reporter.stakeholders)
    if not responses:
        return t("No response has been received yet")
    if responses < 20:
        return reporter.tn(
            "One response: read it rather than count it",
            "{n} responses: read them rather than count them",
            responses,
        )
    return reporter.tn(
        "One response, and what it says", "{n} responses, and what they say", responses
    )


def _lead(reporter: Reporter) -> list[str]:
    """Return the main score with its interval: what else holds follows as insights."""
    score = _score(reporter)
    return [score] if score else []


def _score(reporter: Reporter) -> str:
    figures = key_figures(reporter)
    if not figures:
        return ""
    first = figures[0]
    cell = first.cell
    if cell.low is None or cell.high is None or cell.value is None:
        return ""
    language, signed = reporter.language, first.signed
    return reporter.t(
        "{name}: {value} ({interval}), {n} responses.",
        name=first.name,
        value=number(cell.value, first.decimals, language, signed=signed),
        interval=interval(cell.low, cell.high, first.decimals, language, signed=signed),
        n=cell.n,
    )


def _margin(reporter: Reporter, today: datetime.date) -> list[str]:
    t, language = reporter.t, reporter.language
    lines = [t("Report of {day}", day=day(today, language))]
    total = sum(cell.n for cell in reporter.stakeholders)
    speakers = sum(cell.people for cell in reporter.stakeholders)
    lines.append(t("{responses} responses of {people} people", responses=total, people=speakers))
    if len(reporter.stakeholders) > 1:
        lines.append(
            ", ".join(
                f"{number(cell.n, 0, language)} {people(reporter, cell.keys[0])}"
                for cell in reporter.stakeholders
            )
        )
    days = [
        cell.keys[0]
        for cell in reporter.ask(Question("responses", ("day",)), reporter.perimeter).cells
        if cell.keys[0]
    ]
    if days:
        first, last = (datetime.date.fromisoformat(value) for value in (days[0], days[-1]))
        lines.append(
            t("From {first} to {last}", first=day(first, language), last=day(last, language))
        )
    else:
        lines.append(t("Undated"))
    return lines
