"""Which sections of the report each page shows; each page is computed once for the same rows."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from rebond.quantify import Perimeter, Question
from rebond.quantify.insights.keeping import marks_of
from rebond.quantify.tracing import keep_insights
from rebond.report.content import Section
from rebond.report.content.data_health import data_health_section
from rebond.report.content.headline import Headline, headline
from rebond.report.content.insights import insights_section
from rebond.report.content.scores import scores_section
from rebond_web.reading.kept import kept
from rebond_web.reading.reporter import PageReporter


@dataclass(frozen=True)
class Heard:
    """What was heard, in a few words and numbers; ``insights`` are ids."""

    head: Headline
    voices: int
    opinions: int
    insights: Sequence[str]


@dataclass(frozen=True)
class HomePage:
    """What the home page shows of the rows: its first lines, then sections of the report."""

    heard: Heard
    sections: Sequence[Section]


def home_page(reporter: PageReporter) -> HomePage:
    """Return what the home page shows of these rows."""

    def content() -> HomePage:
        keep_insights(reporter.insights, reporter.perimeter, face="site")
        found = (
            insights_section(reporter),
            scores_section(reporter),
            data_health_section(reporter),
        )
        return HomePage(_heard(reporter), [section for section in found if section is not None])

    name = page_name(reporter.perimeter, reporter.slug, reporter.language, "home")
    return kept(reporter.perimeter, name, content)


def _heard(reporter: PageReporter) -> Heard:
    voices, opinions = (
        reporter.ask(Question(measure), reporter.perimeter).total.n
        for measure in ("voices", "opinions")
    )
    head = headline(reporter, reporter.slug, datetime.date.today())
    return Heard(head, voices, opinions, [insight.id for insight in reporter.insights])


def page_name(perimeter: Perimeter, slug: str, language: str, page: str) -> str:
    """Return the name under which a page is kept: who reads, and what people decided of insights.

    What is decided changes the page without changing the data.
    """
    decided = sorted(marks_of(perimeter.workspace).items()) if page == "home" else ()
    return f"{slug} {language} {page} {decided}"
