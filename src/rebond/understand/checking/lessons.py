"""What corrections teach: sentences that a theme should find, and sentences that it should not.

A sentence teaches a theme when everybody who corrected its voice says that the theme is there and
it was not read, or that it is not there and it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rebond.understand.checking.correcting import Correction, corrections_of
from rebond.understand.checking.rows import voices_of
from rebond.understand.learned.weights import sentences_of
from rebond.understand.teaching import Background, Lesson, Taught, teach

if TYPE_CHECKING:
    from rebond.understand.themes import Codebook, Theme

Span = tuple[int, int]


@dataclass(frozen=True)
class Learnt:
    """What corrections teach one theme; ``voices`` are the ids of those that do."""

    theme: str
    examples: tuple[str, ...]
    unlike: tuple[str, ...]
    voices: tuple[str, ...]


@dataclass
class _Gathered:
    examples: dict[str, str] = field(default_factory=dict)  # a sentence, its voice
    unlike: dict[str, str] = field(default_factory=dict)


def lessons_of(workspace: Any, codebook: Codebook) -> list[Learnt]:
    """Return what corrections teach and the codebook does not hold yet, by theme in its order."""
    by_voice: dict[str, list[Correction]] = {}
    for one in corrections_of(workspace):
        by_voice.setdefault(one.voice_id, []).append(one)
    texts = voices_of(workspace, list(by_voice))
    read = _read(workspace, list(by_voice))
    gathered: dict[str, _Gathered] = {}
    for voice_id, some in by_voice.items():
        if voice_id in texts:
            _gather(gathered, voice_id, texts[voice_id]["text"], some, read.get(voice_id, {}))
    found = []
    for theme in codebook.leaves:
        if theme.id in gathered:
            learnt = _not_known(theme, gathered[theme.id])
            if learnt.examples or learnt.unlike:
                found.append(learnt)
    return found


def taught_by(
    codebook: Codebook,
    lessons: Sequence[Learnt],
    background: Background,
    *,
    with_meaning: bool = True,
) -> tuple[Codebook, list[Taught]]:
    """Return the codebook after each lesson in turn, and what each changed."""
    made, told = codebook, []
    for one in lessons:
        lesson = Lesson(one.examples, one.unlike)
        taught = teach(made, one.theme, lesson, background=background, with_meaning=with_meaning)
        made = taught.codebook
        told.append(taught)
    return made, told


def _gather(
    gathered: dict[str, _Gathered],
    voice_id: str,
    text: str,
    some: Sequence[Correction],
    read: Mapping[str, Span],
) -> None:
    said = frozenset.intersection(*(one.themes for one in some))
    anywhere = frozenset.union(*(one.themes for one in some))
    for theme in sorted(said - set(read)):
        spans = [
            (one.start, one.end)
            for correction in some
            for one in correction.said
            if one.theme == theme and one.start is not None and one.end is not None
        ]
        sentence = _around(text, spans[0] if spans else (0, len(text)))
        gathered.setdefault(theme, _Gathered()).examples[sentence] = voice_id
    for theme in sorted(set(read) - anywhere):
        gathered.setdefault(theme, _Gathered()).unlike[_around(text, read[theme])] = voice_id


def _not_known(theme: Theme, gathered: _Gathered) -> Learnt:
    taught = {text for listed in theme.taught.values() for text in listed}
    unlike = {text for listed in theme.unlike.values() for text in listed}
    examples = {text: v for text, v in gathered.examples.items() if text not in taught}
    others = {
        text: voice
        for text, voice in gathered.unlike.items()
        if text not in unlike and text not in examples
    }
    voices = dict.fromkeys([*examples.values(), *others.values()])
    return Learnt(theme.id, tuple(examples), tuple(others), tuple(voices))


def _around(text: str, span: Span) -> str:
    """Return the sentences that some words stand in, spaces put in order as lessons keep them."""
    kept = [(start, end) for start, end in sentences_of(text) if start < span[1] and end > span[0]]
    start, end = (kept[0][0], kept[-1][1]) if kept else span
    return " ".join(text[start:end].split())


def _read(workspace: Any, voices: Sequence[str]) -> dict[str, dict[str, Span]]:
    """Return the themes read in some voices and the first words of each."""
    import duckdb

    if not voices:
        return {}
    ids = [duckdb.ConstantExpression(voice) for voice in voices]

    def query() -> list[tuple[str, str, int, int]]:
        kept = workspace.relation("opinions").filter(duckdb.ColumnExpression("voice_id").isin(*ids))
        rows: list[tuple[str, str, int, int]] = (
            kept.filter("theme IS NOT NULL").select('voice_id, theme, start, "end"').fetchall()
        )
        return rows

    found: dict[str, dict[str, Span]] = {}
    for voice, theme, start, end in sorted(workspace.read(query)):
        found.setdefault(voice, {}).setdefault(theme, (start, end))
    return found
