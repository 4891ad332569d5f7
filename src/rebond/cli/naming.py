"""How the cells of a figure are called and written on a terminal."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from rebond.cli.terminal import Terminal
from rebond.languages.typography import day, month, number
from rebond.quantify.use_cases.readings import CLASS, CLASSES, READING, READINGS, SIGNED, TOTALS
from rebond.vocabulary import Label, Message

if TYPE_CHECKING:
    from rebond.quantify import Cell, Figure
    from rebond.quantify.perimeter import Tables

MARKS = {"ratio": "×", "%": "%", "points": "points"}
WITHHELD = Message("withheld (small group of employees)")
_DECIMALS = {"count": 0, "score": 2, "axis": 2, "ratio": 2}
_ROUND = 100.0  # from which decimals say nothing


def in_language(label: Label, terminal: Terminal) -> str:
    """Return a label in the reader's language."""
    return label.fr if terminal.language == "fr" else label.en


def cell_name(cell: Cell, figure: Figure, workspace: Tables, terminal: Terminal) -> str:
    """Return the keys of a cell as a person reads them."""
    named = zip(figure.dimensions, cell.keys, strict=True)
    return " · ".join(key_name(name, key, workspace, terminal) for name, key in named)


def key_name(dimension: str, key: str, workspace: Tables, terminal: Terminal) -> str:
    """Return a key as a person reads it: themes and readings by their label, periods in words."""
    from rebond.quantify.asking.names import TIME_DIMENSIONS
    from rebond.quantify.asking.themes import theme_label

    if not key:
        return terminal.label("implicit" if dimension == "target" else "not known")
    if dimension in ("theme", "branch"):
        return in_language(theme_label(workspace, key), terminal)
    if dimension == READING:
        return in_language(READINGS.get(key, Label(key, key)), terminal)
    if dimension == CLASS:
        return in_language(CLASSES[key], terminal)
    if dimension in TIME_DIMENSIONS:
        return _period_name(dimension, datetime.date.fromisoformat(key), terminal)
    if dimension == "value":
        return key.replace(".", ",") if terminal.language == "fr" else key
    if dimension == "solicited":
        return terminal.label("solicited" if key == "true" else "spontaneous")
    return terminal.label(key)


def _period_name(dimension: str, first: datetime.date, terminal: Terminal) -> str:
    language = terminal.language
    if dimension == "year":
        return str(first.year)
    if dimension == "quarter":
        return f"{first.year}-{'T' if language == 'fr' else 'Q'}{(first.month + 2) // 3}"
    if dimension == "month":
        return month(first, language)
    if dimension == "week":
        year, week, _ = first.isocalendar()
        return f"{year}-{'S' if language == 'fr' else 'W'}{week:02}"
    return day(first, language)


def whole_name(figure: Figure, terminal: Terminal) -> str:
    """Return what the total of a figure is."""
    if not holds_readings(figure):
        return terminal.label("all")
    return in_language(TOTALS.get(figure.question.measure, TOTALS[""]), terminal)


def cell_values(cell: Cell, figure: Figure, terminal: Terminal) -> str:
    """Return the value of a cell of a figure with its interval and its n, as a person reads them.

    Where a figure holds several readings of the same thing, each is written in its own unit.
    """
    if cell.withheld or not holds_readings(figure):
        return plain_values(cell, figure.unit, terminal)
    unit = cell.unit or figure.unit
    signed = bool(cell.keys) and cell.keys[-1] in SIGNED
    value = written(cell.value, unit, terminal, signed=signed)
    between = written_interval(cell, unit, terminal, signed=signed)
    interval = f"[{between}]  " if between else ""
    n = number(cell.n, 0, terminal.language)
    return f"{value:>8} {MARKS.get(unit, ''):<6}  {interval}n = {n}"


def plain_values(cell: Cell, unit: str, terminal: Terminal) -> str:
    """Return the value of a cell with its interval and its n, in the unit of its figure."""
    if cell.withheld:
        return terminal.translate(WITHHELD)
    decimals = 0 if unit == "count" else 1

    def write(value: float | None) -> str:
        return "–" if value is None else number(value, decimals, terminal.language)

    n = number(cell.n, 0, terminal.language)
    if cell.low is None:
        return f"{write(cell.value):>8}  n = {n}"
    joint = terminal.label("to")
    shown = f"{write(cell.value):>8}  [{write(cell.low)} {joint} {write(cell.high)}]  n = {n}"
    if cell.read is None:
        return shown
    as_read = terminal.translate(Message("(as read: {value})", {"value": write(cell.read)}))
    return f"{shown}  {as_read}"


def holds_readings(figure: Figure) -> bool:
    """Whether the cells of a figure are several readings of the same thing."""
    return READING in figure.details


def written(value: float | None, unit: str, terminal: Terminal, *, signed: bool = False) -> str:
    """Return a number with the decimals that its unit asks for, "–" where it is not defined."""
    if value is None:
        return "–"
    decimals = 0 if abs(value) >= _ROUND else _DECIMALS.get(unit, 1)
    return number(value, decimals, terminal.language, signed=signed)


def written_interval(cell: Cell, unit: str, terminal: Terminal, *, signed: bool = False) -> str:
    """Return the interval of a reading, "" without one; an end that is not known is infinite."""
    if cell.low is None and cell.high is None:
        return ""
    low = "−∞" if cell.low is None else written(cell.low, unit, terminal, signed=signed)
    high = "∞" if cell.high is None else written(cell.high, unit, terminal, signed=signed)
    return f"{low} {terminal.label('to')} {high}"
