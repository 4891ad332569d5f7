"""Which sections of the report each page shows; each page is computed once for the same rows."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TypeVar

from rebond.quantify import Perimeter
from rebond.quantify.insights.keeping import marks_of
from rebond.quantify.tracing import keep_insights
from rebond.report.content import Section
from rebond.report.content.data_health import data_health_section
from rebond.report.content.headline import Headline, headline
from rebond.report.content.insights import insights_section
from rebond.report.content.scores import scores_section
from rebond_web.reading.kept import kept
from rebond_web.reading.reporter import PageReporter

T = TypeVar("T")
Page = tuple[Headline, list[Section]]


def home_page(reporter: PageReporter) -> Page:
    """Return the first lines and the sections of the home page."""

    def sections() -> Page:
        keep_insights(reporter.insights, reporter.perimeter, face="site")
        head = headline(reporter, reporter.slug, datetime.date.today())
        found = (insights_section(reporter), scores_section(reporter))
        return head, _present(*found, data_health_section(reporter))

    return _once(reporter, "home", sections)


def page_name(perimeter: Perimeter, slug: str, language: str, page: str) -> str:
    """Return the name under which a page is kept: who reads, and what people decided of insights.

    What is decided changes the page without changing the data.
    """
    decided = sorted(marks_of(perimeter.workspace).items()) if page == "home" else ()
    return f"{slug} {language} {page} {decided}"


def _once(reporter: PageReporter, page: str, compute: Callable[[], T]) -> T:
    name = page_name(reporter.perimeter, reporter.slug, reporter.language, page)
    return kept(reporter.perimeter, name, compute)


def _present(*sections: Section | None) -> list[Section]:
    return [section for section in sections if section is not None]
