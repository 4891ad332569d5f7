"""Tables are found in files as people have them, whatever the encoding, the separator, the form."""

from __future__ import annotations

import bz2
import datetime
import gzip
import io
import json
import lzma
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rebond.errors import FileUnreadable
from rebond.listen.reading import open_file
from rebond.vocabulary import Role

HEADER = ["Date", "Note", "Commentaire", "Dépense"]
ROWS = [
    ["31/12/2025", "4,5", "Très bon accueil ; merci à l'équipe de l'été", "1\u00a0234,50"],
    ["02/01/2026", "1", "Attente trop longue\nen caisse, c’est dommage", "12,00"],
    ["03/01/2026", "3", 'On m\'a dit "revenez demain", quel manque', ""],
]


def text(separator: str, end: str = "\r\n") -> str:
    def cell(value: str) -> str:
        quoted = any(sign in value for sign in (separator, '"', "\n"))
        return '"' + value.replace('"', '""') + '"' if quoted else value

    return end.join(separator.join(map(cell, row)) for row in [HEADER, *ROWS]) + end


def rows_of(path: Path) -> list[list[Any]]:
    return [
        list(row.values()) for batch in open_file(path).batches() for row in batch.table.to_pylist()
    ]


EXPECTED = [
    [cell or None for cell in ["31/12/2025", "4.5", *ROWS[0][2:]]],
    ["02/01/2026", "1", *ROWS[1][2:]],
    ["03/01/2026", "3", ROWS[2][2], None],
]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_text_files(tmp_path: Path, separator: str, encoding: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(text(separator).encode(encoding))
    assert rows_of(path) == EXPECTED
    path.write_bytes((f"sep={separator}\r\n" + text(separator)).encode(encoding))
    assert rows_of(path) == EXPECTED


def test_lines_above_the_header_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "title.csv"
    path.write_text("Enquête de décembre;;;\n;;;\n" + text(";", "\n"), encoding="utf-8")
    opened = open_file(path)
    assert any("Enquête de décembre" in str(message) for message in opened.understood)
    assert next(opened.batches()).lines.to_pylist() == [4, 5, 7]


def test_sentences_one_per_line_are_not_cut_at_their_commas(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(
        "Je suis ravi de cet achat\nLivraison rapide, merci\nDéçu, vraiment, de ce produit\n",
        encoding="utf-8",
    )
    opened = open_file(path)
    assert [column.role for column in opened.mapping.columns] == [Role.TEXT]
    assert len(rows_of(path)) == 3


def test_other_alphabets(tmp_path: Path) -> None:
    path = tmp_path / "russian.csv"
    said = "Очень хорошо, спасибо большое вам"
    path.write_bytes(
        f"оценка;отзыв\n5;{said}\n1;Плохо, никому не советую ходить туда\n".encode("cp1251")
    )
    assert rows_of(path)[0] == ["5", said]


@pytest.mark.parametrize(
    ("ending", "pack"),
    [
        (".gz", gzip.compress),
        (".bz2", bz2.compress),
        (".xz", lzma.compress),
        (".zst", lambda data: pa.Codec("zstd").compress(data).to_pybytes()),
    ],
)
def test_compressed(tmp_path: Path, ending: str, pack: Any) -> None:
    path = tmp_path / f"file.csv{ending}"
    path.write_bytes(pack(text(";").encode("cp1252")))
    assert rows_of(path) == EXPECTED


def test_archives_of_several_files(tmp_path: Path) -> None:
    path = tmp_path / "both.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("january.csv", text(";"))
        archive.writestr("february.csv", text(";"))
        archive.writestr("__MACOSX/.january.csv", "x")
    assert rows_of(path) == EXPECTED * 2


def test_workbooks(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    book.create_sheet("Notes")["A1"] = "x"
    for row in (
        ["Rapport"],
        [],
        HEADER,
        [datetime.datetime(2025, 12, 31), 4.5, ROWS[0][2], 1234.5],
        [datetime.datetime(2026, 1, 2, 8, 30), 1, ROWS[1][2], 12],
    ):
        book.active.append(row)
    book.save(path)
    opened = open_file(path)
    assert next(opened.batches()).lines.to_pylist() == [4, 5]
    assert rows_of(path) == [
        ["2025-12-31", "4.5", ROWS[0][2], "1234.5"],
        ["2026-01-02 08:30:00", "1", ROWS[1][2], "12"],
    ]
    assert any("Notes" in str(message) for message in opened.understood)


def test_documents_and_columns(tmp_path: Path) -> None:
    records = [dict(zip(HEADER, row, strict=True)) for row in ROWS]
    (tmp_path / "a.json").write_text(
        json.dumps({"meta": {"n": 3}, "data": {"items": records}}), encoding="utf-8"
    )
    (tmp_path / "b.jsonl").write_text(
        "\n".join(json.dumps(record) for record in records), encoding="utf-8"
    )
    pq.write_table(pa.Table.from_pylist(records), tmp_path / "c.parquet")
    for name in ("a.json", "b.jsonl", "c.parquet"):
        assert rows_of(tmp_path / name) == EXPECTED


def test_an_open_document_that_repeats_a_filled_cell_is_refused(tmp_path: Path) -> None:
    row = (
        '<table:table-row table:number-rows-repeated="9999">'
        '<table:table-cell table:number-columns-repeated="9999" '
        'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"<office:spreadsheet>{row}</office:spreadsheet>")
    path = tmp_path / "bomb.ods"
    path.write_bytes(packed.getvalue())
    with pytest.raises(FileUnreadable, match="columns"):
        rows_of(path)
