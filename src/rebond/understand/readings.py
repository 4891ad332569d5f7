"""What a workspace remembers of its readings: which codebook, which model, which imports.

The codebooks are kept as JSON documents, each sentence a string of its own, so that an erasure
finds what a person wrote in them. The opinions of the last readings are kept, to be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rebond import tables
from rebond.understand.codebook import (
    Codebook,
    document_of,
    parse_codebook,
    read_document,
)

if TYPE_CHECKING:
    from rebond.workspace import Workspace

# Settings of the workspace: the codebook in use, the one of a run not finished, what was read.
CURRENT, NEXT, READ, READINGS = "codebook", "codebook next", "understood", "readings"
KEPT = 3  # readings whose opinions are kept, the current one among them


@dataclass(frozen=True)
class Reading:
    """A finished reading of the voices: the versions, the day, the imports read, the codebook."""

    model_version: str
    codebook_version: str
    on: date
    imports: tuple[str, ...]
    codebook: Codebook

    @property
    def versions(self) -> tuple[str, str]:
        """The versions of the model and of the codebook."""
        return self.model_version, self.codebook_version


def stored_codebook(workspace: Workspace, name: str) -> tuple[Codebook, dict[str, Any]] | None:
    """Return the codebook kept under a setting, and the setting; None when there is none."""
    stored = workspace.settings.get(name)
    if not stored:
        return None
    return _opened(workspace, stored), stored


def store_codebook(workspace: Workspace, name: str, base: str, codebook: Codebook) -> None:
    """Keep a codebook under a setting, with its weights; ``base`` is the version it comes from."""
    if codebook.weights is not None:
        path = _weights(workspace, codebook.digest)
        path.parent.mkdir(exist_ok=True)
        if not path.exists():
            codebook.weights.write(path)
    document = {"base": base, "version": codebook.version, "codebook": document_of(codebook)}
    workspace.settings.set(name, document)


def readings(workspace: Workspace) -> tuple[Reading, ...]:
    """Return the readings whose opinions are kept, oldest first; the last is the one in use."""
    found = []
    for stored in workspace.settings.get(READINGS, []):
        codebook = _opened(workspace, stored)
        imports = tuple(stored["imports"])
        on = date.fromisoformat(stored["on"])
        found.append(Reading(stored["model"], stored["version"], on, imports, codebook))
    return tuple(found)


def note_reading(workspace: Workspace, versions: tuple[str, str], codebook: Codebook) -> None:
    """Remember that every visible voice has been read; forget opinions of readings too old."""
    imports = list(workspace.committed_imports())
    stored: list[dict[str, Any]] = workspace.settings.get(READINGS, [])
    kept = [one for one in stored if (one["model"], one["version"]) != versions]
    same = next((one for one in stored if (one["model"], one["version"]) == versions), None)
    now = {
        "model": versions[0],
        "version": versions[1],
        "on": same["on"] if same else datetime.now(UTC).date().isoformat(),
        "imports": imports,
        "codebook": document_of(codebook),
    }
    listed = [*kept, now][-KEPT:]
    workspace.settings.set(READINGS, listed)
    workspace.settings.set(READ, {"versions": list(versions), "imports": imports})
    if len(kept) + 1 > KEPT:
        _drop_opinions(workspace, [(one["model"], one["version"]) for one in listed])
    digests = {one["codebook"].get("weights") for one in listed} | {codebook.digest}
    for path in (workspace.path / "learned").glob("*.npz"):
        if path.stem not in digests:
            path.unlink()


def opinions_sql(workspace: Workspace, versions: tuple[str, str]) -> str:
    """Return the SQL of the opinions of these versions, of the voices that readers see."""
    folder = workspace.path / "tables"
    paths = tables.files(tables.table(folder, "opinions"), folder, "opinions")
    source = tables.sql_of_files(paths, tables.SCHEMAS["opinions"])
    return (
        f"SELECT o.* FROM {source} o JOIN ({workspace.sql('voices')}) v "
        "ON o.voice_id = v.voice_id AND o.import_id = v.import_id "
        f"WHERE o.model_version = {tables.quoted(versions[0])} "
        f"AND o.codebook_version = {tables.quoted(versions[1])}"
    )


def _opened(workspace: Workspace, stored: dict[str, Any]) -> Codebook:
    """Return the codebook of a setting; earlier versions of Rebond kept it as TOML."""
    if "codebook" not in stored:
        return parse_codebook(stored["text"], name=stored["version"])
    codebook = read_document(stored["codebook"], name=stored["version"])
    if not codebook.digest:
        return codebook
    from rebond.understand.learned.storing import read_learned

    return replace(codebook, weights=read_learned(_weights(workspace, codebook.digest)))


def _weights(workspace: Workspace, digest: str) -> Path:
    return workspace.path / "learned" / f"{digest}.npz"


def _drop_opinions(workspace: Workspace, kept: Sequence[tuple[str, str]]) -> None:
    among = " OR ".join(
        f"(model_version = {tables.quoted(model)} AND codebook_version = {tables.quoted(codebook)})"
        for model, codebook in kept
    )
    folder = workspace.path / "tables"
    outcome = tables.table(folder, "opinions").delete(f"NOT ({among})")
    if outcome["num_deleted_rows"]:
        tables.purge_files(folder, "opinions")
