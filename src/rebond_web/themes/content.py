"""What the page of themes shows, computed once for the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rebond.report.content import Section
from rebond.report.content.changes import changes_section
from rebond.report.content.weights import weights_section
from rebond_web.reading.kept import kept
from rebond_web.reading.reporter import PageReporter
from rebond_web.reading.sections import page_name
from rebond_web.themes.heat import Heat, attributes_of, heat_of
from rebond_web.themes.matrix import Matrix, matrix_of
from rebond_web.themes.tree import Tree, tree_of

_TRIED = 3  # attributes, until one has enough voices to be mapped


@dataclass(frozen=True)
class ThemesPage:
    """The page of themes: the tree, sections of the report, the matrix, the map."""

    tree: Tree | None
    weights: Section | None
    matrix: Matrix | None
    heat: Heat | None
    attributes: Sequence[str]
    changes: Section | None


def themes_page(reporter: PageReporter) -> ThemesPage:
    """Return what the page of themes shows."""

    def content() -> ThemesPage:
        reporter.carded = []  # what the home page draws is drawn here too
        attributes = attributes_of(reporter)
        maps = (heat_of(reporter, name) for name in attributes[:_TRIED])
        return ThemesPage(
            tree_of(reporter),
            weights_section(reporter),
            matrix_of(reporter),
            next((one for one in maps if one is not None), None),
            attributes,
            changes_section(reporter),
        )

    name = page_name(reporter.perimeter, reporter.slug, reporter.language, "themes")
    return kept(reporter.perimeter, name, content)


def map_of(reporter: PageReporter, attribute: str) -> Heat | None:
    """Return the map of one attribute, kept for the same rows."""
    name = f"map of {attribute} {reporter.slug} {reporter.language}"
    return kept(reporter.perimeter, name, lambda: heat_of(reporter, attribute))
