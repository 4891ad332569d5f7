"""Erasure walks the index: whoever is forgotten is no longer found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rebond.listen.erasure import Forgotten, register_store
from rebond.understand.search.store import erase

if TYPE_CHECKING:
    from rebond.workspace import Workspace


def _search_store(workspace: Workspace, forgotten: Forgotten) -> int:
    return erase(workspace, forgotten.voices)


register_store("search", _search_store)
