"""Write what a workspace holds to a file that others open.

Rows and figures go to CSV, XLSX, Parquet, JSON or JSON lines, the report to slides. Each export has
the same columns of the same types whatever the data; the attributes of the workspace follow, one
column each. docs/guide/exporting.md describes every column.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rebond.errors import InputError
from rebond.export.columns import COLUMNS, EXPORTS, OF_ROWS, schema_of
from rebond.export.figures import QUESTIONS, QUESTIONS_BY_ATTRIBUTE
from rebond.export.files import writer_for
from rebond.export.files.whole import check_folder, written_whole

if TYPE_CHECKING:
    import pyarrow as pa

    from rebond.workspace import Workspace

__all__ = ["COLUMNS", "EXPORTS", "QUESTIONS", "QUESTIONS_BY_ATTRIBUTE", "export"]


def export(workspace: Workspace, what: str, path: Path, *, language: str = "fr") -> int:
    """Write an export and return its number of rows, the header not counted.

    Parameters
    ----------
    what : str
        "responses", "voices" or "opinions" (one row each, visible ones), "figures" (one row per
        cell of the answers to `QUESTIONS`) or "insights" (one row each, the first ones first).
    path : Path
        Its suffix tells the form: .csv, .xlsx, .parquet, .json or .jsonl. A file already there is
        replaced once the new one is whole.
    language : "fr" or "en"
        Of the labels of themes and of what is told about the rows, and of a CSV: French Excel
        expects ";" and a decimal comma, English "," and a point.

    Raises
    ------
    InputError
        When the suffix is unknown, the folder cannot be written, or a sheet cannot hold the rows.
    """
    from rebond.export.about import about

    if what not in EXPORTS:
        raise InputError(
            "There is no export of {what}. Ask for one of: {valid}.",
            what=what,
            valid=", ".join(EXPORTS),
        )
    writer = writer_for(Path(path))
    check_folder(Path(path))
    names = workspace.attribute_names() if what in OF_ROWS else ()
    told = about(workspace, what, language, names)

    def write(unfinished: Path) -> int:
        batches = _batches(workspace, what, language, names)
        return writer(unfinished, schema_of(what, names), batches, language, told)

    return written_whole(Path(path), lambda unfinished: workspace.read(lambda: write(unfinished)))


def _batches(
    workspace: Workspace, what: str, language: str, names: tuple[str, ...]
) -> Iterator[pa.RecordBatch]:
    from rebond.export.figures import figure_rows
    from rebond.export.insights import insight_rows
    from rebond.export.rows import rows_of

    if what == "figures":
        return figure_rows(workspace)
    if what == "insights":
        return insight_rows(workspace, language)
    return rows_of(workspace, what, language, names)
