"""Which rows of a file bring something: new, updated or unchanged, the same whatever the batches.

The visible version of a response is the last one that had never been seen before. A row already
seen changes nothing, even after another one replaced it: importing anything twice, or an old export
again, leaves the workspace as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rebond import tables
from rebond.listen.records import ReadRows, row_part
from rebond.tables import SUPERSEDED

if TYPE_CHECKING:
    from rebond.workspace import Workspace

NEVER_WRITTEN = ""

_BATCH_QUERY = """
SELECT known.content_hash, known.import_id, old.row_hash IS NOT NULL AS replaced
FROM batch
LEFT JOIN known USING (response_id)
LEFT JOIN old ON old.response_id = batch.response_id AND old.row_hash = batch.row_hash
ORDER BY batch.position
"""


@dataclass(frozen=True)
class Sorting:
    """What becomes of the rows of one batch.

    Attributes
    ----------
    first, later : arrays of int64
        Positions of the rows to be written under the import's own id, and under the id of the part
        given (they replace rows of the same import).
    superseded : pa.Table
        Rows for the table "superseded".
    new, updated, unchanged, replaced : int
        Counts of rows; ``replaced`` are those of the unchanged that another version has replaced.
    """

    first: npt.NDArray[np.int64]
    later: npt.NDArray[np.int64]
    superseded: pa.Table
    new: int
    updated: int
    unchanged: int
    replaced: int


class VersionSorter:
    """Knows the versions of the responses of one source, and learns those of a file.

    Memory: about 150 bytes per response of the source.
    """

    def __init__(self, workspace: Workspace, source: str, import_id: str) -> None:
        import duckdb

        self._import_id = import_id
        self._connection = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "temp_directory": str(workspace.path / "temporary"),
            },
        )
        responses = workspace.sql("responses")
        named = tables.quoted(source)
        self._connection.execute(
            "CREATE TABLE known AS SELECT response_id, content_hash, import_id "
            f"FROM ({responses}) WHERE source = {named}"
        )
        self._connection.execute(
            "CREATE TABLE old AS SELECT DISTINCT response_id, row_hash FROM "
            f"({workspace.sql('superseded')})"
        )

    def close(self) -> None:
        """Forget everything."""
        self._connection.close()

    def sort(self, rows: ReadRows, part: str) -> Sorting:
        """Sort the rows of a batch; those that replace rows of this import go to ``part``."""
        row_hashes = row_part(rows.content_hashes)
        known = self._look_up(rows, row_hashes)
        batch = _Batch(rows, row_hashes, known, self._import_id, part)
        batch.sort_single_rows()
        batch.sort_repeated_rows()
        sorting = batch.sorting()
        self._learn(rows, sorting, part)
        return sorting

    def _look_up(self, rows: ReadRows, row_hashes: pa.StringArray) -> pa.Table:
        batch = pa.table(
            {
                "position": np.arange(rows.table.num_rows),
                "response_id": rows.response_ids,
                "row_hash": row_hashes,
            }
        )
        self._connection.register("batch", batch)
        try:
            return self._connection.sql(_BATCH_QUERY).to_arrow_table()
        finally:
            self._connection.unregister("batch")

    def _learn(self, rows: ReadRows, sorting: Sorting, part: str) -> None:
        if sorting.superseded.num_rows:
            self._connection.register("replaced", sorting.superseded)
            self._connection.execute(
                "INSERT INTO old SELECT DISTINCT response_id, row_hash FROM replaced"
            )
            self._connection.execute(
                "DELETE FROM known WHERE response_id IN (SELECT response_id FROM replaced)"
            )
            self._connection.unregister("replaced")
        for positions, import_id in ((sorting.first, self._import_id), (sorting.later, part)):
            chosen = pa.array(positions)
            written = pa.table(
                {
                    "response_id": rows.response_ids.take(chosen),
                    "content_hash": rows.content_hashes.take(chosen),
                    "import_id": pa.repeat(import_id, len(chosen)),
                }
            ).filter(pc.or_(rows.has_id.take(chosen), import_id == part))
            if written.num_rows:
                self._connection.register("written", written)
                self._connection.execute("INSERT INTO known SELECT * FROM written")
                self._connection.unregister("written")


class _Batch:
    """The rows of one batch beside what is known of their responses."""

    def __init__(
        self, rows: ReadRows, row_hashes: pa.StringArray, known: pa.Table, import_id: str, part: str
    ) -> None:
        self._ids = rows.response_ids
        self._hashes = rows.content_hashes
        self._row_hashes = row_hashes
        self._known_hashes = known["content_hash"].combine_chunks()
        self._known_imports = known["import_id"].combine_chunks()
        self._replaced = np.asarray(known["replaced"].to_numpy())
        self._import_id = import_id
        self._part = part
        codes = self._ids.dictionary_encode().indices.to_numpy()
        self._repeated = np.bincount(codes, minlength=1)[codes] > 1
        self._counts = dict.fromkeys(("new", "updated", "unchanged", "replaced"), 0)
        self._written: list[npt.NDArray[np.int64]] = []
        self._superseded: list[tuple[int, str, str]] = []  # position, import and row replaced

    def sort_single_rows(self) -> None:
        """Sort the rows whose response comes once in the batch."""
        single = ~self._repeated
        new = single & _true(pc.is_null(self._known_hashes))
        seen = single & ~new
        same = seen & _true(pc.equal(self._hashes, self._known_hashes))
        known_rows = row_part(self._known_hashes)
        reread = seen & ~same & _true(pc.equal(self._row_hashes, known_rows))
        replaced = seen & ~same & ~reread & self._replaced
        updated = seen & ~same & ~replaced
        for name, chosen in (("new", new), ("updated", updated), ("replaced", replaced)):
            self._counts[name] += int(chosen.sum())
        self._counts["unchanged"] += int((same | replaced).sum())
        self._written.append(np.flatnonzero(new | updated))
        for position in np.flatnonzero(updated).tolist():
            self._supersede(position, position)

    def sort_repeated_rows(self) -> None:
        """Sort, in their order, the rows whose response comes several times."""
        last: dict[str, int] = {}  # the row of this batch that is visible so far
        replaced_here: set[tuple[str, str]] = set()
        known_hashes = self._known_hashes
        for position in np.flatnonzero(self._repeated).tolist():
            response = self._ids[position].as_py()
            row = self._row_hashes[position].as_py()
            visible = self._hashes if response in last else known_hashes
            content = visible[last.get(response, position)].as_py()
            if content is None:
                self._counts["new"] += 1
            elif content == self._hashes[position].as_py():
                self._counts["unchanged"] += 1
                continue
            elif not content.startswith(row) and (
                self._replaced[position] or (response, row) in replaced_here
            ):
                self._counts["unchanged"] += 1
                self._counts["replaced"] += 1
                continue
            else:
                self._counts["updated"] += 1
                replaced_here.add((response, content[: len(row)]))
                if response in last:
                    self._superseded.append((position, NEVER_WRITTEN, content[: len(row)]))
                else:
                    self._supersede(position, position)
            last[response] = position
        self._written.append(np.fromiter(last.values(), np.int64))

    def _supersede(self, position: int, known: int) -> None:
        row = self._known_hashes[known].as_py()[: len(self._row_hashes[known].as_py())]
        self._superseded.append((position, self._known_imports[known].as_py(), row))

    def sorting(self) -> Sorting:
        """Return what becomes of the rows sorted."""
        written = np.sort(np.concatenate(self._written)).astype(np.int64)
        imports = self._known_imports.take(pa.array(written)).to_pylist()
        later = np.array([self._is_of_this_import(name) for name in imports], bool)
        rows = [
            {
                "import_id": self._destination(position),
                "response_id": self._ids[position].as_py(),
                "superseded_import_id": import_id,
                "row_hash": row,
            }
            for position, import_id, row in self._superseded
        ]
        return Sorting(
            written[~later],
            written[later],
            pa.Table.from_pylist(rows, schema=SUPERSEDED),
            **self._counts,
        )

    def _destination(self, position: int) -> str:
        known = self._known_imports[position].as_py()
        return self._part if self._is_of_this_import(known) else self._import_id

    def _is_of_this_import(self, import_id: str | None) -> bool:
        return import_id is not None and import_id.split(".")[0] == self._import_id


def _true(values: pa.BooleanArray) -> npt.NDArray[np.bool_]:
    return np.asarray(pc.fill_null(values, False).to_numpy(zero_copy_only=False))
