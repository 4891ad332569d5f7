"""``rebond ask``: one question, one figure, its interval, its n and its evidence."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from rebond.cli.naming import cell_name, cell_values
from rebond.cli.terminal import Terminal

if TYPE_CHECKING:
    from rebond.quantify import Figure
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
    shown = 0 if figure.total.withheld else options.evidence
    if options.json:
        voices = evidence(question, perimeter, limit=shown) if shown else []
        document = (
            {"figure": identifier}
            | figure_as_json(figure)
            | {"evidence": [voice_as_json(voice) for voice in voices]}
        )
        terminal.line(json.dumps(document, ensure_ascii=False, indent=2))
        return 0
    _print_figure(figure, workspace, terminal)
    if shown:
        print_voices(figure, perimeter, shown, terminal)
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
        terminal.line(f"{mark} {name:<{width}}  {cell_values(cell, figure, terminal)}")
    terminal.line(f"  {whole:<{width}}  {cell_values(figure.total, figure, terminal)}")
    if apart and len(figure.question.dimensions) > 1:
        terminal.say(
            "* differs from the others of the same {parents} (false discoveries held at 5%).",
            parents=", ".join(figure.question.dimensions[:-1]),
        )
    elif apart:
        terminal.say("* differs from all the others together (false discoveries held at 5%).")
