"""``rebond doctor``: what is installed, what is missing, what to do."""

from __future__ import annotations

import importlib.metadata
import platform
import sys
from argparse import Namespace
from pathlib import Path

from packaging.requirements import Requirement

from rebond import __version__
from rebond.cli.terminal import Terminal


def run(options: Namespace, terminal: Terminal) -> int:
    """Print each part with its version; 1 when something needed is missing or a store is broken."""
    terminal.line(f"rebond {__version__} · Python {platform.python_version()} · {sys.platform}")
    healthy = _packages(terminal)
    if options.workspace:
        _workspace(Path(options.workspace), terminal)
    _engines(options.workspace, terminal)
    if healthy:
        terminal.say("Everything needed is there.")
    return 0 if healthy else 1


def _packages(terminal: Terminal) -> bool:
    """Print the packages that Rebond declares; return whether all are there, recent enough."""
    healthy = True
    for line in importlib.metadata.requires("rebond") or []:
        requirement = Requirement(line)
        if requirement.marker is not None and not requirement.marker.evaluate():
            continue
        try:
            found = importlib.metadata.version(requirement.name)
        except importlib.metadata.PackageNotFoundError:
            found = ""
        if found and requirement.specifier.contains(found, prereleases=True):
            terminal.line(f"  ✓ {requirement.name} {found}")
            continue
        healthy = False
        terminal.say(
            "  ✗ {name} is missing or too old ({found}). Type: pip install '{requirement}'",
            name=requirement.name,
            found=found or "–",
            requirement=f"{requirement.name}{requirement.specifier}",
        )
    return healthy


def _engines(path: str | None, terminal: Terminal) -> None:
    """Print which engines can read here; none of them is needed but one."""
    from rebond.understand.engines import available_engines
    from rebond.workspace import Workspace

    terminal.say("Engines:")
    for engine in available_engines(Workspace.open(Path(path)) if path else None):
        mark = "✓" if engine.ready else "–"
        terminal.line(f"  {mark} {engine.name}: {terminal.translate(engine.reason)}")


def _workspace(path: Path, terminal: Terminal) -> None:
    """Print what a workspace holds and what looks wrong; a broken one raises its own message."""
    from rebond.cli.health_screen import print_health
    from rebond.quantify import Perimeter
    from rebond.workspace import Workspace

    workspace = Workspace.open(path)
    for table in ("imports", "responses", "scores", "voices", "opinions", "quarantine"):
        rows = workspace.relation(table).aggregate("count(*)").fetchall()
        terminal.say("  {table}: {rows} rows", table=table, rows=rows[0][0])
    print_health(Perimeter.whole(workspace), terminal, most=None)
