"""``rebond codebook rename``, ``merge``, ``split``, ``move``, ``remove`` and ``use``.

Each shows what it would move, and does it with ``--yes`` only.
"""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from rebond.cli.codebook_screen import names_of, print_changes, print_differences
from rebond.cli.commands.codebook import opened
from rebond.cli.terminal import Terminal
from rebond.errors import InputError

if TYPE_CHECKING:
    from rebond.understand.keeping.editing import Part
    from rebond.understand.themes import Codebook
    from rebond.workspace import Workspace

_TOP = "top"


def run(options: Namespace, terminal: Terminal) -> int:
    """Make the edit asked, show what it moves, and keep it when told to."""
    if options.action == "use":
        return _use(options, terminal)
    codebook, path, workspace = opened(options)
    edited = _edited(codebook, options)
    finish(codebook, edited, path, workspace, terminal, done=options.yes)
    return 0


def finish(
    codebook: Codebook,
    edited: Codebook,
    path: Path | None,
    workspace: Workspace | None,
    terminal: Terminal,
    *,
    done: bool,
) -> None:
    """Show what an edit moves in the workspace; with ``done``, write the file and read again."""
    print_changes(edited.history[len(codebook.history) :], terminal)
    if workspace is not None:
        _print_preview(codebook, edited, workspace, terminal)
    if not done:
        terminal.say("Nothing has been written. To do it, add --yes.")
        return
    if path is not None:
        from rebond.understand.codebook import save_codebook

        save_codebook(edited, path)
        terminal.say("Written to {path}.", path=path)
    if workspace is not None:
        from rebond.understand.keeping.previews import adopt

        with terminal.progress() as progress:
            understanding = adopt(workspace, edited, progress=progress)
        terminal.say(
            "The workspace is read with {version}. To see all that has changed: rebond codebook "
            "compare --workspace {path}",
            version=understanding.codebook_version,
            path=workspace.path,
        )


def _print_preview(
    codebook: Codebook, edited: Codebook, workspace: Workspace, terminal: Terminal
) -> None:
    from rebond.understand.keeping.previews import preview

    found = preview(workspace, edited)
    if found.looked_at < found.voices:
        terminal.say(
            "Told on {some} voices, taken regularly among {voices}.",
            some=found.looked_at,
            voices=found.voices,
        )
    print_differences(found.differences, names_of(terminal, codebook, edited), terminal)


def _edited(codebook: Codebook, options: Namespace) -> Codebook:
    from rebond.understand.keeping import editing
    from rebond.vocabulary import Label

    if options.action == "rename":
        label = Label(en=options.en or options.name, fr=options.name)
        return editing.rename(codebook, options.theme, label)
    if options.action == "merge":
        named = Label(en=options.name, fr=options.name) if options.name else None
        into = options.into or options.themes[0]
        return editing.merge(codebook, options.themes, into=into, label=named)
    if options.action == "split":
        parts = [_part(told) for told in options.into]
        return editing.split(codebook, options.theme, parts)
    if options.action == "move":
        branch = "" if options.branch == _TOP else options.branch
        return editing.move(codebook, options.theme, branch)
    return editing.remove(codebook, options.theme)


def _part(told: str) -> Part:
    from rebond.understand.keeping.editing import Part
    from rebond.vocabulary import Label

    name, colon, listed = told.partition(":")
    words = [word.strip() for word in listed.split(",") if word.strip()]
    if not colon or not name.strip() or not words:
        raise InputError(
            "“{part}” does not name a part and its expressions. Write it as in {example}.",
            part=told,
            example='--into "Caisse: caisse, file d\'attente"',
        )
    label = Label(en=name.strip(), fr=name.strip())
    return Part(label, {"fr": words, "en": words})


def _use(options: Namespace, terminal: Terminal) -> int:
    from rebond.understand import load_codebook, workspace_codebook
    from rebond.workspace import Workspace

    workspace = Workspace.open(Path(options.workspace))
    current, wanted = workspace_codebook(workspace), load_codebook(options.name)
    terminal.say("{before} → {after}", before=current.version, after=wanted.version)
    _print_preview(current, wanted, workspace, terminal)
    if not options.yes:
        terminal.say("Nothing has been written. To do it, add --yes.")
        return 0
    from rebond.understand.keeping.previews import adopt

    with terminal.progress() as progress:
        adopt(workspace, wanted, progress=progress)
    terminal.say("The workspace is read with {version}.", version=wanted.version)
    return 0
