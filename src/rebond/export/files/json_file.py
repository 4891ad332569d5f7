"""JSON: one document, or one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from rebond.export.files import About

# Columns that hold JSON: written as the values they hold, not as texts.
_NESTED = ("attributes", "scores", "verbatims")


def write_json_lines(
    path: Path,
    schema: pa.Schema,
    batches: Iterable[pa.RecordBatch],
    language: str,  # noqa: ARG001
    about: About | None = None,  # noqa: ARG001
) -> int:
    """Write one JSON object per line, dates in ISO 8601; every column is in every object.

    A file of lines has no room for what is about its rows.
    """
    rows = 0
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        for row in _objects(schema, batches):
            file.write(row + "\n")
            rows += 1
    return rows


def write_json(
    path: Path,
    schema: pa.Schema,
    batches: Iterable[pa.RecordBatch],
    language: str,  # noqa: ARG001
    about: About | None = None,
) -> int:
    """Write one JSON document: what it is about, its columns with their types, its rows.

    The rows are written as they come, so that the document may be larger than the memory.
    """
    rows = 0
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        head = {"about": _about(about), "columns": _columns(schema, about)}
        written = json.dumps(head, ensure_ascii=False, indent=1)
        file.write(written.removesuffix("\n}") + ',\n "rows": [')
        for row in _objects(schema, batches):
            file.write((",\n  " if rows else "\n  ") + row)
            rows += 1
        file.write("\n ]\n}\n")
    return rows


def _about(about: About | None) -> dict[str, str]:
    return {"title": about.title, **dict(about.facts)} if about else {}


def _columns(schema: pa.Schema, about: About | None) -> list[dict[str, str]]:
    meanings = about.meanings if about else {}
    return [
        {"name": one.name, "type": str(one.type), "meaning": meanings.get(one.name, "")}
        for one in schema
    ]


def _objects(schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> Iterator[str]:
    for batch in batches:
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            row = {n: _value(n, value) for n, value in zip(schema.names, values, strict=True)}
            yield json.dumps(row, ensure_ascii=False)


def _value(name: str, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return json.loads(value) if name in _NESTED and value is not None else value
