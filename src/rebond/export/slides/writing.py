"""Writing the slides, one section after the other."""

from __future__ import annotations

from pathlib import Path

from rebond.export.files.whole import written_whole
from rebond.export.slides import pages
from rebond.export.slides.deck import Deck
from rebond.export.slides.insights import insights_pages
from rebond.export.slides.traces import SlidesReporter
from rebond.quantify import Perimeter, find
from rebond.report.snapshot import held_still


def saved(perimeter: Perimeter, path: Path, language: str, title: str | None) -> int:
    """Write the slides and return how many there are."""
    reporter = SlidesReporter(held_still(perimeter), language, find(perimeter))
    deck = Deck()
    pages.title_page(deck, reporter, title)
    insights_pages(deck, reporter)
    pages.origins_page(deck, reporter)
    pages.scores_page(deck, reporter)
    pages.themes_pages(deck, reporter)
    pages.judged_page(deck, reporter)
    pages.weights_page(deck, reporter)
    pages.changes_pages(deck, reporter)
    pages.places_pages(deck, reporter)
    pages.limits_page(deck, reporter)

    def write(unfinished: Path) -> int:
        deck.presentation.save(str(unfinished))
        return len(deck)

    return written_whole(path, write)
