"""Who asked to be forgotten, known again by keyed hashes alone."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from rebond.listen import identity
from rebond.listen.quarantine import RefusedRow
from rebond.listen.records import ReadRows
from rebond.tables import TOMBSTONES
from rebond.vocabulary import FileMapping

if TYPE_CHECKING:
    from rebond.workspace import Workspace

_CELLS = re.compile(r"[;,\t|\"\r\n]+")


class Tombstones:
    """The tombstones of a workspace as they are now."""

    def __init__(self, workspace: Workspace) -> None:
        self._secret = workspace.secret
        self._stones = frozenset(workspace.table("tombstones").column("tombstone").to_pylist())

    def __contains__(self, key: str) -> bool:
        """Whether a person key or a response id was forgotten."""
        return bool(self._stones) and identity.tombstone(self._secret, key) in self._stones

    def without_forgotten(self, rows: ReadRows) -> ReadRows:
        """Return the rows of those who did not ask to be forgotten."""
        if not self._stones:
            return rows
        people, responses = rows.person_keys.to_pylist(), rows.response_ids.to_pylist()
        kept = [
            position
            for position, (person, response) in enumerate(zip(people, responses, strict=True))
            if response not in self and (person is None or person not in self)
        ]
        return rows if len(kept) == len(people) else rows.take(np.array(kept, np.int64))

    def names(self, row: RefusedRow, mapping: FileMapping) -> bool:
        """Whether a row that cannot be read holds the identifier of someone forgotten."""
        if not self._stones:
            return False
        cells = identifiers_in(row)
        return any(
            identity.person_key(self._secret, cell) in self
            or identity.response_id(self._secret, mapping.source, cell) in self
            for cell in cells
        )


def identifiers_in(row: RefusedRow) -> set[str]:
    """Return what may be an identifier in a row: its cells, and what separators part in them."""
    texts = [*(value for value in row.columns.values() if value), row.raw]
    parts = (part.strip() for text in texts for part in _CELLS.split(text))
    return {part for part in [*parts, *(text.strip() for text in texts)] if part}


def bury(workspace: Workspace, *, people: set[str], responses: set[str]) -> None:
    """Write the tombstones of person keys and response ids."""
    kinds = [*(("person", key) for key in sorted(people)),
             *(("response", key) for key in sorted(responses))]  # fmt: skip
    known = Tombstones(workspace)
    rows = [
        {
            "tombstone": identity.tombstone(workspace.secret, key),
            "kind": kind,
            "made_on": date.today(),
        }
        for kind, key in kinds
        if key not in known
    ]
    workspace.append("tombstones", pa.Table.from_pylist(rows, schema=TOMBSTONES))
