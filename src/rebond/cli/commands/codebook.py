"""``rebond codebook``: the themes that are followed, and what became of them."""

from __future__ import annotations

import importlib
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from rebond.cli.codebook_screen import called, print_changes
from rebond.cli.terminal import Terminal
from rebond.errors import InputError

if TYPE_CHECKING:
    from rebond.understand.themes import Codebook
    from rebond.workspace import Workspace

_ELSEWHERE = {
    "build": "codebook_build",
    "import": "codebook_import",
    "compare": "codebook_compare",
    **dict.fromkeys(("use", "rename", "merge", "split", "move", "remove"), "codebook_editing"),
    **dict.fromkeys(("teach", "candidates", "accept"), "codebook_teaching"),
}


def run(options: Namespace, terminal: Terminal) -> int:
    """Run the action asked."""
    elsewhere = _ELSEWHERE.get(options.action)
    if elsewhere:
        module = importlib.import_module(f"rebond.cli.commands.{elsewhere}")
        status: int = module.run(options, terminal)
        return status
    return {"list": _list, "show": _show, "history": _history}[options.action](options, terminal)


def opened(options: Namespace) -> tuple[Codebook, Path | None, Workspace | None]:
    """Return the codebook that the options name, its file and the workspace, where given.

    Raises
    ------
    InputError
        When neither a file nor a workspace is named.
    """
    from rebond.understand import load_codebook, workspace_codebook
    from rebond.workspace import Workspace

    workspace = Workspace.open(Path(options.workspace)) if options.workspace else None
    if options.codebook:
        path = Path(options.codebook)
        return load_codebook(path), path, workspace
    if workspace is None:
        raise InputError("Which codebook? Give --workspace DIR, --codebook FILE.toml, or both.")
    return workspace_codebook(workspace), None, workspace


def _list(_: Namespace, terminal: Terminal) -> int:
    from rebond.understand.codebook import load_codebook, ready_made

    width = max(len(identifier) for identifier in ready_made())
    for identifier in ready_made():
        codebook = load_codebook(identifier)
        branches = sum(not theme.parent for theme in codebook.themes)
        terminal.say(
            "{id}  {label}: {branches} branches, {leaves} themes",
            id=identifier.ljust(width),
            label=codebook.label,
            branches=branches,
            leaves=len(codebook.leaves),
        )
    return 0


def _show(options: Namespace, terminal: Terminal) -> int:
    from rebond.understand import load_codebook, workspace_codebook
    from rebond.understand.codebook import save_codebook
    from rebond.workspace import Workspace

    if options.name:
        codebook = load_codebook(options.name)
    elif options.workspace:
        codebook = workspace_codebook(Workspace.open(Path(options.workspace)))
    else:
        raise InputError("Which codebook? Give its name, a file, or --workspace DIR.")
    print_tree(codebook, terminal)
    if options.output:
        save_codebook(codebook, free(Path(options.output)))
        terminal.say("Written to {path}.", path=options.output)
    return 0


def print_tree(codebook: Codebook, terminal: Terminal) -> None:
    """Print the version of a codebook, then its themes with their ids, one a line."""
    terminal.say("{label} · version {version}", label=codebook.label, version=codebook.version)
    learned = set(codebook.weights.themes) if codebook.weights else set()
    leaves = {theme.id for theme in codebook.leaves}
    for theme in codebook.themes:
        depth = theme.id.count(".")
        name = called(theme.label, terminal)
        marks = [terminal.label("learned")] if theme.id in learned else []
        marks += [terminal.label("discovered")] if theme.discovered and theme.parent else []
        told = f" ({', '.join(marks)})" if marks else ""
        shown = f"  [{theme.id}]" if theme.id in leaves or depth == 0 else ""
        terminal.line(f"{'  ' * (depth + 1)}{name}{shown}{told}")


def free(path: Path) -> Path:
    """Return a path where nothing is; what is there may hold somebody's changes."""
    if path.exists():
        raise InputError(
            "{path} is already there, and may hold your changes: nothing was written. Give another "
            "name with -o, or remove it first.",
            path=str(path),
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _history(options: Namespace, terminal: Terminal) -> int:
    codebook, _, workspace = opened(options)
    if not codebook.history:
        terminal.say("Nothing has been changed in this codebook yet.")
    print_changes(codebook.history, terminal)
    if workspace is not None:
        from rebond.understand.readings import readings

        for reading in readings(workspace):
            terminal.say(
                "Read since {day} with the codebook {codebook} and the model {model}",
                day=reading.on,
                codebook=reading.codebook_version,
                model=reading.model_version,
            )
    return 0
