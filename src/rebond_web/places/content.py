"""What the page of a place shows, computed once for the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rebond.errors import QuestionError
from rebond.quantify import Cell, Filter, Gap, Perimeter, Question, ask, evidence
from rebond.quantify.evidence import length
from rebond.quantify.groups.gaps import dimension_of
from rebond.report.charts.rows import interval_mark
from rebond.report.charts.svg import ticks
from rebond.report.content.changes import Change, drawn_over_time
from rebond.report.content.people import who
from rebond.report.content.themes import periods
from rebond.report.voices import ShownVoice, shown_voice
from rebond_web.places.listing import Listing, Place, attributes_of, listing_of, values_of
from rebond_web.places.teams import Sides, sides_of
from rebond_web.reading.kept import kept
from rebond_web.reading.reporter import PageReporter, voices_address

_THEMES, _AROUND, _VOICES, _CHILDREN = 12, 3, 4, 60
_LEAST_VOICES = 10  # that speak of a theme in a place


@dataclass(frozen=True)
class ThemeRow:
    """A theme in a place beside the same elsewhere; ``mark`` is full where a gap is established."""

    name: str
    here: Cell
    elsewhere: Cell | None
    mark: str
    apart: bool
    voices: str


@dataclass(frozen=True)
class PlaceContent:
    """All that is shown of a place."""

    attribute: str
    value: str
    responses: int
    voices: int
    voices_address: str
    about: str
    place: Place | None
    peers: Sequence[Place]
    listing: Listing
    gaps: Sequence[tuple[str, str]]
    themes: Sequence[ThemeRow]
    grid: Sequence[float]
    ends: tuple[float, float]
    trend: Change | None
    sides: Sides | None
    under: Sequence[tuple[str, Sequence[str]]]
    above: Sequence[tuple[str, str]]
    said: Sequence[ShownVoice]


def place_of(reporter: PageReporter, attribute: str, value: str, *, scored: bool) -> PlaceContent:
    """Return what is shown of a place; no score nor gap of a score where ``scored`` is false."""
    name = f"place {reporter.slug} {reporter.language} {scored} {attribute}\n{value}"
    return kept(reporter.main, name, lambda: _place(reporter, attribute, value, scored=scored))


def _place(reporter: PageReporter, attribute: str, value: str, *, scored: bool) -> PlaceContent:
    here = Filter(dimension_of(attribute), "=", (value,))
    listing = listing_of(reporter, attribute, scored=scored)
    place = next((one for one in listing.places if one.name == value and one.likely), None)
    mine = reporter.main.where(here)
    gaps = [
        gap
        for gap in reporter.findings.gaps
        if gap.attribute == attribute and gap.value == value and (scored or gap.measure == "share")
    ]
    rows, grid, ends = _themes(reporter, here, gaps) if scored else ([], [], (0.0, 1.0))
    voices = Question("voices", (), (*_narrowing(reporter), here))
    return PlaceContent(
        attribute=attribute,
        value=value,
        responses=values_of(reporter, attribute)[value],
        voices=length(Question("voices"), mine).n,
        voices_address=voices_address(reporter.slug, voices),
        about=who(reporter),
        place=place,
        peers=_peers(listing, place),
        listing=listing,
        gaps=[(reporter.t(gap.sentence), reporter.proof(gap.question, "")) for gap in gaps],
        themes=rows,
        grid=grid,
        ends=ends,
        trend=_trend(reporter, here, value) if scored else None,
        sides=sides_of(reporter, attribute, value) if scored else None,
        under=_under(reporter, attribute, here),
        above=_above(reporter, attribute, here),
        said=_said(reporter, mine),
    )


def _narrowing(reporter: PageReporter) -> list[Filter]:
    kept_filters = reporter.perimeter.filters
    return [
        one for one in reporter.main.filters if isinstance(one, Filter) and one not in kept_filters
    ]


def _peers(listing: Listing, place: Place | None) -> list[Place]:
    """Return a place between those whose likely figure is nearest, in the order of the list."""
    ranked = [one for one in listing.places if one.likely]
    if place is None or len(ranked) < 2:
        return []
    rank = ranked.index(place)
    first = max(0, min(rank - _AROUND, len(ranked) - 2 * _AROUND - 1))
    return ranked[first : first + 2 * _AROUND + 1]


def _themes(
    reporter: PageReporter, here: Filter, gaps: Sequence[Gap]
) -> tuple[list[ThemeRow], Sequence[float], tuple[float, float]]:
    """Return the themes most spoken of in a place, beside the same among its peers."""
    own = _by_theme(reporter, here)
    others = _by_theme(reporter, Filter(here.field, "!=", here.values))
    apart = {gap.theme for gap in gaps if gap.theme and gap.measure == "net_polarity"}
    shown = sorted(own, key=lambda theme: (theme not in apart, -own[theme].n, theme))[:_THEMES]
    cells = [own[theme] for theme in shown] + [others[t] for t in shown if t in others]
    values = [end for cell in cells for end in (cell.low, cell.high) if end is not None]
    ends = (min(values), max(values)) if values else (-100.0, 100.0)
    grid = ticks(*ends)
    rows = []
    for theme in sorted(shown, key=lambda theme: (-own[theme].n, theme)):
        cell, other = own[theme], others.get(theme)
        value = cell.value or 0.0
        whole = other.value if other else None
        tone = "mix"
        if theme in apart and whole is not None:
            tone = "fav" if value > whole else "unf"
        mark = interval_mark(
            value,
            cell.low or 0.0,
            cell.high or 0.0,
            ends,
            tone=tone,
            hollow=theme not in apart,
            reference=whole,
            grid=grid,
        )
        question = Question("voices", (), (*_narrowing(reporter), here, _theme(theme)))
        rows.append(
            ThemeRow(
                reporter.theme(theme),
                cell,
                other,
                mark,
                theme in apart,
                voices_address(reporter.slug, question),
            )
        )
    return rows, grid, ends


def _theme(theme: str) -> Filter:
    return Filter("theme", "=", (theme,))


def _by_theme(reporter: PageReporter, condition: Filter) -> dict[str, Cell]:
    figure = reporter.ask(Question("net_polarity", ("theme",), (condition,)))
    return {
        cell.keys[0]: cell
        for cell in figure.cells
        if cell.value is not None and cell.n >= _LEAST_VOICES and reporter.is_specific(cell.keys[0])
    }


def _trend(reporter: PageReporter, here: Filter, value: str) -> Change | None:
    """Return the course of what is said in a place, by week or month as its voices allow."""
    grain, _ = periods(reporter)
    if not grain:
        return None
    figure = reporter.ask(Question("net_polarity", ("month",), (here,)))
    title = reporter.t("Net polarity of what is said of “{place}”", place=value)
    return drawn_over_time(reporter, figure, "month", title)


def _under(reporter: PageReporter, attribute: str, here: Filter) -> list[tuple[str, Sequence[str]]]:
    """Return the places that stand under a place, by attribute: the shops of a region."""
    found: list[tuple[str, Sequence[str]]] = []
    for row in attributes_of(reporter):
        if attribute in row[1:]:
            child = row[row.index(attribute) - 1]
            names = _values(reporter, child, here)
            found.append((child, names[:_CHILDREN]))
    return found


def _above(reporter: PageReporter, attribute: str, here: Filter) -> list[tuple[str, str]]:
    """Return the places that a place stands under: the region of a shop, its country."""
    found = []
    for row in attributes_of(reporter):
        if attribute in row:
            for parent in row[row.index(attribute) + 1 :]:
                found += [(parent, name) for name in _values(reporter, parent, here)[:1]]
    return list(dict.fromkeys(found))


def _values(reporter: PageReporter, attribute: str, here: Filter) -> list[str]:
    question = Question("responses", (dimension_of(attribute),), (here,))
    cells = ask(question, reporter.perimeter).cells
    ordered = sorted(cells, key=lambda cell: (-cell.n, cell.keys))
    return [cell.keys[0] for cell in ordered if cell.keys[0]]


def _said(reporter: PageReporter, mine: Perimeter) -> list[ShownVoice]:
    try:
        return [shown_voice(reporter, one) for one in evidence("voices", mine, limit=_VOICES)]
    except QuestionError:
        return []
