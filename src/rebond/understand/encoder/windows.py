"""Texts cut into the windows that the network reads, each by itself.

A window depends on its text only. It holds one sentence; one too long for a window takes several.
What is told apart in it (the sentence, or each of its clauses) is a part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

BEGIN, END = 0, 2  # special pieces around each window
_SURROGATES = re.compile("[\ud800-\udfff]")
_INSIDE_WORD = re.compile(r"\w")
_SHOUTED, _FEWEST = 0.7, 8  # share of capitals, and letters, from which a text is shouted

Span = tuple[int, int]


class Part(NamedTuple):
    """Pieces ``first`` to ``end`` (exclusive) of part ``number`` of a text."""

    number: int
    first: int
    end: int


@dataclass(frozen=True)
class Window:
    """Pieces read together (int64, special ones included) and where they are in the text."""

    pieces: NDArray[np.int64]
    offsets: tuple[Span, ...]  # code points of the text, (0, 0) for special pieces
    parts: tuple[Part, ...]

    @property
    def belonging(self) -> NDArray[np.float32]:
        """Return 1 where a piece is of a part (parts × pieces).

        Special pieces belong to a part that is alone, as when the network was trained.
        """
        if self.whole:
            return np.ones((1, len(self.pieces)), dtype=np.float32)
        rows = np.zeros((len(self.parts), len(self.pieces)), dtype=np.float32)
        for row, part in enumerate(self.parts):
            rows[row, part.first : part.end] = 1.0
        return rows

    @property
    def whole(self) -> bool:
        """Whether it holds one part."""
        return len(self.parts) == 1


def pieces_of(tokenizer: Any, texts: Sequence[str]) -> list[tuple[list[int], list[Span]]]:
    """Return the pieces of each text, special ones left out, and where they are in it."""
    clean = [_calm(_SURROGATES.sub("\ufffd", text)) for text in texts]
    return [
        (encoded.ids, encoded.offsets)
        for encoded in tokenizer.encode_batch(clean, add_special_tokens=False)
    ]


def _calm(text: str) -> str:
    """Return a text shouted in capitals in lower case: capitals are cut in pieces that say little.

    Its length stays, since offsets count in it.
    """
    cased = [letter for letter in text if letter.lower() != letter.upper()]
    capitals = sum(letter != letter.lower() for letter in cased)
    if capitals < _SHOUTED * len(cased) or len(cased) < _FEWEST:
        return text
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else text


def windows_of(
    text: str,
    pieces: Sequence[int],
    offsets: Sequence[Span],
    parts: Sequence[Span],
    sentences: Sequence[int],
    longest: int,
) -> list[Window]:
    """Cut a text into windows.

    Parameters
    ----------
    pieces, offsets : those of `pieces_of`.
    parts : code points of what is read apart (sentences, or clauses of them), in order, without
        overlap.
    sentences : the number of the sentence of each part, never decreasing. A sentence is not cut
        unless it is longer than a window.
    longest : the most pieces of a window, special ones included.
    """
    most = longest - 2
    made: list[Window] = []
    waiting: list[Part] = []

    def close() -> None:
        if waiting:
            made.append(_window(pieces, offsets, waiting))
            waiting.clear()

    for block in _by_sentence(text, offsets, parts, sentences):
        for part in block:
            if waiting and part.end - waiting[0].first > most:
                close()
            first = part.first
            while part.end - first > most:
                cut = _cut(text, offsets, first, first + most)
                made.append(_window(pieces, offsets, [Part(part.number, first, cut)]))
                first = cut
            waiting.append(Part(part.number, first, part.end))
        close()
    return made


def _by_sentence(
    text: str, offsets: Sequence[Span], parts: Sequence[Span], sentences: Sequence[int]
) -> list[list[Part]]:
    """Return the parts that hold something to read, those of a sentence together."""
    blocks: list[list[Part]] = []
    last = -1
    for number, (first, end) in enumerate(_ranges(offsets, parts)):
        if first == end or not text[slice(*parts[number])].strip():
            continue
        if not blocks or sentences[number] != last:
            blocks.append([])
            last = sentences[number]
        blocks[-1].append(Part(number, first, end))
    return blocks


def _ranges(offsets: Sequence[Span], parts: Sequence[Span]) -> list[tuple[int, int]]:
    """Return the pieces (end exclusive) of each part."""
    ranges = []
    place, count = 0, len(offsets)
    for start, end in parts:
        while place < count and offsets[place][1] <= start:
            place += 1
        first = place
        while place < count and offsets[place][0] < end:
            place += 1
        ranges.append((first, place))
    return ranges


def _cut(text: str, offsets: Sequence[Span], first: int, last: int) -> int:
    """Return where to cut before ``last``: where a word begins, if one does in the second half."""
    for place in range(last, first + (last - first) // 2, -1):
        start = offsets[place][0]
        if not _INSIDE_WORD.match(text, start):
            return place
    return last


def _window(pieces: Sequence[int], offsets: Sequence[Span], parts: list[Part]) -> Window:
    first, end = parts[0].first, parts[-1].end
    moved = tuple(Part(p.number, p.first - first + 1, p.end - first + 1) for p in parts)
    return Window(
        np.array([BEGIN, *pieces[first:end], END], dtype=np.int64),
        ((0, 0), *offsets[first:end], (0, 0)),
        moved,
    )
