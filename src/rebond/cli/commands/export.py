"""``rebond export``: rows, figures and the report's slides to a file."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from rebond.cli.terminal import Terminal


def run(options: Namespace, terminal: Terminal) -> int:
    """Write the file asked for and say how much it holds."""
    from rebond.cli.main_job import voices_language
    from rebond.export import export
    from rebond.export.slides import write_slides
    from rebond.quantify import Perimeter
    from rebond.workspace import Workspace

    workspace, path = Workspace.open(Path(options.workspace)), Path(options.output)
    language = options.file_lang or voices_language(workspace, terminal.language)
    if options.what == "report":
        slides = write_slides(
            Perimeter.whole(workspace), path, language=language, title=options.title
        )
        terminal.say("{slides} slides written to {file}", slides=slides, file=options.output)
    else:
        rows = export(workspace, options.what, path, language=language)
        terminal.say("{rows} rows written to {file}", rows=rows, file=options.output)
    return 0
