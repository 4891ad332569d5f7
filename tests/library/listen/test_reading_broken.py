"""Files broken in two hundred ways give a message or all their rows, and never a traceback."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rebond.errors import FileUnreadable, RebondError
from rebond.listen.reading import limits, open_file

ROWS = 60
HEADER = ["Identifiant", "Date", "Note", "Commentaire", "Magasin"]
SAYINGS = [
    "L'équipe est à l'écoute, très bon accueil",
    "Trop d'attente ; une seule caisse ouverte",
    'On m\'a dit "revenez demain"',
    "=CMD|'/C calc'!A0",
    "Première ligne\nseconde ligne, plus longue que l'autre",
]


def cells() -> list[list[str]]:
    return [
        [
            f"R{i}",
            f"{i % 28 + 1:02d}/03/2025",
            f"{i % 5 + 1}",
            SAYINGS[i % 5],
            ["Lyon", "Lille"][i % 2],
        ]
        for i in range(ROWS)
    ]


def as_csv(delimiter: str = ";", encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, lineterminator=end).writerows([HEADER, *cells()])
    return buffer.getvalue().encode(encoding)


def as_xlsx(folder: Path) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for row in [HEADER, *cells()]:
        book.active.append(row)
    book.save(folder / "good.xlsx")
    return (folder / "good.xlsx").read_bytes()


def as_parquet() -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table(dict(zip(HEADER, zip(*cells(), strict=True), strict=True))), sink)
    return sink.getvalue()


def records() -> list[dict[str, str]]:
    return [dict(zip(HEADER, row, strict=True)) for row in cells()]


def as_zip(data: bytes, name: str = "a.csv") -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return sink.getvalue()


def good_files(folder: Path) -> dict[str, bytes]:
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records()).encode()
    return {
        "semicolon.csv": as_csv(),
        "comma.csv": as_csv(","),
        "tab.tsv": as_csv("\t", "utf-16"),
        "excel.csv": as_csv(";", "cp1252"),
        "marked.csv": as_csv(";", "utf-8-sig", "\n"),
        "book.xlsx": as_xlsx(folder),
        "array.json": json.dumps(records()).encode(),
        "lines.jsonl": lines,
        "table.parquet": as_parquet(),
        "packed.csv.gz": gzip.compress(as_csv()),
        "archive.zip": as_zip(as_csv()),
    }


def cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(1, len(data))]


def noise(data: bytes, dice: random.Random) -> bytes:
    place, size = dice.randrange(len(data)), dice.randrange(1, 400)
    return data[:place] + dice.randbytes(size) + data[place + size :]


def zeros(data: bytes, dice: random.Random) -> bytes:
    for _ in range(5):
        place = dice.randrange(len(data))
        data = data[:place] + b"\0" + data[place:]
    return data


def swapped_quotes(data: bytes, dice: random.Random) -> bytes:
    places = [place for place, byte in enumerate(data) if byte in b"\"'"]
    changed = bytearray(data)
    for place in dice.sample(places, min(4, len(places))):
        changed[place] = 0x27 if changed[place] == 0x22 else 0x22
    return bytes(changed)


def mixed_ends(data: bytes, dice: random.Random) -> bytes:
    pieces = data.split(b"\n")
    return b"".join(piece + dice.choice([b"\n", b"\r", b"\r\n"]) for piece in pieces)


def flipped(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(20):
        changed[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def removed(data: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(data))
    return data[:start] + data[start + dice.randrange(1, 300) :]


def doubled(data: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(data))
    return data[:start] + data[start : start + 500] + data[start:]


MUTATIONS: list[Callable[[bytes, random.Random], bytes]] = [
    cut,
    noise,
    zeros,
    swapped_quotes,
    mixed_ends,
    flipped,
    removed,
    doubled,
]


def read_all(path: Path) -> tuple[int, int]:
    batches = list(open_file(path).batches())
    for batch in batches:
        assert len(batch.lines) == batch.table.num_rows
        assert all(str(row.reason) and row.line >= 1 for row in batch.rejected)
    return sum(batch.table.num_rows for batch in batches), sum(
        len(batch.rejected) for batch in batches
    )


def test_files_broken_by_mutation(tmp_path: Path) -> None:
    tried = refused = read = 0
    for name, data in good_files(tmp_path).items():
        for mutation in MUTATIONS:
            for seed in range(4):
                path = tmp_path / f"{mutation.__name__}-{seed}-{name}"
                path.write_bytes(mutation(data, random.Random(f"{name}{mutation.__name__}{seed}")))
                tried += 1
                try:
                    rows, rejected = read_all(path)
                except RebondError:
                    refused += 1
                else:
                    read += 1
                    assert rows + rejected > 0
    assert tried >= 200
    assert min(refused, read) > 20


@pytest.mark.parametrize("seed", range(30))
def test_each_line_of_a_broken_text_is_in_a_row_or_rejected(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    lines = [f"R{i};{i % 5};a plain comment of row {i};Lyon" for i in range(ROWS)]
    for place in dice.sample(range(2, ROWS), 6):
        line = lines[place]
        lines[place] = dice.choice(
            [
                line + ";too;many",
                line[: line.rindex(";")],
                line.replace("a plain", '"a plain'),
                line + '"',
                line.replace(";Lyon", ';"Lyon'),
                line.replace("comment", '"comment"'),
            ]
        )
    path = tmp_path / "broken.csv"
    path.write_text("\n".join(["id;note;commentaire;ville", *lines]) + "\n", encoding="utf-8")
    found: set[str] = set()
    for batch in open_file(path).batches():
        found |= set(batch.table.column("id").to_pylist())
        found |= {row.content.partition(";")[0] for row in batch.rejected}
    assert found == {f"R{i}" for i in range(ROWS)}


def bad(folder: Path) -> Iterator[tuple[str, Path | bytes]]:
    """What cannot be read at all, by name."""
    yield "missing", folder / "nowhere.csv"
    yield "folder", folder
    yield "empty", b""
    yield "only blanks", b"\r\n \r\n\t\r\n"
    yield (
        "wide",
        b";".join(b"c%d" % i for i in range(10_000))
        + b"\n"
        + b";".join(b"1" for _ in range(10_000)),
    )
    yield "garbage workbook", b"PK\x03\x04" + random.Random(1).randbytes(5_000)
    yield (
        "garbage old workbook",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(2).randbytes(5_000),
    )
    yield "noise", random.Random(3).randbytes(20_000)
    yield "pdf", b"%PDF-1.7\n" + b"x" * 1000
    yield "web page", b"<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>"
    yield "cut gzip", gzip.compress(as_csv())[:-20]
    yield "json without rows", b'{"a": 1, "b": [1, 2, 3]'
    yield "deep json", b"[" * 200_000
    yield "empty archive", as_zip(b"")[:0] + b"PK\x05\x06" + b"\0" * 18
    yield "two tables", two_tables()
    yield "bad name", folder / ("x" * 300 + ".csv")


def two_tables() -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("a.csv", "id;avis\n1;bien\n")
        archive.writestr("b.csv", "id;note\n1;4\n")
    return sink.getvalue()


def test_what_cannot_be_read_is_said_with_what_to_do(tmp_path: Path) -> None:
    for name, made in bad(tmp_path):
        path = made if isinstance(made, Path) else tmp_path / "bad.csv"
        if isinstance(made, bytes):
            path.write_bytes(made)
        with pytest.raises(FileUnreadable) as caught:
            read_all(path)
        assert len(str(caught.value).split(". ")) >= 2, (name, str(caught.value))


def test_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_RATIO_FROM", 2**20)
    bomb = b"note;avis\n" + b"1;aaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n" * 200_000
    for name, data in {"bomb.zip": as_zip(bomb), "bomb.csv.gz": gzip.compress(bomb)}.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(FileUnreadable, match="times its size"):
            read_all(tmp_path / name)


def test_a_sheet_that_names_a_far_cell_is_refused(tmp_path: Path) -> None:
    good = zipfile.ZipFile(io.BytesIO(as_xlsx(tmp_path)))
    path = tmp_path / "far.xlsx"
    with good, zipfile.ZipFile(path, "w") as archive:
        for name in good.namelist():
            data = good.read(name)
            if name == "xl/worksheets/sheet1.xml":
                far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                data = data.replace(b"</sheetData>", far)
            archive.writestr(name, data)
    with pytest.raises(FileUnreadable, match="columns"):
        read_all(path)


def test_a_huge_cell_is_rejected_alone(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    path.write_text(
        "id;avis;note\n1;" + "a" * (limits.MAX_CELL + 1) + ";3\n2;bien;4\n3;mal;1\n",
        encoding="utf-8",
    )
    assert read_all(path) == (2, 1)
    path.write_text(
        "id;avis;note\n1;" + "a" * (6 * limits.MAX_CELL) + ";3\n2;bien;4\n3;mal;1\n",
        encoding="utf-8",
    )
    assert read_all(path) == (2, 1)


def test_formulas_are_texts(tmp_path: Path) -> None:
    path = tmp_path / "formulas.csv"
    path.write_bytes(as_csv())
    texts = [
        text
        for batch in open_file(path).batches()
        for text in batch.table.column("Commentaire").to_pylist()
    ]
    assert "=CMD|'/C calc'!A0" in texts


def test_a_few_bytes_of_another_encoding_are_read(tmp_path: Path) -> None:
    path = tmp_path / "mixed.csv"
    path.write_bytes(
        b"note;avis\n" + "4;très bien à l'été\n".encode() * 50 + "2;très cher\n".encode("cp1252")
    )
    batch = next(open_file(path).batches())
    assert batch.table.column("avis").to_pylist()[-1] == "très cher"
