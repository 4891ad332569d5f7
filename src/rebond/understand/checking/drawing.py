"""Drawing a sample of the voices of a workspace, and keeping the chances that each voice had."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from rebond.errors import InputError
from rebond.schemas import SAMPLES
from rebond.understand.checking.rows import rows_of
from rebond.understand.checking.sampling import draw_positions
from rebond.understand.checking.vocabulary import remember_themes

if TYPE_CHECKING:
    from rebond.understand.themes import Codebook
    from rebond.workspace import Workspace


class Sample(NamedTuple):
    """A sample drawn: its id, and how many voices it has."""

    sample_id: str
    voices: int


def draw_sample(
    workspace: Workspace, codebook: Codebook, size: int = 200, *, seed: int | None = None
) -> Sample:
    """Draw voices to be labelled, stratified by theme and confidence, and remember them.

    Parameters
    ----------
    size : int
        Voices wanted, at least 1; all of them when there are fewer.
    seed : int or None
        The same seed draws the same voices of the same data; by default the rank of the draw, so
        that a second draw brings others.

    Returns
    -------
    Sample
        Its id, and how many voices were drawn.

    Raises
    ------
    InputError
        When ``size`` is not positive, or no voice says anything.
    WorkspaceBusy
        When another process writes to the workspace.
    """
    if size < 1:
        raise InputError("A sample has at least one voice; {size} were asked for.", size=size)
    with workspace.writing():
        earlier = len({row["sample_id"] for row in rows_of(workspace, "samples")})
        voices = _voices(workspace)
        if not voices.num_rows:
            raise InputError(
                "No voice says anything in the workspace {path}: there is nothing to label.",
                path=str(workspace.path),
            )
        themes = [frozenset(some or ()) for some in voices.column("themes").to_pylist()]
        confidence = np.nan_to_num(
            voices.column("confidence").to_numpy(zero_copy_only=False).astype(np.float64)
        )
        drawn = draw_positions(themes, confidence, size, seed=earlier + 1 if seed is None else seed)
        now = datetime.now(UTC).replace(tzinfo=None)
        chosen = voices.select(["response_id", "voice_id", "text_key"]).take(drawn.positions)
        count: int = chosen.num_rows
        sample = Sample(secrets.token_hex(6), count)
        columns = {
            "sample_id": pa.array([sample.sample_id] * count),
            "drawn_at": pa.array([now] * count, pa.timestamp("us")),
            **{name: chosen.column(name) for name in chosen.column_names},
            "rank": pa.array(range(1, count + 1), pa.int32()),
            "stratum": pa.array(drawn.strata, pa.string()),
            "probability": pa.array(drawn.probabilities, pa.float64()),
        }
        workspace.append("samples", pa.table(columns).select(SAMPLES.names).cast(SAMPLES))
        remember_themes(workspace, codebook)
    return sample


def _voices(workspace: Workspace) -> pa.Table:
    """Return the meaningful voices in the order of their ids, with what was read in each."""
    return workspace.read(
        lambda: (
            workspace.cursor()
            .sql(
                "SELECT v.response_id, v.voice_id, v.text_key, o.themes, o.confidence "
                f"FROM ({workspace.sql('voices')}) v LEFT JOIN ("
                "SELECT voice_id, list(DISTINCT theme) AS themes, min(confidence) AS confidence "
                f"FROM ({workspace.sql('opinions')}) WHERE theme IS NOT NULL GROUP BY voice_id) o "
                "ON o.voice_id = v.voice_id WHERE v.status = 'meaningful' ORDER BY v.voice_id"
            )
            .to_arrow_table()
        )
    )
