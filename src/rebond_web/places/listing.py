"""The places of an attribute, those most likely highest first: small ones do not top by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rebond.errors import QuestionError
from rebond.quantify import Cell, Figure, Perimeter, Question, ask
from rebond.quantify.asking.names import normal
from rebond.quantify.asking.trees import trees
from rebond.quantify.groups.gaps import dimension_of, scanned_attributes
from rebond.report.charts.rows import interval_mark
from rebond.report.charts.svg import ticks
from rebond_web.reading.kept import kept
from rebond_web.reading.reporter import PageReporter

LEAST_SHOWN = 5  # responses, under which a place has no figure of its own


@dataclass(frozen=True)
class Place:
    """One place: what is likely of it with its interval, what was seen, its rank among its peers.

    ``apart`` tells whether a gap from all the others is established; figures are None where they
    are not known, or not shown.
    """

    name: str
    n: int
    likely: Cell | None
    seen: Cell | None
    rank: Cell | None
    apart: bool
    mark: Markup


@dataclass(frozen=True)
class Listing:
    """The places of an attribute; ``score`` whether they are told apart by a score."""

    attribute: str
    places: Sequence[Place]
    middle: float | None
    grid: Sequence[float]
    ends: tuple[float, float]
    unit: str
    notes: Sequence[str]
    scored: bool

    @property
    def apart(self) -> int:
        """How many stand apart from the others beyond chance."""
        return sum(one.apart for one in self.places)

    @property
    def decimals(self) -> int:
        """How many decimals its figures are written with."""
        return 2 if self.unit == "score" else 0

    @property
    def signed(self) -> bool:
        """Whether its figures are written with their sign."""
        return self.unit == "points"


def attributes_of(reporter: PageReporter) -> list[list[str]]:
    """Return the attributes that have places, each tree from its finest level to its widest."""

    def found() -> list[list[str]]:
        facts = reporter.perimeter.facts()
        names = list(dict.fromkeys([*scanned_attributes(reporter.main), *_few(reporter)]))
        rows = [[name for name in tree.levels if name in names] for tree in trees(facts)]
        rows = [row for row in rows if row]
        treed = {name for row in rows for name in row}
        return [*rows, *([name] for name in names if name not in treed)]

    return kept(reporter.perimeter, "attributes of places", found)


def _few(reporter: PageReporter) -> list[str]:
    """Return the attributes by which this reader sees a part only: hers, of one value perhaps."""
    from rebond.quantify.asking.conditions import fields_in

    names = {normal(name): name for name in reporter.perimeter.facts().attribute_names}
    fields = fields_in(reporter.perimeter.filters)
    return [names[normal(one)] for one in sorted(fields) if normal(one) in names]


def values_of(reporter: PageReporter, attribute: str) -> dict[str, int]:
    """Return the values of an attribute that this reader sees, with their responses."""

    def found() -> dict[str, int]:
        by = dimension_of(attribute)
        cells = ask(Question("responses", (by,)), reporter.perimeter).cells
        return {cell.keys[0]: cell.n for cell in cells if cell.keys[0]}

    return kept(reporter.perimeter, f"values of {attribute}", found)


def listing_of(reporter: PageReporter, attribute: str, *, scored: bool) -> Listing:
    """Return the places of an attribute; without figures where ``scored`` is false."""
    name = f"places {reporter.language} {attribute} {scored}"
    return kept(reporter.main, name, lambda: _listing(reporter, attribute, scored=scored))


def _listing(reporter: PageReporter, attribute: str, *, scored: bool) -> Listing:
    figure = perception(reporter.main, attribute) if scored else None
    values = values_of(reporter, attribute)
    if figure is None:
        rest = [
            Place(name, n, None, None, None, apart=False, mark=Markup(""))
            for name, n in values.items()
        ]
        return Listing(attribute, rest, None, (), (0.0, 1.0), "", (), scored=False)
    cells: dict[str, dict[str, Cell]] = {}
    for cell in figure.cells:
        cells.setdefault(cell.keys[0], {})[cell.keys[1]] = cell
    known = {name: own for name, own in cells.items() if own["observed"].n >= LEAST_SHOWN}
    drawn = [own["shrunk"] for own in known.values()] or [figure.total]
    ends = (min(c.low or 0.0 for c in drawn), max(c.high or 0.0 for c in drawn))
    grid = ticks(*ends)
    ranked = sorted(known.items(), key=lambda item: (-(item[1]["shrunk"].value or 0.0), item[0]))
    places = [_place(name, own, figure, ends, grid) for name, own in ranked]
    places += [
        Place(name, n, None, None, None, apart=False, mark=Markup(""))
        for name, n in values.items()
        if name not in known
    ]
    notes = [reporter.t(note) for note in figure.notes]
    middle = figure.total.value
    return Listing(attribute, places, middle, grid, ends, figure.unit, notes, scored=True)


def perception(rows: Perimeter, attribute: str) -> Figure | None:
    """Return how each place of an attribute is perceived; None where too few can be compared."""
    try:
        figure = ask(Question("perception", (dimension_of(attribute),)), rows)
    except QuestionError:
        return None
    return figure if figure.cells else None


def _place(
    name: str,
    cells: dict[str, Cell],
    figure: Figure,
    ends: tuple[float, float],
    grid: Sequence[float],
) -> Place:
    likely, seen = cells["shrunk"], cells["observed"]
    whole = figure.total.value or 0.0
    value, apart = likely.value or 0.0, bool(seen.distinct)
    tone = ("fav" if value > whole else "unf") if apart else "mix"
    mark = interval_mark(
        value,
        likely.low or 0.0,
        likely.high or 0.0,
        ends,
        tone=tone,
        hollow=not apart,
        reference=whole,
        grid=grid,
    )
    return Place(name, seen.n, likely, seen, cells["rank"], apart=apart, mark=mark)
