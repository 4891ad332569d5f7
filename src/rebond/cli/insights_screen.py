"""How insights are printed in a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rebond.cli.lighting import BLAMED, NEITHER, PRAISED, Pen, excerpt
from rebond.cli.terminal import Terminal
from rebond.languages.typography import day, number
from rebond.vocabulary import Message

if TYPE_CHECKING:
    from rebond.quantify import EvidenceVoice, Perimeter
    from rebond.quantify.insights.keeping import Followed, Gone
    from rebond.quantify.insights.ranking import Standing

WIDE = 96
_STYLES = {1: PRAISED, -1: BLAMED, 0: NEITHER}


def state_name(state: str, terminal: Terminal) -> str:
    """Return a state in the reader's language."""
    from rebond.quantify.insights.keeping import STATE_LABELS

    label = STATE_LABELS[state]
    return label.fr if terminal.language == "fr" else label.en


def print_list(
    kept: Sequence[Followed],
    no_longer: Sequence[Gone],
    perimeter: Perimeter,
    terminal: Terminal,
    workspace: str,
) -> None:
    """Print insights in order, one paragraph each, then what is held over all of them."""
    from rebond.quantify import find

    pen = Pen.for_output()
    findings = find(perimeter)
    if not kept:
        terminal.say("No insight here. {n} comparisons were made.", n=findings.scanned)
    for one in kept:
        terminal.line(pen.quiet(f"{one.insight.id} · {state_name(one.state, terminal)}"))
        _paragraph(terminal.translate(one.insight.sentence), terminal)
        quiet = [_standing(one.insight.standing, terminal)]
        if one.insight.support:
            quiet.append(
                terminal.translate(
                    Message("{n} more figures support it", {"n": len(one.insight.support)})
                    if len(one.insight.support) > 1
                    else Message("1 more figure supports it")
                )
            )
        terminal.line(pen.quiet(f"  {' · '.join(quiet)}"))
        for message in _news(one):
            _paragraph(terminal.translate(message), terminal, "  → ")
    for lost in no_longer:
        terminal.line(pen.quiet(f"{lost.id} · {state_name(lost.state, terminal)}"))
        terminal.say("  It is not announced any more on all the data.")
        if lost.retest:
            _paragraph(terminal.translate(lost.retest.sentence), terminal, "  → ")
    if kept:
        terminal.line("")
        _paragraph(terminal.translate(findings.control), terminal, "")
        first = kept[0].insight.id
        terminal.line(f"rebond insights show {first} --workspace {workspace}")


def print_insight(one: Followed, perimeter: Perimeter, terminal: Terminal) -> None:
    """Print all of one insight: figures, voices, one that contradicts, states and evidence."""
    from rebond.quantify.insights.choosing import chosen_voices

    insight, pen = one.insight, Pen.for_output()
    terminal.line(pen.quiet(f"{insight.id} · {state_name(one.state, terminal)}"))
    _paragraph(terminal.translate(insight.sentence), terminal, "")
    terminal.line(_standing(insight.standing, terminal))
    for message in _news(one):
        _paragraph(terminal.translate(message), terminal, "→ ")
    if insight.support:
        terminal.line("")
        terminal.say("What supports it:")
    for finding in insight.support:
        _paragraph(terminal.translate(finding.sentence), terminal, "• ")
    chosen = chosen_voices(insight, perimeter)
    if chosen.voices:
        terminal.line("")
        terminal.say("Voices that stand for it:")
    for voice in chosen.voices:
        terminal.line(f"  {_quoted(voice, pen, terminal)}")
    if chosen.against:
        terminal.say("One that contradicts it:")
        terminal.line(f"  {_quoted(chosen.against, pen, terminal)}")
    if chosen.voices:
        _paragraph(terminal.translate(chosen.how), terminal, "  ")
    for mark in one.marks:
        when = day(mark.on.date(), terminal.language)
        told = " · ".join(
            part for part in (state_name(mark.state, terminal), mark.by, mark.note) if part
        )
        terminal.line(f"{when}: {told}" if terminal.language == "en" else f"{when}\u00a0: {told}")
    terminal.line("")
    terminal.say(
        "Its evidence: {command}", command=f"rebond ask '{insight.question}' --evidence 20"
    )


def _news(one: Followed) -> list[Message]:
    found = []
    if one.changed:
        found.append(one.changed)
    if one.retest:
        found.append(one.retest.sentence)
    return found


def _standing(standing: Standing, terminal: Terminal) -> str:
    """Say the three factors and their product."""

    def written(value: float, decimals: int = 2) -> str:
        return number(value, decimals, terminal.language)

    return terminal.translate(
        Message(
            "effect {effect} × √people {people} × certainty {certainty} = {importance}",
            {
                "effect": written(standing.effect),
                "people": written(standing.people, 3),
                "certainty": written(standing.certainty),
                "importance": written(standing.importance, 3),
            },
        )
    )


def _paragraph(text: str, terminal: Terminal, first: str = "  ") -> None:
    blank = " " * len(first)
    # A no-break space stays one: only plain spaces are where a line may end.
    for line in textwrap.wrap(
        text, WIDE, initial_indent=first, subsequent_indent=blank, break_on_hyphens=False
    ):
        terminal.line(line)


def _quoted(voice: EvidenceVoice, pen: Pen, terminal: Terminal) -> str:
    lit = [(span.start, span.end, _STYLES[span.polarity]) for span in voice.spans]
    said = excerpt(voice.text, lit, pen)
    return f"«\u00a0{said}\u00a0»" if terminal.language == "fr" else f"“{said}”"
