"""Sheets of workbooks (XLSX, XLSM, XLSB, XLS, ODS) as a table.

A workbook is read in memory: its format does not allow otherwise. Formulas are never computed: the
value that the spreadsheet stored is taken, and a text that starts with “=” stays a text.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from rebond.errors import FileUnreadable
from rebond.listen.reading import limits
from rebond.listen.reading.container import Content, unpacking
from rebond.listen.reading.encoding import CONTROLS
from rebond.listen.reading.layout import above_the_header, header_index
from rebond.listen.reading.lines import fit
from rebond.listen.rows import RawTable, RejectedRow, RowBatch, batch_of_rows, column_names
from rebond.vocabulary import Message

_CELL = re.compile(rb'<c r="([A-Z]{1,3})\d+')
_ROW = re.compile(rb'<row r="(\d+)')
_CELLS_REPEATED = re.compile(rb'number-columns-repeated="(\d{4,})"[^>]*office:value')
_ROWS_REPEATED = re.compile(
    rb'<table:table-row[^>]*number-rows-repeated="(\d{3,})"[^>]*>(.*?)</table:table-row>', re.DOTALL
)
_COLUMNS_REPEATED = re.compile(rb'number-columns-repeated="(\d+)"')


def sheet_table(content: Content) -> RawTable:
    """Return the table of the fullest sheet of a workbook."""
    data = content.whole("a workbook")
    if data.startswith(b"PK"):
        _refuse_bombs(data, content.name)
    name, others, rows = _fullest_sheet(data, content.name)
    understood = [Message("Sheet: {sheet}", {"sheet": name})]
    if others:
        understood.append(
            Message(
                "Other sheets are not read: {sheets}. To read one, save it alone",
                {"sheets": ", ".join(others)},
            )
        )
    return _table_of(rows, content.name, understood)


def every_sheet(content: Content) -> dict[str, RawTable]:
    """Return the table of each sheet of a workbook that holds something, by its name."""
    data = content.whole("a workbook")
    if data.startswith(b"PK"):
        _refuse_bombs(data, content.name)
    workbook = _workbook(data, content.name)
    found: dict[str, RawTable] = {}
    for name in workbook.sheet_names:
        sheet = _guarded(lambda name=name: workbook.get_sheet_by_name(name), content.name)
        if not sheet.height:
            continue
        _refuse_size(sheet.total_height, sheet.total_width, content.name)
        rows = _guarded(lambda sheet=sheet: sheet.to_python(skip_empty_area=False), content.name)
        cells = [[written(cell) for cell in row] for row in rows]
        understood = [Message("Sheet: {sheet}", {"sheet": name})]
        found[name] = _table_of(cells, content.name, understood)
    return found


def _table_of(rows: list[list[str]], name: str, understood: list[Message]) -> RawTable:
    """Find the header among ``rows``, which start at row 1 of the sheet."""
    filled = [(number, cells) for number, cells in enumerate(rows, start=1) if any(cells)]
    if not filled:
        raise FileUnreadable("{file} holds no row. Export it again.", file=name)
    width = max(max(place for place, cell in enumerate(cells) if cell) + 1 for _, cells in filled)
    header = header_index([cells[:width] for _, cells in filled[:100]])
    if header is None:
        names = column_names([""] * width)
        data = filled
        understood.append(Message("No header: the columns are named by their place"))
    else:
        number, cells = filled[header]
        names = column_names([*cells[:width], *[""] * (width - len(cells))])
        data = filled[header + 1 :]
        understood.append(Message("Header on line {line}", {"line": number}))
        understood += above_the_header([cells for _, cells in filled[:header]])

    def read(size: int) -> Iterator[RowBatch]:
        for start in range(0, len(data), size):
            yield _batch(data[start : start + size], names)

    return RawTable(names, understood, read, header is not None)


def _batch(data: list[tuple[int, list[str]]], names: tuple[str, ...]) -> RowBatch:
    kept: list[list[str]] = []
    lines: list[int] = []
    rejected: list[RejectedRow] = []
    for number, cells in data:
        fitted = fit([*cells, *[""] * (len(names) - len(cells))], len(names), len(names))
        if isinstance(fitted, Message):
            rejected.append(RejectedRow(number, "\t".join(cells)[: limits.MAX_CELL], fitted))
        else:
            kept.append(fitted)
            lines.append(number)
    return batch_of_rows(names, kept, lines, rejected)


def _fullest_sheet(data: bytes, file: str) -> tuple[str, list[str], list[list[str]]]:
    """Return the name of the sheet with most cells, the other names, and its rows."""
    workbook = _workbook(data, file)
    best: Any = None
    others: list[str] = []
    for name in workbook.sheet_names:
        sheet = _guarded(lambda name=name: workbook.get_sheet_by_name(name), file)
        cells = sheet.height * sheet.width
        if best is None or cells > best.height * best.width:
            if best is not None and best.height * best.width:
                others.append(best.name)
            best = sheet
        elif cells:
            others.append(name)
    if best is None or not best.height:
        raise FileUnreadable("{file} holds no row. Export it again.", file=file)
    _refuse_size(best.total_height, best.total_width, file)
    rows = _guarded(lambda: best.to_python(skip_empty_area=False), file)
    return best.name, others, [[written(cell) for cell in row] for row in rows]


def _workbook(data: bytes, file: str) -> Any:
    import python_calamine

    try:
        return _guarded(lambda: python_calamine.load_workbook(io.BytesIO(data)), file)
    except FileUnreadable as error:
        if isinstance(error.__cause__, python_calamine.PasswordError):
            raise FileUnreadable(
                (
                    "{file} is protected by a password. Open it in the spreadsheet and "
                    "save it without one."
                ),
                file=file,
            ) from error
        raise


def _guarded(act: Any, file: str) -> Any:
    """Run ``act`` and turn what the reader of workbooks raises into a message.

    A broken workbook can make that reader panic, which reaches Python as a BaseException.
    """
    try:
        return act()
    except (KeyboardInterrupt, SystemExit, FileUnreadable):
        raise
    except BaseException as error:
        raise FileUnreadable(
            "{file} is a broken workbook: {error}. Open it in the spreadsheet, "
            "which may repair it, and "
            "save it again as XLSX or CSV.",
            file=file,
            error=str(error).splitlines()[0] if str(error) else type(error).__name__,
        ) from error


def written(cell: Any) -> str:
    """Return a cell of a sheet as text: whole numbers without decimals, instants in ISO 8601."""
    if isinstance(cell, str):
        text = cell.strip("\ufeff")
        return CONTROLS.sub("", text) if not text.isprintable() else text
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "seconds")
    return str(cell)


def _refuse_size(rows: int, columns: int, file: str) -> None:
    if columns > limits.MAX_COLUMNS:
        raise FileUnreadable(
            "{file} has {count} columns, more than {limit}. Keep the columns of "
            "the answers, or turn "
            "the table so that each answer is one row.",
            file=file,
            count=columns,
            limit=limits.MAX_COLUMNS,
        )
    if rows * columns > limits.MAX_SHEET_CELLS:
        raise FileUnreadable(
            "{file} has a sheet of {rows} rows and {columns} columns, too much for "
            "a workbook, which is "
            "read in memory. Delete the empty rows and columns around the table, "
            "or save it as CSV.",
            file=file,
            rows=rows,
            columns=columns,
        )


def _refuse_bombs(data: bytes, file: str) -> None:
    """Refuse a workbook that would fill the memory once unpacked or once laid out."""
    with unpacking(file), zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
        if (
            len(infos) > 20 * limits.MAX_MEMBERS
            or sum(info.file_size for info in infos) > limits.MAX_IN_MEMORY
        ):
            raise FileUnreadable(
                "{file} holds more than {size} MB, too much for {what}, which is read in memory. "
                "Save it as CSV, JSON lines (one object a line) or Parquet, which are read piece "
                "by piece.",
                file=file,
                size=limits.MAX_IN_MEMORY // 2**20,
                what=Message("a workbook"),
            )
        for info in infos:
            if info.filename.startswith("xl/worksheets/sheet") and info.filename.endswith(".xml"):
                _refuse_size(*_extent(archive, info), file)
            if info.filename == "content.xml":
                _refuse_repetition(archive, info, file)


def _extent(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> tuple[int, int]:
    """Return the last row and the last column that a sheet of an XLSX file names."""
    last_row, columns = 0, {b"A"}
    with archive.open(info) as stream:
        tail = b""
        while piece := stream.read(limits.CHUNK):
            text = tail + piece
            last_row = max([last_row, *map(int, _ROW.findall(text))])
            columns |= set(_CELL.findall(text))
            tail = text[-64:]
    return last_row, max(_column_number(letters) for letters in columns)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _refuse_repetition(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: str) -> None:
    """Refuse an ODS file that repeats filled cells or rows beyond the bounds of a sheet."""
    text = archive.read(info)
    for found in _CELLS_REPEATED.finditer(text):
        _refuse_size(1, int(found[1]), file)
    rows = 0
    for found in _ROWS_REPEATED.finditer(text):
        if b"office:value" in found[2]:
            columns = sum(map(int, _COLUMNS_REPEATED.findall(found[2]))) or 1
            rows += int(found[1]) * columns
            _refuse_size(rows, 1, file)
