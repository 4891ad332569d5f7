"""CSV that a spreadsheet opens by a double click."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from rebond.export.files import About
from rebond.listen.formulas import guarded


def write_csv(
    path: Path,
    schema: pa.Schema,
    batches: Iterable[pa.RecordBatch],
    language: str,
    about: About | None = None,  # noqa: ARG001
) -> int:
    """Write a CSV that Excel opens by a double click, in UTF-8 with its mark; return its rows.

    French: ";" between cells, a decimal comma, dates as 31/12/2025; English: ",", a decimal point,
    dates as 2025-12-31. A text that a spreadsheet would take for a formula gets an apostrophe
    before it. A CSV has no room for what is about its rows.
    """
    french = language == "fr"
    rows = 0
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file, delimiter=";" if french else ",", lineterminator="\r\n")
        writer.writerow(_cells(pa.array(schema.names, pa.string()), french))
        for batch in batches:
            cells = [_cells(column, french) for column in batch.columns]
            writer.writerows(zip(*cells, strict=True))
            rows += batch.num_rows
    return rows


def _cells(column: pa.Array, french: bool) -> list[str]:
    """Return the cells of a column as a spreadsheet of that language reads them, "" for null."""
    kind = column.type
    if pa.types.is_timestamp(kind):
        whole_seconds = column.cast(pa.timestamp("s"), safe=False)
        form = "%d/%m/%Y %H:%M:%S" if french else "%Y-%m-%d %H:%M:%S"
        column = pc.strftime(whole_seconds, format=form)
    elif pa.types.is_date(kind):
        column = pc.strftime(column, format="%d/%m/%Y" if french else "%Y-%m-%d")
    elif pa.types.is_boolean(kind):
        column = pc.if_else(column, *(("VRAI", "FAUX") if french else ("TRUE", "FALSE")))
    elif pa.types.is_floating(kind):
        column = pc.replace_substring(column.cast(pa.string()), ".", "," if french else ".")
    elif pa.types.is_string(kind):
        column = guarded(column)
    return list(pc.fill_null(column.cast(pa.string()), "").to_pylist())
