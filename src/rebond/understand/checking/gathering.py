"""The labelled voices of a workspace beside what the engine read in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rebond.understand.checking.checked import POLARITIES, STATES, Array, Checked
from rebond.understand.checking.labels import VoiceLabels, labels_of, true_labels
from rebond.understand.checking.rows import opinions_of, rows_of
from rebond.understand.checking.vocabulary import themes_now

if TYPE_CHECKING:
    from rebond.understand.themes import Codebook

_PLACE = {polarity: place for place, polarity in enumerate(POLARITIES)}


def checked_voices(workspace: Any, codebook: Codebook | None = None) -> Checked | None:
    """Return the labelled voices of the samples, None when there is none.

    Parameters
    ----------
    workspace : Workspace
        Or whatever gives the relations of its tables.
    codebook : Codebook or None
        The one in use, which tells what has become of the themes of older labels.
    """
    labels = labels_of(workspace) if has_labels(workspace) else []
    weights = _weights(rows_of(workspace, "samples"), {label.voice_id for label in labels})
    labels = [label for label in labels if label.voice_id in weights]
    if not labels:
        return None
    voices = sorted({label.voice_id for label in labels})
    opinions = opinions_of(workspace, voices)
    named = {theme for label in labels for theme, _ in label.said}
    named |= {row["theme"] for row in opinions if row["theme"]}
    themes, became = themes_now(
        workspace, codebook, {label.codebook_version for label in labels}, named
    )
    drawn = np.array([weights[voice] for voice in voices])
    known = {theme: place for place, theme in enumerate(themes)}
    place = {voice: row for row, voice in enumerate(voices)}
    read = np.zeros((len(voices), len(themes) + 1, 3), np.int16)
    confidence = np.full((len(voices), len(themes)), np.nan)
    for row in opinions:
        column = known.get(row["theme"], len(themes))
        read[place[row["voice_id"]], column, _PLACE[row["polarity"]]] += 1
        if column < len(themes):
            where = (place[row["voice_id"]], column)
            confidence[where] = np.fmax(confidence[where], row["confidence"])
    kept = true_labels(labels)
    said, unknown = _said([label for label, _ in kept], known, became)
    return Checked(
        voices=tuple(voices),
        themes=tuple(themes),
        weights=drawn / drawn.mean(),
        read=read,
        labels=said,
        voice_of=np.array([place[label.voice_id] for label, _ in kept]),
        part=np.array([part for _, part in kept]),
        labellers=tuple(label.labeller for label, _ in kept),
        confidence=confidence,
        population=_meaningful(workspace),
        drawn=len({row["voice_id"] for row in rows_of(workspace, "samples")}),
        unknown=unknown,
    )


def has_labels(workspace: Any) -> bool:
    """Return whether anybody labelled anything, at little cost."""
    found: list[tuple[int]] = workspace.relation("labels").count("*").fetchall()
    return found[0][0] > 0


def label_counts(
    labels: Sequence[VoiceLabels], themes: Sequence[str], became: Mapping[tuple[str, str], str]
) -> Array:
    """Return what each set of labels says, as `Checked.labels` holds it."""
    known = {theme: place for place, theme in enumerate(themes)}
    said: Array = _said(labels, known, became)[0].astype(np.float64)
    return said


def _said(
    labels: Sequence[VoiceLabels],
    known: Mapping[str, int],
    became: Mapping[tuple[str, str], str],
) -> tuple[Any, int]:
    said = np.zeros((len(labels), len(known) + 1, 3), np.int16)
    unknown = 0
    for row, label in enumerate(labels):
        for theme, polarity in label.said:
            now = became.get((label.codebook_version, theme), theme)
            unknown += now not in known
            said[row, known.get(now, len(known)), _PLACE[polarity]] += 1
    return said, unknown


def _weights(samples: Sequence[Mapping[str, Any]], labelled: set[str]) -> dict[str, float]:
    """Return how many voices each labelled voice of the samples stands for, but for a factor.

    Each draw is a whole sample by itself; draws count by how many of their voices are labelled.
    Within a stratum the voices labelled stand for those not labelled yet.
    """
    drawn = Counter((row["sample_id"], row["stratum"]) for row in samples)
    done = Counter(
        (row["sample_id"], row["stratum"]) for row in samples if row["voice_id"] in labelled
    )
    by_sample: Counter[str] = Counter()
    for (sample, _), count in done.items():
        by_sample[sample] += count
    total = sum(by_sample.values())
    weights: dict[str, float] = {}
    for row in samples:
        if row["voice_id"] in labelled:
            stratum = (row["sample_id"], row["stratum"])
            stands = drawn[stratum] / done[stratum] / row["probability"]
            part = by_sample[row["sample_id"]] / total
            weights[row["voice_id"]] = weights.get(row["voice_id"], 0.0) + part * stands
    return weights


def _meaningful(workspace: Any) -> int:
    voices = workspace.relation("voices").filter("status = 'meaningful'")
    found: list[tuple[int]] = voices.count("*").fetchall()
    return found[0][0]


def populations_of(workspace: Any, themes: Sequence[str]) -> Array:
    """Return the shares (p, 4) of meaningful voices that the engine reads in each state."""
    voices = max(1, _meaningful(workspace))
    signs = workspace.relation("opinions").aggregate(
        "theme, voice_id, sign(sum(polarity))::INTEGER AS sign", "theme, voice_id"
    )
    counted = signs.aggregate("theme, sign, count(*) AS n", "theme, sign").fetchall()
    shares = np.zeros((len(themes), STATES))
    known = {theme: place for place, theme in enumerate(themes)}
    for theme, sign, n in counted:
        if theme in known:
            shares[known[theme], 2 + sign] = n / voices
    shares[:, 0] = 1.0 - shares[:, 1:].sum(axis=1)
    return shares
