"""The ledger of a workspace: one line per figure that was shown, in one SQLite file.

It only grows: a line is written once and never changed, except by an erasure. It holds no text of
a voice and no pseudonym but those that a question itself names, which an erasure removes. Several
processes may write at once: each waits for the other.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

_WAIT = 20.0  # seconds that one process leaves another to finish writing
_TABLES = """
CREATE TABLE IF NOT EXISTS figures (
    identifier TEXT PRIMARY KEY, question TEXT NOT NULL, perimeter TEXT NOT NULL,
    data_version TEXT NOT NULL, answer TEXT NOT NULL, unit TEXT NOT NULL, cells INTEGER NOT NULL,
    value REAL, low REAL, high REAL, n INTEGER NOT NULL, responses INTEGER NOT NULL,
    voices INTEGER NOT NULL, people INTEGER NOT NULL, units TEXT NOT NULL, face TEXT NOT NULL,
    shown_at TEXT NOT NULL, software TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS insights (
    identifier TEXT NOT NULL, perimeter TEXT NOT NULL, data_version TEXT NOT NULL,
    claim TEXT NOT NULL, size REAL NOT NULL, low REAL NOT NULL, high REAL NOT NULL,
    n INTEGER NOT NULL, face TEXT NOT NULL, shown_at TEXT NOT NULL, software TEXT NOT NULL,
    PRIMARY KEY (identifier, perimeter, data_version, claim)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS data_versions (
    data_version TEXT PRIMARY KEY, imports TEXT NOT NULL, read_imports TEXT,
    model_version TEXT NOT NULL, codebook_version TEXT NOT NULL, tombstones INTEGER NOT NULL,
    labels INTEGER NOT NULL, seen_at TEXT NOT NULL
) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Entry:
    """A figure as it was shown.

    ``question`` and ``perimeter`` (conditions, "" for everything) are canonical; both are "" once
    an erasure took them away. ``answer`` is a keyed digest of every number of every cell, to the
    bit; ``units`` a keyed digest of the ids of what was counted. ``value``, ``low`` and ``high``
    are those of the whole, None where it rests on too few people to be kept. ``responses``,
    ``voices`` and ``people`` are behind it. ``face`` is what showed it first, ``shown_at`` an
    instant (ISO 8601, UTC), ``software`` the version of Rebond.
    """

    identifier: str
    question: str
    perimeter: str
    data_version: str
    answer: str
    unit: str
    cells: int
    value: float | None
    low: float | None
    high: float | None
    n: int
    responses: int
    voices: int
    people: int
    units: str
    face: str
    shown_at: str
    software: str

    @property
    def is_erased(self) -> bool:
        """Whether an erasure took the question away."""
        return not self.question


@dataclass(frozen=True)
class InsightEntry:
    """An insight as it was shown: a keyed digest of its claim, and the size it claimed.

    The words of the claim are not kept: they may be those of a voice.
    """

    identifier: str
    perimeter: str
    data_version: str
    claim: str
    size: float
    low: float
    high: float
    n: int
    face: str
    shown_at: str
    software: str


@dataclass(frozen=True)
class DataVersion:
    """What a data version was made of.

    ``imports`` are all finished imports and their parts; ``read_imports`` those whose opinions had
    been read, None where that is not known. ``tombstones`` and ``labels`` count rows.
    """

    data_version: str
    imports: tuple[str, ...]
    read_imports: tuple[str, ...] | None
    model_version: str
    codebook_version: str
    tombstones: int
    labels: int
    seen_at: str


def ledger_path(folder: Path) -> Path:
    """Return where the ledger of a workspace is, made or not."""
    return Path(folder) / "ledger" / "figures.sqlite"


class Ledger:
    """The ledger of the workspace in ``folder``; reading one that is not made finds nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = ledger_path(folder)

    def add(self, entries: Iterable[Entry]) -> None:
        """Write figures; those already there stay as they are."""
        marks = ", ".join("?" * len(fields(Entry)))
        with self._writing() as connection:
            connection.executemany(
                f"INSERT OR IGNORE INTO figures VALUES ({marks})",
                [astuple(entry) for entry in entries],
            )

    def add_data_version(self, state: DataVersion) -> None:
        """Write what a data version is made of, once."""
        row = list(astuple(state))
        row[1:3] = [json.dumps(state.imports), json.dumps(state.read_imports)]
        with self._writing() as connection:
            marks = ", ".join("?" * len(row))
            connection.execute(f"INSERT OR IGNORE INTO data_versions VALUES ({marks})", row)

    def add_insights(self, entries: Iterable[InsightEntry]) -> None:
        """Write insights; those already there stay as they are."""
        marks = ", ".join("?" * len(fields(InsightEntry)))
        with self._writing() as connection:
            connection.executemany(
                f"INSERT OR IGNORE INTO insights VALUES ({marks})",
                [astuple(entry) for entry in entries],
            )

    def insights(self) -> list[InsightEntry]:
        """Return every insight shown, the last shown first."""
        rows = self._read("SELECT * FROM insights ORDER BY shown_at DESC")
        return [InsightEntry(*row) for row in rows]

    def entry(self, identifier: str) -> Entry | None:
        """Return a figure by its identifier."""
        found = self._read("SELECT * FROM figures WHERE identifier = ?", [identifier])
        return Entry(*found[0]) if found else None

    def entries(self) -> list[Entry]:
        """Return every figure, the last shown first."""
        return [Entry(*row) for row in self._read("SELECT * FROM figures ORDER BY shown_at DESC")]

    def data_version(self, name: str) -> DataVersion | None:
        """Return what a data version was made of."""
        found = self._read("SELECT * FROM data_versions WHERE data_version = ?", [name])
        if not found:
            return None
        row = list(found[0])
        read = json.loads(str(row[2]))
        row[1:3] = [tuple(json.loads(str(row[1]))), None if read is None else tuple(read)]
        return DataVersion(*row)

    def erase(self, concerns: Callable[[str], bool]) -> int:
        """Take away the question, perimeter and values of the figures whose words are concerned.

        Their lines stay, so that their identifiers say what became of them. Returns how many.
        """
        if not self._path.exists():
            return 0
        condemned = [
            entry.identifier
            for entry in self.entries()
            if not entry.is_erased and concerns(f"{entry.question}\n{entry.perimeter}")
        ]
        perimeters = {entry.perimeter for entry in self.insights() if concerns(entry.perimeter)}
        with self._writing() as connection:
            connection.executemany(
                "DELETE FROM insights WHERE perimeter = ?", [[one] for one in perimeters]
            )
            connection.executemany(
                "UPDATE figures SET question = '', perimeter = '', value = NULL, low = NULL,"
                " high = NULL, n = 0, responses = 0, voices = 0, people = 0, answer = '',"
                " units = '' WHERE identifier = ?",
                [[identifier] for identifier in condemned],
            )
        if condemned or perimeters:
            with contextlib.closing(self._connect()) as connection:
                connection.execute("VACUUM")
        return len(condemned) + len(perimeters)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(mode=0o700, exist_ok=True)
        with contextlib.closing(self._connect()) as connection:
            self._path.chmod(0o600)
            connection.executescript(_TABLES)
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=_WAIT, isolation_level=None)
        connection.execute("PRAGMA secure_delete = ON")
        return connection

    def _read(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        if not self._path.exists():
            return []
        address = f"{self._path.resolve().as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(address, uri=True, timeout=_WAIT)) as connection:
            return connection.execute(query, list(values)).fetchall()
