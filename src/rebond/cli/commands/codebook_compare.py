"""``rebond codebook compare``: what differs from an earlier reading of the same voices."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from rebond.cli.codebook_screen import differences_as_json, names_of, print_differences
from rebond.cli.terminal import Terminal
from rebond.errors import InputError

if TYPE_CHECKING:
    from rebond.understand.keeping.differences import Differences, Theme
    from rebond.understand.readings import Reading
    from rebond.workspace import Workspace


def run(options: Namespace, terminal: Terminal) -> int:
    """Print the differences, or write them all."""
    from rebond.understand.keeping.differences import SHOWN, compare
    from rebond.workspace import Workspace

    workspace = Workspace.open(Path(options.workspace))
    since = _reading(workspace, options.since) if options.since else None
    everything = bool(options.output or options.json)
    then, now, found = compare(workspace, since=since, limit=None if everything else SHOWN)
    names = names_of(terminal, then.codebook, now.codebook)
    if options.json:
        document = {
            "before": {"model": then.model_version, "codebook": then.codebook_version},
            "after": {"model": now.model_version, "codebook": now.codebook_version},
            **differences_as_json(found),
        }
        terminal.line(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        for said, reading in (("before", then), ("after", now)):
            terminal.say(
                "{when}: codebook {codebook}, model {model}, since {day}",
                when=terminal.label(said),
                codebook=reading.codebook_version,
                model=reading.model_version,
                day=reading.on,
            )
        shown = found if not options.output else _without_examples(found)
        print_differences(shown, names, terminal)
    if options.output:
        rows = _write(found, names, Path(options.output), terminal)
        if not options.json:
            terminal.say("{rows} rows written to {file}", rows=rows, file=options.output)
    return 0


def _reading(workspace: Workspace, version: str) -> Reading:
    from rebond.understand.readings import readings

    known = readings(workspace)[:-1]
    for reading in reversed(known):
        if version in reading.versions:
            return reading
    raise InputError(
        "No earlier reading of this workspace has the version {version}. Kept: {versions}.",
        version=version,
        versions=", ".join(reading.codebook_version for reading in known) or "–",
    )


def _without_examples(found: Differences) -> Differences:
    from dataclasses import replace

    return replace(found, examples=())


def _write(found: Differences, names: dict[str, str], path: Path, terminal: Terminal) -> int:
    """Write each voice read otherwise, with its themes before and after."""
    import pyarrow as pa

    from rebond.export.files import writer_for

    writer = writer_for(path)

    def told(themes: tuple[Theme, ...]) -> str:
        signs = {-1: "−", 0: "=", 1: "+"}
        return "; ".join(f"{names.get(one, one)} ({signs[sign]})" for one, sign in themes)

    columns = {
        "voice_id": [voice.voice_id for voice in found.examples],
        "text": [voice.text for voice in found.examples],
        "before": [told(voice.before) for voice in found.examples],
        "after": [told(voice.after) for voice in found.examples],
    }
    schema = pa.schema([pa.field(name, pa.string()) for name in columns])
    table = pa.table(columns, schema=schema)
    return writer(path, schema, table.to_batches(), terminal.language)
