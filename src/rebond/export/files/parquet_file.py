"""Parquet: exact types, for other programs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from rebond.export.files import About


def write_parquet(
    path: Path,
    schema: pa.Schema,
    batches: Iterable[pa.RecordBatch],
    language: str,  # noqa: ARG001
    about: About | None = None,
) -> int:
    """Write a Parquet file of exactly ``schema``; what is about the rows goes in its metadata.

    Keys "rebond.title" and "rebond.<fact>"; each column's meaning is in the field's own metadata,
    under "description".
    """
    import pyarrow.parquet as pq

    rows = 0
    with pq.ParquetWriter(path, _described(schema, about), compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch.cast(writer.schema))
            rows += batch.num_rows
    return rows


def _described(schema: pa.Schema, about: About | None) -> pa.Schema:
    if about is None:
        return schema
    fields = [
        one.with_metadata({"description": about.meanings[one.name]})
        if one.name in about.meanings
        else one
        for one in schema
    ]
    facts = {f"rebond.{name}": value for name, value in about.facts}
    return pa.schema(fields, metadata={"rebond.title": about.title, **facts})
