"""What the network says of windows, put back together by text and by part of a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rebond.understand.encoder.loading import Settings
from rebond.understand.encoder.spans import Target
from rebond.understand.encoder.windows import Span

Floats = NDArray[np.float32]
_NEUTRAL = (0.0, 1.0, 0.0)
_OTHER = (0.0, 0.0, 0.0, 0.0, 1.0)


class Sides(NamedTuple):
    """How the pieces of a text are judged, and how surely each is of a target.

    ``offsets`` : code points of each piece. ``shares`` : float32, pieces × 3, probabilities of
    negative, neutral, positive. ``there`` : float32, the probability of being in a target, None
    from an engine that does not tell.
    """

    offsets: Sequence[Span]
    shares: Floats
    there: Floats | None = None

    def at(self, start: int, end: int) -> Floats | None:
        """Return how the code points ``start`` to ``end`` are judged: the mean of their pieces.

        None when no piece stands there.
        """
        rows = self._rows(start, end)
        if not rows:
            return None
        mean: Floats = self.shares[rows].mean(axis=0)
        return mean

    def target_at(self, start: int, end: int) -> float:
        """Return how surely the code points hold a piece of a target: the surest of them."""
        rows = self._rows(start, end)
        if self.there is None or not rows:
            return 0.0
        return float(self.there[rows].max())

    def _rows(self, start: int, end: int) -> list[int]:
        return [
            row
            for row, (first, last) in enumerate(self.offsets)
            if first < end and last > start and first < last
        ]


@dataclass(frozen=True)
class Encoded:
    """What the encoder says of n sentences, or parts of a text, in order.

    ``embedding`` : float32, n × width, of norm 1; 0 for a sentence without any piece.
    ``polarity`` : float32, n × 3, calibrated probabilities of negative, neutral, positive.
    ``intents`` : float32, n × 5, of praise, complaint, suggestion, question, other.
    ``targets`` : those of each sentence, in order, without overlap.
    ``meanings`` : for each sentence, float32, targets × width: what each target names, of norm 1.
    ``sides`` : how each piece of the text is judged; empty when several texts were joined.
    """

    embedding: Floats
    polarity: Floats
    intents: Floats
    targets: list[list[Target]]
    meanings: list[Floats]
    sides: Sides


class Said(NamedTuple):
    """What is said of one part in one window, in probabilities; ``size`` is its pieces."""

    number: int
    size: int
    embedding: Floats
    polarity: Floats
    intents: Floats
    targets: list[Target]
    meanings: list[Floats]


def gathered(
    windows: Sequence[tuple[Sequence[Said], Sides]], count: int, settings: Settings
) -> Encoded:
    """Return what is said of the ``count`` parts of a text, whatever the windows they took."""
    by_part: list[list[Said]] = [[] for _ in range(count)]
    for said, _ in windows:
        for one in said:
            by_part[one.number].append(one)
    embedding = np.zeros((count, settings.width), dtype=np.float32)
    polarity = np.tile(np.array(_NEUTRAL, dtype=np.float32), (count, 1))
    intents = np.tile(np.array(_OTHER, dtype=np.float32), (count, 1))
    for row, listed in enumerate(by_part):
        if listed:
            sizes = [one.size for one in listed]
            embedding[row] = _mean([one.embedding for one in listed], sizes)
            if len(listed) > 1:
                embedding[row] = unit(embedding[row])
            polarity[row] = _mean([one.polarity for one in listed], sizes)
            intents[row] = _mean([one.intents for one in listed], sizes)
    found = [_apart(listed) for listed in by_part]
    targets = [[target for target, _ in kept] for kept in found]
    meanings = [_stacked([meaning for _, meaning in kept], settings.width) for kept in found]
    sides = _all_sides([sides for _, sides in windows])
    return Encoded(embedding, polarity, intents, targets, meanings, sides)


def joined(texts: Sequence[Encoded], width: int) -> Encoded:
    """Return the sentences of several texts as those of one, without the sides of their pieces."""
    empty = _all_sides([])
    if not texts:
        none = np.zeros((0, 3), np.float32), np.zeros((0, 5), np.float32)
        return Encoded(np.zeros((0, width), np.float32), *none, [], [], empty)
    return Encoded(
        np.concatenate([text.embedding for text in texts]),
        np.concatenate([text.polarity for text in texts]),
        np.concatenate([text.intents for text in texts]),
        [targets for text in texts for targets in text.targets],
        [meanings for text in texts for meanings in text.meanings],
        empty,
    )


def shares_of(settings: Settings, head: str, logits: Floats) -> Floats:
    """Return calibrated probabilities along the last axis."""
    scaled = logits / np.float32(settings.temperatures.get(head, 1.0))
    powers = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def unit(vector: Floats) -> Floats:
    """Return a vector divided by its norm; 0 stays 0."""
    divided: Floats = vector / max(float(np.sqrt(np.square(vector).sum())), 1e-12)
    return divided


def _mean(rows: Sequence[Floats], sizes: Sequence[int]) -> Floats:
    """Return the mean of rows, each counted by the size of what it is said of."""
    if len(rows) == 1:
        return rows[0]
    weights = np.array(sizes, dtype=np.float32)
    mean: Floats = (np.stack(rows) * weights[:, None]).sum(axis=0) / weights.sum()
    return mean


def _apart(listed: Sequence[Said]) -> list[tuple[Target, Floats]]:
    """Return the targets of a part; of two windows that share a word, the first has it."""
    kept: list[tuple[Target, Floats]] = []
    for one in listed:
        for target, meaning in zip(one.targets, one.meanings, strict=True):
            if not kept or target.start >= kept[-1][0].end:
                kept.append((target, meaning))
    return kept


def _stacked(rows: list[Floats], width: int) -> Floats:
    return np.stack(rows) if rows else np.zeros((0, width), dtype=np.float32)


def _all_sides(several: Sequence[Sides]) -> Sides:
    if len(several) == 1:
        return several[0]
    if not several:
        return Sides([], np.zeros((0, 3), np.float32), np.zeros(0, np.float32))
    there = [sides.there for sides in several if sides.there is not None]
    return Sides(
        [place for sides in several for place in sides.offsets],
        np.concatenate([sides.shares for sides in several]),
        np.concatenate(there) if there else None,
    )
