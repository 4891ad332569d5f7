"""The Delta tables of a workspace: their schemas, and the few operations done on their files.

A value written in a Delta table may outlive its deletion in the log, as statistics of a file or as
the predicate of the deletion. Hence statistics are kept for pseudonymous columns only
(`STATISTICS`), and rows are only ever deleted by such columns.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from rebond import schemas
from rebond.errors import WorkspaceError

if TYPE_CHECKING:
    from deltalake import DeltaTable

# A later version of a response, in the same file or a later one, hides the earlier rows: those of
# `response_id` brought by `superseded_import_id` ("" when never written), once `import_id` itself
# is visible. `row_hash` stands for the values of the earlier row, to know it again.
SUPERSEDED = pa.schema(
    [
        pa.field("import_id", pa.string(), nullable=False),
        pa.field("response_id", pa.string(), nullable=False),
        pa.field("superseded_import_id", pa.string(), nullable=False),
        pa.field("row_hash", pa.string(), nullable=False),
    ]
)

# The other identifiers that a response gave of its person (a phone beside the e-mail that names
# them), as person keys, so that whoever is asked for under any of them is found.
ALIASES = pa.schema(
    [
        pa.field("import_id", pa.string(), nullable=False),
        pa.field("response_id", pa.string(), nullable=False),
        pa.field("person_key", pa.string(), nullable=False),
        pa.field("alias", pa.string(), nullable=False),
    ]
)

# Whoever asked to be forgotten, as a keyed hash of a person key or of a response id.
TOMBSTONES = pa.schema(
    [
        pa.field("tombstone", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),  # "person" or "response"
        pa.field("made_on", pa.date32(), nullable=False),
    ]
)

SCHEMAS = {
    "responses": schemas.RESPONSES,
    "scores": schemas.SCORES,
    "voices": schemas.VOICES,
    "opinions": schemas.OPINIONS,
    "copies": schemas.COPIES,
    "quarantine": schemas.QUARANTINE,
    "superseded": SUPERSEDED,
    "aliases": ALIASES,
    "imports": schemas.IMPORTS,
    "tombstones": TOMBSTONES,
    "samples": schemas.SAMPLES,
    "labels": schemas.LABELS,
    "corrections": schemas.CORRECTIONS,
    "contacts": schemas.CONTACTS,
}

STATISTICS = {
    name: [
        column
        for column in ("import_id", "response_id", "voice_id", "quarantine_id", "tombstone")
        if column in schema.names
    ]
    for name, schema in SCHEMAS.items()
}

# What the tables of an import hold; "imports" itself is written after them and makes them visible.
IMPORTED = ("responses", "scores", "voices", "aliases", "quarantine", "superseded")

_IDENTIFIERS_PER_DELETION = 2_000


def create(folder: Path, name: str) -> None:
    """Create the empty table ``name`` unless it is there."""
    from deltalake import DeltaTable

    DeltaTable.create(
        str(folder / name),
        SCHEMAS[name],
        mode="ignore",
        configuration={
            "delta.dataSkippingStatsColumns": ",".join(STATISTICS[name]),
            "delta.logRetentionDuration": "interval 0 seconds",
        },
    )


def table(folder: Path, name: str) -> DeltaTable:
    """Open the table ``name`` at its latest version."""
    from deltalake import DeltaTable
    from deltalake.exceptions import DeltaError, TableNotFoundError

    try:
        return DeltaTable(str(folder / name))
    except (TableNotFoundError, DeltaError, OSError) as error:
        raise WorkspaceError(
            "The table {table} of the workspace {path} cannot be opened: {error}. "
            "Restore the folder from a backup, or import the files again in a new workspace.",
            table=name,
            path=str(folder.parent),
            error=str(error).splitlines()[0],
        ) from None


def version_of(folder: Path, name: str) -> tuple[str, int]:
    """Return the identity of a table and its latest version, opened only when its log changed.

    Every version is one more file of the log, whichever process wrote it, so that the names of the
    log and its last file tell whether anything changed; a table laid anew has other files.
    """
    log = folder / name / "_delta_log"
    try:
        with os.scandir(log) as entries:  # a page asks several times: paths would take longer
            names = [entry.name for entry in entries if entry.name.endswith(".json")]
        last = (log / max(names)).stat() if names else None
    except OSError:
        names, last = [], None
    if last is None:
        opened = table(folder, name)
        return str(opened.metadata().id), opened.version()
    seen = (len(names), max(names), last.st_ino, last.st_mtime_ns)
    known = _VERSIONS.get(log)
    if known is None or known[0] != seen:
        opened = table(folder, name)
        known = seen, (str(opened.metadata().id), opened.version())
        _VERSIONS[log] = known
    return known[1]


_VERSIONS: dict[Path, tuple[tuple[object, ...], tuple[str, int]]] = {}


def files(delta: DeltaTable, folder: Path, name: str) -> list[Path]:
    """Return the Parquet files that make the version opened, sorted."""
    actions = pa.table(delta.get_add_actions(flatten=True))
    return sorted(folder / name / path for path in actions.column("path").to_pylist())


def files_of(folder: Path, name: str) -> list[Path]:
    """Return the Parquet files of the latest version of a table, listed when its log changed."""
    version = version_of(folder, name)
    known = _FILES.get(folder / name)
    if known is None or known[0] != version:
        known = version, files(table(folder, name), folder, name)
        _FILES[folder / name] = known
    return known[1]


_FILES: dict[Path, tuple[tuple[str, int], list[Path]]] = {}


def rows(folder: Path, name: str) -> pa.Table:
    """Return every row of a table, those of imports that did not finish included."""
    return pa.table(table(folder, name).to_pyarrow_table()).select(SCHEMAS[name].names)


def append(folder: Path, name: str, data: pa.Table, *, replace: bool = False) -> None:
    """Add rows to a table in one commit, or put them in place of all its rows.

    ``data`` must hold the columns of the schema of ``name``, in any order; types are cast.
    Nothing is written for an empty ``data`` unless it replaces.
    """
    from deltalake import WriterProperties, write_deltalake

    schema = SCHEMAS[name]
    missing = [column for column in schema.names if column not in data.column_names]
    if missing:
        raise WorkspaceError(
            "Rows for the table {table} lack the columns {columns}.",
            table=name,
            columns=", ".join(missing),
        )
    if data.num_rows == 0 and not replace:
        return
    write_deltalake(
        str(folder / name),
        data.select(schema.names).cast(schema),
        mode="overwrite" if replace else "append",
        writer_properties=WriterProperties(compression="ZSTD", compression_level=1),
    )


def delete(folder: Path, name: str, column: str, identifiers: Iterable[str]) -> int:
    """Delete the rows whose pseudonymous ``column`` is one of ``identifiers``; return how many."""
    if column not in {*STATISTICS[name], "original_voice_id", "superseded_import_id", "person_key"}:
        raise ValueError(f"{column} of {name} is not pseudonymous")
    wanted = sorted(set(identifiers))
    deleted = 0
    for start in range(0, len(wanted), _IDENTIFIERS_PER_DELETION):
        chunk = wanted[start : start + _IDENTIFIERS_PER_DELETION]
        some = ", ".join(quoted(value) for value in chunk)
        outcome = table(folder, name).delete(f"{column} IN ({some})")
        deleted += int(outcome["num_deleted_rows"])
    return deleted


def delete_import(folder: Path, name: str, import_id: str) -> int:
    """Delete what an import, with its parts, brought to a table; return how many rows."""
    predicate = f"import_id = {quoted(import_id)} OR import_id LIKE {quoted(import_id + '.%')}"
    return int(table(folder, name).delete(predicate)["num_deleted_rows"])


def purge_files(folder: Path, name: str) -> None:
    """Remove from the disk every file that the latest version does not need, and the old log.

    A reader that opened an earlier version may find its files gone: it has to open it again.
    """
    delta = table(folder, name)
    delta.vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False, full=True)
    delta = table(folder, name)
    delta.create_checkpoint()
    delta.cleanup_metadata()


def quoted(value: str) -> str:
    """Return ``value`` as a literal of SQL.

    >>> quoted("l'heure")
    "'l''heure'"
    """
    return "'" + value.replace("'", "''") + "'"


def quoted_name(name: str) -> str:
    """Return ``name`` as an identifier of SQL.

    >>> quoted_name('a "b" c')
    '"a ""b"" c"'
    """
    return '"' + name.replace('"', '""') + '"'


def sql_of_files(paths: Sequence[Path], schema: pa.Schema) -> str:
    """Return the SQL source that reads ``paths``; an empty one of the right types without path."""
    if not paths:
        typed = ((_sql_type(field.type), quoted_name(field.name)) for field in schema)
        columns = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for kind, name in typed)
        return f"(SELECT {columns} LIMIT 0)"
    patterns = (str(path).replace("*", "[*]").replace("?", "[?]") for path in paths)
    return f"read_parquet([{', '.join(quoted(pattern) for pattern in patterns)}])"


def _sql_type(kind: pa.DataType) -> str:
    if pa.types.is_map(kind):
        return f"MAP({_sql_type(kind.key_type)}, {_sql_type(kind.item_type)})"
    return _SQL_TYPES[str(kind)]


_SQL_TYPES = {
    "string": "VARCHAR",
    "binary": "BLOB",
    "bool": "BOOLEAN",
    "int8": "TINYINT",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "float": "FLOAT",
    "double": "DOUBLE",
    "date32[day]": "DATE",
    "timestamp[us]": "TIMESTAMP",
}
