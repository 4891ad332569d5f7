"""What the workspace's codebook says of its themes."""

from __future__ import annotations

import importlib
from typing import Any

from rebond.quantify.perimeter import Tables
from rebond.vocabulary import Label

# Ids that name no subject in particular, where no codebook tells which themes are specific.
GENERAL = ("general", "other", "satisfaction", "overall")


def codebook_of(workspace: Tables) -> Any | None:
    """Return the codebook with which the workspace was understood, None without one."""
    own = getattr(workspace, "codebook", None)
    if own is not None:
        return own
    try:
        understand = importlib.import_module("rebond.understand")
        return understand.workspace_codebook(workspace)
    except (ImportError, AttributeError, LookupError):
        return None


def theme_label(workspace: Tables, theme: str) -> Label:
    """Return the label of a theme, its id where the codebook does not know it."""
    codebook = codebook_of(workspace)
    try:
        label: Label = codebook.theme(theme).label  # type: ignore[union-attr]
    except (AttributeError, LookupError):
        return Label(theme, theme)
    return label


def is_specific(workspace: Tables, theme: str) -> bool:
    """Return whether a theme names a subject: general satisfaction and “other” do not."""
    codebook = codebook_of(workspace)
    try:
        return bool(codebook.theme(theme).specific)  # type: ignore[union-attr]
    except (AttributeError, LookupError):
        return not any(part in GENERAL for part in theme.split("."))
