"""Arrow batches written to files that people open, by the ending of the file's name.

A writer takes a path, the schema of the rows, the batches, the reader's language and, where the
form has room for it, what goes about them; it returns how many rows it wrote.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from rebond.errors import InputError


@dataclass(frozen=True)
class About:
    """What a file says of its rows: ``facts`` are names and values, ``meanings`` by column."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    meanings: Mapping[str, str] = field(default_factory=dict)


class Writer(Protocol):
    """What writes one form of file."""

    def __call__(
        self,
        path: Path,
        schema: pa.Schema,
        batches: Iterable[pa.RecordBatch],
        language: str,
        about: About | None = None,
    ) -> int:
        """Write the rows and return how many there were."""


# Endings → the function that writes them, imported when first asked for.
WRITERS = {
    ".csv": "rebond.export.files.csv_file:write_csv",
    ".xlsx": "rebond.export.files.xlsx_file:write_xlsx",
    ".parquet": "rebond.export.files.parquet_file:write_parquet",
    ".json": "rebond.export.files.json_file:write_json",
    ".jsonl": "rebond.export.files.json_file:write_json_lines",
}


def writer_for(path: Path) -> Writer:
    """Return what writes the form that the ending of ``path`` names.

    Raises
    ------
    InputError
        When the ending is none of `WRITERS`.
    """
    place = WRITERS.get(path.suffix.lower())
    if place is None:
        raise InputError(
            "The file {file} has no known form. End its name with one of: {valid}.",
            file=path.name,
            valid=", ".join(WRITERS),
        )
    module, name = place.split(":")
    writer: Writer = getattr(importlib.import_module(module), name)
    return writer
