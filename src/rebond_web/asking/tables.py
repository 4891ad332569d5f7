"""The rows of a figure: one a cell with its interval, or one a subject with its readings."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rebond.languages.typography import interval
from rebond.quantify import Cell, Figure, Filter, Question
from rebond.quantify.asking.names import TIME_DIMENSIONS
from rebond.quantify.asking.spread import VALUE
from rebond.quantify.use_cases.readings import LEAST_SHOWN, SIGNED
from rebond.report.charts.rows import interval_mark
from rebond.report.charts.svg import at, element, ticks
from rebond_web.asking.naming import (
    decimals_of,
    dimension_name,
    key_name,
    reading_name,
    unit_name,
    written,
)
from rebond_web.reading.reporter import PageReporter, voices_address

MOST_ROWS = 24
_MOST_READ = 60  # rows of readings, those that chance explains included


@dataclass(frozen=True)
class Said:
    """A number as it is written: value, unit, interval and n; ``hidden`` for a small team."""

    value: str
    unit: str
    interval: str
    n: int
    hidden: bool = False


@dataclass(frozen=True)
class Line:
    """A row: its name, its numbers, its drawing, whether it stands apart, where its voices are."""

    name: str
    said: Sequence[Said | None]
    mark: Markup
    apart: bool
    voices: str


@dataclass(frozen=True)
class Table:
    """Rows under heads; ``grid`` and ``ends`` are those of the drawing, empty without one."""

    head: str
    columns: Sequence[str]
    lines: Sequence[Line]
    chance: Sequence[Line]
    more: int
    grid: Sequence[float]
    ends: tuple[float, float]
    signed: bool


def said_of(reporter: PageReporter, cell: Cell, unit: str, *, signed: bool) -> Said:
    """Return a number as it is written."""
    unit = cell.unit or unit
    told = ""
    if cell.low is not None and cell.high is not None:
        decimals = decimals_of(unit, cell.value)
        told = interval(cell.low, cell.high, decimals, reporter.language, signed=signed, bare=True)
    return Said(
        written(reporter, cell.value, unit, signed=signed),
        unit_name(reporter, unit) if cell.value is not None else "",
        told,
        cell.n,
        hidden=cell.withheld,
    )


def table_of(reporter: PageReporter, figure: Figure, whose: Question) -> Table:
    """Return the rows of a figure: one a cell, or one a subject with its readings side by side."""
    if figure.details and figure.details != (VALUE,):
        return _readings(reporter, figure, whose)
    signed = figure.unit == "points"
    cells = [one for one in figure.cells if any(one.keys) or len(figure.cells) == 1]
    cells = sorted(cells, key=lambda one: one.withheld)
    shown = cells[:MOST_ROWS]
    ends, grid = _scale(shown, figure.unit)
    lines = [
        Line(
            name=_name(reporter, figure, cell.keys),
            said=[said_of(reporter, cell, figure.unit, signed=signed)],
            mark=_mark(cell, figure, ends, grid),
            apart=bool(cell.distinct),
            voices=_cell_voices(reporter, whose, cell.keys),
        )
        for cell in shown
    ]
    return Table(
        _head(reporter, figure.dimensions),
        (),
        lines,
        (),
        len(cells) - len(shown),
        grid,
        ends,
        signed,
    )


def _readings(reporter: PageReporter, figure: Figure, whose: Question) -> Table:
    rows: dict[tuple[str, ...], dict[str, Cell]] = {}
    for cell in figure.cells:
        rows.setdefault(cell.keys[:-1], {})[cell.keys[-1]] = cell
    ordered = sorted(rows.items(), key=lambda row: _rank(figure, row[1]))
    readings = list(dict.fromkeys(name for _, cells in ordered for name in cells))
    lines: tuple[list[Line], list[Line]] = ([], [])
    for keys, cells in ordered[:_MOST_READ]:
        said = [
            said_of(reporter, cells[name], figure.unit, signed=name in SIGNED)
            if name in cells
            else None
            for name in readings
        ]
        apart = any(cell.distinct for cell in cells.values())
        voices = _cell_voices(reporter, whose, keys[: len(figure.question.dimensions)])
        line = Line(_name(reporter, figure, keys), said, Markup(""), apart, voices)
        lines[_rank(figure, cells) > 0].append(line)
    return Table(
        head=_head(reporter, figure.dimensions[:-1]),
        columns=[reading_name(reporter, one) for one in readings],
        lines=lines[0][:MOST_ROWS],
        chance=lines[1],
        more=len(lines[0][MOST_ROWS:]) + max(0, len(ordered) - _MOST_READ),
        grid=(),
        ends=(0.0, 0.0),
        signed=False,
    )


def _rank(figure: Figure, cells: dict[str, Cell]) -> int:
    """Return 0 for what is told, 1 for what chance explains, 2 for too few answers."""
    if figure.question.dimensions[:1] and figure.question.dimensions[0] in TIME_DIMENSIONS:
        return 0
    if next(iter(cells.values())).n < LEAST_SHOWN:
        return 2
    apart = [cell.distinct for cell in cells.values() if cell.distinct is not None]
    in_order = figure.question.measure in ("perception", "best")
    return 1 if apart and not any(apart) and not in_order else 0


def _head(reporter: PageReporter, dimensions: Sequence[str]) -> str:
    return " · ".join(dimension_name(reporter, one) for one in dimensions)


def _name(reporter: PageReporter, figure: Figure, keys: Sequence[str]) -> str:
    named = zip(figure.dimensions, keys, strict=False)
    return " · ".join(key_name(reporter, dimension, key) for dimension, key in named)


def _scale(cells: Sequence[Cell], unit: str) -> tuple[tuple[float, float], Sequence[float]]:
    values = [
        value for cell in cells for value in (cell.low, cell.value, cell.high) if value is not None
    ]
    if not values:
        return (0.0, 1.0), ()
    low, high = min(values), max(values)
    if unit in ("count", "%"):
        low = 0.0
    ends = (low, high if high > low else low + 1.0)
    return ends, ticks(*ends)


def _mark(cell: Cell, figure: Figure, ends: tuple[float, float], grid: Sequence[float]) -> Markup:
    """Draw a row: its interval beside the whole's, or a bar where it only counts."""
    if cell.value is None:
        return Markup("")
    if cell.low is None or cell.high is None:
        bar = element(
            "rect", class_="bar-m", x="0", y="30%", height="40%", width=at(cell.value, *ends)
        )
        return element("svg", bar, aria_hidden="true")
    compared = any(one.distinct is not None for one in figure.cells)
    whole = figure.total.value if figure.unit in ("points", "score") else None
    inside = whole is not None and ends[0] <= whole <= ends[1]
    tone = "mix"
    if cell.distinct:
        judged = figure.unit == "points" or figure.question.measure.startswith("csat")
        tone = "" if not judged or whole is None else "fav" if cell.value > whole else "unf"
    return interval_mark(
        cell.value,
        cell.low,
        cell.high,
        ends,
        tone=tone,
        hollow=compared and not cell.distinct,
        reference=whole if inside else None,
        grid=grid,
    )


def _cell_voices(reporter: PageReporter, question: Question, keys: Sequence[str]) -> str:
    """Return the address of the voices of a cell; "" where no condition can name it."""
    conditions = []
    for dimension, key in zip(question.dimensions, keys, strict=False):
        if not key:
            return ""
        if dimension in TIME_DIMENSIONS:
            conditions.append(Filter(dimension, "=", (_period(dimension, key),)))
        else:
            conditions.append(Filter(dimension, "=", (key,)))
    return voices_address(reporter.slug, question.where(*conditions))


def _period(dimension: str, key: str) -> str:
    first = datetime.date.fromisoformat(key)
    if dimension == "year":
        return key[:4]
    if dimension == "quarter":
        return f"{first.year}-Q{(first.month + 2) // 3}"
    return key[:7] if dimension == "month" else key
