"""All that a check tells, put together: agreement of people, accuracy of the engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rebond.understand.checking.accuracy import Accuracy, accuracy
from rebond.understand.checking.agreement import Agreement, agreement
from rebond.understand.checking.checked import ABSENT, Array, Checked, Event, states
from rebond.understand.checking.gathering import checked_voices, label_counts, populations_of
from rebond.understand.checking.labels import VoiceLabels, disagreements, labels_of
from rebond.understand.checking.vocabulary import themes_now

if TYPE_CHECKING:
    from rebond.understand.themes import Codebook


@dataclass(frozen=True)
class People:
    """How people agree: on themes being there or not, on polarities, and theme by theme.

    ``labelled`` counts the voices of each; ``unsettled`` those on which they differ still.
    """

    labelled: dict[str, int]
    presence: Agreement
    polarity: Agreement
    by_theme: dict[str, Agreement]
    unsettled: int


@dataclass(frozen=True)
class Check:
    """What labels tell: of ``population`` voices ``drawn`` were drawn, ``labelled`` labelled.

    ``unknown`` labels name no theme of today's codebook.
    """

    population: int
    drawn: int
    labelled: int
    unknown: int
    people: People
    accuracy: Accuracy


def check_of(workspace: Any, codebook: Codebook | None = None) -> Check | None:
    """Return what the labels of a workspace tell, None without any."""
    checked = checked_voices(workspace, codebook)
    if checked is None:
        return None
    labels = [label for label in labels_of(workspace) if label.voice_id in set(checked.voices)]
    return Check(
        population=checked.population,
        drawn=checked.drawn,
        labelled=len(checked.voices),
        unknown=checked.unknown,
        people=_people(workspace, codebook, checked, labels),
        accuracy=accuracy(checked, populations_of(workspace, checked.themes)),
    )


def _people(
    workspace: Any, codebook: Codebook | None, checked: Checked, labels: Sequence[VoiceLabels]
) -> People:
    first = [label for label in labels if not label.settled]
    versions = {label.codebook_version for label in labels}
    _, became = themes_now(workspace, codebook, versions, set(checked.themes))
    counts = label_counts(first, checked.themes, became).astype(np.int16)
    voices = sorted({label.voice_id for label in first})
    row = np.array([voices.index(label.voice_id) for label in first], np.int64)
    presences, polarities = [], []
    for place, theme in enumerate(checked.themes):
        found = states(counts, np.array([place]), Event(frozenset([theme])).polarities)
        presences.append(_counted(row, (found != ABSENT).astype(np.int64), len(voices), 2))
        named = found != ABSENT
        polarities.append(_counted(row[named], found[named] - 1, len(voices), 3))
    return People(
        labelled=dict(sorted(Counter(label.labeller for label in labels).items())),
        presence=agreement(presences),
        polarity=agreement([np.concatenate(polarities)] if polarities else []),
        by_theme={
            theme: agreement([presence])
            for theme, presence in zip(checked.themes, presences, strict=True)
            if presence[:, 1].any()
        },
        unsettled=len(disagreements(labels)),
    )


def _counted(rows: Any, values: Any, voices: int, size: int) -> Array:
    """Return how many labellers gave each value to each voice: (voices, size)."""
    table = np.zeros((voices, size))
    np.add.at(table, (rows, values), 1.0)
    return table
