"""The part of a workspace that imports brought later: what an insight is tested again on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from rebond.quantify.perimeter import Perimeter, Tables


class ArrivedSince:
    """A workspace as `rebond.quantify.perimeter.Tables` asks, without what was there before.

    Parameters
    ----------
    workspace : Tables
        The whole; everything but its responses is asked of it, and joins responses.
    known : sequence of str
        Ids of the imports that were there. A response corrected by a later import has arrived
        since.
    """

    def __init__(self, workspace: Tables, known: Sequence[str]) -> None:
        self._workspace = workspace
        self._known = tuple(sorted(known))
        digest = hashlib.blake2b("\x1f".join(self._known).encode(), digest_size=8).hexdigest()
        self.path = f"{workspace.path}#{digest}"

    def __getattr__(self, name: str) -> Any:
        return getattr(self._workspace, name)

    @property
    def data_version(self) -> str:
        """That of the whole."""
        return self._workspace.data_version

    @property
    def current_versions(self) -> tuple[str, str] | None:
        """Those of the whole."""
        return self._workspace.current_versions

    def attribute_names(self) -> tuple[str, ...]:
        """Return the names of the attributes of the whole."""
        return tuple(self._workspace.attribute_names())

    def relation(self, table: str, *, attributes: Sequence[str] = ()) -> Any:
        """Return the visible rows of a table; of responses, those that arrived since."""
        import duckdb

        relation = self._workspace.relation(table, attributes=attributes)
        if table != "responses" or not self._known:
            return relation
        known = [duckdb.ConstantExpression(one) for one in self._known]
        return relation.filter(~duckdb.ColumnExpression("import_id").isin(*known))


def arrived_since(perimeter: Perimeter, known: Sequence[str]) -> Perimeter:
    """Return the same perimeter on what imports brought after those known."""
    return Perimeter(ArrivedSince(perimeter.workspace, known), perimeter.filters)
