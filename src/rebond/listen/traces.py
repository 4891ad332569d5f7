"""Look for values in every byte that a workspace keeps, compressed and encrypted ones included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from rebond.workspace import Workspace

_CHUNK = 16 << 20


@dataclass(frozen=True)
class Search:
    """What a search went through, and the files, relative to the workspace, that hold a value."""

    files: int
    bytes: int
    found_in: tuple[str, ...]


def search(workspace: Workspace, values: Iterable[str], beside: Iterable[Path] = ()) -> Search:
    """Look for ``values`` in the files of a workspace, and in those ``beside`` it.

    Every file is read as it is on the disk; the columns of Parquet files (data, checkpoints of the
    log) once decompressed too, and the rows in quarantine once decrypted. Values are looked for as
    written and as JSON escapes them.
    """
    from rebond.listen.quarantine import all_quarantined

    needles = {form for value in values for form in _forms(value)}
    longest = max(map(len, needles), default=1)
    files, read, found = 0, 0, set()
    inside = sorted(path for path in workspace.path.rglob("*") if path.is_file())
    for path in [*inside, *_files(beside)]:
        files += 1
        for data in _contents(path, longest):
            read += len(data)
            if any(needle in data for needle in needles):
                found.add(_shown(path, workspace.path))
    for row in all_quarantined(workspace):
        cells = [row.row.raw, *(value or "" for value in row.row.columns.values())]
        data = "\n".join(cells).encode("utf-8", "surrogatepass")
        read += len(data)
        if any(needle in data for needle in needles):
            found.add("tables/quarantine")
    return Search(files, read, tuple(sorted(found)))


def _files(places: Iterable[Path]) -> list[Path]:
    found = [one for place in places for one in (place, *place.rglob("*"))]
    return sorted(path for path in found if path.is_file())


def _shown(path: Path, folder: Path) -> str:
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else str(path)


def _forms(value: str) -> set[bytes]:
    import json

    texts = {value, json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]}
    return {text.encode("utf-8", "surrogatepass") for text in texts}


def _contents(path: Path, overlap: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        end = b""
        while chunk := file.read(_CHUNK):
            yield end + chunk
            end = chunk[-overlap:]
    if path.suffix == ".parquet":
        yield from _columns(path)


def _columns(path: Path) -> Iterator[bytes]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as parquet:
        for batch in parquet.iter_batches(batch_size=50_000):
            for column in batch.columns:
                yield from _buffers(column)


def _buffers(column: pa.Array) -> Iterator[bytes]:
    for buffer in column.buffers():
        if buffer is not None:
            yield buffer.to_pybytes()
