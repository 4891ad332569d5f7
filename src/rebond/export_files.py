"""Write Arrow batches to files that people open: CSV for Excel, XLSX, Parquet, JSON lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rebond.errors import InputError

SHEET_ROWS = 1_048_576
CELL_CHARACTERS = 32_767

# What a spreadsheet takes for the start of a formula.
_FORMULA_START = r"^[=+\-@\t\r\n＝＋－＠]"
_JSON_COLUMNS = ("attributes", "scores")

Writer = Callable[[Path, pa.Schema, Iterable[pa.RecordBatch], str], int]


def write_csv(
    path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch], language: str
) -> int:
    """Write a CSV that Excel opens by a double click, in UTF-8 with its mark; return its rows.

    French: ";" between cells, a decimal comma, dates as 31/12/2025; English: ",", a decimal point,
    dates as 2025-12-31. A text that a spreadsheet would take for a formula gets an apostrophe
    before it.
    """
    french = language == "fr"
    rows = 0
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file, delimiter=";" if french else ",", lineterminator="\r\n")
        writer.writerow(_csv_column(pa.array(schema.names), french))
        for batch in batches:
            cells = [_csv_column(column, french) for column in batch.columns]
            writer.writerows(zip(*cells, strict=True))
            rows += batch.num_rows
    return rows


def _csv_column(column: pa.Array, french: bool) -> list[str]:
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
        risky = pc.match_substring_regex(column, _FORMULA_START)
        column = pc.if_else(risky, pc.binary_join_element_wise("'", column, ""), column)
    return list(pc.fill_null(column.cast(pa.string()), "").to_pylist())


def write_xlsx(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch], _: str) -> int:
    """Write a sheet with real dates and numbers; texts are never formulas nor links.

    A cell holds at most 32,767 characters: a longer text is cut and ends with "…".

    Raises
    ------
    InputError
        When there are more rows than a sheet holds (1,048,575 and the header).
    """
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("Rebond")
        formats = [_sheet_format(book, field.type) for field in schema]
        for number, field in enumerate(schema):
            sheet.set_column(number, number, _width(field))
        bold = book.add_format({"bold": True})
        for number, name in enumerate(schema.names):
            sheet.write_string(0, number, name, bold)
        sheet.freeze_panes(1, 0)
        row = 0
        for values in _values(batches):
            row += 1
            if row >= SHEET_ROWS:
                raise InputError(
                    "A sheet holds {most} rows and there are more. Export to .csv or .parquet.",
                    most=SHEET_ROWS - 1,
                )
            for number, value in enumerate(values):
                _write_cell(sheet, row, number, value, formats[number])
        if row:
            sheet.autofilter(0, 0, row, len(schema) - 1)
    return row


def _sheet_format(book: Any, kind: pa.DataType) -> Any:
    if pa.types.is_timestamp(kind):
        return book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    if pa.types.is_date(kind):
        return book.add_format({"num_format": "yyyy-mm-dd"})
    return None


def _width(field: pa.Field) -> int:
    if field.name == "text":
        return 60
    return 19 if pa.types.is_timestamp(field.type) else 14


def _write_cell(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif isinstance(value, date) and value.year < 1900:
        sheet.write_string(row, column, value.isoformat())
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    else:
        cut = value if len(value) <= CELL_CHARACTERS else value[: CELL_CHARACTERS - 1] + "…"
        sheet.write_string(row, column, cut)


def write_parquet(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch], _: str) -> int:
    """Write a Parquet file of exactly ``schema``."""
    import pyarrow.parquet as pq

    rows = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)
            rows += batch.num_rows
    return rows


def write_json_lines(
    path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch], _: str
) -> int:
    """Write one JSON object per line, dates in ISO 8601, attributes and scores as JSON values."""
    rows = 0
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        for values in _values(batches):
            document = {
                name: _json_value(name, value)
                for name, value in zip(schema.names, values, strict=True)
            }
            file.write(json.dumps(document, ensure_ascii=False) + "\n")
            rows += 1
    return rows


def _json_value(name: str, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return json.loads(value) if name in _JSON_COLUMNS and value is not None else value


def _values(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[Any, ...]]:
    for batch in batches:
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


WRITERS: dict[str, Writer] = {
    ".csv": write_csv,
    ".xlsx": write_xlsx,
    ".parquet": write_parquet,
    ".jsonl": write_json_lines,
}
