"""Small JSON documents of a workspace, one file each, written atomically."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from rebond.errors import WorkspaceError

_LONGEST_NAME = 200


class Settings:
    """The documents of a folder, by name. A name is any string of up to about 60 characters."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str, default: Any = None) -> Any:
        """Return a document, ``default`` when there is none."""
        path = self._path(name)
        try:
            return json.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            return default
        except ValueError as error:
            raise WorkspaceError(
                "The setting {name} cannot be read: {error}. "
                "Delete the file {path} to start it anew.",
                name=name,
                error=str(error),
                path=str(path),
            ) from None

    def set(self, name: str, document: Any) -> None:
        """Write a document that JSON can hold in place of the earlier one."""
        path = self._path(name)
        new = path.with_name(f"{secrets.token_hex(6)}.new")
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(document, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(descriptor)
        new.replace(path)

    def delete(self, name: str) -> None:
        """Remove a document; nothing happens when there is none."""
        self._path(name).unlink(missing_ok=True)

    def names(self) -> tuple[str, ...]:
        """Return the names of the documents, sorted."""
        return tuple(sorted(unquote(path.stem) for path in self._folder.glob("*.json")))

    def _path(self, name: str) -> Path:
        encoded = quote(name, safe=" -_")
        if not name or len(encoded) > _LONGEST_NAME:
            raise ValueError(f"a setting's name has 1 to about 60 characters, not {name!r}")
        return self._folder / f"{encoded}.json"
