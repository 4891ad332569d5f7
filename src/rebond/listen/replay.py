"""Try again the rows in quarantine, once their source is read another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from rebond.listen import quarantine, remembered
from rebond.listen.importing import FileImporter, ImportReport
from rebond.listen.records import RecordMaker
from rebond.vocabulary import Message

if TYPE_CHECKING:
    from rebond.workspace import Workspace

REPLAYED = "Rows out of quarantine"


def replay(
    workspace: Workspace, source: str, *, mask_first_names: bool = False
) -> ImportReport | None:
    """Import the rows of a source that can now be read, and take them out of quarantine.

    They are read with the mapping remembered for the source. A row whose cells could not be told
    apart stays: only its corrected file can bring it in.

    Returns
    -------
    ImportReport or None
        What became of the rows taken out; None when no row can be read yet.
    """
    mapping = remembered.mapping(workspace, source)
    if mapping is None:
        return None
    with workspace.importing() as import_id:
        names = [column.column for column in mapping.columns]
        rows = [
            row
            for row in quarantine.quarantined(workspace)
            if row.source == source and set(names) <= set(row.row.columns)
        ]
        if not rows:
            return None
        schema = pa.schema([(name, pa.string()) for name in sorted(rows[0].row.columns)])
        table = pa.Table.from_pylist([dict(row.row.columns) for row in rows], schema=schema)
        lines = pa.array([row.row.line for row in rows], pa.int64())
        maker = RecordMaker(mapping, workspace.secret, mask_first_names=mask_first_names)
        refused = {refusal.position for refusal in maker.read_rows(table, lines)[1]}
        kept = [position for position in range(len(rows)) if position not in refused]
        if not kept:
            return None
        importer = FileImporter(workspace, mapping, import_id, mask_first_names)
        chosen = pa.array(np.array(kept))
        importer.add(table.take(chosen), lines.take(chosen), [])
        report = importer.finish(REPLAYED, [Message(REPLAYED)])
        quarantine.remove(workspace, [rows[position].quarantine_id for position in kept])
    return report
