"""The index of a workspace: one SQLite file, written by batches, each whole or not at all.

A text is kept once, however many voices say it, and never as it was written: its stems, to be found
by words; the signs of the numbers that stand for its meaning, read whole by each search; and these
numbers themselves, one byte each, read for the likeliest texts only. The file can be deleted at any
time: the next search makes it anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rebond.errors import WorkspaceError
from rebond.locks import writer_lock
from rebond.understand.search.queries import tokens_of

if TYPE_CHECKING:
    from rebond.workspace import Workspace

# Changes when the tables, the words of a text or its parts do: the index is then made anew.
FORMAT = "search-1"
_NAME = "index.sqlite"
_WAIT = 20.0  # seconds that one process leaves another to finish a batch
_WAIT_FOR_INDEX = 10.0  # and to finish the index
_TABLES = """
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE texts (number INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE);
CREATE TABLE voices (
    voice_id TEXT PRIMARY KEY, import_id TEXT NOT NULL, number INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX voices_of_text ON voices (number);
CREATE VIRTUAL TABLE words USING fts5 (stems, tokenize = 'ascii');
CREATE TABLE signs (number INTEGER PRIMARY KEY, bits BLOB NOT NULL);
CREATE TABLE meanings (number INTEGER PRIMARY KEY, places BLOB NOT NULL, vectors BLOB NOT NULL);
"""
_LISTED = "FROM json_each(?)"
_OF_TEXTS = ("meanings", "signs", "words", "texts")


class Meaning(NamedTuple):
    """What is kept of the parts of a text, as bytes.

    ``places``: int32, parts × 2, code points; ``vectors``: int8, parts × width; ``bits``: uint8,
    parts × width / 8.
    """

    places: bytes
    vectors: bytes
    bits: bytes


def index_path(workspace: Workspace) -> Path:
    """Return where the index of a workspace is, made or not."""
    return Path(workspace.path) / "search" / _NAME


class Index:
    """The index, open; get one with `opened`. One thread at a time."""

    def __init__(self, connection: sqlite3.Connection, secret: bytes) -> None:
        self.connection = connection
        self._secret = secret

    # What it stands for

    def told(self, name: str) -> str:
        """Return a value of its state, "" when there is none."""
        row = self.connection.execute("SELECT value FROM state WHERE name = ?", [name]).fetchone()
        return str(row[0]) if row else ""

    def tell(self, name: str, value: str) -> None:
        """Write a value of its state."""
        self.connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", [name, value])

    @contextlib.contextmanager
    def changing(self) -> Iterator[None]:
        """Write what follows whole or not at all; readers then know that something changed."""
        with self.connection:
            self.connection.execute("BEGIN IMMEDIATE")
            yield
            self.tell("stamp", secrets.token_hex(8))

    def use_encoder(self, version: str, width: int) -> None:
        """Forget the meanings that another encoder gave; ``width`` is that of its embeddings."""
        if self.told("encoder") != version:
            with self.changing():
                self.connection.execute("DELETE FROM meanings")
                self.connection.execute("DELETE FROM signs")
                self.tell("encoder", version)
                self.tell("width", str(width))

    # Writing

    def number_of(self, text: str) -> int:
        """Return the number of a text, with its words indexed under it."""
        digest = hashlib.blake2b(
            text.encode("utf-8", "surrogatepass"), digest_size=16, key=self._secret
        ).digest()
        find = "SELECT number FROM texts WHERE digest = ?"
        row = self.connection.execute(find, [digest]).fetchone()
        if row:
            return int(row[0])
        made = self.connection.execute("INSERT INTO texts (digest) VALUES (?)", [digest])
        number = int(made.lastrowid or 0)
        stems = " ".join(token.stem for token in tokens_of(text))
        self.connection.execute("INSERT INTO words (rowid, stems) VALUES (?, ?)", [number, stems])
        return number

    def add_voices(self, rows: Iterable[tuple[str, str, int]]) -> None:
        """Write that voices (voice_id, import_id) say texts of these numbers."""
        self.connection.executemany("INSERT OR REPLACE INTO voices VALUES (?, ?, ?)", rows)

    def add_meaning(self, number: int, meaning: Meaning) -> None:
        """Write the meaning of a text."""
        insert = "INSERT OR REPLACE INTO"
        self.connection.execute(f"{insert} signs VALUES (?, ?)", [number, meaning.bits])
        self.connection.execute(
            f"{insert} meanings VALUES (?, ?, ?)", [number, meaning.places, meaning.vectors]
        )

    def remove_voices(self, voice_ids: Iterable[str]) -> int:
        """Remove voices; return how many were there."""
        before = self.connection.total_changes
        self.connection.executemany(
            "DELETE FROM voices WHERE voice_id = ?", ([voice] for voice in voice_ids)
        )
        return self.connection.total_changes - before

    def remove_unsaid(self) -> None:
        """Remove the texts that no voice says."""
        unsaid = "SELECT number FROM texts WHERE number NOT IN (SELECT number FROM voices)"
        rows = self.connection.execute(unsaid).fetchall()
        for table in _OF_TEXTS:
            column = "rowid" if table == "words" else "number"
            self.connection.executemany(f"DELETE FROM {table} WHERE {column} = ?", rows)

    # Reading

    def voices(self) -> list[tuple[str, str, int]]:
        """Return (voice_id, import_id, number of its text) of every voice, by voice_id."""
        query = "SELECT voice_id, import_id, number FROM voices ORDER BY voice_id"
        return self.connection.execute(query).fetchall()

    def without_meaning(self, among: Iterable[int] | None = None) -> set[int]:
        """Return the numbers of the texts, all or some, whose meaning is not known."""
        numbers = "SELECT number FROM texts" if among is None else f"SELECT value {_LISTED}"
        query = f"{numbers} EXCEPT SELECT number FROM signs"
        asked = [] if among is None else [_listed(among)]
        return {number for (number,) in self.connection.execute(query, asked)}

    def signs(self) -> list[tuple[int, bytes]]:
        """Return (number, bits) of every text whose meaning is known, by number."""
        query = "SELECT number, bits FROM signs ORDER BY number"
        return self.connection.execute(query).fetchall()

    def meanings_of(self, numbers: Iterable[int]) -> list[tuple[int, bytes, bytes]]:
        """Return (number, places, vectors) of texts, by number."""
        query = (
            "SELECT number, places, vectors FROM meanings "
            f"WHERE number IN (SELECT value {_LISTED}) ORDER BY number"
        )
        return self.connection.execute(query, [_listed(numbers)]).fetchall()


def _listed(numbers: Iterable[int]) -> str:
    return f"[{','.join(map(str, numbers))}]"


@contextlib.contextmanager
def making(workspace: Workspace) -> Iterator[None]:
    """Be the only one to bring the index up to date; `WorkspaceBusy` when another is for long."""
    path = index_path(workspace).with_name("making.lock")
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with writer_lock(path).held(_WAIT_FOR_INDEX):
        yield


@contextlib.contextmanager
def opened(workspace: Workspace) -> Iterator[Index]:
    """Open the index of a workspace to change it, made anew when it is absent or of another form.

    Hold the writer's lock of the workspace.
    """
    path = index_path(workspace)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    connection = _connected(path)
    try:
        if _form(connection) != FORMAT:
            connection.close()
            for file in path.parent.glob(f"{_NAME}*"):
                file.unlink()
            connection = _connected(path)
            connection.executescript(f"BEGIN; {_TABLES}")
            Index(connection, workspace.secret).tell("form", FORMAT)
            connection.commit()
        yield Index(connection, workspace.secret)
    except sqlite3.DatabaseError as error:
        raise _unusable(path, error) from None
    finally:
        connection.close()


@contextlib.contextmanager
def reading(workspace: Workspace) -> Iterator[Index | None]:
    """Open the index to read it; None when there is none of the right form."""
    path = index_path(workspace)
    if not path.exists():
        yield None
        return
    connection = _connected(path)
    try:
        right = _form(connection) == FORMAT
        yield Index(connection, workspace.secret) if right else None
    except sqlite3.DatabaseError as error:
        raise _unusable(path, error) from None
    finally:
        connection.close()


def erase(workspace: Workspace, voice_ids: Iterable[str]) -> int:
    """Remove voices and whatever only they said, from the bytes of the file too."""
    if not index_path(workspace).exists():
        return 0
    with opened(workspace) as index:
        with index.changing():
            removed = index.remove_voices(voice_ids)
            index.remove_unsaid()
            index.connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        index.connection.execute("VACUUM")
    return removed


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
    path.chmod(0o600)
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _form(connection: sqlite3.Connection) -> str:
    """Return the form of an index, "" when there is none or when it is damaged."""
    try:
        connection.execute("PRAGMA secure_delete = ON")
        row = connection.execute("SELECT value FROM state WHERE name = 'form'").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
        return ""
    return str(row[0]) if row else ""


def _unusable(path: Path, error: Exception) -> WorkspaceError:
    return WorkspaceError(
        "The search index {path} cannot be used: {error}. Delete it: the next search makes it "
        "anew.",
        path=str(path),
        error=str(error),
    )
