"""How the files of a source are read, remembered from one import to the next.

Values seen in the file are not remembered: they may be personal data.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from rebond.vocabulary import (
    Channel,
    ColumnRole,
    FileMapping,
    Message,
    Role,
    Scale,
    ScoreKind,
    Stakeholder,
)

if TYPE_CHECKING:
    from rebond.workspace import Workspace

REMEMBERED = Message("as in an earlier import of this source")


def remember(workspace: Workspace, mapping: FileMapping) -> None:
    """Keep the mapping of a source in place of the earlier one."""
    columns = tuple(replace(c, examples=(), reason=REMEMBERED) for c in mapping.columns)
    document = asdict(replace(mapping, columns=columns))
    for column in document["columns"]:
        del column["reason"], column["examples"]
    if workspace.settings.get(_name(mapping.source)) != document:
        workspace.settings.set(_name(mapping.source), document)


def mapping(workspace: Workspace, source: str) -> FileMapping | None:
    """Return the mapping remembered for a source, None when there is none."""
    document = workspace.settings.get(_name(source))
    if document is None:
        return None
    return FileMapping(
        format=document["format"],
        source=document["source"],
        columns=tuple(_column(column) for column in document["columns"]),
        channel=Channel(document["channel"]),
        stakeholder=Stakeholder(document["stakeholder"]),
        solicited=document["solicited"],
        day_first=document["day_first"],
    )


def _column(document: dict[str, Any]) -> ColumnRole:
    scale = document["scale"]
    return ColumnRole(
        column=document["column"],
        role=Role(document["role"]),
        reason=REMEMBERED,
        question=document["question"],
        scale=Scale(**{**scale, "kind": ScoreKind(scale["kind"])}) if scale else None,
        certain=document["certain"],
    )


def _name(source: str) -> str:
    return "mapping-" + hashlib.blake2b(source.encode(), digest_size=8).hexdigest()
