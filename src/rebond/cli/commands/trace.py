"""``rebond trace``: a figure or insight that was shown, replayed on what it was found on."""

from __future__ import annotations

import datetime
import json
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from rebond.cli.naming import cell_name, cell_values, plain_values, whole_name
from rebond.cli.terminal import Terminal
from rebond.cli.tracing_screen import (
    insight_as_json,
    print_insight_trace,
    print_since,
    since_as_json,
    source_as_json,
)
from rebond.vocabulary import Message

if TYPE_CHECKING:
    from rebond.quantify import Figure
    from rebond.quantify.tracing import SourceImport, Trace

_SHOWN = 12  # imports listed
_SAME = {
    "bits": Message("Replayed on the data and versions of then: the same to the bit."),
    "rounding": Message(
        "Replayed on the data and versions of then: the same, but for the rounding of sums."
    ),
    "different": Message("Replayed on the data and versions of then: not the same."),
    "unknown": Message(
        "It cannot be replayed: the opinions of these versions are no longer kept (those of the"
        " last three readings are), or what it names is no longer there."
    ),
}


def run(options: Namespace, terminal: Terminal) -> int:
    """Print what became of a figure or of an insight, as a text or as JSON."""
    from rebond.quantify import Perimeter
    from rebond.quantify.tracing import is_insight, trace, trace_insight
    from rebond.workspace import Workspace

    workspace = Workspace.open(Path(options.workspace))
    if is_insight(options.figure):
        insight = trace_insight(options.figure, Perimeter.whole(workspace))
        if options.json:
            terminal.line(json.dumps(insight_as_json(insight), ensure_ascii=False, indent=2))
        else:
            print_insight_trace(insight, terminal)
        return 0
    found = trace(options.figure, Perimeter.whole(workspace), limit=options.evidence)
    if options.json:
        terminal.line(json.dumps(_as_json(found), ensure_ascii=False, indent=2))
        return 0
    _print_identity(found, terminal)
    _print_support(found, terminal)
    print_since(found.since, terminal)
    _print_values(found, terminal)
    for voice in found.voices:
        terminal.line(f"  « {voice.text} »" if terminal.language == "fr" else f"  “{voice.text}”")
    return 0


def _print_identity(found: Trace, terminal: Terminal) -> None:
    """Print what was asked, when, on which versions, and whether the replay gives the same."""
    entry = found.entry
    shown = datetime.datetime.fromisoformat(entry.shown_at).date()
    terminal.line(f"{entry.identifier}  {entry.question}")
    if entry.perimeter:
        terminal.say("Asked in the perimeter: {conditions}", conditions=entry.perimeter)
    if found.then is not None:
        terminal.line(terminal.translate(found.then.population))
    model, codebook = found.past.workspace.current_versions or ("–", "–")
    terminal.say(
        "First shown on {day} by Rebond {software}: model {model}, codebook {codebook}, data"
        " {data}.",
        day=shown,
        software=entry.software,
        model=model,
        codebook=codebook,
        data=entry.data_version,
    )
    terminal.line(terminal.translate(_SAME[found.same]))


def _print_support(found: Trace, terminal: Terminal) -> None:
    """Print how many voices and people are behind, who is no longer there, and the imports."""
    if found.has_missing and found.since.erasures:
        terminal.say(
            "Erased since at someone’s request (voices: {voices}; people: {people}; responses:"
            " {responses}). Who they are is known to nobody; the replay is what the rest gives.",
            voices=found.missing_voices,
            people=found.missing_people,
            responses=found.missing_responses,
        )
    elif found.has_missing:
        terminal.say(
            "No longer there (voices: {voices}; people: {people}; responses: {responses}).",
            voices=found.missing_voices,
            people=found.missing_people,
            responses=found.missing_responses,
        )
    if found.support is None:
        return
    terminal.say(
        "It rests on {voices} voices of {people} people, in {responses} responses, from {imports}"
        " imports:",
        voices=found.support.voices,
        people=found.support.people,
        responses=found.support.responses,
        imports=len(found.imports),
    )
    for one in found.imports[:_SHOWN]:
        terminal.line(f"  {_import(one, terminal)}")
    if len(found.imports) > _SHOWN:
        terminal.say("  and {n} others", n=len(found.imports) - _SHOWN)


def _import(one: SourceImport, terminal: Terminal) -> str:
    return terminal.translate(
        Message(
            "{file} (source {source}), {day}: {n} responses",
            {
                "file": one.file_name,
                "source": one.source,
                "day": one.finished_at.date(),
                "n": one.responses,
            },
        )
    )


def _print_values(found: Trace, terminal: Terminal) -> None:
    """Print the figure then and now, side by side."""
    rows = _side_by_side(found, terminal)
    then, now = terminal.label("then"), terminal.label("now")
    if found.has_missing:
        then = terminal.label("then, the rest alone")
    name_width = max(len(name) for name, _, _ in rows)
    width = max(len(then), *(len(past) for _, past, _ in rows))
    same = all(past == present for _, past, present in rows)
    if same:
        for name, past, _ in rows:
            terminal.line(f"  {name:<{name_width}}  {past}")
        return
    terminal.line(f"  {'':<{name_width}}  {then:<{width}}  {now}")
    for name, past, present in rows:
        terminal.line(f"  {name:<{name_width}}  {past:<{width}}  {present}")


def _side_by_side(found: Trace, terminal: Terminal) -> list[tuple[str, str, str]]:
    """Return one row a cell, then the whole: its name, and its numbers then and now."""
    then, now = found.then, found.now
    names: dict[tuple[str, ...], str] = {}
    cells: dict[tuple[str, ...], list[str]] = {}
    for place, figure in enumerate((then, now)):
        if figure is None or not figure.dimensions:
            continue
        for cell in figure.cells:
            workspace = found.past.workspace
            names.setdefault(cell.keys, cell_name(cell, figure, workspace, terminal))
            shown = cells.setdefault(cell.keys, ["–", "–"])
            shown[place] = cell_values(cell, figure, terminal)
    rows = [(names[keys], past, present) for keys, (past, present) in cells.items()]
    today = cell_values(now.total, now, terminal) if now else "–"
    as_shown = _whole(found, terminal)
    known = then or now
    whole = whole_name(known, terminal) if known else terminal.label("all")
    if not found.has_missing or then is None:
        return [*rows, (whole, as_shown, today)]
    rows.append((whole, cell_values(then.total, then, terminal), today))
    return [*rows, (terminal.label("as it was shown"), as_shown, "")]


def _whole(found: Trace, terminal: Terminal) -> str:
    """Return the whole as it was shown."""
    from rebond.quantify import Cell

    entry, known = found.entry, found.then or found.now
    unit = known.total.unit if known else ""
    cell = Cell((), entry.value, entry.low, entry.high, entry.n, entry.people, unit=unit)
    if known is None:
        return plain_values(cell, entry.unit, terminal)
    return cell_values(cell, known, terminal)


def _as_json(found: Trace) -> dict[str, object]:
    """Return the whole trace as plain JSON values."""
    from rebond.quantify.writing import figure_as_json, voice_as_json

    def figure(one: Figure | None) -> dict[str, object] | None:
        return None if one is None else figure_as_json(one)

    entry = found.entry
    return {
        "figure": entry.identifier,
        "question": entry.question,
        "perimeter": entry.perimeter,
        "shown_at": entry.shown_at,
        "shown_by": entry.face,
        "software": entry.software,
        "data_version": entry.data_version,
        "shown": {"value": entry.value, "low": entry.low, "high": entry.high, "n": entry.n},
        "same": found.same,
        "responses": entry.responses,
        "voices": entry.voices,
        "people": entry.people,
        "missing": {
            "responses": found.missing_responses,
            "voices": found.missing_voices,
            "people": found.missing_people,
        },
        "imports": [source_as_json(one) for one in found.imports],
        "since": since_as_json(found.since),
        "then": figure(found.then),
        "now": figure(found.now),
        "evidence": [voice_as_json(voice) for voice in found.voices],
    }
