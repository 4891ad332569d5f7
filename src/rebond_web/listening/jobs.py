"""The two jobs of a file: looking at it, and bringing it in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rebond.listen.columns.roles import RoleOverride
from rebond.listen.importing import ImportReport, import_files
from rebond.listen.reading import open_file
from rebond.understand import understand
from rebond.vocabulary import Channel, ColumnRole, Role, Stakeholder
from rebond.workspace import Workspace
from rebond_web.jobs.kinds import Progress
from rebond_web.jobs.messages import message_as_json
from rebond_web.jobs.models import Job
from rebond_web.listening.uploads import let_go
from rebond_web.reading.ahead import ask_for_readers, compute_pages

LOOK, IMPORT = "look", "import"
_EXAMPLES = 3


def look(job: Job, progress: Progress) -> dict[str, Any]:
    """Return how a file would be read, column by column, without taking anything in."""
    del progress
    opened = open_file(Path(job.asked["file"]))
    return {
        "understood": [message_as_json(message) for message in opened.understood],
        "columns": [_column(column) for column in opened.mapping.columns],
        "channel": str(opened.mapping.channel),
        "stakeholder": str(opened.mapping.stakeholder),
    }


def bring_in(job: Job, progress: Progress) -> dict[str, Any]:
    """Import a file, read its voices, and return counts that add up.

    Done twice, the second time finds every row unchanged.
    """
    asked = job.asked
    workspace = Workspace.open(Path(job.tenant.folder))
    with workspace.writing():  # nobody else has a turn in between
        reports = import_files(
            workspace,
            [Path(asked["file"])],
            source=asked["source"] or None,
            overrides={name: RoleOverride(Role(role)) for name, role in asked["roles"].items()},
            channel=Channel(asked["channel"]),
            stakeholder=Stakeholder(asked["stakeholder"]),
            progress=progress,
        )
        understanding = understand(workspace, progress=progress)
    compute_pages(job.tenant, "", progress)
    return {
        "imports": [_report(report) for report in reports],
        "read": understanding.voices_read,
        "opinions": understanding.opinions_found,
    }


def brought_in(job: Job) -> None:
    """Let the file go, and have the pages of those who see a part of the rows computed."""
    let_go(job)
    ask_for_readers(job.tenant)


def _column(column: ColumnRole) -> dict[str, Any]:
    return {
        "column": column.column,
        "role": str(column.role),
        "reason": message_as_json(column.reason),
        "examples": list(column.examples[:_EXAMPLES]),
        "certain": column.certain,
    }


def _report(report: ImportReport) -> dict[str, Any]:
    counts = report.counts
    return {
        "read": counts.read,
        "new": counts.new,
        "updated": counts.updated,
        "unchanged": counts.unchanged,
        "quarantined": counts.quarantined,
        "voices": report.voices,
        "masked": report.masked,
        "hollow": report.hollow,
        "spam": report.spam,
        "quarantine": [[message_as_json(reason), rows] for reason, rows in report.quarantine],
    }
