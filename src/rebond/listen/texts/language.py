"""The language of short texts, counted over the bytes of a whole batch.

A linear model on the groups of 3 and 4 bytes and on the words of a text, read in capitals or not.
Weights are small whole numbers, so that a sum is exact: a text gets the same answer alone, in any
batch, on any machine. See docs/methods/text-care.md for its errors beside a peer's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rebond.listen.texts.folding import (
    KEPT,
    Bytes,
    Positions,
    as_strings,
    byte_kinds,
    bytes_of,
    hash_spans,
)

LANGUAGES = ("fr", "en", "de", "es", "it", "nl", "pt")
UNKNOWN = "und"

BITS = 16
"""The features are spread over 2 ** BITS places."""
LARGEST_WEIGHT = 63
"""So that the most features of a text, times the largest weight, stay within 16 bits."""
_MOST_BYTES = 410
_SPACE = np.uint8(32)
_BATCH = 16_384
_FIELDS = 4  # scores packed in one 64-bit number


@dataclass(frozen=True)
class Model:
    """What training leaves (models/language/train.py).

    ``packed`` : uint64 (2, 2 ** BITS), the 16-bit weights of `LANGUAGES` then of every other
    language, four to a number; ``margin`` : by how much, times the square root of the number of
    features, the best language must lead to be named.
    """

    packed: npt.NDArray[np.uint64]
    margin: float


@cache
def _model() -> Model:
    with resources.files("rebond.listen.texts").joinpath("language_model.npz").open("rb") as file:
        stored = np.load(file)
        return packed_model(stored["weights"], float(stored["margin"]))


def packed_model(weights: npt.NDArray[np.uint8], margin: float) -> Model:
    """Pack ``weights``, uint8 (2 ** BITS, 8) in [0, LARGEST_WEIGHT]."""
    shifts = np.arange(_FIELDS, dtype=np.uint64) * np.uint64(16)
    fields = weights.astype(np.uint64).reshape(len(weights), 2, _FIELDS)
    packed = (fields << shifts).sum(axis=2, dtype=np.uint64)
    return Model(np.ascontiguousarray(packed.T), margin)


def languages(texts: Any) -> pa.StringArray:
    """Return the main language of each text.

    Parameters
    ----------
    texts : pa.StringArray, pa.ChunkedArray or sequence of str or None
        n texts of any length; the first 410 bytes of words are read.

    Returns
    -------
    pa.StringArray
        n codes, one of `LANGUAGES` or "und": no word, another language, or a doubt (a word that
        several languages share). Each depends on its own text only.

    >>> languages(["Parfait", "Good", "c tro cher", "👍", ""]).to_pylist()
    ['fr', 'en', 'fr', 'und', 'und']
    """
    strings = as_strings(texts)
    model = _model()
    parts = [
        _named(*scores(strings.slice(at, _BATCH), model), model)
        for at in range(0, len(strings), _BATCH)
    ]
    codes = pa.array([*LANGUAGES, UNKNOWN])
    return codes.take(pa.array(np.concatenate(parts))) if parts else pa.array([], pa.string())


def _named(
    totals: npt.NDArray[np.int64], counts: npt.NDArray[np.int64], model: Model
) -> npt.NDArray[np.int64]:
    """Return the place of the best language, or of "und" when it does not lead by enough."""
    best = totals.argmax(axis=1)
    ordered = np.sort(totals, axis=1)
    lead = (ordered[:, -1] - ordered[:, -2]).astype(np.float64)
    doubt = (counts == 0) | (lead * lead < model.margin * model.margin * counts)
    return np.where(doubt, len(LANGUAGES), best)


def scores(
    texts: pa.StringArray, model: Model
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the score of each language (n, 8) and the number of features of each text (n)."""
    totals = np.zeros((len(texts), 8), np.int64)
    counts = np.zeros(len(texts), np.int64)
    packed = np.zeros((len(texts), 2), np.uint64)
    for places, limits in features(texts):
        lengths = np.diff(limits)
        counts += lengths
        filled = np.flatnonzero(lengths)
        for half in range(2 if filled.size else 0):
            weights = model.packed[half].take(places)
            packed[filled, half] += np.add.reduceat(weights, limits[:-1][filled])
    for field in range(8):
        part = packed[:, field // _FIELDS] >> np.uint64(16 * (field % _FIELDS))
        totals[:, field] = part & np.uint64(0xFFFF)
    return totals, counts


def features(texts: pa.StringArray) -> list[tuple[npt.NDArray[np.uint16], Positions]]:
    """Return the features of all texts: groups of three bytes, groups of four, whole words.

    For each kind, the places in the table (uint16), text after text, and the n + 1 limits of each
    text's own.
    """
    data, starts = _letters(texts)
    kinds = []
    for size in (3, 4):
        places = _groups(data, size)
        # A group belongs to a text when it ends before the zero byte that closes it.
        ends = np.maximum(starts[1:] - size, starts[:-1])
        whole = np.zeros(len(places) + 1, np.int32)
        np.add.at(whole, np.minimum(starts[:-1], len(places)), 1)
        np.add.at(whole, np.minimum(ends, len(places)), -1)
        inside = np.cumsum(whole[:-1]) > 0
        kinds.append((places[inside], np.concatenate(([0], np.cumsum(ends - starts[:-1])))))
    letter = np.concatenate(([False], data > _SPACE, [False]))
    edges = np.flatnonzero(letter[1:] != letter[:-1])
    words = (hash_spans(data, edges[0::2], edges[1::2]) >> np.uint64(64 - BITS)).astype(np.uint16)
    return [*kinds, (words, np.searchsorted(edges[0::2], starts))]


def _groups(data: Bytes, size: int) -> npt.NDArray[np.uint16]:
    """Hash the group of ``size`` bytes that starts at each byte."""
    if data.size < size:
        return np.zeros(0, np.uint16)
    wide = data.astype(np.uint32)
    key = np.full(data.size - size + 1, size, np.uint32)
    for step in range(size):
        key += wide[step : data.size - size + 1 + step] << np.uint32(8 * step)
    key *= np.uint32(0x9E3779B1)
    key ^= key >> np.uint32(15)
    key *= np.uint32(0x85EBCA6B)
    return (key >> np.uint32(32 - BITS)).astype(np.uint16)


def _letters(texts: pa.StringArray) -> tuple[Bytes, Positions]:
    """Return the words of all texts in lower case, and the n + 1 limits of each text.

    A text is a space, its words each followed by one space, and a zero byte; a text without a
    letter is a zero byte alone. Accents stay; digits, marks and emoji only separate.
    """
    texts = pc.utf8_normalize(pc.utf8_lower(pc.fill_null(texts, "")), "NFC")
    if pc.any(pc.match_substring(texts, "⟦")).as_py():
        texts = pc.replace_substring_regex(texts, "⟦[a-z]+⟧", " ")
    data, limits = bytes_of(texts)
    letters = _is_letter(data)
    clean = np.insert(np.where(letters, data, _SPACE), limits[1:], np.uint8(0))
    clean = np.insert(clean, (limits + np.arange(len(limits)))[:-1], _SPACE)
    starts = limits + 2 * np.arange(len(limits))
    # One space between words, one before the first and one after the last.
    doubled = np.zeros(len(clean), bool)
    doubled[1:] = (clean[1:] == _SPACE) & (clean[:-1] == _SPACE)
    rank = np.cumsum(~doubled) - 1
    starts_kept = np.concatenate((rank, [rank[-1] + 1 if len(rank) else 0]))[starts]
    position = rank - np.repeat(starts_kept[:-1], np.diff(starts))
    kept = ~doubled & ((position < _MOST_BYTES) | (clean == 0))
    return clean[kept], np.concatenate(([0], np.cumsum(kept)))[starts]


def _is_letter(data: Bytes) -> npt.NDArray[np.bool_]:
    """Say of each byte whether it belongs to a letter."""
    letters: npt.NDArray[np.bool_] = _LETTER_BYTES[data] & (byte_kinds(data) == KEPT)
    for lead, width in ((0xF0, 4), (0xE2, 3)):  # emoji, symbols
        at = np.flatnonzero(data == lead)
        for step in range(width):
            letters[at[at + step < data.size] + step] = False
    return letters


_LETTER_BYTES = np.zeros(256, bool)
_LETTER_BYTES[ord("a") : ord("z") + 1] = True
_LETTER_BYTES[0x80:] = True
