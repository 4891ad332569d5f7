"""``rebond insights``: what holds beyond chance, what stands for it, and what was decided of it."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rebond.cli.insights_screen import print_insight, print_list, state_name
from rebond.cli.terminal import Terminal

if TYPE_CHECKING:
    from rebond.quantify import Perimeter
    from rebond.quantify.insights.keeping import Followed, Gone
    from rebond.workspace import Workspace

_STATES = {"confirm": "confirmed", "dismiss": "dismissed", "act": "acted on", "reopen": "new"}


def run(options: Namespace, terminal: Terminal) -> int:
    """List the insights, show one, or keep what was decided of one."""
    from rebond.quantify import Perimeter
    from rebond.quantify.insights.insight import insights
    from rebond.quantify.insights.keeping import followed, gone
    from rebond.quantify.tracing import keep_insights
    from rebond.workspace import Workspace

    workspace = Workspace.open(Path(options.workspace))
    perimeter = Perimeter.whole(workspace)
    found = insights(perimeter)
    keep_insights(found, perimeter, face="insights")
    if options.action != "list":
        one = _named(options.id, followed(found, perimeter))
        if options.action == "show":
            _show(one, perimeter, options.json, terminal)
            return 0
        return _decide(one, workspace, perimeter, options, terminal)
    kept = followed(found, perimeter)
    no_longer = gone(found, perimeter)
    if options.state:
        wanted = options.state.replace("-", " ")
        kept = tuple(one for one in kept if one.state == wanted)
        no_longer = tuple(one for one in no_longer if one.state == wanted)
    if options.json:
        terminal.line(
            json.dumps(_as_json(kept, no_longer, perimeter, terminal), ensure_ascii=False, indent=2)
        )
    else:
        print_list(kept, no_longer, perimeter, terminal, options.workspace)
    return 0


def _named(wanted: str | None, found: Sequence[Followed]) -> Followed:
    """Return the insight of an id, or of the only one that begins so."""
    from rebond.errors import InputError

    if not wanted:
        raise InputError("Which insight? Give its id, as “rebond insights” lists it.")
    alike = [one for one in found if one.insight.id.startswith(wanted.lower())]
    if len(alike) != 1:
        raise InputError(
            "No insight has the id “{id}” in these data. There are: {valid}.",
            id=wanted,
            valid=", ".join(one.insight.id for one in found) or "–",
        )
    return alike[0]


def _decide(
    one: Followed,
    workspace: Workspace,
    perimeter: Perimeter,
    options: Namespace,
    terminal: Terminal,
) -> int:
    from rebond.quantify.insights.keeping import followed, mark

    mark(workspace, one.insight, _STATES[options.action], by=options.by, note=options.note)
    (now,) = followed([one.insight], perimeter)
    if options.json:
        from rebond.quantify.insights.writing import followed_as_json

        terminal.line(
            json.dumps(
                followed_as_json(now, perimeter, terminal.translate), ensure_ascii=False, indent=2
            )
        )
        return 0
    terminal.line(terminal.translate(one.insight.sentence))
    terminal.say("Kept as “{state}”.", state=state_name(now.state, terminal))
    return 0


def _show(one: Followed, perimeter: Perimeter, as_json: bool, terminal: Terminal) -> None:
    from rebond.quantify.insights.writing import followed_as_json

    if as_json:
        document = followed_as_json(one, perimeter, terminal.translate, whole=True)
        terminal.line(json.dumps(document, ensure_ascii=False, indent=2))
        return
    print_insight(one, perimeter, terminal)


def _as_json(
    kept: Sequence[Followed], no_longer: Sequence[Gone], perimeter: Perimeter, terminal: Terminal
) -> dict[str, object]:
    from rebond.quantify import find
    from rebond.quantify.insights.writing import followed_as_json, gone_as_json

    findings = find(perimeter)
    return {
        "scanned": findings.scanned,
        "rate": findings.rate,
        "control": terminal.translate(findings.control),
        "data_version": perimeter.workspace.data_version,
        "insights": [followed_as_json(one, perimeter, terminal.translate) for one in kept],
        "no_longer_announced": [gone_as_json(one, terminal.translate) for one in no_longer],
    }
