"""Where these voices come from: counts that add up, and how each column was understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rebond.quantify import Question
from rebond.report.content import Section
from rebond.report.content.people import channel_name, language_name, people
from rebond.report.reporter import Reporter
from rebond.vocabulary import Channel, Message, Role, VoiceStatus

if TYPE_CHECKING:
    from rebond.listen.importing import ImportReport

FILES_SHOWN = 12
COLUMNS_SHOWN = 60
SOURCES_SHOWN = 8

ROLES = {
    Role.ID: Message("identifier"),
    Role.TEXT: Message("text"),
    Role.TITLE: Message("title"),
    Role.DATE: Message("date"),
    Role.LANGUAGE: Message("language"),
    Role.SCORE: Message("score"),
    Role.PERSON: Message("person"),
    Role.STAKEHOLDER: Message("stakeholder"),
    Role.CHANNEL: Message("channel"),
    Role.ATTRIBUTE: Message("attribute"),
    Role.IGNORED: Message("not read"),
}


@dataclass(frozen=True)
class Counts:
    """Rows read and what became of them; ``read`` is the sum of the four others."""

    read: int
    new: int
    updated: int
    unchanged: int
    quarantined: int


@dataclass(frozen=True)
class FileUnderstood:
    """One file: its counts and how each of its columns was read, with the reason."""

    name: str
    counts: Counts
    understood: Sequence[str]
    columns: Sequence[tuple[str, str, str, bool]]
    more_columns: int
    quarantine: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Origins:
    """Counts of this run (or of all imports), what the voices are, and the files."""

    counts: Counts | None
    sentences: Sequence[str]
    sources: Sequence[tuple[str, str, int]]
    more_sources: int
    files: Sequence[FileUnderstood]
    more_files: int


def origins_section(reporter: Reporter, imports: Sequence[ImportReport]) -> Section:
    """Return where the voices come from."""
    t = reporter.t
    files = [_file(reporter, report) for report in imports]
    sources = _sources(reporter)
    data = Origins(
        counts=_counts(reporter, imports),
        sentences=[s for s in (_asked(reporter), _set_aside(reporter), _languages(reporter)) if s],
        sources=sources[:SOURCES_SHOWN],
        more_sources=max(0, len(sources) - SOURCES_SHOWN),
        files=files[:FILES_SHOWN],
        more_files=max(0, len(files) - FILES_SHOWN),
    )
    margin = (t("Nothing is lost: the counts add up."),)
    return Section("origins", t("Where these voices come from"), margin, "origins.html", data)


def _counts(reporter: Reporter, imports: Sequence[ImportReport]) -> Counts | None:
    if imports:
        parts = [
            (c.read, c.new, c.updated, c.unchanged, c.quarantined)
            for c in (report.counts for report in imports)
        ]
    else:
        parts = (
            reporter.perimeter.workspace.relation("imports")
            .select("rows_read, rows_new, rows_updated, rows_unchanged, rows_quarantined")
            .fetchall()
        )
    if not parts:
        return None
    return Counts(*(sum(column) for column in zip(*parts, strict=True)))


def _asked(reporter: Reporter) -> str:
    cells = reporter.ask(Question("responses", ("solicited",)), reporter.perimeter).cells
    n = {cell.keys[0]: cell.n for cell in cells}
    total = sum(n.values())
    if not total:
        return ""
    solicited, spontaneous = n.get("true", 0), n.get("false", 0)
    unknown = total - solicited - spontaneous
    if unknown == total:
        return reporter.t("The files do not tell whether these responses were solicited.")
    return reporter.t(
        "{solicited} responses are solicited (we asked), {spontaneous} spontaneous,"
        " {unknown} not known.",
        solicited=solicited,
        spontaneous=spontaneous,
        unknown=unknown,
    )


def _set_aside(reporter: Reporter) -> str:
    """Count what is kept but not read; of the whole workspace, hence only where it is all seen."""
    workspace = reporter.perimeter.workspace
    if reporter.perimeter.filters:
        return ""
    rows = workspace.relation("voices").aggregate("status, count(*), sum(masked)").fetchall()
    n = {str(status): int(count) for status, count, _ in rows}
    masked = sum(int(pieces or 0) for _, _, pieces in rows)
    copies = workspace.relation("copies").aggregate("kind, count(*)").fetchall()
    copied = {str(kind): int(count) for kind, count in copies}
    return reporter.t(
        "Of {voices} voices, {meaningful} say something; {hollow} hollow and {spam} spam are set"
        " aside, counted and kept. {exact} exact and {near} near copies are marked. {masked} pieces"
        " of personal data were masked before anything was stored.",
        voices=sum(n.values()),
        meaningful=n.get(VoiceStatus.MEANINGFUL, 0),
        hollow=n.get(VoiceStatus.HOLLOW, 0),
        spam=n.get(VoiceStatus.SPAM, 0),
        exact=copied.get("exact", 0),
        near=copied.get("near", 0),
        masked=masked,
    )


def _languages(reporter: Reporter) -> str:
    cells = reporter.ask(Question("voices", ("language",)), reporter.perimeter).cells
    if not cells:
        return ""
    shown = [
        f"{language_name(reporter, c.keys[0])} ({reporter.t('{n}', n=c.n)})" for c in cells[:4]
    ]
    rest = sum(cell.n for cell in cells[4:])
    if rest:
        shown.append(reporter.t("others ({n})", n=rest))
    return reporter.t("Languages: {languages}.", languages=", ".join(shown))


def _sources(reporter: Reporter) -> list[tuple[str, str, int]]:
    question = Question("responses", ("source", "channel", "stakeholder"))
    cells = reporter.ask(question, reporter.perimeter).cells
    return [
        (
            cell.keys[0],
            f"{channel_name(reporter, cell.keys[1] or Channel.OTHER)},"
            f" {people(reporter, cell.keys[2])}",
            cell.n,
        )
        for cell in sorted(cells, key=lambda cell: -cell.n)
    ]


def _file(reporter: Reporter, report: ImportReport) -> FileUnderstood:
    c = report.counts
    columns = [
        (column.column, reporter.t(ROLES[column.role]), reporter.t(column.reason), column.certain)
        for column in report.mapping.columns
    ]
    return FileUnderstood(
        name=report.file_name,
        counts=Counts(c.read, c.new, c.updated, c.unchanged, c.quarantined),
        understood=[reporter.t(message) for message in report.understood],
        columns=columns[:COLUMNS_SHOWN],
        more_columns=max(0, len(columns) - COLUMNS_SHOWN),
        quarantine=[(reporter.t(message), n) for message, n in report.quarantine],
    )
