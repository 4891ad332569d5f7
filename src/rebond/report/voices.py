"""Verbatims lit at the exact words: pieces of text as written, never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rebond.languages.typography import day, number
from rebond.report.content.people import ONE_STAKEHOLDER, SCORES, channel_name
from rebond.report.reporter import Proof, Reporter
from rebond.vocabulary import ScoreKind, Stakeholder

if TYPE_CHECKING:
    from rebond.quantify import EvidenceVoice, Span

EXCERPT = 420  # code points: longer voices are shown around their lit words
AROUND = 130
ATTRIBUTES = 2


@dataclass(frozen=True)
class Piece:
    """A piece of a voice; ``mark`` "f" favourable, "u" unfavourable, "s" suggestion, "m" neither.

    "" is not lit; "cut" stands for words left out of an excerpt.
    """

    text: str
    mark: str = ""


@dataclass(frozen=True)
class ShownVoice:
    """A voice ready to be shown: who speaks, the excerpt, and the whole when it is longer."""

    speaker: str
    about: Sequence[str]
    excerpt: Sequence[Piece]
    whole: Sequence[Piece]


def shown_voices(reporter: Reporter, proof: Proof) -> list[ShownVoice]:
    """Return the voices of a proof, lit where their words prove it."""
    return [
        shown_voice(
            reporter, voice, [s for s in voice.spans if s.matches] or _lit_spans(voice.spans, proof)
        )
        for voice in proof.voices
    ]


def shown_voice(
    reporter: Reporter, voice: EvidenceVoice, spans: Sequence[Span] | None = None
) -> ShownVoice:
    """Return a voice lit at some of its opinions, at all of them when none are given."""
    whole = lit(voice.text, voice.spans if spans is None else spans)
    short = excerpt(whole)
    return ShownVoice(
        speaker=reporter.t(ONE_STAKEHOLDER[Stakeholder(voice.stakeholder)]),
        about=_about(reporter, voice),
        excerpt=short,
        whole=whole if short != whole else (),
    )


def _lit_spans(spans: Sequence[Span], proof: Proof) -> list[Span]:
    return [
        span
        for span in spans
        if (proof.theme is None or span.theme == proof.theme)
        and (proof.polarity is None or span.polarity == proof.polarity)
        and (proof.intent is None or span.intent == proof.intent)
    ]


def _about(reporter: Reporter, voice: EvidenceVoice) -> list[str]:
    """Return what is told of a voice; neither the place nor the day of an employee's."""
    named = voice.stakeholder != Stakeholder.EMPLOYEE
    parts = _telling(reporter, voice.attributes) if named else []
    parts.append(channel_name(reporter, voice.channel))
    if named and voice.day is not None:
        parts.append(day(voice.day, reporter.language))
    for question, kind, value in voice.scores[:2]:
        known = kind in {str(k) for k in ScoreKind} and kind != ScoreKind.OTHER
        name = reporter.t(SCORES[ScoreKind(kind)]) if known else question
        decimals = 0 if value == round(value) else 1
        parts.append(f"{name} {number(value, decimals, reporter.language)}")
    return parts


def _telling(reporter: Reporter, attributes: Mapping[str, str]) -> list[str]:
    """Return the values that tell who speaks: of attributes with gaps first, never a yes or a 3."""
    apart = {gap.attribute for gap in reporter.findings.gaps}
    ordered = sorted(attributes.items(), key=lambda item: (item[0] not in apart, item[0]))
    told = [value for _, value in ordered if len(value) > 3 and not value[0].isdigit()]
    return told[:ATTRIBUTES]


def lit(text: str, spans: Sequence[Span]) -> list[Piece]:
    """Cut ``text`` at the spans; joined again, the pieces are exactly ``text``.

    Offsets outside the text are brought inside; of spans that overlap, the first keeps its words.
    """
    pieces: list[Piece] = []
    position = 0
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        start, end = max(position, span.start), min(len(text), span.end)
        if start >= end:
            continue
        if start > position:
            pieces.append(Piece(text[position:start]))
        pieces.append(Piece(text[start:end], _mark(span)))
        position = end
    if position < len(text):
        pieces.append(Piece(text[position:]))
    return pieces


def _mark(span: Span) -> str:
    if span.intent == "suggestion":
        return "s"
    return {1: "f", -1: "u"}.get(span.polarity, "m")


def excerpt(pieces: Sequence[Piece]) -> list[Piece]:
    """Return a long voice around its lit words, cut between words; a short one whole."""
    if sum(len(piece.text) for piece in pieces) <= EXCERPT:
        return list(pieces)
    if not any(piece.mark for piece in pieces):
        return [Piece(_head("".join(p.text for p in pieces), EXCERPT - 60)), Piece("", "cut")]
    short: list[Piece] = []
    length = 0
    for rank, piece in enumerate(pieces):
        if length > EXCERPT:
            short.append(Piece("", "cut"))
            break
        kept = [piece] if piece.mark else _shortened(piece.text, rank == 0, rank == len(pieces) - 1)
        short += kept
        length += sum(len(part.text) for part in kept)
    return short


def _shortened(text: str, first: bool, last: bool) -> list[Piece]:
    sides = 1 if first or last else 2
    if len(text) <= sides * AROUND + 40:
        return [Piece(text)]
    cut = Piece("", "cut")
    head, tail = Piece(_head(text, AROUND)), Piece(_tail(text, AROUND))
    if first:
        return [cut, tail]
    return [head, cut] if last else [head, cut, tail]


def _head(text: str, length: int) -> str:
    space = text.rfind(" ", length // 2, length)
    return text[: space if space > 0 else length]


def _tail(text: str, length: int) -> str:
    start = len(text) - length
    space = text.find(" ", start, start + length // 2)
    return text[space + 1 if space > 0 else start :]
