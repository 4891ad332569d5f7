"""The folder where a company's data lives: Delta tables, small settings, and one secret.

Tables are written one commit at a time under a lock, and read as DuckDB relations over their
Parquet files, by any number of processes and threads meanwhile. What a reader sees is what finished
imports brought, minus what later answers to the same responses superseded.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pyarrow as pa

from rebond import tables
from rebond.errors import WorkspaceError, WorkspaceMissing
from rebond.listen import identity
from rebond.locks import writer_lock
from rebond.settings import Settings

if TYPE_CHECKING:
    import duckdb

Result = TypeVar("Result")

FORMAT = 1
_MARK = "workspace.json"
# The object store under Delta cannot hold these in a path, nor a percent sign before two digits.
_REFUSED_IN_PATH = re.compile(r"[\[\]^|\\]|%[0-9A-Fa-f]{2}")
_READ_ATTEMPTS = 4


class Workspace:
    """A workspace that exists; get one with `create`, `open` or `open_or_create`.

    Attributes
    ----------
    path : Path
        Its folder, absolute.
    settings : Settings
        Small JSON documents by name.

    Notes
    -----
    An object may be shared by threads: each has its own DuckDB cursor. Only one process writes at
    a time (`writing`); the others get `WorkspaceBusy`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.settings = Settings(path / "settings")
        self._tables = path / "tables"
        self._secret = bytes.fromhex((path / "secret").read_text("ascii"))
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._connection_guard = threading.Lock()
        self._local = threading.local()

    def __repr__(self) -> str:
        return f"Workspace({str(self.path)!r})"

    @property
    def kept(self) -> Path:
        """Where answers that took long may be kept; it may be missing, and erasure empties it."""
        return self.path / "kept"

    # Opening

    @classmethod
    def create(cls, path: Path | str) -> Workspace:
        """Make a new workspace in an empty or missing folder.

        Raises
        ------
        WorkspaceError
            When the folder holds something else, or has a name in which Delta cannot write.
        """
        folder = _checked(path)
        if (folder / _MARK).exists():
            raise WorkspaceError("There is already a workspace in {path}.", path=str(folder))
        try:
            folder.mkdir(parents=True, exist_ok=True)
            unfinished = (folder / "writer.lock").exists()
            if not unfinished and any(folder.iterdir()):
                raise WorkspaceError(
                    "The folder {path} holds something that is no workspace. "
                    "Name an empty or a new folder.",
                    path=str(folder),
                )
            with writer_lock(folder / "writer.lock").held(10):
                if not (folder / _MARK).exists():
                    _lay(folder)
        except OSError as error:
            raise _unusable(folder, error) from None
        return cls(folder)

    @classmethod
    def open(cls, path: Path | str) -> Workspace:
        """Open a workspace that exists.

        Raises
        ------
        WorkspaceMissing
            When there is none at ``path``.
        WorkspaceError
            When it cannot be read, or was made by a later version.
        """
        folder = _checked(path)
        mark = folder / _MARK
        if not mark.is_file():
            raise WorkspaceMissing(
                "There is no workspace in {path}. Make one by analysing files: "
                "rebond analyse FILES --workspace {path}",
                path=str(folder),
            )
        try:
            found = json.loads(mark.read_text("utf-8"))["format"]
            if found != FORMAT:
                raise WorkspaceError(
                    "The workspace {path} has format {found}; this version reads {known}. "
                    "Install the version of Rebond that made it.",
                    path=str(folder),
                    found=found,
                    known=FORMAT,
                )
            _complete(folder)
            return cls(folder)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _unusable(folder, error) from None

    @classmethod
    def open_or_create(cls, path: Path | str) -> Workspace:
        """Open the workspace at ``path``, made first when there is none."""
        folder = _checked(path)
        return cls.open(folder) if (folder / _MARK).is_file() else cls.create(folder)

    # Writing

    @contextlib.contextmanager
    def writing(self, wait_seconds: float = 10.0) -> Iterator[None]:
        """Hold the writer's lock; what an interrupted import left is swept on the way.

        Raises
        ------
        WorkspaceBusy
            When another writer still holds it after ``wait_seconds``.
        """
        with writer_lock(self.path / "writer.lock").held(wait_seconds) as first:
            if first:
                self._sweep()
            yield

    def append(self, table: str, data: pa.Table) -> None:
        """Add rows to a table in one atomic commit.

        Rows of an import stay invisible until its own row is in "imports"; opinions carry the
        ``import_id`` of their voice.
        """
        self._known(table)
        with self.writing():
            tables.append(self._tables, table, data)

    def replace(self, table: str, data: pa.Table) -> None:
        """Put rows in place of all those of a table ("copies", "labels"), in one atomic commit."""
        self._known(table)
        with self.writing():
            tables.append(self._tables, table, data, replace=True)

    @contextlib.contextmanager
    def importing(self) -> Iterator[str]:
        """Give the id of a new import; what it writes is swept unless its row gets in "imports".

        A part of the same import is named by a dot and a number after the id.
        """
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        import_id = f"{stamp}-{secrets.token_hex(5)}"
        with self.writing():
            pending = self.path / "pending" / import_id
            with pending.open("xb") as mark:
                os.fsync(mark.fileno())
            try:
                yield import_id
            finally:
                self._sweep()

    def _sweep(self) -> None:
        pending = sorted((self.path / "pending").iterdir())
        if not pending:
            return
        committed = set(self.committed_imports())
        for mark in pending:
            if mark.name not in committed:
                for name in tables.IMPORTED:
                    tables.delete_import(self._tables, name, mark.name)
                    tables.purge_files(self._tables, name)
            mark.unlink()

    # Reading

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return this thread's DuckDB cursor; no extension is ever fetched by it."""
        cursor: duckdb.DuckDBPyConnection | None = getattr(self._local, "cursor", None)
        if cursor is None:
            with self._connection_guard:
                if self._connection is None:
                    self._connection = self._connect()
                cursor = self._connection.cursor()
            self._local.cursor = cursor
        return cursor

    def _connect(self) -> duckdb.DuckDBPyConnection:
        import duckdb

        return duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "temp_directory": str(self.path / "temporary"),
            },
        )

    def relation(self, table: str, *, attributes: Sequence[str] = ()) -> duckdb.DuckDBPyRelation:
        """Return the visible rows of a table, with the columns of its schema.

        Parameters
        ----------
        table : str
            A name of `rebond.tables.SCHEMAS`. Of "opinions", only those of `current_versions`.
        attributes : sequence of str
            For "responses", attributes to add, each as the string column ``attribute:<name>``,
            null where a response has none.

        Notes
        -----
        The relation belongs to this thread and reads when it is used. An erasure meanwhile removes
        its files: wrap what runs it in `read`.
        """
        return self.cursor().sql(self.sql(table, attributes=attributes))

    def sql(self, table: str, *, attributes: Sequence[str] = ()) -> str:
        """Return the SQL of `relation`, to be run on `cursor`."""
        self._known(table)
        imported = "import_id" in tables.SCHEMAS[table].names and table != "imports"
        committed = self.committed_imports() if imported else ()
        wanted = ["*", *(f"{_attribute(name)} AS {tables.quoted_name('attribute:' + name)}"
                         for name in attributes)]  # fmt: skip
        conditions = []
        if table == "imports":
            conditions.append("NOT contains(import_id, '.')")
        elif "import_id" in tables.SCHEMAS[table].names:
            conditions.append(_among("import_id", committed))
        if table in {"responses", "scores", "voices", "opinions"}:
            superseded, found = self._source("superseded")
            if found:
                conditions.append(
                    "(response_id, import_id) NOT IN (SELECT (response_id, superseded_import_id) "
                    f"FROM {superseded} WHERE {_among('import_id', committed)})"
                )
        if table == "opinions":
            versions = self.current_versions
            conditions.append(
                f"model_version = {tables.quoted(versions[0])} "
                f"AND codebook_version = {tables.quoted(versions[1])}"
                if versions
                else "false"
            )
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        return f"SELECT {', '.join(wanted)} FROM {self._source(table)[0]}{where}"

    def read(self, query: Callable[[], Result]) -> Result:
        """Run ``query``, again when an erasure removed the files under it.

        ``query`` must make its relations itself, so that a new attempt opens the tables anew.
        """
        import duckdb

        for attempt in range(_READ_ATTEMPTS):
            try:
                return query()
            except duckdb.IOException:
                if attempt == _READ_ATTEMPTS - 1:
                    raise
                time.sleep(0.1 * (attempt + 1))
        raise AssertionError("unreachable")

    def table(self, table: str) -> pa.Table:
        """Return the visible rows of a table as an Arrow table of exactly its schema."""
        schema = tables.SCHEMAS[table]
        found = self.read(lambda: self.relation(table).to_arrow_table())
        return found.cast(schema)

    def attribute_names(self) -> tuple[str, ...]:
        """Return the names of the attributes of the visible responses, sorted."""
        query = "SELECT DISTINCT unnest(map_keys(attributes)) FROM ({})"
        rows = self.read(lambda: self.cursor().sql(query.format(self.sql("responses"))).fetchall())
        return tuple(sorted(name for (name,) in rows))

    def committed_imports(self) -> tuple[str, ...]:
        """Return the ids of the finished imports and of their parts, oldest first."""

        def query() -> list[tuple[str]]:
            return (
                self.cursor().sql(f"SELECT import_id FROM {self._source('imports')[0]}").fetchall()
            )

        rows = self.read(query)
        return tuple(sorted(import_id for (import_id,) in rows))

    def _source(self, table: str) -> tuple[str, int]:
        paths = tables.files_of(self._tables, table)
        return tables.sql_of_files(paths, tables.SCHEMAS[table]), len(paths)

    def _known(self, table: str) -> None:
        if table not in tables.SCHEMAS:
            raise ValueError(f"no table {table!r}; the tables are {', '.join(tables.SCHEMAS)}")

    # Versions

    @property
    def data_version(self) -> str:
        """A string that changes whenever the visible data change."""
        seen = [self.table_version(name) for name in _VERSIONED]
        text = json.dumps([seen, self.current_versions])
        return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()

    def table_version(self, table: str) -> tuple[str, int]:
        """Return the identity of a table and its version, which changes with its rows."""
        self._known(table)
        return tables.version_of(self._tables, table)

    @property
    def current_versions(self) -> tuple[str, str] | None:
        """The versions of the model and of the codebook whose opinions are read, once set."""
        found = self.settings.get("versions")
        return (found["model"], found["codebook"]) if found else None

    def set_current_versions(self, model_version: str, codebook_version: str) -> None:
        """Choose the versions whose opinions are read from now on."""
        self.settings.set("versions", {"model": model_version, "codebook": codebook_version})

    # Identity

    @property
    def secret(self) -> bytes:
        """The 32 bytes that key every pseudonym of this workspace; never shown, never exported."""
        return self._secret

    def person_key(self, identifier: str) -> str:
        """Return the pseudonym of a person, the same in every source of this workspace."""
        return identity.person_key(self._secret, identifier)


# Whatever changes what readers see is written in one of these.
_VERSIONED = ("imports", "opinions", "copies", "tombstones", "samples", "labels")


def _checked(path: Path | str) -> Path:
    folder = Path(path).expanduser().resolve()
    if _REFUSED_IN_PATH.search(str(folder)):
        raise WorkspaceError(
            "A workspace cannot live in {path}: its name holds one of [ ] ^ | \\ or a percent sign "
            "followed by two digits. Name another folder.",
            path=str(folder),
        )
    return folder


def _unusable(folder: Path, error: Exception) -> WorkspaceError:
    return WorkspaceError(
        "The workspace {path} cannot be used: {error}. Check the folder and its permissions.",
        path=str(folder),
        error=str(error) or type(error).__name__,
    )


def _lay(folder: Path) -> None:
    """Write the folders, the secret and the empty tables; the mark comes last."""
    folder.chmod(0o700)
    for name in ("tables", "settings", "pending", "temporary"):
        (folder / name).mkdir(exist_ok=True)
    secret = folder / "secret"
    if not secret.exists() or not secret.read_text("ascii").strip():
        secret.unlink(missing_ok=True)
        descriptor = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(descriptor)
    for name in tables.SCHEMAS:
        tables.create(folder / "tables", name)
    unfinished = folder / f"{_MARK}.new"
    unfinished.write_text(json.dumps({"format": FORMAT}), "utf-8")
    unfinished.replace(folder / _MARK)


def _complete(folder: Path) -> None:
    """Lay the tables that a workspace made by an earlier version lacks."""
    for name in tables.SCHEMAS:
        if not (folder / "tables" / name).exists() and (folder / "tables").exists():
            tables.create(folder / "tables", name)


def _attribute(name: str) -> str:
    return f"map_extract_value(attributes, {tables.quoted(name)})"


def _among(column: str, values: Sequence[str]) -> str:
    return (
        f"{column} IN ({', '.join(tables.quoted(value) for value in values)})"
        if values
        else "false"
    )
