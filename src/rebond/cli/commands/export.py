"""``rebond export``: rows and figures to a file."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from rebond.cli.terminal import Terminal


def run(options: Namespace, terminal: Terminal) -> int:
    """Write the file asked for and say how many rows it holds."""
    from rebond.cli.main_job import voices_language
    from rebond.export import export
    from rebond.workspace import Workspace

    workspace = Workspace.open(Path(options.workspace))
    language = options.file_lang or voices_language(workspace, terminal.language)
    rows = export(workspace, options.what, Path(options.output), language=language)
    terminal.say("{rows} rows written to {file}", rows=rows, file=options.output)
    return 0
