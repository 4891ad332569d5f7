"""Texts cut into the windows that the network reads, each by itself.

A window depends on its text only. It holds one sentence, or the sentences of a text that are short
enough to be read together; a sentence too long for one window takes several.
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

Span = tuple[int, int]


class Part(NamedTuple):
    """Pieces ``first`` to ``end`` (exclusive) of a window, which belong to one sentence."""

    sentence: int
    first: int
    end: int


@dataclass(frozen=True)
class Window:
    """Pieces read together (int64, special ones included) and where they are in the text."""

    pieces: NDArray[np.int64]
    offsets: tuple[Span, ...]  # code points of the text, (0, 0) for special pieces
    parts: tuple[Part, ...]

    @property
    def sentences(self) -> NDArray[np.float32]:
        """Return 1 where a piece is of a sentence (parts × pieces).

        Special pieces belong to a sentence that is read alone, as when the network was trained.
        """
        rows = np.zeros((len(self.parts), len(self.pieces)), dtype=np.float32)
        for row, part in enumerate(self.parts):
            rows[row, part.first : part.end] = 1.0
        if len(self.parts) == 1:
            rows[:] = 1.0
        return rows


def pieces_of(tokenizer: Any, texts: Sequence[str]) -> list[tuple[list[int], list[Span]]]:
    """Return the pieces of each text, special ones left out, and where they are in it."""
    clean = [_SURROGATES.sub("\ufffd", text) for text in texts]
    return [
        (encoded.ids, encoded.offsets)
        for encoded in tokenizer.encode_batch(clean, add_special_tokens=False)
    ]


def windows_of(
    text: str,
    pieces: Sequence[int],
    offsets: Sequence[Span],
    sentences: Sequence[Span],
    longest: int,
    reach: int,
) -> list[Window]:
    """Cut a text into windows.

    Parameters
    ----------
    pieces, offsets : those of `pieces_of`.
    sentences : code points where sentences start and end, in order, without overlap.
    longest, reach : as in `rebond.understand.encoder.loading.Settings`.
    """
    most = longest - 2
    made: list[Window] = []
    open_parts: list[Part] = []
    for number, (first, end) in enumerate(_ranges(offsets, sentences)):
        if first == end or not text[slice(*sentences[number])].strip():
            continue
        begin = open_parts[0].first if open_parts else first
        if open_parts and end - begin > min(reach, most):
            made.append(_window(pieces, offsets, open_parts))
            open_parts = []
        while end - first > most:
            cut = _cut(text, offsets, first, first + most)
            made.append(_window(pieces, offsets, [Part(number, first, cut)]))
            first = cut
        open_parts.append(Part(number, first, end))
    if open_parts:
        made.append(_window(pieces, offsets, open_parts))
    return made


def _ranges(offsets: Sequence[Span], sentences: Sequence[Span]) -> list[tuple[int, int]]:
    """Return the pieces (end exclusive) that end inside each sentence."""
    ranges = []
    place, count = 0, len(offsets)
    for start, end in sentences:
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
    moved = tuple(Part(p.sentence, p.first - first + 1, p.end - first + 1) for p in parts)
    return Window(
        np.array([BEGIN, *pieces[first:end], END], dtype=np.int64),
        ((0, 0), *offsets[first:end], (0, 0)),
        moved,
    )
