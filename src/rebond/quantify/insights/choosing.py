"""Three voices that stand for an insight, and one that contradicts it.

The voices that the insight's question counts are read, those that judge as it says. Each word is
weighed by its rarity; the three whose words are nearest to those of all of them together are shown
(the middle of what is said), of three persons, of three places where there are, never the same
text. Of the voices that judge the other way, the one nearest in words to these three contradicts.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rebond.errors import QuestionError
from rebond.quantify.evidence import EvidenceVoice, Span, evidence
from rebond.quantify.insights.found import (
    Change,
    Composition,
    Emergence,
    Finding,
    Gap,
    Lead,
    Mirror,
    Symmetry,
)
from rebond.quantify.insights.insight import Insight
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Filter, Question
from rebond.vocabulary import Message

SHOWN = 3
ALIKE = 0.8  # likeness of words above which two voices say it alike
READ = 120  # voices read of each side, those of about a readable length first
HOW_CHOSEN = Message(
    "Of up to {read} voices that say it, of about a readable length, the {shown} nearest in their"
    " words to what all of them say together, of different texts and places; the one that"
    " contradicts judges the other way, in the nearest words.",
    {"read": READ, "shown": SHOWN},
)
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class Chosen:
    """The voices shown for an insight; ``against`` is None where nobody says the contrary.

    ``theme`` is the one whose words prove it in them, None when all their opinions do.
    """

    voices: tuple[EvidenceVoice, ...]
    against: EvidenceVoice | None
    theme: str | None
    how: Message = HOW_CHOSEN


def chosen_voices(insight: Insight, perimeter: Perimeter) -> Chosen:
    """Return the voices that stand for an insight, and one that contradicts it.

    Fewer than three where fewer people say it. A theme with no side taken (a season, a share) has
    for its side the one most voices take. A place apart on its score is told by the voices of the
    theme that supports it most, where one does.
    """
    telling = _telling(insight)
    question, theme = _question(telling), getattr(telling, "theme", None)
    side = _side(insight.main)
    said = [] if side else _read(question, perimeter)
    side = side or _majority(said, theme)
    if side:
        said = _judging(question, side, theme, perimeter) or said or _read(question, perimeter)
    words = {voice.voice_id: _words(voice, theme) for voice in said}
    weights = _rarity(words.values())
    middle: Counter[str] = Counter()
    for bag in words.values():
        middle.update(bag.keys())
    nearest = sorted(
        said,
        key=lambda one: (-_likeness(words[one.voice_id], middle, weights), one.voice_id),
    )
    voices = _different(nearest, words, weights)
    against = None
    if side and not isinstance(insight.main, (Symmetry, Emergence, Lead)):
        against = _against(_judging(question, -side, theme, perimeter), voices, theme)
    return Chosen(tuple(voices), against, theme)


def _telling(insight: Insight) -> Finding:
    """Return the finding whose voices are shown."""
    main = insight.main
    if isinstance(main, Gap) and main.theme is None:
        of_place = (one for one in insight.support if isinstance(one, (Composition, Gap)))
        judged = (one for one in of_place if one.theme and one.measure != "share")
        same = (one for one in judged if one.value == main.value)
        return next((one for one in same if one.difference * main.difference > 0), main)
    return main


def _question(finding: Finding) -> Question:
    """Return the question whose voices say it: since it began, for a change."""
    question = finding.question.by()
    if isinstance(finding, Change) and finding.kind != "season":
        return question.where(Filter("week", ">=", (finding.since.isoformat(),)))
    return question


def _side(main: Finding) -> int:
    """Return how the voices judge that say it: 1 well, −1 badly, 0 when it takes no side."""
    if isinstance(main, (Gap, Mirror)) and main.measure != "share":
        return 1 if main.difference > 0 else -1
    if isinstance(main, Change) and main.measure not in ("share", "volume"):
        return 1 if main.difference > 0 else -1
    return 0


def _read(question: Question, perimeter: Perimeter) -> list[EvidenceVoice]:
    try:
        return evidence(question, perimeter, limit=READ)
    except QuestionError:  # nobody says it
        return []


def _judging(
    question: Question, side: int, theme: str | None, perimeter: Perimeter
) -> list[EvidenceVoice]:
    name = "positive" if side > 0 else "negative"
    said = _read(question.where(Filter("polarity", "=", (name,))), perimeter)
    return [voice for voice in said if _sign(voice, theme) == side]


def _majority(voices: Iterable[EvidenceVoice], theme: str | None) -> int:
    total = sum(_sign(voice, theme) for voice in voices)
    return (total > 0) - (total < 0)


def _sign(voice: EvidenceVoice, theme: str | None) -> int:
    total = sum(span.polarity for span in _spans(voice, theme))
    return (total > 0) - (total < 0)


def _spans(voice: EvidenceVoice, theme: str | None) -> list[Span]:
    return [span for span in voice.spans if theme is None or span.theme == theme]


def _words(voice: EvidenceVoice, theme: str | None) -> Counter[str]:
    """Return the words that prove it in a voice: those of the theme's opinions, else all."""
    spans = _spans(voice, theme) if theme is not None else []
    said = " ".join(voice.text[span.start : span.end] for span in spans) or voice.text
    return Counter(_WORD.findall(said.lower()))


def _rarity(bags: Iterable[Counter[str]]) -> dict[str, float]:
    """Return the weight of each word: log(1 + voices / voices that hold it)."""
    held: Counter[str] = Counter()
    count = 0
    for bag in bags:
        held.update(bag.keys())
        count += 1
    return {word: math.log1p(count / n) for word, n in held.items()}


def _likeness(bag: Counter[str], other: Counter[str], weights: dict[str, float]) -> float:
    """Return the cosine of two bags of words, each word by its weight, 0 to 1."""

    def length(one: Counter[str]) -> float:
        return math.sqrt(sum((n * weights.get(word, 1.0)) ** 2 for word, n in one.items()))

    shared = sum(
        n * other[word] * weights.get(word, 1.0) ** 2 for word, n in bag.items() if word in other
    )
    lengths = length(bag) * length(other)
    return shared / lengths if lengths else 0.0


def _different(
    ordered: Sequence[EvidenceVoice], words: dict[str, Counter[str]], weights: dict[str, float]
) -> list[EvidenceVoice]:
    """Return the first three in order, of other words and places where there are enough."""
    kept: list[EvidenceVoice] = []

    def repeats(voice: EvidenceVoice) -> bool:
        own = words[voice.voice_id]
        return any(
            (voice.attributes and voice.attributes == one.attributes)
            or _likeness(own, words[one.voice_id], weights) > ALIKE
            for one in kept
        )

    for strict in (True, False):
        for voice in ordered:
            if len(kept) == SHOWN:
                return kept
            same = any(voice.text.strip() == one.text.strip() for one in kept)
            if not same and not (strict and repeats(voice)):
                kept.append(voice)
    return kept


def _against(
    others: Sequence[EvidenceVoice], voices: Sequence[EvidenceVoice], theme: str | None
) -> EvidenceVoice | None:
    """Return the one of the other side in the words nearest to those shown."""
    told: Counter[str] = Counter()
    for voice in voices:
        told.update(_words(voice, theme))
    weights = _rarity(_words(voice, theme) for voice in others)
    return max(
        others,
        key=lambda one: (_likeness(_words(one, theme), told, weights), one.voice_id),
        default=None,
    )
