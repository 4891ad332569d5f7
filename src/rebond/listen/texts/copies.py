"""Exact and near copies among voices: the same text sent twice, or pasted with a word changed.

Nothing is dropped here: copies are marked, and who counts decides. Two people who both write "Très
bien" are two voices, so short texts are never called copies of each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rebond.listen.texts.folding import (
    Hashes,
    as_strings,
    folded,
    hash_spans,
    mixed,
    text_hashes,
    word_limits,
)
from rebond.schemas import COPIES

EXACT_WORDS = 5
"""An equal text of fewer words is a common answer, not a copy."""
NEAR_WORDS = 8
"""A similar text of fewer words is a common answer, not a copy."""
NEAR_SIMILARITY = 0.7
"""Least Jaccard similarity of the sets of word pairs of two near copies."""

_BANDS, _ROWS_OF_BAND = 20, 3
_BATCH = 16_384
_SIGNED = np.int64


def text_keys(texts: Any) -> pa.Int64Array:
    """Return a 64-bit key of each text, equal when only case, accents, marks or spaces differ.

    Parameters
    ----------
    texts : pa.StringArray, pa.ChunkedArray or sequence of str or None, n texts.

    Returns
    -------
    pa.Int64Array
        n keys, the same in every process, on every machine and in any batch. A text without letter,
        digit or emoji ("", "...", null) has the key 0.

    >>> text_keys(["Très bien !", "tres  BIEN"]).to_pylist()
    [5574326426110909804, 5574326426110909804]
    """
    strings = as_strings(texts)
    parts = [
        text_hashes(folded(strings.slice(start, _BATCH)))
        for start in range(0, len(strings), _BATCH)
    ]
    return pa.array(np.concatenate(parts or [np.zeros(0, np.uint64)]).view(_SIGNED))


@dataclass(frozen=True)
class _Shingles:
    """Hashed pairs of neighbouring words of the long texts, text after text.

    ``rows`` : int64, the texts that are long enough; ``starts`` : where the pairs of each begin.
    """

    rows: npt.NDArray[np.int64]
    hashes: Hashes
    starts: npt.NDArray[np.int64]

    def of(self, index: int) -> Hashes:
        """The distinct pairs of the index-th long text."""
        return np.unique(self.hashes[self.starts[index] : self.starts[index + 1]])


def find_copies(voices: pa.Table, *, similarity: float = NEAR_SIMILARITY) -> pa.Table:
    """Find the voices that copy another one.

    Exact copies share their `text_keys` and have at least `EXACT_WORDS` words. Near copies have at
    least `NEAR_WORDS` words and share at least ``similarity`` of their pairs of neighbouring words
    (Jaccard). Candidates come from MinHash signatures (doi:10.1109/SEQUEN.1997.666900) in bands;
    each one is then compared exactly, so that a copy announced is always one. At a similarity of
    0.7 a pair escapes the bands with a probability of 0.0002, at 0.8 of less than 10⁻⁶.

    Parameters
    ----------
    voices : pa.Table
        Columns voice_id (string, unique), text (string), text_key (int64, see `text_keys`).
    similarity : float
        Between 0.5 and 1; 1 finds the same words in the same order only.

    Returns
    -------
    pa.Table
        `COPIES`, one row per copy, by voice_id. The original is the smallest voice_id of those
        alike, so that the order of the rows changes nothing. An original is never itself a copy.
    """
    if not voices.num_rows:
        return COPIES.empty_table()
    order = pc.sort_indices(voices["voice_id"]).to_numpy()
    ids = as_strings(voices["voice_id"]).take(pa.array(order))
    texts = as_strings(voices["text"]).take(pa.array(order))
    keys = np.asarray(voices["text_key"].combine_chunks())[order]
    original = np.arange(len(order))
    likeness = np.zeros(len(order), np.float32)
    parts = [_words_and_pairs(texts.slice(n, _BATCH), n) for n in range(0, len(texts), _BATCH)]
    count, owner, hashes = (np.concatenate(part) for part in zip(*parts, strict=True))
    _mark_exact(keys, count, original, likeness)
    exact = original != np.arange(len(order))
    shingles = _shingles(owner[~exact[owner]], hashes[~exact[owner]])
    _mark_near(shingles, similarity, original, likeness)
    original = original[original]  # an exact copy of a near copy copies its original
    copies = np.flatnonzero(original != np.arange(len(order)))
    return pa.table(
        {
            "voice_id": ids.take(pa.array(copies)),
            "original_voice_id": ids.take(pa.array(original[copies])),
            "kind": np.where(exact[copies], "exact", "near").tolist(),
            "similarity": likeness[copies],
        },
        schema=COPIES,
    )


def _mark_exact(
    keys: npt.NDArray[np.int64],
    words: npt.NDArray[np.int64],
    original: npt.NDArray[np.int64],
    likeness: npt.NDArray[np.float32],
) -> None:
    """Point each exact copy at the first text with its key."""
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    long_enough = words >= EXACT_WORDS
    original[long_enough] = first[inverse][long_enough]
    likeness[long_enough] = 1.0


def _words_and_pairs(
    texts: pa.StringArray, start: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Hashes]:
    """Return the words of each text, and the pairs of neighbouring words of the long ones: the
    place of their text, counted from ``start``, and their hashes.
    """
    words = folded(texts)
    begins, ends, owner = word_limits(words)
    count = np.bincount(owner, minlength=len(texts))
    hashes = hash_spans(words.data, begins, ends)
    first = np.flatnonzero((owner[1:] == owner[:-1]) & (count >= NEAR_WORDS)[owner[1:]])
    pairs = mixed(hashes[first] * np.uint64(3) + mixed(hashes[first + 1]))
    return count, owner[first] + start, pairs


def _shingles(owner: npt.NDArray[np.int64], hashes: Hashes) -> _Shingles:
    """Return the hashed pairs, text after text, from those of all and the texts they are of."""
    rows, first = np.unique(owner, return_index=True)
    return _Shingles(rows, hashes, np.append(first, len(owner)))


def _signatures(shingles: _Shingles) -> npt.NDArray[np.uint64]:
    """MinHash of each text under `_BANDS` × `_ROWS_OF_BAND` hash functions, folded into bands."""
    bands = np.zeros((_BANDS, len(shingles.rows)), np.uint64)
    seeds = mixed(np.arange(1, _BANDS * _ROWS_OF_BAND + 1, dtype=np.uint64))
    for number, seed in enumerate(seeds):
        least = np.minimum.reduceat(mixed(shingles.hashes ^ seed), shingles.starts[:-1])
        bands[number // _ROWS_OF_BAND] = mixed(
            bands[number // _ROWS_OF_BAND] * np.uint64(5) + least
        )
    return bands


def _candidates(shingles: _Shingles) -> npt.NDArray[np.int64]:
    """Return the pairs (later, earlier) of texts with a band in common, by later then earlier.

    In each group of equal bands a text meets the first text of the group and the one before it,
    which keeps the number of pairs linear.
    """
    found = []
    for band in _signatures(shingles):
        order = np.argsort(band, kind="stable")
        same = band[order[1:]] == band[order[:-1]]
        group_start = np.maximum.accumulate(
            np.where(np.concatenate(([True], ~same)), np.arange(len(order)), 0)
        )
        later = order[1:][same]
        found.append(np.column_stack((later, order[:-1][same])))
        found.append(np.column_stack((later, order[group_start][1:][same])))
    pairs = np.concatenate(found) if found else np.zeros((0, 2), np.int64)
    return np.unique(pairs, axis=0)


def _mark_near(
    shingles: _Shingles,
    similarity: float,
    original: npt.NDArray[np.int64],
    likeness: npt.NDArray[np.float32],
) -> None:
    """Point each near copy at the earliest original that it resembles enough."""
    if not len(shingles.rows):
        return
    for later, earlier in _candidates(shingles).tolist():
        row = shingles.rows[later]
        leader = original[shingles.rows[earlier]]
        if original[row] != row or leader == row:
            continue
        mine = shingles.of(later)
        theirs = shingles.of(int(np.searchsorted(shingles.rows, leader)))
        shared = len(np.intersect1d(mine, theirs, assume_unique=True))
        score = shared / (len(mine) + len(theirs) - shared)
        if score >= similarity:
            original[row] = leader
            likeness[row] = score
