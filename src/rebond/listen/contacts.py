"""Who may be written to, and for what: addresses that people gave to be reached, encrypted.

Nowhere else does a workspace hold an address. One is given with a response and for purposes that
were agreed to; it is encrypted with AES-256-GCM under a key derived from the workspace's secret,
and leaves with its response when that is erased.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa

from rebond import tables
from rebond.listen.quarantine import Sealer
from rebond.listen.tombstones import Tombstones
from rebond.schemas import CONTACTS

if TYPE_CHECKING:
    from rebond.workspace import Workspace


@dataclass(frozen=True)
class Contact:
    """An e-mail address given with a response, and what its owner agreed to.

    ``answer``: to be answered about what they said; ``news``: to be told later what became of it.
    """

    address: str
    answer: bool
    news: bool
    given_on: date


def keep_contacts(workspace: Workspace, given: Mapping[str, Contact]) -> int:
    """Keep contacts by the id of their response, in place of earlier ones; return how many.

    Those who agreed to nothing, and those who asked to be forgotten, are not kept.

    Raises
    ------
    WorkspaceBusy
        When another writer is at work.
    """
    sealer = _sealer(workspace)
    with workspace.writing():
        forgotten = Tombstones(workspace)
        kept = {
            response: contact
            for response, contact in given.items()
            if (contact.answer or contact.news) and response not in forgotten
        }
        tables.delete(workspace.path / "tables", "contacts", "response_id", given)
        rows = [
            {
                "response_id": response,
                "answer": contact.answer,
                "news": contact.news,
                "given_on": contact.given_on,
                "sealed": sealer.seal(contact.address, response),
            }
            for response, contact in kept.items()
        ]
        workspace.append("contacts", pa.Table.from_pylist(rows, schema=CONTACTS))
    return len(kept)


def contact_of(workspace: Workspace, response_id: str) -> Contact | None:
    """Return the contact given with a response, None where there is none."""

    def asked() -> list[tuple[bool, bool, date, bytes]]:
        query = (
            f"SELECT answer, news, given_on, sealed FROM ({workspace.sql('contacts')})"
            f" WHERE response_id = {tables.quoted(response_id)}"
        )
        return workspace.cursor().sql(query).fetchall()

    found = workspace.read(asked)
    if not found:
        return None
    answer, news, given_on, sealed = found[0]
    return Contact(_sealer(workspace).open(bytes(sealed), response_id), answer, news, given_on)


def wants_news(workspace: Workspace) -> dict[str, Contact]:
    """Return, by response, the contacts of those who asked to be told what became of it."""

    def asked() -> list[tuple[str, bool, date, bytes]]:
        query = (
            f"SELECT response_id, answer, given_on, sealed FROM ({workspace.sql('contacts')})"
            " WHERE news ORDER BY response_id"
        )
        return workspace.cursor().sql(query).fetchall()

    sealer = _sealer(workspace)
    return {
        response: Contact(sealer.open(bytes(sealed), response), answer, True, given_on)
        for response, answer, given_on, sealed in workspace.read(asked)
    }


def may_be_answered(workspace: Workspace) -> frozenset[str]:
    """Return the ids of the responses whose person gave an address and agreed to be answered."""
    rows = workspace.table("contacts").select(["response_id", "answer"]).to_pylist()
    return frozenset(row["response_id"] for row in rows if row["answer"])


def _sealer(workspace: Workspace) -> Sealer:
    return Sealer(workspace.secret, "contacts")
