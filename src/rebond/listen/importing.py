"""Bring files into a workspace: every row read is new, updated, unchanged or in quarantine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from rebond.listen import remembered
from rebond.listen.quarantine import QuarantineWriter, RefusedRow
from rebond.listen.records import ReadRows, RecordMaker
from rebond.listen.tombstones import Tombstones
from rebond.listen.versions import VersionSorter
from rebond.schemas import IMPORTS
from rebond.vocabulary import (
    Channel,
    FileMapping,
    ImportCounts,
    Message,
    Stakeholder,
    VoiceStatus,
)

if TYPE_CHECKING:
    from rebond.listen.reading import OpenedFile, RejectedRow
    from rebond.workspace import Workspace

Progress = Callable[[str, int, int | None], None]

FORGOTTEN_ROWS = "{n} rows belong to people who asked to be forgotten: they were left out."
REPLACED_ROWS = (
    "{n} rows are earlier versions of responses that were updated since: the later version stays."
)

_SOLICITED = {
    Channel.SURVEY: True,
    Channel.REVIEW: False,
    Channel.EMAIL: False,
    Channel.CHAT: False,
    Channel.CALL: False,
    Channel.SOCIAL: False,
    Channel.FORUM: False,
}


@dataclass(frozen=True)
class ImportReport:
    """What importing one file did.

    Attributes
    ----------
    understood : tuple of Message
        How the file was read, and what is worth knowing of its rows.
    quarantine : tuple of (Message, int)
        Why rows were set aside, and how many for each reason, most frequent first.
    voices, masked, hollow, spam : int
        Of the rows that are new or updated: their texts, the pieces of personal data masked in
        them, and how many of them are set aside.
    """

    file_name: str
    import_id: str
    mapping: FileMapping
    understood: tuple[Message, ...]
    counts: ImportCounts
    quarantine: tuple[tuple[Message, int], ...]
    voices: int
    masked: int
    hollow: int
    spam: int


def import_files(
    workspace: Workspace,
    files: Sequence[Path],
    *,
    source: str | None = None,
    overrides: Mapping[str, Any] | None = None,
    channel: Channel | None = None,
    stakeholder: Stakeholder | None = None,
    mask_first_names: bool = False,
    progress: Progress | None = None,
) -> list[ImportReport]:
    """Import files one after the other, each as one import that is visible whole or not at all.

    Parameters
    ----------
    source : str, optional
        Where the responses were collected; without it, the format and the columns name it.
    overrides : mapping of str to RoleOverride
        Roles of columns that replace what is understood; remembered for the source, whose rows in
        quarantine are then tried again.
    channel, stakeholder : optional
        Replace what is understood of the file.
    mask_first_names : bool
        Mask first names too.
    progress : callable, optional
        Called with the name of the file, the rows read so far, and their total or None.

    Raises
    ------
    FileUnreadable, MappingError
        When a file cannot be used at all; the files before it are imported.
    WorkspaceBusy
        When another writer is at work.

    Notes
    -----
    The visible version of a response is the last one never seen before, in the order of the files
    and of their rows: see docs/methods/identity-and-erasure.md.
    """
    from rebond.listen.replay import replay

    reports = []
    for path in files:
        with workspace.importing() as import_id:
            opened, mapping = _opened(workspace, path, source, overrides or {})
            mapping = _with(mapping, channel, stakeholder)
            importer = FileImporter(workspace, mapping, import_id, mask_first_names)
            for batch in opened.batches():
                importer.add(batch.table, batch.lines, batch.rejected)
                if progress is not None:
                    progress(opened.name, importer.read, None)
            reports.append(importer.finish(opened.name, opened.understood))
            remembered.remember(workspace, mapping)
        if overrides:
            replay(workspace, mapping.source, mask_first_names=mask_first_names)
    return reports


def import_rows(
    workspace: Workspace,
    rows: Sequence[Mapping[str, str | None]],
    mapping: FileMapping,
    *,
    mask_first_names: bool = False,
) -> ImportReport:
    """Import rows already in memory, as one import that is visible whole or not at all.

    Parameters
    ----------
    rows : sequence of mappings from each column of ``mapping`` to its value, None where it has none
        Rows with an id of their own are known again when they come with the same columns.
    mapping : FileMapping
        How they are read; remembered for the source.

    Raises
    ------
    WorkspaceBusy
        When another writer is at work.
    """
    names = [column.column for column in mapping.columns]
    cells = {name: pa.array([row[name] for row in rows], pa.string()) for name in names}
    with workspace.importing() as import_id:
        importer = FileImporter(workspace, mapping, import_id, mask_first_names)
        importer.add(pa.table(cells), pa.array(range(1, len(rows) + 1), pa.int64()), [])
        report = importer.finish(mapping.source, ())
        remembered.remember(workspace, mapping)
    return report


def _opened(
    workspace: Workspace, path: Path, source: str | None, overrides: Mapping[str, Any]
) -> tuple[OpenedFile, FileMapping]:
    from rebond.listen.reading import open_file

    if source is not None:
        earlier = remembered.mapping(workspace, source)
        opened = open_file(path, overrides=overrides, remembered=earlier, source=source)
        return opened, opened.mapping
    opened = open_file(path, overrides=overrides)
    earlier = remembered.mapping(workspace, opened.mapping.source)
    if earlier is not None:
        opened = open_file(path, overrides=overrides, remembered=earlier)
    return opened, opened.mapping


def _with(
    mapping: FileMapping, channel: Channel | None, stakeholder: Stakeholder | None
) -> FileMapping:
    if channel is not None and channel is not mapping.channel:
        solicited = _SOLICITED.get(channel, mapping.solicited)
        mapping = replace(mapping, channel=channel, solicited=solicited)
    return mapping if stakeholder is None else replace(mapping, stakeholder=stakeholder)


class FileImporter:
    """Imports the rows of one file, batch after batch, within `Workspace.importing`."""

    def __init__(
        self, workspace: Workspace, mapping: FileMapping, import_id: str, mask_first_names: bool
    ) -> None:
        self._workspace = workspace
        self._mapping = mapping
        self._import_id = import_id
        self._parts = [import_id]
        self._maker = RecordMaker(mapping, workspace.secret, mask_first_names=mask_first_names)
        self._versions = VersionSorter(workspace, mapping.source, import_id)
        self._quarantine = QuarantineWriter(workspace, mapping.source)
        self._tombstones = Tombstones(workspace)
        self._batches = 0
        self._counts: Counter[str] = Counter()
        self._reasons: Counter[tuple[str, tuple[tuple[str, object], ...]]] = Counter()

    @property
    def read(self) -> int:
        """How many rows were read so far."""
        return self._counts["read"]

    def add(self, table: pa.Table, lines: pa.Int64Array, rejected: Sequence[RejectedRow]) -> None:
        """Import the rows of a batch."""
        self._batches += 1
        self._counts["read"] += table.num_rows + len(rejected)
        header = tuple(table.column_names)
        refused = [RefusedRow(row.line, row.reason, {}, row.content, header) for row in rejected]
        if table.num_rows:
            rows, refusals = self._maker.read_rows(table, lines)
            for refusal in refusals:
                columns = {k: v[0] for k, v in table.slice(refusal.position, 1).to_pydict().items()}
                line = lines[refusal.position].as_py()
                refused.append(RefusedRow(line, refusal.reason, columns, header=header))
            self._add_rows(rows)
        self._refuse(refused)

    def _add_rows(self, rows: ReadRows) -> None:
        count = rows.table.num_rows
        rows = self._tombstones.without_forgotten(rows)
        forgotten = count - rows.table.num_rows
        part = f"{self._import_id}.{self._batches}"
        sorting = self._versions.sort(rows, part)
        self._write(rows.take(sorting.first), self._import_id)
        if len(sorting.later):
            self._parts.append(part)
            self._write(rows.take(sorting.later), part)
        self._workspace.append("superseded", sorting.superseded)
        self._counts["new"] += sorting.new
        self._counts["updated"] += sorting.updated
        self._counts["unchanged"] += sorting.unchanged + forgotten
        self._counts["forgotten"] += forgotten
        self._counts["replaced"] += sorting.replaced

    def _write(self, rows: ReadRows, import_id: str) -> None:
        if rows.table.num_rows == 0:
            return
        records = self._maker.records(rows)
        for name, data in (
            ("responses", records.responses),
            ("scores", records.scores),
            ("voices", records.voices),
            ("aliases", records.aliases),
        ):
            column = pa.repeat(import_id, data.num_rows)
            self._workspace.append(name, data.append_column("import_id", column))
        voices = records.voices
        self._counts["voices"] += voices.num_rows
        self._counts["masked"] += pc.sum(voices["masked"]).as_py() or 0
        for status in (VoiceStatus.HOLLOW, VoiceStatus.SPAM):
            chosen = pc.equal(voices["status"], status.value)
            self._counts[status.value] += pc.sum(chosen).as_py() or 0

    def _refuse(self, refused: Sequence[RefusedRow]) -> None:
        kept = [row for row in refused if not self._tombstones.names(row, self._mapping)]
        forgotten = len(refused) - len(kept)
        self._counts["unchanged"] += forgotten
        self._counts["forgotten"] += forgotten
        self._counts["quarantined"] += len(kept)
        for row in kept:
            self._reasons[row.reason.template, tuple(sorted(row.reason.values.items()))] += 1
        self._workspace.append("quarantine", self._quarantine.table(kept, self._import_id))

    def finish(self, file_name: str, understood: Sequence[Message]) -> ImportReport:
        """Make what was imported visible, and tell what it is."""
        from rebond.listen.texts import personal_data

        counts = ImportCounts(
            *(self._counts[n] for n in ("read", "new", "updated", "unchanged", "quarantined"))
        )
        assert counts.adds_up, counts
        shown, _ = personal_data.mask(pa.array([file_name]))
        row = {
            "source": self._mapping.source,
            "file_name": shown[0].as_py(),
            "finished_at": datetime.now(UTC).replace(tzinfo=None),
        }
        main = {f"rows_{name}": value for name, value in vars(counts).items()}
        rows = [
            {**row, **(main if part == self._import_id else dict.fromkeys(main, 0)),
             "import_id": part}
            for part in self._parts
        ]  # fmt: skip
        self._workspace.append("imports", pa.Table.from_pylist(rows, schema=IMPORTS))
        self._versions.close()
        return ImportReport(
            file_name,
            self._import_id,
            self._mapping,
            (*understood, *self._remarks()),
            counts,
            tuple((Message(t, dict(values)), n) for (t, values), n in self._reasons.most_common()),
            *(self._counts[name] for name in ("voices", "masked", "hollow", "spam")),
        )

    def _remarks(self) -> list[Message]:
        remarks = []
        if self._counts["forgotten"]:
            remarks.append(Message(FORGOTTEN_ROWS, {"n": self._counts["forgotten"]}))
        if self._counts["replaced"]:
            remarks.append(Message(REPLACED_ROWS, {"n": self._counts["replaced"]}))
        return remarks
