"""``rebond ask``: one question, one figure, its interval, its n and its evidence."""

from __future__ import annotations

import datetime
import json
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from rebond.cli.terminal import Terminal
from rebond.languages.typography import day, month, number
from rebond.vocabulary import Message

if TYPE_CHECKING:
    from rebond.quantify import Cell, Figure
    from rebond.quantify.perimeter import Tables
    from rebond.workspace import Workspace


def run(options: Namespace, terminal: Terminal) -> int:
    """Print the figure, as a table or as JSON."""
    from rebond.cli.table_screen import print_voices
    from rebond.quantify import Perimeter, Question, ask, evidence
    from rebond.quantify.tracing import Shown, keep
    from rebond.quantify.writing import figure_as_json, voice_as_json
    from rebond.workspace import Workspace

    question = Question.parse(" ".join(options.question))
    workspace = Workspace.open(Path(options.workspace))
    perimeter = Perimeter.whole(workspace)
    figure = ask(question, perimeter)
    (identifier,) = keep([Shown(figure, perimeter)], face="ask")
    if options.json:
        voices = evidence(question, perimeter, limit=options.evidence) if options.evidence else []
        document = (
            {"figure": identifier}
            | figure_as_json(figure)
            | {"evidence": [voice_as_json(voice) for voice in voices]}
        )
        terminal.line(json.dumps(document, ensure_ascii=False, indent=2))
        return 0
    _print_figure(figure, workspace, terminal)
    if options.evidence:
        print_voices(figure, perimeter, options.evidence, terminal)
    if identifier:
        terminal.say(
            "To trace this figure: rebond trace {figure} --workspace {path}",
            figure=identifier,
            path=options.workspace,
        )
    else:
        terminal.say("This figure could not be kept in the workspace: it cannot be traced later.")
    return 0


def _print_figure(figure: Figure, workspace: Workspace, terminal: Terminal) -> None:
    """Print the population, the cells, then the whole and how sure it is."""
    from rebond.cli.table_screen import print_rows
    from rebond.quantify.asking.spread import VALUE
    from rebond.quantify.figure import NOT_MEASURED

    terminal.line(str(figure.question))
    terminal.line(terminal.translate(figure.population))
    if figure.details and figure.details != (VALUE,):
        print_rows(figure, workspace, terminal)
    else:
        _print_cells(figure, workspace, terminal)
        for note in figure.notes:
            terminal.line(f"– {terminal.translate(note)}")
    terminal.line(terminal.translate(figure.engine_error))
    if figure.engine_error == NOT_MEASURED:
        terminal.say("To measure it: rebond check draw.")


def _print_cells(figure: Figure, workspace: Workspace, terminal: Terminal) -> None:
    """Print one line a cell, a star before those that differ from their peers, and the whole."""
    cells = figure.cells if figure.dimensions else ()
    names = [cell_name(cell, figure, workspace, terminal) for cell in cells]
    whole = terminal.label("all")
    width = max(len(name) for name in (*names, whole))
    apart = any(cell.distinct for cell in cells)
    for name, cell in zip(names, cells, strict=True):
        mark = "*" if cell.distinct else " "
        terminal.line(f"{mark} {name:<{width}}  {cell_values(cell, figure.unit, terminal)}")
    terminal.line(f"  {whole:<{width}}  {cell_values(figure.total, figure.unit, terminal)}")
    if apart and len(figure.question.dimensions) > 1:
        terminal.say(
            "* differs from the others of the same {parents} (false discoveries held at 5%).",
            parents=", ".join(figure.question.dimensions[:-1]),
        )
    elif apart:
        terminal.say("* differs from all the others together (false discoveries held at 5%).")


def cell_name(cell: Cell, figure: Figure, workspace: Tables, terminal: Terminal) -> str:
    """Return the keys of a cell as a person reads them."""
    named = zip(figure.dimensions, cell.keys, strict=True)
    return " · ".join(key_name(name, key, workspace, terminal) for name, key in named)


def key_name(dimension: str, key: str, workspace: Tables, terminal: Terminal) -> str:
    """Return a key as a person reads it: themes by their label, periods in words."""
    from rebond.quantify.asking.names import TIME_DIMENSIONS
    from rebond.quantify.asking.themes import theme_label

    if not key:
        return terminal.label("implicit" if dimension == "target" else "not known")
    if dimension in ("theme", "branch"):
        label = theme_label(workspace, key)
        return label.fr if terminal.language == "fr" else label.en
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


def cell_values(cell: Cell, unit: str, terminal: Terminal) -> str:
    """Return the value of a cell with its interval and its n, as a person reads them."""
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
