"""A workspace held still while its report is written: one data version, each table read once."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rebond.quantify import Perimeter
    from rebond.quantify.perimeter import Tables

MOST_RESPONSES = 200_000  # above which tables stay where they are instead of in memory
_NAMES = itertools.count()


class Snapshot:
    """What `rebond.quantify.perimeter.Tables` asks of a workspace, answered from memory."""

    def __init__(self, workspace: Tables) -> None:
        from rebond.quantify.asking.themes import codebook_of

        self._workspace = workspace
        self._copied: dict[str, Any] = {}
        self._connection: Any = None
        self.path = workspace.path
        self.data_version = workspace.data_version
        self.current_versions = workspace.current_versions
        self.codebook = codebook_of(workspace)
        if hasattr(workspace, "settings"):
            self.settings = workspace.settings
        if hasattr(workspace, "committed_imports"):
            self.committed_imports = workspace.committed_imports
        self._attributes = tuple(workspace.attribute_names())
        self._small = workspace.relation("responses").count("*").fetchall()[0][0] <= MOST_RESPONSES

    def attribute_names(self) -> tuple[str, ...]:
        """Return the names of the attributes that responses have."""
        return self._attributes

    def relation(self, table: str, *, attributes: Sequence[str] = ()) -> Any:
        """Return the visible rows of a table as a DuckDB relation."""
        if attributes or not self._small:
            return self._workspace.relation(table, attributes=attributes)
        if table not in self._copied:
            self._copied[table] = self._copy(table)
        return self._connection.table(self._copied[table])

    def _copy(self, table: str) -> str:
        import duckdb

        if self._connection is None:
            self._connection = duckdb.connect()
        name = f"snapshot_{table}_{next(_NAMES)}"
        self._connection.register("incoming", self._read(table))
        self._connection.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")
        self._connection.unregister("incoming")
        return name

    def _read(self, table: str) -> Any:
        def rows() -> Any:
            return self._workspace.relation(table).to_arrow_table()

        again = getattr(self._workspace, "read", None)  # an erasure may remove files under a reader
        return again(rows) if again else rows()


def held_still(perimeter: Perimeter) -> Perimeter:
    """Return the same perimeter on a snapshot of its workspace."""
    from rebond.quantify import Perimeter as Same

    return Same(Snapshot(perimeter.workspace), perimeter.filters)
