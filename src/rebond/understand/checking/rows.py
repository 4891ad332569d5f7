"""Rows of small tables, and the voices of some ids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def rows_of(workspace: Any, table: str) -> list[dict[str, Any]]:
    """Return the rows of a small table."""
    again = getattr(workspace, "read", None)  # an erasure may remove files under a reader

    def query() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = workspace.relation(table).to_arrow_table().to_pylist()
        return found

    return again(query) if again else query()


def voices_of(workspace: Any, wanted: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return the visible voices of these ids, by id."""
    import duckdb

    if not wanted:
        return {}

    def query() -> list[dict[str, Any]]:
        ids = [duckdb.ConstantExpression(value) for value in sorted(set(wanted))]
        relation = workspace.relation("voices").filter(
            duckdb.ColumnExpression("voice_id").isin(*ids)
        )
        found: list[dict[str, Any]] = relation.to_arrow_table().to_pylist()
        return found

    again = getattr(workspace, "read", None)
    return {row["voice_id"]: row for row in (again(query) if again else query())}


def opinions_of(workspace: Any, voices: Sequence[str]) -> list[dict[str, Any]]:
    """Return what the engine read in some voices: voice_id, theme, polarity, confidence."""
    import duckdb

    if not voices:
        return []

    def query() -> list[dict[str, Any]]:
        ids = [duckdb.ConstantExpression(voice) for voice in voices]
        kept = workspace.relation("opinions").filter(duckdb.ColumnExpression("voice_id").isin(*ids))
        columns = kept.select("voice_id, theme, polarity, confidence")
        found: list[dict[str, Any]] = columns.to_arrow_table().to_pylist()
        return found

    again = getattr(workspace, "read", None)
    return again(query) if again else query()
