"""The table that a file holds, whatever the form of the file.

The form is told by the first bytes, never by the ending of the name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rebond.errors import FileUnreadable, InputError
from rebond.listen.reading.columnar import columnar_table
from rebond.listen.reading.container import Content, contents_of
from rebond.listen.reading.delimited import delimited_table
from rebond.listen.reading.documents import document_table, lines_table, looks_like_lines
from rebond.listen.reading.encoding import encoding_of
from rebond.listen.reading.sheets import every_sheet, sheet_table
from rebond.listen.rows import RawTable, RowBatch
from rebond.vocabulary import Message

_READ = {
    ".csv",
    ".tsv",
    ".tab",
    ".txt",
    ".json",
    ".jsonl",
    ".ndjson",
    ".xlsx",
    ".xls",
    ".ods",
    ".xlsm",
    ".xlsb",
    ".parquet",
}
_WORKBOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_OTHER_FORMS = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"SQLite format 3", "an SQLite database"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"$FL2", "an SPSS file"),
    (b"$FL3", "an SPSS file"),
    (b"{\\rtf", "a rich text document"),
)


def table_in(path: Path) -> RawTable:
    """Find the table in the file at ``path``; FileUnreadable when there is none."""
    contents, packing = contents_of(path)
    named = [content for content in contents if Path(content.name).suffix.lower() in _READ]
    chosen = named if len(contents) > 1 and named else contents
    tables = [_table_of(content) for content in chosen]
    raw = tables[0] if len(tables) == 1 else _together(tables, chosen, path.name)
    if packing:
        raw.understood.insert(0, packing)
    return raw


def tables_in(path: Path, *, sheet: str | None = None) -> dict[str, RawTable]:
    """Return every sheet of a workbook by its name, or the one table of another file by the file's.

    ``sheet`` keeps the one of that name only.

    Raises
    ------
    FileUnreadable
        When the file holds no table.
    InputError
        When there is no sheet of that name.
    """
    contents, _ = contents_of(path)
    head = contents[0].head(8) if len(contents) == 1 else b""
    if head.startswith(_WORKBOOKS):
        tables = every_sheet(contents[0])
    else:
        tables = {path.name: table_in(path)}
    if sheet is None:
        return tables
    if sheet not in tables:
        raise InputError(
            "There is no sheet {sheet} in {file}. Its sheets: {sheets}.",
            sheet=sheet,
            file=path.name,
            sheets=", ".join(tables),
        )
    return {sheet: tables[sheet]}


def _table_of(content: Content) -> RawTable:
    head = content.head(65_536)
    if not head:
        raise FileUnreadable("{file} is empty. Export it again.", file=content.name)
    for signature, form in _OTHER_FORMS:
        if head.startswith(signature):
            raise FileUnreadable(
                (
                    "{file} is {form}, which is not read. Export the responses as CSV, "
                    "XLSX, JSON or Parquet."
                ),
                file=content.name,
                form=Message(form),
            )
    if head.startswith(b"PAR1"):
        return columnar_table(content)
    if head.startswith(_WORKBOOKS):
        return sheet_table(content)
    encoding, mark, _ = encoding_of(head, complete=len(head) < 65_536, name=content.name)
    text = head[mark:].decode(encoding, "replace").lstrip()
    if text.startswith("{") and looks_like_lines(text):
        return lines_table(content)
    if text.startswith(("[", "{")) and _is_document(text):
        return document_table(content)
    if text[:200].lower().startswith(("<!doctype", "<html", "<?xml", "<table")):
        raise FileUnreadable(
            (
                "{file} is {form}, which is not read. Export the responses as CSV, "
                "XLSX, JSON or Parquet."
            ),
            file=content.name,
            form=Message("a web page or an XML document"),
        )
    return delimited_table(content)


def _is_document(text: str) -> bool:
    """Tell a JSON document from a text whose first cell opens with a bracket."""
    after = text[1:].lstrip()
    return (text[0] == "{" and after[:1] in {'"', "}"}) or (
        text[0] == "[" and after[:1] in {"{", "]", "["}
    )


def _together(tables: Sequence[RawTable], contents: Sequence[Content], name: str) -> RawTable:
    """Return the rows of tables with the same columns as one table."""
    header = tables[0].header
    other = next(
        (index for index, table in enumerate(tables) if set(table.header) != set(header)), None
    )
    if other is not None:
        raise FileUnreadable(
            "{file} holds tables with different columns ({one}, {other}). Unpack "
            "it and give them one by "
            "one, each with its source.",
            file=name,
            one=contents[0].name,
            other=contents[other].name,
        )

    def read(size: int) -> Iterator[RowBatch]:
        for table in tables:
            for batch in table.read(size):
                yield RowBatch(batch.table.select(list(header)), batch.lines, batch.rejected)

    understood = [
        *tables[0].understood,
        Message(
            "{count} files with the same columns are read one after the other",
            {"count": len(tables)},
        ),
    ]
    return RawTable(header, understood, read, tables[0].has_names)
