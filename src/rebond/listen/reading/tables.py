"""The table that a file holds, whatever the form of the file."""

from __future__ import annotations

from pathlib import Path

from rebond.listen.reading.container import contents_of
from rebond.listen.reading.delimited import delimited_table
from rebond.listen.reading.rows import RawTable


def table_in(path: Path) -> RawTable:
    """Find the table in the file at ``path``."""
    contents, packing = contents_of(path)
    raw = delimited_table(contents[0])
    if packing:
        raw.understood.insert(0, packing)
    return raw
