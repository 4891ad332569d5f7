"""Parquet files as a table."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rebond.errors import FileUnreadable
from rebond.listen.reading import limits
from rebond.listen.reading.container import Content
from rebond.listen.reading.lines import TOO_LONG
from rebond.listen.rows import RawTable, RejectedRow, RowBatch, column_names
from rebond.vocabulary import Message


def columnar_table(content: Content) -> RawTable:
    """Return the table of a Parquet file."""
    with _opened(content) as file:
        schema = file.schema_arrow
    if len(schema.names) > limits.MAX_COLUMNS:
        raise FileUnreadable(
            "{file} has {count} columns, more than {limit}. Keep the columns of "
            "the answers, or turn "
            "the table so that each answer is one row.",
            file=content.name,
            count=len(schema.names),
            limit=limits.MAX_COLUMNS,
        )
    names = column_names(schema.names)

    def read(size: int) -> Iterator[RowBatch]:
        first = 1
        with _opened(content) as file:
            for batch in file.iter_batches(batch_size=size):
                columns = [as_text(column) for column in batch.columns]
                yield _bounded(pa.Table.from_arrays(columns, names=list(names)), first)
                first += batch.num_rows

    return RawTable(names, [Message("Parquet file")], read)


@contextmanager
def _opened(content: Content) -> Iterator[Any]:
    """Open a Parquet file, and turn what a broken one raises into a message."""
    import pyarrow.parquet as pq

    try:
        if content.packing:
            stream: IO[bytes] = io.BytesIO(content.whole("a compressed Parquet file"))
        else:
            stream = content.open()
        with stream, pq.ParquetFile(stream) as file:
            yield file
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
    """Number the rows from ``first``, reject those with an overlong cell, skip empty ones."""
    filled = np.zeros(table.num_rows, bool)
    long = np.zeros(table.num_rows, bool)
    for column in table.columns:
        filled |= np.asarray(column.is_valid())
        lengths = pc.fill_null(pc.utf8_length(column), 0)
        long |= np.asarray(pc.greater(lengths, limits.MAX_CELL))
    lines = np.arange(first, first + table.num_rows, dtype=np.int64)
    rejected = [
        RejectedRow(
            int(lines[place]), json.dumps(row, ensure_ascii=False)[: limits.MAX_CELL], TOO_LONG
        )
        for place in np.flatnonzero(long)
        for row in table.slice(int(place), 1).to_pylist()
    ]
    kept = pa.array(filled & ~long)
    return RowBatch(table.filter(kept), pa.array(lines).filter(kept), rejected)
