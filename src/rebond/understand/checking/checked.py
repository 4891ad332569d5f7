"""Voices both read by the engine and labelled by people, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int16]

# What a voice says of a theme, as states; polarities −1, 0 and 1 are states 1, 2 and 3.
ABSENT, NEGATIVE, NEUTRAL, POSITIVE = range(4)
STATES = 4
SIGNS = np.array([0.0, -1.0, 0.0, 1.0])
POLARITIES = (-1, 0, 1)


@dataclass(frozen=True)
class Event:
    """What is looked for in a voice: an opinion on one of some themes, of some polarities.

    Empty ``themes`` mean any theme or none; empty ``polarities`` any polarity.
    """

    themes: frozenset[str] = frozenset()
    polarities: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Checked:
    """Labelled voices of a sample, beside what the engine read in them.

    ``voices`` n ids; ``themes`` p ids, those that both sides could name; ``weights`` (n,) voices
    of the population that each stands for, brought to a mean of 1; ``read`` (n, p + 1, 3) opinions
    of the engine by polarity, those without theme in the last column; ``labels`` (m, p + 1, 3)
    those of each set of labels, ``voice_of`` (m,) the voice it is about and ``part`` (m,) how much
    it counts as truth (the parts of a voice add up to 1); ``labellers`` m names; ``confidence``
    (n, p) the highest of the engine's opinions, NaN where it read none; ``population`` voices in
    all, ``drawn`` voices drawn, labelled or not; ``unknown`` labels that name no theme of today.
    """

    voices: tuple[str, ...]
    themes: tuple[str, ...]
    weights: Array
    read: Counts
    labels: Counts
    voice_of: npt.NDArray[np.int64]
    part: Array
    labellers: tuple[str, ...]
    confidence: Array
    population: int
    drawn: int
    unknown: int = 0

    @cached_property
    def _column(self) -> dict[str, int]:
        return {theme: i for i, theme in enumerate(self.themes)}

    def knows(self, event: Event) -> bool:
        """Return whether labellers could name every theme of an event."""
        return all(theme in self._column for theme in event.themes)

    def read_states(self, event: Event) -> npt.NDArray[np.int8]:
        """Return the state (n,) in which the engine read each voice."""
        return states(self.read, self._columns(event), event.polarities)

    def truth(self, event: Event) -> Array:
        """Return the part (n, 4) of each state in the truth of each voice."""
        found = states(self.labels, self._columns(event), event.polarities)
        truth = np.zeros((len(self.voices), STATES))
        np.add.at(truth, (self.voice_of, found), self.part)
        return truth

    def _columns(self, event: Event) -> npt.NDArray[np.int64]:
        if not event.themes:
            return np.arange(len(self.themes) + 1)
        return np.array([self._column[theme] for theme in sorted(event.themes)])


def states(
    counts: Counts, columns: npt.NDArray[np.int64], polarities: frozenset[int]
) -> npt.NDArray[np.int8]:
    """Return the state of each row of ``counts`` (…, p, 3) for an event.

    A voice that says good and bad of it is neutral when as many opinions are positive as negative.
    """
    kept = [i for i, polarity in enumerate(POLARITIES) if not polarities or polarity in polarities]
    found = np.zeros((*counts.shape[:-2], 3))
    found[..., kept] = counts[..., columns, :][..., kept].sum(axis=-2)
    sign = np.sign(found[..., 2] - found[..., 0]).astype(np.int8)
    return np.where(found.sum(axis=-1) > 0, NEUTRAL + sign, ABSENT).astype(np.int8)
