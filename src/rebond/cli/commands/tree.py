"""``rebond tree``: which attributes stand under which, read from the data or declared."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from rebond.cli.terminal import Terminal


def run(options: Namespace, terminal: Terminal) -> int:
    """Print the trees of attributes, after the change asked for."""
    from rebond.quantify import Perimeter
    from rebond.quantify.asking.trees import declare, trees, withdraw
    from rebond.workspace import Workspace

    workspace = Workspace.open(Path(options.workspace))
    if options.forget:
        withdraw(workspace, options.forget)
    if options.levels:
        declare(workspace, [level.strip() for level in options.levels.split("<")])
    found = trees(Perimeter.whole(workspace).facts())
    for tree in found:
        origin = "declared" if tree.declared else "read from the data"
        terminal.line(f"{tree}  ({terminal.label(origin)})")
    if not found:
        terminal.say(
            "No attribute stands under another. To declare it: rebond tree “{example}”.",
            example="Shop < Region < Country",
        )
        return 0
    finest, above = found[0].levels[0], found[0].levels[-1]
    terminal.say(
        "To ask by a level: “nps by {above} of {finest}”; each against its peers:"
        " “nps by {parent}, {finest}”.",
        above=above,
        finest=finest,
        parent=found[0].levels[1],
    )
    return 0
