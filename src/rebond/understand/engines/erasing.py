"""Erasure walks the answers of an endpoint: what was said of a text goes with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rebond.listen.erasure import Forgotten, register_store

if TYPE_CHECKING:
    from rebond.workspace import Workspace


def answers_path(workspace: Workspace) -> Path:
    """Return where the answers of an endpoint are kept, made or not."""
    return workspace.path / "engines" / "answers.sqlite"


def _answers_store(workspace: Workspace, forgotten: Forgotten) -> int:
    from rebond.understand.engines.endpoint.answers import Answers

    path = answers_path(workspace)
    if not path.exists():
        return 0
    answers = Answers(path, workspace.secret)
    try:
        return answers.erase(forgotten.traces)  # the texts are among them
    finally:
        answers.close()


register_store("answers", _answers_store)
