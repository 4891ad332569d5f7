"""Texts folded to bare words, over one byte buffer for a whole batch.

Folding puts aside what does not change what is said: case, accents, punctuation and spaces. It is
done on the UTF-8 bytes of all texts at once, so that a million short texts take a few seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Bytes = npt.NDArray[np.uint8]
Positions = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

_MULTIPLIER = 0x9E3779B97F4A7C15
_INVERSE = pow(_MULTIPLIER, -1, 2**64)
SEPARATOR, KEPT, DROPPED = 0, 1, 2


@dataclass(frozen=True)
class Folded:
    """The bytes of folded texts and where each text starts.

    ``data`` : uint8, every folded text followed by one zero byte, words separated by zero bytes;
    ``starts`` : int64, one more than there are texts, so that text i lies in
    ``data[starts[i]:starts[i + 1]]``.
    """

    data: Bytes
    starts: Positions


def as_strings(texts: Any) -> pa.StringArray:
    """Return ``texts`` (Arrow strings, chunked or not, or a list of str or None) as one array."""
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    if not isinstance(texts, pa.Array):
        return pa.array(texts, pa.string())
    return texts if texts.type == pa.string() else texts.cast(pa.string())


def bytes_of(texts: pa.StringArray) -> tuple[Bytes, Positions]:
    """Return the UTF-8 bytes of ``texts`` end to end and the n + 1 limits of each; null is empty.

    No copy is made unless the array holds nulls.
    """
    if texts.null_count:
        texts = pc.fill_null(texts, "")
    _, offsets, data = texts.buffers()
    limits = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    if data is None:
        return np.zeros(0, np.uint8), np.zeros(len(texts) + 1, np.int64)
    first, last = int(limits[0]), int(limits[-1])
    return np.frombuffer(data, np.uint8)[first:last], limits.astype(np.int64) - first


def folded(texts: pa.StringArray) -> Folded:
    """Fold ``texts``: lower case, no accent, every other mark turned into a word separator.

    Emoji and letters of every script are kept. "œ" and "æ" become two letters.
    """
    lowered = pc.utf8_lower(texts)
    data, limits = bytes_of(lowered)
    if data.size and int(data.max()) >= 0x80:
        lowered = pc.utf8_normalize(lowered, "NFKD")
        for ligature, letters in (("œ", "oe"), ("æ", "ae")):
            lowered = pc.replace_substring(lowered, ligature, letters)
        data, limits = bytes_of(lowered)
    kinds = byte_kinds(data)
    kept = kinds == KEPT
    clean = np.where(kept, data, np.uint8(0))
    # A zero byte closes each text, so that no word runs over into the next one.
    separated = np.insert(clean, limits[1:], np.uint8(0)) if len(limits) > 1 else clean
    starts = limits + np.arange(len(limits))
    dropped = np.insert(kinds == DROPPED, limits[1:], False) if len(limits) > 1 else kept
    if dropped.any():
        remaining = ~dropped
        before = np.concatenate(([0], np.cumsum(remaining)))
        return Folded(separated[remaining], before[starts])
    return Folded(separated, starts)


def byte_kinds(data: Bytes) -> Bytes:
    """Say of each byte of UTF-8 whether it is `KEPT`, a `SEPARATOR` of words or `DROPPED`."""
    table = np.full(256, KEPT, np.uint8)
    table[:0x80] = SEPARATOR
    for first, last in (("0", "9"), ("a", "z"), ("A", "Z")):
        table[ord(first) : ord(last) + 1] = KEPT
    kinds = table[data]
    for lead, second, third, kind in (
        (0xCC, None, None, DROPPED),  # combining accents U+0300 to U+033F
        (0xCD, range(0x80, 0xB0), None, DROPPED),  # and to U+036F
        (0xC2, None, None, SEPARATOR),  # no-break space, « » ° ·
        (0xE2, range(0x80, 0x82), (), SEPARATOR),  # general punctuation: ’ “ ” … – —
        (0xEF, range(0xB8, 0xB9), (), DROPPED),  # variation selectors
    ):
        at = np.flatnonzero(data == lead)
        if second is not None and at.size:
            at = at[at + 1 < data.size]
            at = at[np.isin(data[at + 1], np.asarray(second, np.uint8))]
        for step in range(2 if third is None else 3):
            kinds[at[at + step < data.size] + step] = kind
    return kinds


def word_limits(texts: Folded) -> tuple[Positions, Positions, Positions]:
    """Return where each word starts and ends in ``texts.data`` and the text it belongs to."""
    inside = np.concatenate(([False], texts.data != 0, [False]))
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    begins, ends = edges[0::2], edges[1::2]
    return begins, ends, np.searchsorted(texts.starts, begins, side="right") - 1


def text_hashes(texts: Folded) -> Hashes:
    """Hash each folded text without its word separators; a text with nothing left hashes to 0."""
    kept = texts.data != 0
    limits = np.concatenate(([0], np.cumsum(kept)))[texts.starts]
    return hash_spans(texts.data[kept], limits[:-1], limits[1:])


def hash_spans(data: Bytes, begins: Positions, ends: Positions) -> Hashes:
    """Hash the spans ``begins[i]:ends[i]`` of ``data`` to 64 bits, alike everywhere and always.

    Two different contents meet with a probability of about 2⁻⁶⁴ per pair. An empty span gives 0.
    """
    # One sum over all bytes, each times its own power of an odd number; the sum over a span times
    # the inverse of its first power does not depend on where the span lies.
    powers = np.cumprod(np.full(data.size + 1, _MULTIPLIER, np.uint64))
    inverses = np.cumprod(np.full(data.size + 1, _INVERSE, np.uint64))
    sums = np.zeros(data.size + 1, np.uint64)
    np.cumsum(_BYTE_CODES[data] * powers[:-1], out=sums[1:])
    spans = (sums[ends] - sums[begins]) * inverses[begins]
    return mixed(spans.astype(np.uint64, copy=False))


def mixed(values: Hashes) -> Hashes:
    """Spread the bits of ``values`` (the finaliser of SplitMix64, doi:10.1145/2714064.2660195)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


_BYTE_CODES: Hashes = mixed(np.arange(1, 257, dtype=np.uint64) * np.uint64(_MULTIPLIER))
