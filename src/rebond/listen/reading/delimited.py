"""CSV, TSV and their kin as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa

from rebond.listen.formulas import restored
from rebond.listen.reading import limits
from rebond.listen.reading.chunks import MIXED, batches_of, utf8_pieces
from rebond.listen.reading.container import Content
from rebond.listen.reading.encoding import encoding_of
from rebond.listen.reading.layout import layout_of
from rebond.listen.reading.lines import Shape
from rebond.listen.rows import RawTable, RowBatch, in_batches


def delimited_table(content: Content, *, fast: bool = True) -> RawTable:
    """Return the table of a text file whose cells are separated by a character."""
    head = content.head(limits.LAYOUT_BYTES)
    complete = len(head) < limits.LAYOUT_BYTES
    encoding, mark, said = encoding_of(head, complete=complete, name=content.name)
    text = head[mark:].decode(encoding, MIXED if encoding == "utf-8" else "replace")
    if not complete:
        text = text[: text.rfind("\n") + 1] or text
    layout = layout_of(text, content.name)

    def read(size: int) -> Iterator[RowBatch]:
        with content.open() as stream:
            batches = batches_of(
                utf8_pieces(stream, encoding, mark),
                Shape(layout.separator, layout.names, layout.width, size),
                first_line=layout.first_line,
                fast=fast,
            )
            for batch in in_batches(batches, size):
                yield replace(batch, table=_restored(batch.table))

    return RawTable(layout.names, [said, *layout.understood], read, layout.has_names)


def _restored(table: pa.Table) -> pa.Table:
    """Return a table whose texts are as they were before a CSV guarded them from spreadsheets."""
    columns = [restored(column) for column in table.columns]
    return pa.table(columns, names=table.column_names)
