"""What the endpoint answered and what it cost, kept so that no text is asked about twice.

One SQLite file: in the workspace, where erasure walks it, or in memory. A text is known by a keyed
hash. What is kept of an answer are opinions that were found valid, never the text.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from rebond.understand.opinion import Opinion

_TABLES = """
CREATE TABLE IF NOT EXISTS answers (
    text BLOB NOT NULL, asked TEXT NOT NULL, refused INTEGER NOT NULL, opinions TEXT NOT NULL,
    PRIMARY KEY (text, asked)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS spending (
    model TEXT PRIMARY KEY, requests INTEGER NOT NULL, tokens_in INTEGER NOT NULL,
    tokens_out INTEGER NOT NULL, cost TEXT NOT NULL
) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Spent:
    """Requests made, tokens read and written, and what they cost."""

    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal = Decimal(0)


class Answers:
    """The answers and the spending of a workspace; may be shared by threads."""

    def __init__(self, path: Path | None = None, secret: bytes = b"") -> None:
        if path is not None:
            path.parent.mkdir(mode=0o700, exist_ok=True)
        name = str(path) if path is not None else ":memory:"
        self._connection = sqlite3.connect(
            name, timeout=20, isolation_level=None, check_same_thread=False
        )
        self._lock = threading.RLock()
        self._secret = secret
        self._connection.execute("PRAGMA secure_delete = ON")
        self._connection.executescript(_TABLES)
        if path is not None:
            path.chmod(0o600)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def known(self, text: str, asked: str) -> list[Opinion] | None:
        """Return the opinions kept of a text under what was asked; None when it was not asked."""
        query = "SELECT opinions FROM answers WHERE text = ? AND asked = ?"
        with self._lock:
            row = self._connection.execute(query, [self._digest(text), asked]).fetchone()
        return [Opinion(*one) for one in json.loads(row[0])] if row else None

    def keep(self, text: str, asked: str, opinions: Sequence[Opinion], refused: int) -> None:
        """Keep the opinions of a text, and how many were refused."""
        written = json.dumps(opinions, ensure_ascii=False)
        with self._lock:
            self._connection.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)",
                [self._digest(text), asked, refused, written],
            )

    def spent(self) -> Spent:
        """Return all that was spent, whatever the model."""
        query = "SELECT requests, tokens_in, tokens_out, cost FROM spending"
        with self._lock:
            rows = self._connection.execute(query).fetchall()
        requests, tokens_in, tokens_out = (sum(row[place] for row in rows) for place in range(3))
        cost = sum((Decimal(row[3]) for row in rows), Decimal(0))
        return Spent(requests, tokens_in, tokens_out, cost)

    def spend(self, model: str, tokens_in: int, tokens_out: int, cost: Decimal) -> None:
        """Count a request."""
        query = "SELECT requests, tokens_in, tokens_out, cost FROM spending WHERE model = ?"
        with self._lock:
            row = self._connection.execute(query, [model]).fetchone() or (0, 0, 0, "0")
            totals = [row[0] + 1, row[1] + tokens_in, row[2] + tokens_out]
            self._connection.execute(
                "INSERT OR REPLACE INTO spending VALUES (?, ?, ?, ?, ?)",
                [model, *totals, str(Decimal(row[3]) + cost)],
            )

    def erase(self, texts: Iterable[str]) -> int:
        """Remove what is kept of texts, from the bytes of the file too; return how many answers."""
        with self._lock:
            before = self._connection.total_changes
            self._connection.executemany(
                "DELETE FROM answers WHERE text = ?", ([self._digest(text)] for text in texts)
            )
            erased = self._connection.total_changes - before
            self._connection.execute("VACUUM")
        return erased

    def _digest(self, text: str) -> bytes:
        data = text.encode("utf-8", "surrogatepass")
        return hashlib.blake2b(data, digest_size=16, key=self._secret[:64]).digest()
