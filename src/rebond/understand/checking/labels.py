"""Labels of people: what is to be labelled, what was, and what counts as true.

The last labels that a person gave to a voice replace the earlier ones. Where people disagree,
labels given to settle it count alone; until then each person counts for an equal part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from rebond.errors import InputError
from rebond.schemas import LABELS
from rebond.understand.checking.rows import rows_of, voices_of
from rebond.understand.checking.vocabulary import remember_themes

if TYPE_CHECKING:
    from rebond.understand.themes import Codebook
    from rebond.workspace import Workspace

Said = tuple[str, int]  # a theme's id, a polarity


@dataclass(frozen=True)
class VoiceToLabel:
    """A voice of the sample: its words, masked, and the question it answers."""

    voice_id: str
    response_id: str
    text: str
    question: str
    language: str
    text_key: int
    rank: int


@dataclass(frozen=True)
class VoiceLabels:
    """What a person says that a voice says; nothing at all when ``said`` is empty."""

    voice_id: str
    labeller: str
    said: tuple[Said, ...]
    settled: bool = False
    codebook_version: str = ""


def voices_to_label(workspace: Workspace, sample_id: str | None = None) -> list[VoiceToLabel]:
    """Return the voices of one sample, or of all, as they are now, in the order drawn.

    A text is there once. Those whose text changed since they were drawn, or that are no longer
    there, are left out.
    """
    drawn = [row for row in rows_of(workspace, "samples") if sample_id in (None, row["sample_id"])]
    known = voices_of(workspace, [row["voice_id"] for row in drawn])
    found: dict[int, VoiceToLabel] = {}
    for row in sorted(drawn, key=lambda row: (row["drawn_at"], row["rank"])):
        voice = known.get(row["voice_id"])
        if voice is None or voice["text_key"] != row["text_key"]:
            continue
        found.setdefault(
            row["text_key"],
            VoiceToLabel(
                voice_id=row["voice_id"],
                response_id=row["response_id"],
                text=voice["text"],
                question=voice["question"],
                language=voice["language"],
                text_key=row["text_key"],
                rank=len(found) + 1,
            ),
        )
    return list(found.values())


def save_labels(workspace: Workspace, codebook: Codebook, labels: Sequence[VoiceLabels]) -> int:
    """Keep labels of voices of the sample; exact copies of a voice are labelled with it.

    Returns
    -------
    int
        How many voices were labelled, copies not counted.

    Raises
    ------
    InputError
        When a voice is not of the sample, or a theme not one that opinions can have.
    """
    sampled: dict[str, dict[str, Any]] = {
        row["voice_id"]: row for row in rows_of(workspace, "samples")
    }
    copies: dict[int, list[dict[str, Any]]] = {}
    for row in sampled.values():
        copies.setdefault(row["text_key"], []).append(row)
    leaves = {theme.id for theme in codebook.leaves}
    now = datetime.now(UTC).replace(tzinfo=None)
    rows: list[dict[str, Any]] = []
    for label in labels:
        if label.voice_id not in sampled:
            raise InputError(
                "The voice {voice} is not of a sample of this workspace. Label voices drawn with"
                " rebond check draw.",
                voice=label.voice_id,
            )
        unknown = [theme for theme, _ in label.said if theme not in leaves]
        if unknown:
            raise InputError(
                "“{theme}” is not a theme that voices can have. Themes: {themes}.",
                theme=unknown[0],
                themes=", ".join(sorted(leaves)),
            )
        for row in copies[sampled[label.voice_id]["text_key"]]:
            rows += _rows(label, row, now, codebook.version)
    with workspace.writing():
        remember_themes(workspace, codebook)
        workspace.append("labels", pa.Table.from_pylist(rows, schema=LABELS))
    return len(labels)


def _rows(
    label: VoiceLabels, voice: dict[str, Any], now: datetime, version: str
) -> list[dict[str, Any]]:
    same = {
        "labelled_at": now,
        "labeller": label.labeller,
        "settled": label.settled,
        "response_id": voice["response_id"],
        "voice_id": voice["voice_id"],
        "text_key": voice["text_key"],
        "codebook_version": version,
    }
    said: Iterable[tuple[str | None, int | None]] = dict.fromkeys(label.said) or [(None, None)]
    return [same | {"theme": theme, "polarity": polarity} for theme, polarity in said]


def tidy_labels(workspace: Workspace) -> None:
    """Write the labels that count in one file, in place of the many that labelling leaves."""
    with workspace.writing():
        workspace.replace("labels", pa.Table.from_pylist(_last(workspace), schema=LABELS))


def labels_of(workspace: Any) -> list[VoiceLabels]:
    """Return the last labels of each person for each voice whose text has not changed since."""
    rows = _last(workspace)
    known = voices_of(workspace, [row["voice_id"] for row in rows])
    grouped: dict[tuple[str, str, bool], list[dict[str, Any]]] = {}
    for row in rows:
        voice = known.get(row["voice_id"])
        if voice is not None and voice["text_key"] == row["text_key"]:
            grouped.setdefault(_set_of(row), []).append(row)
    return [
        VoiceLabels(
            voice_id,
            labeller,
            tuple((row["theme"], row["polarity"]) for row in some if row["theme"] is not None),
            settled,
            some[0]["codebook_version"],
        )
        for (voice_id, labeller, settled), some in sorted(grouped.items())
    ]


def _last(workspace: Any) -> list[dict[str, Any]]:
    rows = rows_of(workspace, "labels")
    latest: dict[tuple[str, str, bool], datetime] = {}
    for row in rows:
        key = _set_of(row)
        latest[key] = max(latest.get(key, row["labelled_at"]), row["labelled_at"])
    return [row for row in rows if row["labelled_at"] == latest[_set_of(row)]]


def _set_of(row: dict[str, Any]) -> tuple[str, str, bool]:
    return row["voice_id"], row["labeller"], row["settled"]


def true_labels(labels: Sequence[VoiceLabels]) -> list[tuple[VoiceLabels, float]]:
    """Return the labels that count as true, and the part of the truth of their voice they are."""
    by_voice: dict[str, list[VoiceLabels]] = {}
    for label in labels:
        by_voice.setdefault(label.voice_id, []).append(label)
    kept = []
    for some in by_voice.values():
        counted = [label for label in some if label.settled] or some
        kept += [(label, 1 / len(counted)) for label in counted]
    return kept


def disagreements(labels: Sequence[VoiceLabels]) -> list[str]:
    """Return the voices whose labellers differ on a theme or a polarity, nobody having settled."""
    by_voice: dict[str, list[VoiceLabels]] = {}
    for label in labels:
        by_voice.setdefault(label.voice_id, []).append(label)
    return [
        voice
        for voice, some in by_voice.items()
        if len({frozenset(label.said) for label in some}) > 1
        and not any(label.settled for label in some)
    ]


def labelled_examples(workspace: Workspace) -> pa.Table:
    """Return labels as examples to learn from, one row an opinion.

    Returns
    -------
    pa.Table
        ``voice_id``, ``text``, ``language``, ``theme`` and ``polarity`` (null where the voice says
        nothing), ``part`` (0 to 1: how much of the truth of this voice it is) and
        ``codebook_version``, that of the labels. Those whose text changed are left out.
    """
    kept = true_labels(labels_of(workspace))
    known = voices_of(workspace, [label.voice_id for label, _ in kept])
    rows = [
        {
            "voice_id": label.voice_id,
            "text": known[label.voice_id]["text"],
            "language": known[label.voice_id]["language"],
            "theme": theme,
            "polarity": polarity,
            "part": part,
            "codebook_version": label.codebook_version,
        }
        for label, part in kept
        for theme, polarity in (label.said or ((None, None),))
    ]
    return pa.Table.from_pylist(rows, schema=EXAMPLES)


EXAMPLES = pa.schema(
    [
        pa.field("voice_id", pa.string(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
        pa.field("language", pa.string(), nullable=False),
        pa.field("theme", pa.string()),
        pa.field("polarity", pa.int8()),
        pa.field("part", pa.float64(), nullable=False),
        pa.field("codebook_version", pa.string(), nullable=False),
    ]
)
