"""Erasure walks the ledger: a question that names someone forgotten goes, its figures with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rebond.listen.erasure import Forgotten, register_store, shared_traces
from rebond.quantify.tracing.ledger import Ledger

if TYPE_CHECKING:
    from rebond.workspace import Workspace


def _ledger_store(workspace: Workspace, forgotten: Forgotten) -> int:
    own = forgotten.traces - shared_traces(workspace, forgotten.traces)
    keys = forgotten.people | forgotten.responses | forgotten.voices
    names = {name for name in own | keys | forgotten.identifiers if name}

    def concerns(words: str) -> bool:
        return any(name in words for name in names)

    return Ledger(workspace.path).erase(concerns)


register_store("ledger", _ledger_store)
