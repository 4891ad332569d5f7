"""A figure of several readings as a table: a row a subject, a column a reading, its interval below.

Rows that chance explains, and those of fewer than 30 answers, stand apart.
"""

from __future__ import annotations

import shutil
import textwrap
from operator import itemgetter
from typing import TYPE_CHECKING

from rebond.cli.lighting import BLAMED, NEITHER, PRAISED, Pen, excerpt
from rebond.cli.naming import MARKS, WITHHELD, key_name, whole_name, written, written_interval
from rebond.cli.terminal import Terminal
from rebond.languages.typography import number
from rebond.quantify.asking.names import OPINION_DIMENSIONS
from rebond.quantify.use_cases.readings import CLASS, LEAST_SHOWN, READING, SIGNED

if TYPE_CHECKING:
    from rebond.quantify import Cell, EvidenceVoice, Figure, Perimeter
    from rebond.quantify.perimeter import Tables

_NAME, _N, _COLUMN = 28, 6, 16  # characters
_MOST, _MOST_APART = 40, 10  # rows shown
_CHANCE = {
    "": "Not told apart from chance (false discoveries held at 5%):",
    "llosa": "Class not settled:",
}
_IN_ORDER = ("perception", "best", "evolution")  # measures whose rows stay in their order

Keys = tuple[str, ...]
Rows = list[tuple[Keys, dict[str, "Cell"]]]


def print_rows(figure: Figure, workspace: Tables, terminal: Terminal) -> None:
    """Print the rows of a figure, those that chance explains apart, the whole and the notes."""
    rows: dict[Keys, dict[str, Cell]] = {}
    for cell in figure.cells:
        rows.setdefault(cell.keys[:-1], {})[cell.keys[-1]] = cell
    for title, some, most in _sections(figure, rows):
        if title:
            terminal.say(title, least=LEAST_SHOWN)
        _print_section(figure, some[:most], workspace, terminal)
        if len(some) > most:
            terminal.say("… and {count} more: --json shows them all.", count=len(some) - most)
    name = whole_name(figure, terminal)
    total = figure.total
    n = number(total.n, 0, terminal.language)
    unit = total.unit or figure.unit
    interval = written_interval(total, unit, terminal)
    value = written(total.value, unit, terminal)
    mark = MARKS.get(unit, "")
    shown = f"{value} {mark}".rstrip() + (f" ({interval})" if interval else "") + f", n = {n}"
    colon = "\u00a0:" if terminal.language == "fr" else ":"
    told = terminal.translate(WITHHELD) if total.withheld else shown
    terminal.line(f"{name}{colon} {told}")
    for note in figure.notes:
        terminal.line(f"– {terminal.translate(note)}")


def _sections(figure: Figure, rows: dict[Keys, dict[str, Cell]]) -> list[tuple[str, Rows, int]]:
    """Return the titles of the parts of a table, their rows, and how many are shown."""
    if figure.question.measure == "evolution":
        return [("", list(rows.items()), _MOST)]
    told: Rows = []
    chance: Rows = []
    few: Rows = []
    hidden: Rows = []
    for keys, cells in rows.items():
        first = next(iter(cells.values()))
        if first.withheld:
            hidden.append((keys, cells))
            continue
        apart = [cell.distinct for cell in cells.values() if cell.distinct is not None]
        if first.n < LEAST_SHOWN:
            few.append((keys, cells))
        elif apart and not any(apart) and figure.question.measure not in _IN_ORDER:
            chance.append((keys, cells))
        else:
            told.append((keys, cells))
    parts = [
        ("", told, _MOST),
        (_CHANCE.get(figure.question.measure, _CHANCE[""]), chance, _MOST_APART),
        ("Fewer than {least}:", few, _MOST_APART),
        (WITHHELD.template, hidden, _MOST_APART),
    ]
    return [part for part in parts if part[1]]


def _print_section(figure: Figure, rows: Rows, workspace: Tables, terminal: Terminal) -> None:
    """Print rows in as many blocks of columns as the width of the terminal asks for."""
    readings = list(dict.fromkeys(name for _, cells in rows for name in cells))
    width = shutil.get_terminal_size((100, 24)).columns
    each = max(1, (width - _NAME - _N) // _COLUMN)
    names = {keys: _row_name(keys, figure, workspace, terminal) for keys, _ in rows}
    left = width - _N - _COLUMN * min(each, len(readings))
    room = max(_NAME, min(left, max(len(name) for name in names.values()) + 1))
    pen = Pen.for_output()
    for first in range(0, len(readings), each):
        shown = readings[first : first + each]
        _print_head(figure, rows, shown, room, workspace, terminal)
        for keys, cells in rows:
            known = [cells[name] for name in shown if name in cells]
            if not known:
                continue
            n = "–" if known[0].withheld else number(known[0].n, 0, terminal.language)
            line = f"{_cut(names[keys], room):<{room}}{n:>{_N}}"
            under = " " * (room + _N)
            for reading in shown:
                cell = cells.get(reading)
                unit = (cell.unit or figure.unit) if cell else ""
                signed = reading in SIGNED
                value = written(cell.value, unit, terminal, signed=signed) if cell else ""
                interval = written_interval(cell, unit, terminal, signed=signed) if cell else ""
                line += f"{value:>{_COLUMN}}"
                under += f"{interval:>{_COLUMN}}"
            terminal.line(line.rstrip())
            if under.strip():
                terminal.line(pen.quiet(under.rstrip()))


def _print_head(
    figure: Figure,
    rows: Rows,
    readings: list[str],
    room: int,
    workspace: Tables,
    terminal: Terminal,
) -> None:
    heads = []
    for reading in readings:
        unit = next((c[reading].unit for _, c in rows if reading in c), "") or figure.unit
        label = key_name(READING, reading, workspace, terminal)
        mark = MARKS.get(unit, "")
        heads.append([*textwrap.wrap(label, _COLUMN - 2), *([mark] if mark else [])])
    tall = max(len(head) for head in heads)
    for i in range(tall):
        words = [head[i - tall + len(head)] if i >= tall - len(head) else "" for head in heads]
        start = f"{'':<{room}}{'n' if i == tall - 1 else '':>{_N}}"
        terminal.line((start + "".join(f"{word:>{_COLUMN}}" for word in words)).rstrip())


def _row_name(keys: Keys, figure: Figure, workspace: Tables, terminal: Terminal) -> str:
    """Return the keys of a row as a person reads them, its class first."""
    named = zip(figure.dimensions, keys, strict=False)
    shown = [(name != CLASS, key_name(name, key, workspace, terminal)) for name, key in named]
    return " · ".join(name for _, name in sorted(shown, key=itemgetter(0)))


def print_voices(figure: Figure, perimeter: Perimeter, limit: int, terminal: Terminal) -> None:
    """Print voices of the first row of a table by opinions, of the whole figure elsewhere."""
    from rebond.quantify import evidence

    question = figure.question
    keys: Keys = ()
    if figure.details and figure.cells and question.dimensions[0] in OPINION_DIMENSIONS:
        keys = figure.cells[0].keys[: len(question.dimensions)]
        terminal.say(
            "Voices of “{name}”:", name=_row_name(keys, figure, perimeter.workspace, terminal)
        )
    _print_lit(evidence(question, perimeter, keys=keys, limit=limit), terminal)


def _print_lit(voices: list[EvidenceVoice], terminal: Terminal) -> None:
    """Print voices with the words that the figure counts lit, where the terminal has colours."""
    colours = {1: PRAISED, -1: BLAMED, 0: NEITHER}
    pen = Pen.for_output()
    for voice in voices:
        lit = [(s.start, s.end, colours[s.polarity]) for s in voice.spans if s.matches]
        text = excerpt(voice.text, lit, pen)
        terminal.line(f"  « {text} »" if terminal.language == "fr" else f"  “{text}”")


def _cut(text: str, longest: int) -> str:
    return text if len(text) < longest else f"{text[: longest - 2]}…"
