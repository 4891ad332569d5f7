"""Simulated companies read by an engine that errs, some of whose voices people label right.

What corrections are checked against: the truth of every voice is known, and what the engine reads
of it, and how a sample drawn as `rebond check` draws it was labelled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rebond.quantify.simulated.worlds import TablesInMemory
from rebond.schemas import LABELS, OPINIONS, SAMPLES
from rebond.understand.checking.sampling import draw_positions

Signs = npt.NDArray[np.int64]

ABSENT = -2  # no opinion, among polarities −1, 0 and 1
_NOW = datetime(2026, 1, 1)


@dataclass(frozen=True)
class Misreading:
    """How the engine errs: means over themes, and how alike themes are (labels' worth).

    ``polarity`` is the part of polarities read right; wrong ones are neutral two times of three.
    """

    precision: float = 0.8
    recall: float = 0.84
    polarity: float = 0.9
    alike: float = 12.0


@dataclass(frozen=True)
class MisreadWorld:
    """``read`` answers as the engine reads, with labels; ``true`` as voices are."""

    read: TablesInMemory
    true: TablesInMemory


def misread(
    world: TablesInMemory, seed: int, *, labelled: int = 250, errors: Misreading | None = None
) -> MisreadWorld:
    """Return a world read by an engine that errs, ``labelled`` voices of which are labelled.

    The engine's errors depend on what a voice says of a theme and on nothing else.
    """
    random = np.random.default_rng((seed, 7))
    voices = world.tables["voices"]
    meaningful = np.array(voices.column("status").to_pylist()) == "meaningful"
    ids = np.array(voices.column("voice_id").to_pylist())[meaningful]
    themes, true = _signs(world, ids)
    read = _read(random, true, errors or Misreading())
    confidence = np.where(
        read == true, random.beta(6, 2, true.shape), random.beta(3, 3, true.shape)
    )
    tables = dict(world.tables)
    tables["opinions"] = _opinions(world, ids, themes, read, confidence)
    found = [frozenset(themes[place] for place in np.flatnonzero(row != ABSENT)) for row in read]
    least = np.where(read != ABSENT, confidence, 1.0).min(axis=1)
    drawn = draw_positions(found, least, labelled, seed=seed)
    samples, labels = [], []
    chosen = zip(drawn.positions, drawn.strata, drawn.probabilities, strict=True)
    for rank, (voice, stratum, probability) in enumerate(chosen, start=1):
        same: dict[str, Any] = {
            "response_id": str(ids[voice]).split(":")[0],
            "voice_id": str(ids[voice]),
        }
        same |= {"text_key": int(np.flatnonzero(meaningful)[voice])}
        sample = {"sample_id": "1", "drawn_at": _NOW, "rank": rank}
        samples.append(same | sample | {"stratum": stratum, "probability": float(probability)})
        named = [(themes[t], int(true[voice, t])) for t in np.flatnonzero(true[voice] != ABSENT)]
        said: list[tuple[str | None, int | None]] = [*named] or [(None, None)]
        for theme, polarity in said:
            label = {"labelled_at": _NOW, "labeller": "A", "settled": False, "theme": theme}
            labels.append(same | label | {"polarity": polarity, "codebook_version": "codebook"})
    tables["samples"] = pa.Table.from_pylist(samples, schema=SAMPLES)
    tables["labels"] = pa.Table.from_pylist(labels, schema=LABELS)
    return MisreadWorld(TablesInMemory(tables, world.attribute_names()), world)


def _signs(world: TablesInMemory, ids: npt.NDArray[Any]) -> tuple[list[str], Signs]:
    opinions = world.tables["opinions"]
    themes, column = np.unique(opinions.column("theme").to_pylist(), return_inverse=True)
    place = {voice: row for row, voice in enumerate(ids)}
    rows = np.array([place[voice] for voice in opinions.column("voice_id").to_pylist()])
    signs = np.full((len(ids), len(themes)), ABSENT)
    signs[rows, column] = opinions.column("polarity").to_numpy()
    return [str(theme) for theme in themes], signs


def _read(random: np.random.Generator, true: Signs, errors: Misreading) -> Signs:
    """Return what is read: some mentions missed, some made up, some polarities mistaken."""
    themes = true.shape[1]

    def of_each(mean: float) -> npt.NDArray[np.float64]:
        drawn = random.beta(mean * errors.alike, (1 - mean) * errors.alike, themes)
        return np.clip(np.asarray(drawn, dtype=np.float64), 0.3, 0.995)

    precision, recall, polarity = (
        of_each(mean) for mean in (errors.precision, errors.recall, errors.polarity)
    )
    said = true != ABSENT
    share = said.mean(axis=0)
    alarms = share * recall * (1 - precision) / precision / (1 - share)
    mistaken = random.random(true.shape) > polarity
    other = np.where(random.random(true.shape) < 2 / 3, 0, -true)
    signs = np.where(mistaken, np.where(true == 0, random.choice([-1, 1], true.shape), other), true)
    heard = said & (random.random(true.shape) < recall)
    false = ~said & (random.random(true.shape) < alarms)
    made_up = random.choice([-1, 0, 1], true.shape, p=[0.35, 0.3, 0.35])
    read: Signs = np.where(heard, signs, np.where(false, made_up, ABSENT))
    return read


def _opinions(
    world: TablesInMemory,
    ids: npt.NDArray[Any],
    themes: list[str],
    read: Signs,
    confidence: npt.NDArray[np.float64],
) -> pa.Table:
    model, codebook = world.current_versions or ("", "")
    row, theme = np.nonzero(read != ABSENT)
    n = len(row)
    columns = {
        "import_id": np.full(n, "world"),
        "response_id": np.array([str(voice).split(":")[0] for voice in ids])[row],
        "voice_id": ids[row],
        "start": np.zeros(n, np.int32),
        "end": np.full(n, 5, np.int32),
        "target": np.full(n, "voice"),
        "theme": np.array(themes)[theme],
        "polarity": read[row, theme].astype(np.int8),
        "intent": np.full(n, "other"),
        "confidence": confidence[row, theme].astype(np.float32),
        "model_version": np.full(n, model),
        "codebook_version": np.full(n, codebook),
    }
    table = pa.table({name: pa.array(column) for name, column in columns.items()})
    return table.select(OPINIONS.names).cast(OPINIONS)
