"""``rebond demo``: a fictional company and its site, to see the main job before bringing data."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from rebond.cli.commands.serve import start
from rebond.cli.main_job import Job, tell, understand_all
from rebond.cli.screen import print_imports
from rebond.cli.terminal import Terminal


def run(options: Namespace, terminal: Terminal) -> int:
    """Write the company's files, run the main job on them, serve the site that shows it.

    Without a terminal, or with ``NO_BROWSER`` set, the site is visited once and stopped.

    Between understanding and telling, the voices that two people of the company have labelled are
    brought in, as they would be by `rebond check`.
    """
    from rebond.demo import write_company
    from rebond.demo.labelling import label_company
    from rebond.listen.importing import import_files
    from rebond.understand.codebook import load_codebook
    from rebond.workspace import Workspace

    folder = Path(options.workspace)
    report = Path(options.report) if options.report else folder.with_suffix(".html")
    company = write_company(folder.with_name(f"{folder.name}-files"), seed=options.seed)
    workspace = Workspace.open_or_create(folder)
    imports = []
    with terminal.progress() as progress:
        for file in company.files:
            imports += import_files(
                workspace,
                [file.path],
                source=file.source,
                channel=file.channel,
                stakeholder=file.stakeholder,
                progress=progress,
            )
    print_imports(imports, terminal)
    job = Job(workspace=folder, report=report, report_language=terminal.language)
    codebook = understand_all(workspace, load_codebook(company.codebook), terminal)
    labelled = label_company(workspace, company.planted, seed=options.seed)
    terminal.say()
    terminal.say(
        "{labelled} voices, drawn by lot, were labelled by two people: figures are corrected for"
        " what the engine gets wrong (rebond check show --workspace {workspace}).",
        labelled=labelled,
        workspace=folder,
    )
    tell(workspace, imports, codebook, job, terminal)
    terminal.say("Vertaille is a fictional company: its shops, people and words were all invented.")
    if options.no_site:
        return 0
    shown = _shown(os.environ, sys.stdout.isatty())
    words = ["--workspace", str(folder), "--site", f"{folder}-site", "--community"]
    return start([*words, *shown], terminal)


def _shown(environment: Mapping[str, str], on_a_terminal: bool) -> list[str]:
    """Return how the site is shown: in a browser, by its address alone, or visited and stopped.

    >>> _shown({}, on_a_terminal=False)
    ['--check']
    """
    if can_open(environment, on_a_terminal):
        return ["--open"]
    return [] if on_a_terminal and "NO_BROWSER" not in environment else ["--check"]


def can_open(environment: Mapping[str, str], on_a_terminal: bool) -> bool:
    """Return whether a browser may be opened: a terminal, a screen, and no ``NO_BROWSER``.

    >>> can_open({"NO_BROWSER": "1", "DISPLAY": ":0"}, True)
    False
    """
    if "NO_BROWSER" in environment or not on_a_terminal:
        return False
    has_screen = "DISPLAY" in environment or "WAYLAND_DISPLAY" in environment
    return has_screen or sys.platform in ("darwin", "win32")
