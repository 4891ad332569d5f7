"""The main job: files → workspace → opinions → figures → one screen and one report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rebond.cli.health_screen import print_health
from rebond.cli.screen import print_imports, print_insights, print_voices
from rebond.cli.terminal import Terminal

if TYPE_CHECKING:
    from rebond.listen.columns.roles import RoleOverride
    from rebond.listen.importing import ImportReport
    from rebond.understand.codebook import Codebook
    from rebond.understand.engine import Engine
    from rebond.vocabulary import Channel, Stakeholder
    from rebond.workspace import Workspace


@dataclass(frozen=True)
class Job:
    """What is asked of the main job; None lets it be inferred from the data."""

    workspace: Path
    report: Path
    source: str | None = None
    overrides: Mapping[str, RoleOverride] = field(default_factory=dict)
    codebook: str | None = None
    channel: Channel | None = None
    stakeholder: Stakeholder | None = None
    mask_first_names: bool = False
    report_language: str | None = None
    title: str | None = None
    engine: str | None = None


def run_main_job(files: Sequence[Path], job: Job, terminal: Terminal) -> None:
    """Import ``files``, then understand, quantify and report the whole workspace."""
    from rebond.listen.importing import import_files
    from rebond.understand.engines import workspace_engine
    from rebond.workspace import Workspace

    codebook = _codebook(job)
    workspace = Workspace.open_or_create(job.workspace)
    engine = workspace_engine(workspace, job.engine)  # refused before any file is read
    with terminal.progress() as progress:
        imports = import_files(
            workspace,
            files,
            source=job.source,
            overrides=job.overrides,
            channel=job.channel,
            stakeholder=job.stakeholder,
            mask_first_names=job.mask_first_names,
            progress=progress,
        )
    print_imports(imports, terminal)
    read = understand_all(workspace, codebook, terminal, engine)
    tell(workspace, imports, read, job, terminal)


def understand_all(
    workspace: Workspace,
    codebook: Codebook | None,
    terminal: Terminal,
    engine: Engine | None = None,
) -> Codebook:
    """Understand what has been imported; return the codebook it was read with."""
    from rebond.understand import understand

    with terminal.progress() as progress:
        understanding = understand(workspace, codebook=codebook, engine=engine, progress=progress)
    for message in getattr(engine, "told", tuple)():
        terminal.line(terminal.translate(message))
    return understanding.codebook


def tell(
    workspace: Workspace,
    imports: Sequence[ImportReport],
    codebook: Codebook,
    job: Job,
    terminal: Terminal,
) -> None:
    """Print what holds on one screen and write the report."""
    from rebond.quantify import Perimeter
    from rebond.report import write_report

    perimeter = Perimeter.whole(workspace)
    print_health(perimeter, terminal)
    print_voices(perimeter, codebook, terminal)
    print_insights(perimeter, terminal)
    language = job.report_language or voices_language(workspace, terminal.language)
    job.report.parent.mkdir(parents=True, exist_ok=True)
    write_report(perimeter, job.report, language=language, title=job.title, imports=imports)
    terminal.say("Report: {file}", file=job.report)


def voices_language(workspace: Workspace, otherwise: str) -> str:
    """Return "fr" or "en", whichever most voices are written in; ``otherwise`` without either."""
    voices = workspace.relation("voices")
    counted = voices.aggregate("language, count(*) AS n").order("n DESC, language").fetchall()
    return next((str(name) for name, _ in counted if name in ("fr", "en")), otherwise)


def _codebook(job: Job) -> Codebook | None:
    """Load the codebook before any file is read, so that a wrong name costs nothing."""
    if job.codebook is None:
        return None
    from rebond.understand.codebook import load_codebook

    return load_codebook(job.codebook)
