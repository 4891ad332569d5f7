"""Which sections of the report each page shows; each page is computed once for the same rows."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TypeVar

from rebond.quantify.insights.keeping import marks_of
from rebond.report.content import Section
from rebond.report.content.changes import changes_section
from rebond.report.content.data_health import data_health_section
from rebond.report.content.headline import Headline, headline
from rebond.report.content.insights import insights_section
from rebond.report.content.places import places_section
from rebond.report.content.scores import scores_section
from rebond.report.content.themes import themes_section
from rebond.report.content.weights import weights_section
from rebond_web.reading.reporter import PageReporter, kept

T = TypeVar("T")
Page = tuple[Headline, list[Section]]


def home_page(reporter: PageReporter) -> Page:
    """Return the first lines and the sections of the home page.

    What people decide of insights changes the page without changing the data.
    """
    decided = str(sorted(marks_of(reporter.perimeter.workspace).items()))

    def sections() -> Page:
        head = headline(reporter, reporter.slug, datetime.date.today())
        found = (insights_section(reporter), scores_section(reporter))
        return head, _present(*found, data_health_section(reporter))

    return _once(reporter, f"home {decided}", sections)


def themes_page(reporter: PageReporter) -> list[Section]:
    """Return the sections of the page of themes."""

    def sections() -> list[Section]:
        reporter.carded = []  # what the home page draws is drawn here too
        return _present(
            themes_section(reporter),
            weights_section(reporter),
            changes_section(reporter),
            places_section(reporter),
        )

    return _once(reporter, "themes", sections)


def _once(reporter: PageReporter, name: str, compute: Callable[[], T]) -> T:
    return kept(reporter.perimeter, f"{reporter.slug} {reporter.language} {name}", compute)


def _present(*sections: Section | None) -> list[Section]:
    return [section for section in sections if section is not None]
