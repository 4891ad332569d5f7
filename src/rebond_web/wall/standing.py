"""Where each theme stands in each market over the last weeks: tinted only if established.

A cell is compared with the same theme in the other markets, and with its own past. The first gives
its colour, the second its arrow; each is held at a 5 % false-discovery rate over the wall.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from rebond.quantify import Cell, EvidenceVoice, Filter, Perimeter, Question, evidence
from rebond.quantify.groups.gaps import Tested, dimension_of, gaps_of
from rebond.quantify.statistics.discoveries import FALSE_DISCOVERIES, q_values
from rebond_web.alerts.models import Kind, Rule
from rebond_web.alerts.ringing import quietest
from rebond_web.alerts.watching import A_WEEK, during, known_weeks, watched
from rebond_web.reading.kept import kept
from rebond_web.reading.reporter import PageReporter

ROWS, COLUMNS, TOLD = 10, 9, 3
LEAST_IN_CELL = 10  # voices, under which a cell shows no figure
STRONG = 20  # points of net polarity
WEEKS = (4, 12, 52)

Place = tuple[str, str]  # a theme and a value


@dataclass(frozen=True)
class WallCell:
    """One theme in one market.

    ``tint`` "" unless the gap from the other markets is established; ``moved`` is −1 where it has
    fallen, established, 0 elsewhere.
    """

    theme: str
    value: str
    cell: Cell
    tint: str = ""
    moved: int = 0


@dataclass(frozen=True)
class Why:
    """A red cell: its figure beside that of the other markets, and one voice that says it."""

    cell: WallCell
    rest: float | None
    voice: EvidenceVoice | None


@dataclass(frozen=True)
class Wall:
    """The whole wall; ``since`` and ``until`` are the first and last day looked at."""

    attribute: str
    since: datetime.date | None
    until: datetime.date | None
    values: Sequence[tuple[str, int]] = ()
    rows: Sequence[tuple[str, Cell, Sequence[WallCell | None]]] = ()
    why: Sequence[Why] = ()
    hidden: int = 0
    everything: Sequence[WallCell] = field(default_factory=tuple)

    @property
    def red(self) -> list[WallCell]:
        """The cells below the other markets, or fallen, the worst first."""
        found = [one for one in self.everything if one.tint.startswith("u") or one.moved < 0]
        return sorted(found, key=lambda one: (one.moved, one.cell.value or 0.0))


def wall_of(reporter: PageReporter, attribute: str, weeks: int) -> Wall:
    """Return the wall of an attribute over some weeks, computed once for the same rows."""
    name = f"wall {attribute} {weeks}"
    return kept(reporter.main, name, lambda: _wall(reporter, attribute, weeks))


def _wall(reporter: PageReporter, attribute: str, weeks: int) -> Wall:
    known = known_weeks(reporter.main)
    if not known:
        return Wall(attribute, None, None)
    first, last = known[max(0, len(known) - weeks)], known[-1]
    since, until = first, last + A_WEEK - datetime.timedelta(days=1)
    perimeter = reporter.main.where(*during(first, last))
    by = dimension_of(attribute)
    sizes = [c for c in reporter.ask(Question("voices", (by,)), perimeter).cells if c.keys[0]]
    gaps = _gaps(perimeter, by, attribute)
    fallen = _fallen(reporter, attribute, weeks)
    wanted = set(gaps) | fallen
    values = _first([c.keys[0] for c in sizes], {value for _, value in wanted}, COLUMNS)
    whole = {c.keys[0]: c for c in reporter.ask(_by("theme"), perimeter).cells}
    spoken = sorted(
        (one for one in whole if one and reporter.is_specific(one)), key=lambda one: -whole[one].n
    )
    themes = _first(spoken, {theme for theme, _ in wanted}, ROWS)
    figure = reporter.ask(_by("theme", by), perimeter)
    cells: dict[Place, WallCell] = {}
    for theme in themes:
        for value in values:
            cell = figure.cell(theme, value)
            if cell is not None and cell.n >= LEAST_IN_CELL and cell.value is not None:
                place = theme, value
                moved = -1 if place in fallen else 0
                cells[place] = WallCell(theme, value, cell, _tint(gaps.get(place)), moved)
    rows = [
        (theme, whole[theme], [cells.get((theme, value)) for value in values])
        for theme in themes
        if any((theme, value) in cells for value in values)
    ]
    known_sizes = {c.keys[0]: c.n for c in sizes}
    drawn = Wall(
        attribute,
        since,
        until,
        [(value, known_sizes[value]) for value in values],
        rows,
        (),
        len(sizes) - len(values),
        tuple(cells.values()),
    )
    why = [_why(perimeter, by, one, gaps.get((one.theme, one.value))) for one in drawn.red[:TOLD]]
    return Wall(attribute, since, until, drawn.values, rows, why, drawn.hidden, drawn.everything)


def _by(*dimensions: str) -> Question:
    return Question("net_polarity", dimensions)


def _gaps(perimeter: Perimeter, by: str, attribute: str) -> dict[Place, Tested]:
    """Return the established gaps of theme and value, at a 5 % false-discovery rate over all."""
    tested = [
        one for one in gaps_of(perimeter, _by(by, "theme"), attribute) if one.theme is not None
    ]
    adjusted = q_values([one.p_value for one in tested])
    return {
        (str(one.theme), one.value): one
        for one, q in zip(tested, adjusted, strict=True)
        if q <= FALSE_DISCOVERIES
    }


def _fallen(reporter: PageReporter, attribute: str, weeks: int) -> set[Place]:
    """Return the themes and values that have fallen from their own past, established."""
    if weeks > max(WEEKS[:2]):
        return set()  # over a year nothing is left to compare with
    found = watched(Rule(kind=Kind.FALLS, attribute=attribute, weeks=weeks), reporter.main)
    if not found.p.size:
        return set()
    holds = quietest(found.p)[-1] <= FALSE_DISCOVERIES
    return {(theme, value) for (value, theme), held in zip(found.names, holds, strict=True) if held}


def _first(ordered: Sequence[str], wanted: set[str], most: int) -> list[str]:
    """Return some of what is ordered, first those that are wanted, in its order."""
    kept_ones = sorted(ordered, key=lambda one: one not in wanted)[:most]
    return [one for one in ordered if one in kept_ones]


def _tint(gap: Tested | None) -> str:
    if gap is None:
        return ""
    return ("f" if gap.difference > 0 else "u") + ("2" if abs(gap.observed) >= STRONG else "1")


def _why(perimeter: Perimeter, by: str, cell: WallCell, gap: Tested | None) -> Why:
    place = (Filter("theme", "=", (cell.theme,)), Filter(by, "=", (cell.value,)))
    against = Question("voices", (), (*place, Filter("polarity", "=", ("negative",))))
    voices = evidence(against, perimeter, limit=1)
    return Why(cell, gap.rest_figure if gap else None, voices[0] if voices else None)
