"""``rebond analyse``: the main job, from files to a report."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from rebond.cli.main_job import Job, run_main_job
from rebond.cli.terminal import Terminal


def run(options: Namespace, terminal: Terminal) -> int:
    """Import the files, understand them, print one screen and write the report."""
    from rebond.listen.columns.roles import parse_overrides
    from rebond.vocabulary import Channel, Stakeholder

    job = Job(
        workspace=Path(options.workspace),
        report=Path(options.report),
        source=options.source,
        overrides=parse_overrides(options.map),
        codebook=options.codebook,
        engine=options.engine,
        channel=Channel(options.channel) if options.channel else None,
        stakeholder=Stakeholder(options.stakeholder) if options.stakeholder else None,
        mask_first_names=options.mask_first_names,
        report_language=options.report_lang,
        title=options.title,
    )
    run_main_job([Path(name) for name in options.files], job, terminal)
    return 0
