"""``rebond search``: voices found by their words and by their meaning."""

from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rebond.cli.lighting import LIT, MEANT, Pen, excerpt
from rebond.cli.terminal import Terminal
from rebond.languages.typography import day, number

if TYPE_CHECKING:
    from rebond.understand.search import Found, Hit


def run(options: Namespace, terminal: Terminal) -> int:
    """Print the voices found, best first; 0 even when there is none."""
    from rebond.quantify import Perimeter
    from rebond.understand.search import search
    from rebond.workspace import Workspace

    way = "words" if options.words else "meaning" if options.meaning else "both"
    workspace = Workspace.open(Path(options.workspace))
    with terminal.progress() as progress:
        found = search(
            " ".join(options.query),
            Perimeter.whole(workspace),
            by=way,
            limit=options.limit,
            where=options.where,
            progress=progress,
        )
    if options.json:
        terminal.line(json.dumps(_as_json(found), ensure_ascii=False, indent=2))
        return 0
    for note in found.notes:
        terminal.line(terminal.translate(note))
    _print(found, terminal)
    return 0


def _as_json(found: Found) -> dict[str, object]:
    """Return what was found as plain JSON values; offsets are code points, ends exclusive."""
    hits = [
        asdict(hit)
        | {
            "lit": [one._asdict() for one in hit.lit],
            "day": hit.day.isoformat() if hit.day else None,
        }
        for hit in found.hits
    ]
    return {
        "query": found.query.said,
        "by": found.by,
        "with_all_words": found.with_all_words,
        "notes": [str(note) for note in found.notes],
        "hits": hits,
    }


def _print(found: Found, terminal: Terminal) -> None:
    pen = Pen.for_output()
    if not found.hits:
        terminal.say("No voice was found.")
        return
    for rank, hit in enumerate(found.hits, start=1):
        terminal.line(f"{rank:>3}  {_shown(hit, pen)}")
        terminal.line(f"     {pen.quiet(_facts(hit, terminal))}")
    if found.with_all_words is not None and found.query.has_words:
        terminal.say("{n} texts hold all the words.", n=found.with_all_words)


def _shown(hit: Hit, pen: Pen) -> str:
    styles = {"words": LIT, "meaning": MEANT}
    words_first = sorted(hit.lit, key=lambda one: one.by != "words")
    return excerpt(hit.text, [(one.start, one.end, styles[one.by]) for one in words_first], pen)


def _facts(hit: Hit, terminal: Terminal) -> str:
    """Return when, where and who, how it was found, and how many say it."""
    ways = {"by words": hit.rank_by_words, "by meaning": hit.rank_by_meaning}
    facts = [
        day(hit.day, terminal.language) if hit.day else "",
        terminal.label(hit.channel),
        terminal.label(hit.stakeholder),
        " + ".join(terminal.label(way) for way, rank in ways.items() if rank),
        f"× {number(hit.voices, 0, terminal.language)}" if hit.voices > 1 else "",
    ]
    return " · ".join(fact for fact in facts if fact)
