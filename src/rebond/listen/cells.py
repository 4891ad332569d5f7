"""Cells of a batch as they are used: trimmed, null where the file has nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rebond.vocabulary import ColumnRole


def plain(table: pa.Table) -> pa.Table:
    """Return a table whose columns are all of strings."""
    return table.cast(pa.schema([(name, pa.string()) for name in table.column_names]))


def plain_array(values: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return values in one piece."""
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values


def positions(chosen: pa.BooleanArray) -> npt.NDArray[np.int64]:
    """Return where a mask is true."""
    return np.flatnonzero(plain_array(chosen).to_numpy(zero_copy_only=False)).astype(np.int64)


def present(values: pa.ChunkedArray) -> pa.StringArray:
    """Return trimmed values, null where the file has none."""
    from rebond.listen.columns.values import is_missing

    trimmed = plain_array(pc.utf8_trim_whitespace(values))
    return pc.if_else(is_missing(trimmed), pa.scalar(None, pa.string()), trimmed)


def tidy(values: pa.ChunkedArray) -> pa.StringArray:
    """Return texts trimmed, with one kind of line end, null where empty."""
    plain = plain_array(pc.utf8_trim_whitespace(pc.replace_substring(values, "\r\n", "\n")))
    return pc.if_else(pc.equal(plain, ""), pa.scalar(None, pa.string()), plain)


def external_ids(table: pa.Table, columns: Sequence[ColumnRole]) -> pa.StringArray:
    """Return the ids given in the first of ``columns`` that has one, null where none has."""
    found = pa.nulls(table.num_rows, pa.string())
    for column in columns:
        found = pc.coalesce(found, present(table[column.column]))
    return found


def given_languages(table: pa.Table, columns: Sequence[ColumnRole]) -> pa.StringArray:
    """Return the two first letters of the languages given, null where they are no such code."""
    found = pa.nulls(table.num_rows, pa.string())
    for column in columns:
        values = pc.utf8_lower(present(table[column.column]))
        coded = pc.match_substring_regex(values, r"^[a-z]{2}([-_].*)?$")
        code = pc.utf8_slice_codeunits(values, 0, 2)
        found = pc.coalesce(found, pc.if_else(coded, code, pa.scalar(None, pa.string())))
    return found
