"""Reading the voices of answers, with a codebook that fits once there are enough of them."""

from __future__ import annotations

from rebond.understand import Codebook, load_codebook, understand
from rebond.understand.choosing import GENERIC, choose_codebook
from rebond.understand.reading import meaningful_voices
from rebond.understand.readings import CURRENT
from rebond.vocabulary import VoiceStatus
from rebond.workspace import Workspace

ENOUGH = 200  # voices from which a sector is told with confidence
_FOR_NOW = "codebook of few voices"  # the setting that says that the codebook was not chosen yet


def read_voices(workspace: Workspace) -> None:
    """Read the voices not read yet.

    A codebook is chosen once, by the voices of the first reading: a workspace that begins with a
    few answers is read with the generic one, until it has `ENOUGH` of them or somebody chooses.
    """
    if not _is_to_be_chosen(workspace):
        understand(workspace)
        return
    few = _few(workspace)
    understand(workspace, codebook=load_codebook(GENERIC) if few else _fitting(workspace))
    workspace.settings.set(_FOR_NOW, few)


def _is_to_be_chosen(workspace: Workspace) -> bool:
    """Return whether nothing was read yet, or with the generic codebook until there is enough."""
    stored = workspace.settings.get(CURRENT)
    if not stored:
        return True
    for_now: bool = workspace.settings.get(_FOR_NOW, False)
    return for_now and bool(stored["base"] == load_codebook(GENERIC).version)


def _fitting(workspace: Workspace) -> Codebook:
    voices = meaningful_voices(workspace)
    return choose_codebook(voices["text"].to_pylist(), voices["language"].to_pylist())


def _few(workspace: Workspace) -> bool:
    def counted() -> int:
        query = f"SELECT count(*) FROM ({workspace.sql('voices')}) WHERE status = ?"
        rows = workspace.cursor().execute(query, [VoiceStatus.MEANINGFUL.value]).fetchall()
        return int(rows[0][0])

    return workspace.read(counted) < ENOUGH
