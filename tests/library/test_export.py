"""Exports: every form, stable typed columns, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import json
import re
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rebond.cli import export_parser
from rebond.errors import InputError
from rebond.export import COLUMNS, EXPORTS, QUESTIONS, export
from rebond.export.columns import schema_of
from rebond.export.files import WRITERS, writer_for
from rebond.listen.columns.roles import parse_overrides
from rebond.listen.importing import import_files
from rebond.quantify import Perimeter
from rebond.quantify.tracing import trace
from rebond.schemas import OPINIONS
from rebond.workspace import Workspace

ROWS = """id;date;score;comment;Ville
R1;31/12/2025;9,5;=HYPERLINK("http://x");Évry
R2;01/01/2026;3;"Deux lignes
; et « plus »";
R3;;;;
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace.create(tmp_path / "workspace")
    file = tmp_path / "answers.csv"
    file.write_text(ROWS, encoding="utf-8")
    roles = parse_overrides("id=id, date=date, score=score:nps, comment=text, Ville=attribute")
    import_files(workspace, [file], source="shop", overrides=roles)
    return workspace


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def test_the_csv_opens_right_in_french_excel(workspace: Workspace, tmp_path: Path) -> None:
    assert export(workspace, "responses", tmp_path / "r.csv") == 3
    data = (tmp_path / "r.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 4
    header, *rows = cells(tmp_path / "r.csv")
    by_id = {row[header.index("external_id")]: dict(zip(header, row, strict=True)) for row in rows}
    assert by_id["R1"]["day"] == "31/12/2025"
    assert by_id["R1"]["answered_at"] == "31/12/2025 00:00:00"
    assert by_id["R1"]["nps"] == "9,5"
    assert by_id["R1"]["attribute:Ville"] == "Évry"
    assert by_id["R3"]["nps"] == by_id["R3"]["day"] == ""


def test_a_text_is_never_a_formula(workspace: Workspace, tmp_path: Path) -> None:
    export(workspace, "voices", tmp_path / "v.csv")
    header, *rows = cells(tmp_path / "v.csv")
    texts = {row[header.index("text")] for row in rows}
    assert texts == {'\'=HYPERLINK("http://x")', "Deux lignes\n; et « plus »"}
    export(workspace, "voices", tmp_path / "v.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "v.xlsx").active
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= set("snbd")
    assert '=HYPERLINK("http://x")' in {cell.value for column in sheet.columns for cell in column}


def test_a_sheet_holds_real_dates_and_numbers(workspace: Workspace, tmp_path: Path) -> None:
    export(workspace, "responses", tmp_path / "r.xlsx")
    header, *rows = openpyxl.load_workbook(tmp_path / "r.xlsx").active.iter_rows(values_only=True)
    (row,) = (dict(zip(header, row, strict=True)) for row in rows if "R1" in row)
    assert row["answered_at"] == datetime(2025, 12, 31)
    assert row["nps"] == 9.5


def columns_of(path: Path) -> list[str]:
    """Return the columns that a file holds, read as its reader would."""
    if path.suffix == ".csv":
        return cells(path)[0]
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path).worksheets[0]
        return [str(cell.value) for cell in sheet[1]]
    if path.suffix == ".parquet":
        return pq.read_schema(path).names
    if path.suffix == ".json":
        document = json.loads(path.read_text(encoding="utf-8"))
        names = [column["name"] for column in document["columns"]]
        assert all(list(row) == names for row in document["rows"])
        return names
    lines = path.read_text(encoding="utf-8").splitlines()
    found = {tuple(json.loads(line)) for line in lines}
    assert len(found) <= 1
    return list(found.pop()) if found else []


@pytest.mark.parametrize("what", EXPORTS)
@pytest.mark.parametrize("ending", WRITERS)
def test_a_form_has_the_columns_of_its_export_with_and_without_rows(
    tmp_path: Path, what: str, ending: str
) -> None:
    schema = schema_of(what, ["Ville"])
    row = pa.RecordBatch.from_pylist([dict.fromkeys(schema.names)], schema=schema)
    for batches in ([], [row]):
        path = tmp_path / f"{len(batches)}{ending}"
        assert writer_for(path)(path, schema, batches, "fr") == len(batches)
        # An empty file of lines has no room for its columns.
        assert columns_of(path) == schema.names or (ending == ".jsonl" and not batches)


@pytest.mark.parametrize("what", EXPORTS)
def test_columns_and_types_do_not_depend_on_the_data(
    workspace: Workspace, tmp_path: Path, what: str
) -> None:
    empty = Workspace.create(tmp_path / "empty")
    for number, source in enumerate((workspace, empty)):
        path = tmp_path / f"{number}.parquet"
        export(source, what, path)
        schema = pq.read_schema(path)
        fixed = pa.schema([f for f in schema if not f.name.startswith("attribute:")])
        assert fixed.equals(COLUMNS[what])


def test_the_command_offers_every_export() -> None:
    assert (*EXPORTS, "report") == export_parser.EXPORTS


def test_the_guide_tells_every_column_with_its_type() -> None:
    page = (Path(__file__).parents[2] / "docs" / "guide" / "exporting.md").read_text("utf-8")
    told = set(re.findall(r"^\| `(\w+)` \| ([\w\[\]]+) \|", page, flags=re.M))
    columns = {(f.name, str(f.type)) for schema in COLUMNS.values() for f in schema}
    assert told == columns


def test_a_sheet_shows_percentages_and_says_what_it_is(
    workspace: Workspace, tmp_path: Path
) -> None:
    export(workspace, "figures", tmp_path / "f.xlsx", language="fr")
    book = openpyxl.load_workbook(tmp_path / "f.xlsx")
    sheet, about = book.worksheets
    names = [cell.value for cell in sheet[1]]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref
    rows = [dict(zip(names, row, strict=True)) for row in sheet.iter_rows(min_row=2)]
    nps = next(row for row in rows if row["question"].value == "nps")
    assert (nps["value"].value, nps["value"].number_format[:4]) == (0, "+0.0")
    assert nps["level"].number_format == "0%"
    assert about.title == "À propos"
    told = {row[0]: row[1] for row in about.iter_rows(values_only=True, min_row=3)}
    assert told["Données"] == workspace.data_version
    assert told["Population"].startswith("3\xa0réponses") or "3 réponses" in told["Population"]
    assert set(names) <= set(told)


def test_a_share_is_written_as_a_percentage(tmp_path: Path) -> None:
    schema = pa.schema([("value", pa.float64()), ("unit", pa.string()), ("day", pa.date32())])
    rows = pa.table([[12.5, 3.25], ["%", "score"], [date(2026, 3, 2), None]], schema=schema)
    write = writer_for(tmp_path / "s.xlsx")
    assert write(tmp_path / "s.xlsx", schema, rows.to_batches(), "en") == 2
    _, share, score = openpyxl.load_workbook(tmp_path / "s.xlsx").active.iter_rows()
    assert (share[0].value, share[0].number_format) == (0.125, "0.0%")
    assert (score[0].value, score[0].number_format) == (3.25, "0.00")
    assert share[2].is_date


def test_an_exported_figure_can_be_traced(workspace: Workspace, tmp_path: Path) -> None:
    export(workspace, "figures", tmp_path / "f.parquet")
    row = next(
        r for r in pq.read_table(tmp_path / "f.parquet").to_pylist() if r["measure"] == "nps"
    )
    found = trace(row["figure"], Perimeter.whole(workspace))
    assert (found.same, str(found.entry.question)) == ("bits", row["question"])


def test_json_lines_hold_values_not_drawings_of_them(workspace: Workspace, tmp_path: Path) -> None:
    export(workspace, "responses", tmp_path / "r.jsonl")
    lines = (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()
    row = next(row for row in map(json.loads, lines) if row["external_id"] == "R1")
    assert row["attributes"] == {"Ville": "Évry"}
    assert row["scores"][0]["value"] == 9.5
    assert row["month"] == str(date(2025, 12, 1))


def test_an_opinion_shows_its_words_and_its_context(workspace: Workspace, tmp_path: Path) -> None:
    voice = next(v for v in workspace.table("voices").to_pylist() if "plus" in v["text"])
    start = voice["text"].index("« plus »")
    row = {
        **{name: voice[name] for name in ("import_id", "response_id", "voice_id")},
        "start": start,
        "end": start + 8,
        "target": "plus",
        "theme": "checkout.waiting",
        "polarity": -1,
        "intent": "complaint",
        "confidence": 0.5,
        "model_version": "m",
        "codebook_version": "c",
    }
    workspace.append("opinions", pa.Table.from_pylist([row], schema=OPINIONS))
    workspace.set_current_versions("m", "c")
    assert export(workspace, "opinions", tmp_path / "o.parquet") == 1
    (found,) = pq.read_table(tmp_path / "o.parquet").to_pylist()
    assert found["excerpt"] == "« plus »"
    assert found["branch"] == "checkout"
    assert (found["source"], found["nps"]) == ("shop", 3.0)


def test_figures_answer_the_documented_questions(workspace: Workspace, tmp_path: Path) -> None:
    export(workspace, "figures", tmp_path / "f.parquet")
    rows = pq.read_table(tmp_path / "f.parquet").to_pylist()
    asked = {row["question"] for row in rows}
    assert asked <= {*QUESTIONS, *(f"{m} by Ville" for m in ("responses", "nps", "perception"))}
    nps = next(row for row in rows if row["question"] == "nps")
    assert (nps["n"], nps["unit"], nps["value"]) == (2, "points", 0.0)


def test_what_cannot_be_written_is_said(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.xlsx"):
        export(workspace, "voices", tmp_path / "voices.doc")
    with pytest.raises(InputError, match="Choose another folder"):
        export(workspace, "voices", tmp_path / "absent" / "voices.csv")
    with pytest.raises(InputError, match="opinions"):
        export(workspace, "verbatims", tmp_path / "voices.csv")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
