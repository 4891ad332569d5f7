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
    for store, rows in erasure.removed.items():
        terminal.say("{store}: {rows} rows erased", store=store, rows=rows)
    for message in erasure.unreachable:
        terminal.line(f"! {terminal.translate(message)}")
    return 0 if erasure.verified else 1
