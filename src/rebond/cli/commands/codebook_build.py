"""``rebond codebook build``: a codebook made from the voices, for a person to edit."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from rebond.cli.options import add_workspace
from rebond.cli.terminal import Terminal
from rebond.languages.typography import number
from rebond.vocabulary import Message

if TYPE_CHECKING:
    from rebond.cli.parser import Parser
    from rebond.understand.building import Built, Proposal

SUMMARY = "make a codebook from the voices of a workspace, in their own words"
_LOOSE = 0.05  # cohesion under which a person should look first
_EXAMPLE = 90  # letters of an example on the screen


def add_arguments(sub: Parser) -> None:
    """Add what the command takes."""
    add_workspace(sub)
    sub.add_argument(
        "-o",
        "--output",
        metavar="FILE.toml",
        required=True,
        help=sub.translate("where to write the codebook; never over a file that is there"),
    )


def run(options: Namespace, terminal: Terminal) -> int:
    """Build, show what is proposed and how sure it is, and write the file."""
    from rebond.cli.commands.codebook import free
    from rebond.understand.codebook import write_codebook

    output = free(Path(options.output))
    built = _build(Path(options.workspace))
    notes = {
        proposal.theme.id: f"# {_note(proposal, built, terminal)}" for proposal in built.proposals
    }
    header = "".join(f"# {line}\n" for line in _header(built, terminal))
    written = header + write_codebook(built.codebook, notes=notes)
    output.write_text(written, encoding="utf-8", newline="\n")
    _show(built, terminal)
    terminal.say(
        "Written to {path}. Read it, rename, move or remove what you wish, then: "
        "rebond analyse FILES --workspace DIR --report FILE --codebook {path}",
        path=output,
    )
    return 0


def _build(path: Path) -> Built:
    from rebond.understand.building import build_codebook
    from rebond.understand.encoder import shipped_encoder
    from rebond.understand.reading import attribute_values, meaningful_voices
    from rebond.vocabulary import Label
    from rebond.workspace import Workspace

    workspace = Workspace.open(path)
    voices = meaningful_voices(workspace)
    name = path.resolve().name
    return build_codebook(
        voices.column("text").to_pylist(),
        voices.column("language").to_pylist(),
        voices.column("person").to_pylist(),
        names=attribute_values(workspace),
        identifier="built",
        label=Label(en=f"Codebook of {name}", fr=f"Plan de codage de {name}"),
        embed=shipped_encoder().embed,
    )


def _header(built: Built, terminal: Terminal) -> list[str]:
    return [
        terminal.translate(
            Message(
                "Made by Rebond from {n} voices; {covered} % of them speak of a subject below.",
                {"n": built.voices, "covered": _share(built.covered, built, terminal)},
            )
        ),
        terminal.label("Change what you like: labels, words, order. Keep ids once you use it."),
    ]


def _note(proposal: Proposal, built: Built, terminal: Terminal) -> str:
    share = _share(proposal.voices, built, terminal)
    if proposal.cohesion is None:
        message = Message(
            "{voices} voices ({share} %), {people} people",
            {"voices": proposal.voices, "share": share, "people": proposal.people},
        )
    else:
        message = Message(
            "{voices} voices ({share} %), {people} people, cohesion {cohesion}",
            {
                "voices": proposal.voices,
                "share": share,
                "people": proposal.people,
                "cohesion": number(proposal.cohesion, 2, terminal.language),
            },
        )
    note = terminal.translate(message)
    if proposal.cohesion is not None and proposal.cohesion < _LOOSE:
        note += " · " + terminal.label("to look at first: its sentences have little in common")
    return note


def _share(count: int, built: Built, terminal: Terminal) -> str:
    return number(100 * count / max(1, built.voices), 1, terminal.language)


def _show(built: Built, terminal: Terminal) -> None:
    """Print the branches, and under each its leaves with what they rest on."""
    proposals = {proposal.theme.id: proposal for proposal in built.proposals}
    colon = " :" if terminal.language == "fr" else ":"
    for theme in built.codebook.themes:
        label = theme.label.fr if terminal.language == "fr" else theme.label.en
        proposal = proposals.get(theme.id)
        if not theme.parent:
            terminal.line(f"\n{label}")
        elif proposal is None:
            terminal.line(f"  {label}")
        else:
            terminal.line(f"  {label}{colon} {_note(proposal, built, terminal)}")
            for example in proposal.examples[:1]:
                terminal.line(f"    {_quoted(example, terminal)}")
    terminal.line("")
    terminal.say(
        "{covered} % of {n} voices speak of a subject of this codebook ({leaves} subjects, "
        "{branches} branches).",
        covered=_share(built.covered, built, terminal),
        n=built.voices,
        leaves=len(built.proposals),
        branches=len({proposal.theme.parent for proposal in built.proposals}),
    )


def _quoted(text: str, terminal: Terminal) -> str:
    cut = text if len(text) <= _EXAMPLE else f"{text[:_EXAMPLE].rstrip()}…"
    return f"« {cut} »" if terminal.language == "fr" else f"“{cut}”"
