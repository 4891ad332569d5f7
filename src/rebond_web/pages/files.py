"""Files that leave the site: always sent as attachments, never shown in place."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.http import content_disposition_header

if TYPE_CHECKING:
    import pyarrow as pa


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """Return a file to be kept by the reader."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Cache-Control"] = "private, no-store"
    return answer


def csv_of(table: pa.Table, language: str) -> bytes:
    """Return a table as the CSV that a spreadsheet of that language opens by a double click."""
    from rebond.export.files.csv_file import write_csv

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        write_csv(path, table.schema, table.to_batches(), language)
        return path.read_bytes()
