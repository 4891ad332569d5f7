"""Corrections: what people say of voices that they chose, because they were read wrong.

They are kept apart from the labels of the sample. Voices that somebody chooses to correct are those
read wrong, so that counting them would tell an engine worse than it is: they teach the codebook,
and tell how people agree, and no measure of the engine looks at them. Only where the same person
had already labelled the voice in the sample does a correction replace what that person said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from rebond.errors import InputError
from rebond.schemas import CORRECTIONS
from rebond.understand.checking.agreement import Agreement, agreement, counts_of
from rebond.understand.checking.labels import VoiceLabels, labels_of, save_labels
from rebond.understand.checking.rows import rows_of, voices_of

if TYPE_CHECKING:
    from rebond.understand.themes import Codebook
    from rebond.workspace import Workspace


@dataclass(frozen=True)
class Said:
    """A theme that a voice speaks of, how it judges it (−1, 0, 1), and the words that say so.

    ``start`` and ``end`` are code points of the voice, end exclusive; both None for all of it.
    """

    theme: str
    polarity: int
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Correction:
    """All that a person says that a voice says; nothing at all when ``said`` is empty."""

    voice_id: str
    labeller: str
    said: tuple[Said, ...]
    codebook_version: str = ""

    @property
    def themes(self) -> frozenset[str]:
        """The themes that the voice speaks of."""
        return frozenset(one.theme for one in self.said)


@dataclass(frozen=True)
class Corrected:
    """How many voices were corrected, by whom, and how people agree where two corrected one."""

    voices: int
    by: dict[str, int]
    presence: Agreement
    polarity: Agreement


def save_corrections(
    workspace: Workspace, codebook: Codebook, corrections: Sequence[Correction]
) -> int:
    """Keep corrections; those of one person for one voice replace the earlier ones.

    Returns
    -------
    int
        How many were kept: a voice that is no longer there is left out.

    Raises
    ------
    InputError
        When a theme is not one that opinions can have, or words are outside the voice.
    WorkspaceBusy
        When another process writes to the workspace.
    """
    known = voices_of(workspace, [one.voice_id for one in corrections])
    kept = [one for one in corrections if one.voice_id in known]
    for one in kept:
        _check(one, codebook, len(known[one.voice_id]["text"]))
    now = datetime.now(UTC).replace(tzinfo=None)
    rows = [row for one in kept for row in _rows(one, known[one.voice_id], now, codebook.version)]
    with workspace.writing():
        if rows:
            workspace.append("corrections", pa.Table.from_pylist(rows, schema=CORRECTIONS))
        again = _labelled_again(workspace, kept)
        if again:
            save_labels(workspace, codebook, again)
    return len(kept)


def _check(correction: Correction, codebook: Codebook, length: int) -> None:
    leaves = {theme.id for theme in codebook.leaves}
    for one in correction.said:
        if one.theme not in leaves:
            raise InputError(
                "“{theme}” is not a theme that voices can have. Themes: {themes}.",
                theme=one.theme,
                themes=", ".join(sorted(leaves)),
            )
        if one.start is not None and not 0 <= one.start < (one.end or 0) <= length:
            raise InputError(
                "The words {start} to {end} are not in the voice, which has {length} characters.",
                start=one.start,
                end=one.end or 0,
                length=length,
            )


def _rows(
    correction: Correction, voice: Mapping[str, Any], now: datetime, version: str
) -> list[dict[str, Any]]:
    same = {
        "corrected_at": now,
        "labeller": correction.labeller,
        "response_id": voice["response_id"],
        "voice_id": correction.voice_id,
        "text_key": voice["text_key"],
        "codebook_version": version,
    }
    if not correction.said:
        return [same | dict.fromkeys(("start", "end", "theme", "polarity"))]
    return [
        same | {"start": one.start, "end": one.end, "theme": one.theme, "polarity": one.polarity}
        for one in dict.fromkeys(correction.said)
    ]


def _labelled_again(workspace: Workspace, corrections: Sequence[Correction]) -> list[VoiceLabels]:
    """Return the labels that corrections replace: of people who had labelled the same voice."""
    before = {(label.voice_id, label.labeller) for label in labels_of(workspace)}
    sampled = {row["voice_id"] for row in rows_of(workspace, "samples")} if before else set()
    return [
        VoiceLabels(
            one.voice_id,
            one.labeller,
            tuple(dict.fromkeys((said.theme, said.polarity) for said in one.said)),
        )
        for one in corrections
        if (one.voice_id, one.labeller) in before and one.voice_id in sampled
    ]


def corrections_of(workspace: Any) -> list[Correction]:
    """Return the last correction of each person for each voice whose text has not changed."""
    rows = rows_of(workspace, "corrections")
    latest: dict[tuple[str, str], datetime] = {}
    for row in rows:
        key = (row["voice_id"], row["labeller"])
        latest[key] = max(latest.get(key, row["corrected_at"]), row["corrected_at"])
    known = voices_of(workspace, [voice for voice, _ in latest])
    grouped: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        key = (row["voice_id"], row["labeller"])
        voice = known.get(row["voice_id"])
        if row["corrected_at"] == latest[key] and voice and voice["text_key"] == row["text_key"]:
            grouped.setdefault(key, []).append(row)
    return [
        Correction(voice_id, labeller, _said(some), some[0]["codebook_version"])
        for (voice_id, labeller), some in sorted(grouped.items())
    ]


def _said(rows: Sequence[Mapping[str, Any]]) -> tuple[Said, ...]:
    found = [
        Said(row["theme"], row["polarity"], row["start"], row["end"])
        for row in rows
        if row["theme"] is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.start or 0, one.theme, one.polarity)))


def corrected_of(workspace: Any) -> Corrected | None:
    """Return what corrections tell of the people who make them, None without any."""
    found = corrections_of(workspace)
    if not found:
        return None
    by_voice: dict[str, list[Correction]] = {}
    for one in found:
        by_voice.setdefault(one.voice_id, []).append(one)
    twice = [some for some in by_voice.values() if len(some) > 1]
    themes = sorted({theme for some in twice for one in some for theme in one.themes})
    presences = [
        counts_of([[theme in one.themes for one in some] for some in twice]) for theme in themes
    ]
    judged = [
        [_sign(one, theme) for one in some if theme in one.themes]
        for theme in themes
        for some in twice
    ]
    return Corrected(
        voices=len(by_voice),
        by=dict(sorted(Counter(one.labeller for one in found).items())),
        presence=agreement(presences),
        polarity=agreement([counts_of(judged)] if judged else []),
    )


def _sign(correction: Correction, theme: str) -> int:
    return int(np.sign(sum(one.polarity for one in correction.said if one.theme == theme)))
