"""``rebond forget``: erasure, with its proof."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from rebond.cli.terminal import Terminal


def run(options: Namespace, terminal: Terminal) -> int:
    """Erase, print what was removed from each store, and what could not be reached."""
    from rebond.listen.erasure import forget
    from rebond.workspace import Workspace

    erasure = forget(Workspace.open(Path(options.workspace)), options.identifier)
    if not erasure.responses:
        terminal.say(
            "No response of {identifier} was found. It will not enter if a file brings it later.",
            identifier=options.identifier,
        )
        return 0
    for store, rows in erasure.removed.items():
        terminal.say("{store}: {rows} rows erased", store=store, rows=rows)
    if erasure.verified:
        terminal.say(
            "Proof: {files} files, {size} bytes once decompressed, were searched; nothing is left.",
            files=erasure.files_searched,
            size=erasure.bytes_searched,
        )
    else:
        terminal.say(
            "Something is left: {rows} rows, and traces in {files}. Run the command again.",
            rows=erasure.rows_left,
            files=", ".join(erasure.traces_in) or "–",
        )
    terminal.say("What this command cannot reach:")
    for message in erasure.unreachable:
        terminal.line(f"  {terminal.translate(message)}")
    return 0 if erasure.verified else 1
