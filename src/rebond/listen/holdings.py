"""All that is held on a person, as they may ask for it (articles 15 and 20 of the GDPR).

What is kept beside the workspace joins it through registered functions (`register_holding`), as
erasure walks registered stores.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from rebond import __version__, tables
from rebond.listen.contacts import contact_of
from rebond.listen.erasure import Forgotten, concerned
from rebond.listen.quarantine import all_quarantined
from rebond.listen.tombstones import identifiers_in

if TYPE_CHECKING:
    from rebond.listen.quarantine import QuarantinedRow
    from rebond.workspace import Workspace

Holding = Callable[["Workspace", Forgotten], list[dict[str, Any]]]
_holdings: dict[str, Holding] = {}

# What tells of our own work rather than of the person.
_OURS = {"content_hash", "text_key", "line", "week", "month", "import_id", "labeller"}
_TABLES = ("responses", "scores", "voices", "opinions", "labels", "corrections")


def register_holding(name: str, holding: Holding) -> None:
    """Have ``holding`` called for every request; it returns what it holds on a person."""
    _holdings[name] = holding


def held(workspace: Workspace, identifier: str) -> dict[str, Any]:
    """Return all that is held on who ``identifier`` names, as JSON can hold it.

    Parameters
    ----------
    identifier : str
        As for `rebond.listen.erasure.forget`.

    Returns
    -------
    dict
        "responses": each with its import, scores, voices as they are stored (personal data masked),
        opinions read in them and contact; "quarantine": rows that could not be read and hold the
        identifier; then what is kept beside, by name. Lists are empty where nothing is held.

    Raises
    ------
    InputError
        As `forget`.
    """
    person = concerned(workspace, identifier)
    rows = {name: _rows(workspace, name, person) for name in _TABLES}
    imports = _imports(workspace)
    return {
        "about": {
            "software": f"Rebond {__version__}",
            "pseudonyms": sorted(person.people),
            "texts": "as they are stored: personal data were masked before",
        },
        "responses": [
            {
                **_told(one),
                "import": imports.get(one["import_id"].partition(".")[0]),
                **{
                    name: [
                        _told(row) for row in rows[name] if row["response_id"] == one["response_id"]
                    ]
                    for name in _TABLES[1:]
                },
                "contact": _contact(workspace, one["response_id"]),
            }
            for one in rows["responses"]
        ],
        "quarantine": [
            {"line": row.row.line, "columns": dict(row.row.columns), "row": row.row.raw}
            for row in all_quarantined(workspace)
            if _names(row, person)
        ],
        **{name: holding(workspace, person) for name, holding in _holdings.items()},
    }


def _rows(workspace: Workspace, table: str, person: Forgotten) -> list[dict[str, Any]]:
    if not person.responses:
        return []
    wanted = ", ".join(tables.quoted(one) for one in sorted(person.responses))
    query = f"SELECT * FROM ({workspace.sql(table)}) WHERE response_id IN ({wanted})"
    found: list[dict[str, Any]] = workspace.read(
        lambda: workspace.cursor().sql(query).to_arrow_table().to_pylist()
    )
    return found


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row without what is ours alone, as JSON can hold it."""
    told = {name: value for name, value in row.items() if name not in _OURS}
    if "attributes" in told:
        told["attributes"] = dict(told["attributes"] or ())
    plain: dict[str, Any] = json.loads(json.dumps(told, default=str))
    return plain


def _imports(workspace: Workspace) -> dict[str, dict[str, str]]:
    return {
        row["import_id"]: {"file": row["file_name"], "on": row["finished_at"].isoformat()[:10]}
        for row in workspace.table("imports").to_pylist()
    }


def _contact(workspace: Workspace, response_id: str) -> dict[str, Any] | None:
    contact = contact_of(workspace, response_id)
    if contact is None:
        return None
    return {
        "address": contact.address,
        "agreed to be answered": contact.answer,
        "agreed to be told what became of it": contact.news,
        "given on": contact.given_on.isoformat(),
    }


def _names(row: QuarantinedRow, person: Forgotten) -> bool:
    return bool(person.identifiers & identifiers_in(row.row))
