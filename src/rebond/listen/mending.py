"""Mend the rows in quarantine: a cell corrected by hand, or a column read another way."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from rebond.errors import InputError
from rebond.listen import quarantine, remembered
from rebond.listen.columns import scales
from rebond.listen.importing import FileImporter, ImportReport
from rebond.listen.records import RecordMaker
from rebond.listen.replay import replay
from rebond.vocabulary import ColumnRole, FileMapping, Message, Role, Scale, ScoreKind

if TYPE_CHECKING:
    from rebond.listen.columns.roles import RoleOverride
    from rebond.listen.quarantine import QuarantinedRow
    from rebond.workspace import Workspace

MENDED = "A row mended by hand"
_SEPARATORS = ";,\t|"
_AS_TOLD = Message("as you asked")


def cells_of(row: QuarantinedRow) -> dict[str, str]:
    """Return the cells of a row in quarantine as they can best be told, in the file's order.

    A row whose cells could not be told apart is cut by the separator that gives the number of
    cells nearest to that of its file: what is too many stays in the last cell, what lacks is empty.
    """
    names = row.row.header
    if row.row.columns or not names:
        held = {name: value or "" for name, value in row.row.columns.items()}
        return {name: held[name] for name in (*names, *held) if name in held}
    cut = min(
        (_cut(row.row.raw, separator) for separator in _SEPARATORS),
        key=lambda cells: abs(len(cells) - len(names)),
    )
    kept = [*cut[: len(names) - 1], " ".join(cut[len(names) - 1 :])]
    return dict(zip(names, [*kept, *[""] * len(names)], strict=False))


def mend(workspace: Workspace, quarantine_id: str, cells: Mapping[str, str]) -> ImportReport | None:
    """Import a row of quarantine with some of its cells corrected, and take it out.

    Parameters
    ----------
    cells : mapping of str to str
        The corrected cells by column; the others stay as they are.

    Returns
    -------
    ImportReport or None
        What became of the row; None when it is no longer in quarantine.

    Raises
    ------
    InputError
        When a column is not one of the row's, when nothing is remembered of its source, or when
        the row still cannot be read: it then stays as it was.
    WorkspaceBusy
        When another writer is at work.
    """
    with workspace.importing() as import_id:
        row = _found(workspace, quarantine_id)
        if row is None:
            return None
        mapping = _mapping(workspace, row.source)
        held = cells_of(row)
        for name in cells:
            if name not in held:
                raise InputError(
                    "There is no column “{column}” in this row. Its columns are: {columns}.",
                    column=name,
                    columns=", ".join(held),
                )
        whole = {
            **dict.fromkeys((column.column for column in mapping.columns), ""),
            **held,
            **cells,
        }
        table = pa.table({name: pa.array([value or None]) for name, value in whole.items()})
        table = table.cast(pa.schema([(name, pa.string()) for name in table.column_names]))
        line = pa.array([row.row.line], pa.int64())
        refused = RecordMaker(mapping, workspace.secret, mask_first_names=False).read_rows(
            table, line
        )[1]
        if refused:
            raise InputError("The row still cannot be read. {reason}", reason=refused[0].reason)
        importer = FileImporter(workspace, mapping, import_id, mask_first_names=False)
        importer.add(table, line, [])
        report = importer.finish(MENDED, [Message(MENDED)])
        quarantine.settle(workspace, [quarantine_id])
    return report


def read_otherwise(
    workspace: Workspace, source: str, column: str, override: RoleOverride
) -> ImportReport | None:
    """Read a column of a source another way from now on, and try its rows in quarantine again.

    Returns
    -------
    ImportReport or None
        What became of the rows that left quarantine; None when none could.

    Raises
    ------
    InputError
        When nothing is remembered of the source, or the column is not one of its.
    """
    with workspace.writing():
        mapping = _mapping(workspace, source)
        names = [one.column for one in mapping.columns]
        if column not in names:
            raise InputError(
                "There is no column “{column}” in this row. Its columns are: {columns}.",
                column=column,
                columns=", ".join(names),
            )
        columns = tuple(
            _read_as(one, override) if one.column == column else one for one in mapping.columns
        )
        remembered.remember(workspace, replace(mapping, columns=columns))
        return replay(workspace, source)


def _read_as(column: ColumnRole, override: RoleOverride) -> ColumnRole:
    return replace(
        column,
        role=override.role,
        scale=_scale(override) if override.role is Role.SCORE else None,
        reason=_AS_TOLD,
        certain=True,
    )


def _scale(override: RoleOverride) -> Scale:
    return scales.named_scale(override.kind or ScoreKind.OTHER, override.low, override.high)


def _cut(raw: str, separator: str) -> list[str]:
    rows = csv.reader([" ".join(raw.splitlines())], delimiter=separator)
    return [cell.strip() for cell in next(rows, [])]


def _found(workspace: Workspace, quarantine_id: str) -> QuarantinedRow | None:
    rows = quarantine.quarantined(workspace)
    return next((row for row in rows if row.quarantine_id == quarantine_id), None)


def _mapping(workspace: Workspace, source: str) -> FileMapping:
    mapping = remembered.mapping(workspace, source)
    if mapping is None:
        raise InputError(
            "How the files of “{source}” are read is not known here. Import its corrected file.",
            source=source,
        )
    return mapping
