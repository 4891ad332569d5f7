"""Parquet files as a table."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rebond.errors import FileUnreadable
from rebond.listen.reading import limits
from rebond.listen.reading.container import Content
from rebond.listen.reading.lines import TOO_LONG
from rebond.listen.reading.rows import RawTable, RejectedRow, RowBatch, column_names
from rebond.vocabulary import Message


def columnar_table(content: Content) -> RawTable:
    """Return the table of a Parquet file."""
    schema = _opened(content).schema_arrow
    if len(schema.names) > limits.MAX_COLUMNS:
        raise FileUnreadable(
            "{file} has {count} columns, more than {limit}. Keep the columns of the answers, or turn "
            "the table so that each answer is one row.",
            file=content.name,
            count=len(schema.names),
            limit=limits.MAX_COLUMNS,
        )
    names = column_names(schema.names)

    def read(size: int) -> Iterator[RowBatch]:
        first = 1
        try:
            for batch in _opened(content).iter_batches(batch_size=size):
                columns = [as_text(column) for column in batch.columns]
                yield _bounded(pa.Table.from_arrays(columns, names=list(names)), first)
                first += batch.num_rows
        except (pa.ArrowException, OSError, ValueError) as error:
            raise _broken(content, error) from error

    return RawTable(names, [Message("Parquet file")], read)


def _opened(content: Content) -> Any:
    import pyarrow.parquet as pq

    try:
        if content.packing:
            return pq.ParquetFile(io.BytesIO(content.whole("a compressed Parquet file")))
        return pq.ParquetFile(content.open())
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _broken(content, error) from error


def _broken(content: Content, error: Exception) -> FileUnreadable:
    return FileUnreadable(
        "{file} is a broken Parquet file: {error}. Copy or export it again.",
        file=content.name,
        error=str(error).splitlines()[0] if str(error) else type(error).__name__,
    )


def as_text(column: pa.Array) -> pa.StringArray:
    """Return a column of any type as strings; empty strings are null, as in a text file."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return as_text(column.dictionary_decode())
    if pa.types.is_floating(kind):
        column = pa.array([_number(value) for value in column.to_pylist()], pa.string())
    elif pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        column = pa.array([_structure(value) for value in column.to_pylist()], pa.string())
    elif pa.types.is_timestamp(kind):
        column = (
            pc.strftime(column.cast(pa.timestamp("us")), "%Y-%m-%d %H:%M:%S")
            if kind.tz is None
            else pc.strftime(column.cast(pa.timestamp("us", "UTC")), "%Y-%m-%d %H:%M:%SZ")
        )
        column = pc.replace_substring_regex(column, r"\.0+(Z?)$", r"\1")
    else:
        column = column.cast(pa.string())
    return pc.if_else(pc.equal(column, ""), None, column)


def _number(value: float | None) -> str | None:
    if value is None or value != value:
        return None
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _structure(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return json.dumps(value, ensure_ascii=False, default=str)


def _bounded(table: pa.Table, first: int) -> RowBatch:
    """Number the rows from ``first``; reject those with an overlong cell, skip those without any."""
    lines = pa.array(range(first, first + table.num_rows), pa.int64())
    filled = pa.array([False] * table.num_rows)
    short = pa.array([True] * table.num_rows)
    for column in table.columns:
        filled = pc.or_(filled, pc.is_valid(column))
        short = pc.and_(
            short, pc.fill_null(pc.less_equal(pc.utf8_length(column), limits.MAX_CELL), True)
        )
    long = pc.invert(short)
    rejected = [
        RejectedRow(line, json.dumps(row, ensure_ascii=False)[: limits.MAX_CELL], TOO_LONG)
        for line, row in zip(
            lines.filter(
                long.combine_chunks() if isinstance(long, pa.ChunkedArray) else long
            ).to_pylist(),
            table.filter(long).to_pylist(),
            strict=True,
        )
    ]
    kept = pc.and_(filled, short)
    kept = kept.combine_chunks() if isinstance(kept, pa.ChunkedArray) else kept
    return RowBatch(table.filter(kept), lines.filter(kept), rejected)
