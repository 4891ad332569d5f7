"""Rows that could not be read: kept encrypted until a date, with their line, reason and mend.

A row's content is encrypted with AES-256-GCM under a key derived from the workspace's secret by
HKDF-SHA-256, so that it is unreadable without the folder's secret file; its reason and line are in
clear and hold nothing of its content.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from rebond import tables
from rebond.listen import identity
from rebond.schemas import QUARANTINE
from rebond.vocabulary import Message

if TYPE_CHECKING:
    from rebond.workspace import Workspace

KEPT_FOR = timedelta(days=90)

_NONCE_BYTES = 12
_SETTLED = "quarantine-settled"


@dataclass(frozen=True)
class RefusedRow:
    """A row to be put in quarantine.

    Attributes
    ----------
    line : int
        Where it is in its file, from 1.
    columns : mapping of str to str
        Its values by column, empty when not even its cells could be told apart.
    raw : str
        The row as it stands in the file, then.
    header : tuple of str
        The columns of its file in their order.
    """

    line: int
    reason: Message
    columns: Mapping[str, str | None]
    raw: str = ""
    header: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuarantinedRow:
    """A row read back from quarantine."""

    quarantine_id: str
    import_id: str
    source: str
    row: RefusedRow
    purge_on: date


class Sealer:
    """Encrypts and decrypts contents with the workspace's secret, each purpose by its own key."""

    def __init__(self, secret: bytes, purpose: str = "quarantine") -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        key = HKDF(SHA256(), length=32, salt=None, info=f"rebond {purpose}".encode()).derive(secret)
        self._cipher = AESGCM(key)

    def seal(self, content: str, row_id: str) -> bytes:
        """Encrypt the content of the row that has this id; it opens under no other id."""
        nonce = os.urandom(_NONCE_BYTES)
        data = content.encode("utf-8", "surrogatepass")
        return nonce + self._cipher.encrypt(nonce, data, row_id.encode())

    def open(self, sealed: bytes, row_id: str) -> str:
        """Return the content sealed under this id."""
        nonce, data = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        return self._cipher.decrypt(nonce, data, row_id.encode()).decode("utf-8", "surrogatepass")


class QuarantineWriter:
    """Makes the rows of the table "quarantine" for one file.

    The same row of the same source keeps its id, so that importing again adds nothing, not even
    what a person settled since; identical rows of one file are told apart by their rank.
    """

    def __init__(self, workspace: Workspace, source: str) -> None:
        self._secret = workspace.secret
        self._source = source
        self._sealer: Sealer | None = None
        self._kept = set(workspace.table("quarantine").column("quarantine_id").to_pylist())
        self._kept |= set(settled(workspace))
        self._ranks: dict[str, int] = {}

    def table(self, refused: Iterable[RefusedRow], import_id: str) -> pa.Table:
        """Return the rows that are not in quarantine yet."""
        purge_on = date.today() + KEPT_FOR
        rows: list[dict[str, Any]] = []
        for row in refused:
            content = json.dumps(
                {"source": self._source, "columns": dict(row.columns), "raw": row.raw},
                ensure_ascii=False,
                sort_keys=True,
            )
            same = identity.keyed(self._secret, "quarantine", content)
            rank = self._ranks.get(same, 0)
            self._ranks[same] = rank + 1
            quarantine_id = identity.keyed(self._secret, "quarantine", same, str(rank))
            if quarantine_id in self._kept:
                continue
            self._kept.add(quarantine_id)
            self._sealer = self._sealer or Sealer(self._secret)
            rows.append(
                {
                    "import_id": import_id,
                    "quarantine_id": quarantine_id,
                    "line": row.line,
                    "reason": row.reason.template,
                    "values": json.dumps({k: str(v) for k, v in row.reason.values.items()}),
                    "content": self._sealer.seal(_with_header(content, row), quarantine_id),
                    "purge_on": purge_on,
                }
            )
        return pa.Table.from_pylist(rows, schema=QUARANTINE)


def _with_header(content: str, row: RefusedRow) -> str:
    """Return what is sealed: what names the row, and the columns of its file in their order."""
    if not row.header:
        return content
    return json.dumps({**json.loads(content), "header": row.header}, ensure_ascii=False)


def quarantined(workspace: Workspace) -> list[QuarantinedRow]:
    """Return the rows in quarantine, decrypted, by import then line."""
    return _all_opened(workspace, workspace.table("quarantine"))


def all_quarantined(workspace: Workspace) -> list[QuarantinedRow]:
    """Return the rows of `quarantined` and those of imports that did not finish."""
    return _all_opened(workspace, tables.rows(workspace.path / "tables", "quarantine"))


def _all_opened(workspace: Workspace, table: pa.Table) -> list[QuarantinedRow]:
    if table.num_rows == 0:
        return []
    sealer = Sealer(workspace.secret)
    rows = table.sort_by([("import_id", "ascending"), ("line", "ascending")])
    return [_opened(row, sealer) for row in rows.to_pylist()]


def _opened(row: Mapping[str, Any], sealer: Sealer) -> QuarantinedRow:
    content = json.loads(sealer.open(row["content"], row["quarantine_id"]))
    reason = Message(row["reason"], json.loads(row["values"]))
    return QuarantinedRow(
        row["quarantine_id"],
        row["import_id"],
        content["source"],
        RefusedRow(
            row["line"],
            reason,
            content["columns"],
            content["raw"],
            tuple(content.get("header", ())),
        ),
        row["purge_on"],
    )


def remove(workspace: Workspace, quarantine_ids: Iterable[str]) -> int:
    """Remove rows from quarantine and from the disk; return how many."""
    wanted = list(quarantine_ids)
    if not wanted:
        return 0
    with workspace.writing():
        folder = workspace.path / "tables"
        removed = tables.delete(folder, "quarantine", "quarantine_id", wanted)
        tables.purge_files(folder, "quarantine")
    return removed


def settled(workspace: Workspace) -> list[str]:
    """Return the ids of the rows that a person mended or set aside for good."""
    ids: list[str] = workspace.settings.get(_SETTLED, [])
    return ids


def settle(workspace: Workspace, quarantine_ids: Iterable[str]) -> int:
    """Remove rows for good: importing their file again will not bring them back here."""
    wanted = list(quarantine_ids)
    with workspace.writing():
        workspace.settings.set(_SETTLED, sorted({*settled(workspace), *wanted}))
        return remove(workspace, wanted)


def purge(workspace: Workspace, today: date | None = None) -> int:
    """Remove the rows whose date has come; return how many."""
    limit = today or date.today()
    rows = workspace.table("quarantine").select(["quarantine_id", "purge_on"]).to_pylist()
    return remove(workspace, [row["quarantine_id"] for row in rows if row["purge_on"] <= limit])
