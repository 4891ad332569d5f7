"""``rebond groups``: who votes alike, told in plain words."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rebond.cli.terminal import Terminal
from rebond.languages.typography import percent

if TYPE_CHECKING:
    from rebond.cocreate.groups import Groups


def run(options: Namespace, terminal: Terminal) -> int:
    """Print the groups in words, or as JSON."""
    from rebond.cocreate.groups import groups, read_statements, read_votes, told

    votes, statements = _files(Path(options.votes), options.statements)
    texts, out = read_statements(statements) if statements else ({}, frozenset[str]())
    found = groups(read_votes(votes), method=options.method, moderated=out)
    if options.json:
        terminal.line(json.dumps(_as_json(found, texts, options.participant), ensure_ascii=False))
        return 0
    for message in told(found, texts):
        terminal.line(terminal.translate(message))
    if options.participant is not None:
        _print_place(found, options.participant, terminal)
    return 0


def _files(given: Path, statements: str | None) -> tuple[Path, Path | None]:
    """Return the file of votes and that of statements; a folder of Polis holds both."""
    texts = Path(statements) if statements else None
    if not given.is_dir():
        return given, texts
    long, wide = given / "votes.csv", given / "participants-votes.csv"
    beside = given / "comments.csv"
    return long if long.exists() else wide, texts or (beside if beside.exists() else None)


def _as_json(found: Groups, texts: Mapping[str, str], participant: str | None) -> dict[str, object]:
    """Return the groups as plain values; consensus is the best first."""
    from rebond.cocreate.groups import stability, where

    consensus = sorted(
        zip(found.votes.statements, found.consensus.tolist(), strict=True), key=lambda one: -one[1]
    )
    told: dict[str, object] = {
        "method": found.method,
        "groups": [
            {
                "id": group,
                "participants": list(found.members(group)),
                "representative": [
                    {**asdict(one), "text": texts.get(one.statement)}
                    for one in found.representative[group]
                ],
            }
            for group in range(found.count)
        ],
        "consensus": [
            {"statement": statement, "score": score, "text": texts.get(statement)}
            for statement, score in consensus
            if statement not in found.moderated
        ],
        "agreed": found.agreed(),
        "stability": stability(found) if found.returns is None else found.returns,
    }
    return told | ({"where": asdict(where(found, participant))} if participant else {})


def _print_place(found: Groups, participant: str, terminal: Terminal) -> None:
    from rebond.cocreate.groups import where

    place = where(found, participant)
    if place.group < 0:
        terminal.say("{participant} voted too little to be placed.", participant=participant)
        return
    terminal.say(
        "{participant} sits in group {group} (chances: {sure}).",
        participant=participant,
        group=place.group + 1,
        sure=percent(100 * place.sure, 0, terminal.language),
    )
