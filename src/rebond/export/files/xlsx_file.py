"""XLSX: a sheet with real dates, percentages and numbers, and one that says what they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from rebond.errors import InputError
from rebond.export.files import About

SHEET_ROWS = 1_048_576
CELL_CHARACTERS = 32_767

_NARROWEST, _WIDEST = 8, 60
_MEASURED_ROWS = 500  # whose lengths give the widths of the columns

# Excel shows formats 14 and 22, and the separators of the others, as the reader's locale has them.
_DATE, _INSTANT = 14, 22
_WHOLE, _PLAIN, _SHORT = "#,##0", "#,##0.##", "0.00"
_BY_UNIT = {
    "%": "0.0%",
    "points": "+0.0;\u22120.0;0.0",
    "score": "0.00",
    "ratio": "0.00",
    "count": _WHOLE,
}
_MEASURED = ("value", "low", "high", "read")  # columns written in the unit of their row
_BY_NAME = {"level": "0%", "confidence": "0%", "q_value": "0.0000", "start": "0", "end": "0"}


def write_xlsx(
    path: Path,
    schema: pa.Schema,
    batches: Iterable[pa.RecordBatch],
    language: str,
    about: About | None = None,
) -> int:
    """Write a sheet with real dates and numbers; texts are never formulas nor links.

    The header is frozen and filtered, columns are as wide as their content asks for. In the rows
    whose "unit" is "%", values are written as Excel's percentages (0.123 shown as 12.3%). A second
    sheet says what the rows are. A cell holds at most 32,767 characters: a longer text is cut and
    ends with "…".

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
        rows = _Sheet(book, schema).write(batches)
        if about is not None:
            _write_about(book, about, schema, language)
    return rows


@dataclass
class _Sheet:
    """The sheet of the rows, being written."""

    book: Any
    schema: pa.Schema
    _formats: dict[Any, Any] = field(default_factory=dict)

    def write(self, batches: Iterable[pa.RecordBatch]) -> int:
        sheet = self.book.add_worksheet("Rebond")
        names = self.schema.names
        head = self.book.add_format({"bold": True, "bg_color": "#f1eef9", "bottom": 1})
        for number, name in enumerate(names):
            sheet.write_string(0, number, name, head)
        sheet.freeze_panes(1, 0)
        unit = names.index("unit") if "unit" in names else None
        usual = [self._format(_usual(one)) for one in self.schema]
        measured = {number for number, name in enumerate(names) if name in _MEASURED}
        widths = [len(name) + 3 for name in names]
        row = 0
        for values in _values(batches):
            row += 1
            if row >= SHEET_ROWS:
                raise InputError(
                    "A sheet holds {most} rows and there are more. Export to .csv or .parquet.",
                    most=SHEET_ROWS - 1,
                )
            for number, value in enumerate(values):
                if value is None:
                    continue
                style, shown = usual[number], value
                if unit is not None and number in measured and values[unit] in _BY_UNIT:
                    style = self._format(_BY_UNIT[values[unit]])
                    shown = value / 100 if values[unit] == "%" else value
                _write_cell(sheet, row, number, shown, style)
                if row <= _MEASURED_ROWS:
                    widths[number] = max(widths[number], _length(value))
        for number, width in enumerate(widths):
            sheet.set_column(number, number, min(_WIDEST, max(_NARROWEST, width)))
        if row:
            sheet.autofilter(0, 0, row, len(names) - 1)
        return row

    def _format(self, form: Any) -> Any:
        if form is None:
            return None
        if form not in self._formats:
            self._formats[form] = self.book.add_format({"num_format": form})
        return self._formats[form]


def _usual(column: pa.Field) -> Any:
    """Return the format of a column where no unit says otherwise, None for texts."""
    if column.name in _BY_NAME:
        return _BY_NAME[column.name]
    if pa.types.is_timestamp(column.type):
        return _INSTANT
    if pa.types.is_date(column.type):
        return _DATE
    if pa.types.is_integer(column.type):
        return _WHOLE
    return _PLAIN if pa.types.is_floating(column.type) else None


def _length(value: Any) -> int:
    if isinstance(value, date):
        return 17
    if isinstance(value, float):
        return 9
    longest = max((len(line) for line in str(value).split("\n")), default=0)
    return longest + 1


def _write_cell(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, style)
    elif isinstance(value, date) and value.year < 1900:
        sheet.write_string(row, column, value.isoformat())
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    else:
        cut = value if len(value) <= CELL_CHARACTERS else value[: CELL_CHARACTERS - 1] + "…"
        sheet.write_string(row, column, cut)


def _write_about(book: Any, about: About, schema: pa.Schema, language: str) -> None:
    """Write the sheet that says what the rows are: facts, then each column with its meaning."""
    sheet = book.add_worksheet("À propos" if language == "fr" else "About")
    title = book.add_format({"font_size": 15, "font_color": "#4c3192"})
    name = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 20)
    sheet.set_column(2, 2, 90)
    sheet.write_string(0, 0, about.title, title)
    row = 2
    for fact, value in about.facts:
        sheet.write_string(row, 0, fact, name)
        sheet.merge_range(row, 1, row, 2, "", wrapped)
        sheet.write_string(row, 1, value[:CELL_CHARACTERS], wrapped)
        sheet.set_row(row, 15 * (1 + len(value) // 105))
        row += 1
    row += 1
    for one in schema:
        sheet.write_string(row, 0, one.name, name)
        sheet.write_string(row, 1, str(one.type), wrapped)
        sheet.write_string(row, 2, about.meanings.get(one.name, ""), wrapped)
        row += 1


def _values(batches: Iterable[pa.RecordBatch]) -> Iterable[tuple[Any, ...]]:
    for batch in batches:
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
