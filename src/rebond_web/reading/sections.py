"""Which sections of the report each page shows."""

from __future__ import annotations

import datetime

from rebond.report.content import Section
from rebond.report.content.changes import changes_section
from rebond.report.content.headline import Headline, headline
from rebond.report.content.places import places_section
from rebond.report.content.scores import scores_section
from rebond.report.content.themes import themes_section
from rebond.report.content.weights import weights_section
from rebond_web.reading.reporter import PageReporter


def home_sections(reporter: PageReporter) -> tuple[Headline, list[Section]]:
    """Return the first lines and the sections of the home page."""
    head = headline(reporter, reporter.slug, datetime.date.today())
    return head, _present(scores_section(reporter))


def theme_sections(reporter: PageReporter) -> list[Section]:
    """Return the sections of the page of themes."""
    return _present(
        themes_section(reporter),
        weights_section(reporter),
        changes_section(reporter),
        places_section(reporter),
    )


def _present(*sections: Section | None) -> list[Section]:
    return [section for section in sections if section is not None]
