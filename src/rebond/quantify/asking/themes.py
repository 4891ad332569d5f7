"""What the workspace's codebook says of its themes."""

from __future__ import annotations

import importlib
from typing import Any

from rebond.errors import RebondError
from rebond.quantify.perimeter import Tables
from rebond.vocabulary import Label

# Ids that name no subject in particular, where no codebook tells which themes are specific.
GENERAL = ("general", "other", "satisfaction", "overall")


_READ: dict[tuple[str, tuple[str, str] | None], Any | None] = {}


def codebook_of(workspace: Tables) -> Any | None:
    """Return the codebook with which the workspace was understood, None without one."""
    key = (str(workspace.path), workspace.current_versions)
    if key not in _READ:
        if len(_READ) >= 8:
            _READ.clear()
        _READ[key] = _read(workspace)
    return _READ[key]


def _read(workspace: Tables) -> Any | None:
    if not hasattr(workspace, "settings"):
        return None
    understand = importlib.import_module("rebond.understand")
    try:
        return understand.workspace_codebook(workspace)
    except RebondError:
        return None


def theme_label(workspace: Tables, theme: str) -> Label:
    """Return the label of a theme, its id where the codebook does not know it."""
    codebook = codebook_of(workspace)
    try:
        label: Label = codebook.theme(theme).label  # type: ignore[union-attr]
    except (AttributeError, LookupError, RebondError):
        return Label(theme, theme)
    return label


def is_specific(workspace: Tables, theme: str) -> bool:
    """Return whether a theme names a subject: general satisfaction and “other” do not."""
    codebook = codebook_of(workspace)
    try:
        return bool(codebook.theme(theme).specific)  # type: ignore[union-attr]
    except (AttributeError, LookupError, RebondError):
        return not any(part in GENERAL for part in theme.split("."))
