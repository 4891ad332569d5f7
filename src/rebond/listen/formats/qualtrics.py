"""Qualtrics: three header rows (names, questions, identifiers of the import)."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from rebond.listen.columns.names import spelled
from rebond.listen.columns.values import strings
from rebond.listen.formats.base import SURVEY, ExportFormat, Roles, unfinished_note
from rebond.listen.rows import RowBatch
from rebond.vocabulary import Message, Role

_MARKS = {
    "start date",
    "end date",
    "status",
    "progress",
    "duration in seconds",
    "finished",
    "recorded date",
    "response id",
    "recipient email",
    "external reference",
    "distribution channel",
    "user language",
}


def recognise(header: tuple[str, ...], sample: pa.Table) -> ExportFormat | None:
    """Recognise an export of answers: five of its own columns, ResponseId among them."""
    names = {spelled(column) for column in header}
    if len(names & _MARKS) < 5 or not names & {"response id"}:
        return None
    labels = _label_rows(sample)
    questions = dict(zip(sample.column_names, _cells(sample, 0), strict=True)) if labels else {}
    roles = Roles(header, sample.slice(labels))
    roles.tell(Role.ID, "response id")
    roles.tell(Role.DATE, "recorded date", "end date", "start date")
    roles.tell(Role.LANGUAGE, "user language", reason="the language chosen in the survey")
    for name in ("end date", "start date"):
        if (column := roles.column(name)) and column not in roles.found:
            roles.tell(Role.IGNORED, name, reason="another date of the same response")
    roles.tell_each(Role.ATTRIBUTE, "status", "finished", "distribution channel")
    roles.tell_each(
        Role.IGNORED, "progress", "duration in seconds", reason="technical data of the export"
    )
    roles.tell_each(
        Role.IGNORED,
        "ip address",
        "recipient last name",
        "recipient first name",
        "location latitude",
        "location longitude",
        reason="personal data that is not needed",
    )
    roles.tell_person("recipient email", "external reference", "external data reference")
    for column in header:
        if spelled(column).endswith(
            ("nps group", "- group", "do 1", "parent topics", "topics", "sentiment score")
        ):
            roles.tell(
                Role.IGNORED, spelled(column), reason="computed by the tool from another column"
            )
    finished, identifier = roles.column("finished"), roles.column("response id")
    assert identifier is not None
    place = header.index(identifier)
    labels_of_ids = pa.array([_cells(sample, row)[place] for row in range(labels)], pa.string())

    def normalise(batch: RowBatch) -> RowBatch:
        """Put aside the rows of labels, which are not responses."""
        answers = pc.invert(
            pc.is_in(strings(batch.table.column(identifier)), value_set=labels_of_ids)
        )
        return RowBatch(batch.table.filter(answers), batch.lines.filter(answers), batch.rejected)

    def notes(rows: pa.Table) -> list[Message]:
        if finished is None:
            return []
        value = pc.utf8_lower(strings(rows.column(finished)))
        unfinished = pc.sum(pc.is_in(value, value_set=pa.array(["false", "0", "faux"]))).as_py()
        return unfinished_note(int(unfinished or 0), rows.num_rows)

    kept = {
        column: text for column, text in questions.items() if column not in roles.found and text
    }
    return ExportFormat("qualtrics", "Qualtrics", SURVEY, roles.found, normalise, kept, None, notes)


def _cells(sample: pa.Table, row: int) -> list[str]:
    return [" ".join((column[row].as_py() or "").split()) for column in sample.columns]


def _label_rows(sample: pa.Table) -> int:
    """Return how many rows follow the header before the answers: 0, 1 or 2."""
    for row in range(min(2, sample.num_rows)):
        if any(cell.startswith(('{"ImportId"', "{'ImportId'")) for cell in _cells(sample, row)):
            return row + 1
    return 0
