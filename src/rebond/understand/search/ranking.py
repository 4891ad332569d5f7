"""Texts ranked by their words, by their meaning, and by both."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rebond.understand.search.meanings import Floats, Span, differing, likeness, spans_in
from rebond.understand.search.queries import Query, Term
from rebond.understand.search.snapshot import Snapshot
from rebond.understand.search.store import Index

DEPTH = 1_000  # texts ranked by each way before they are put together
_PARTS = 2_000  # parts compared number by number, the likeliest by their signs
_FLAT = 60  # how little the first ranks count more than the next ones, as in the paper of RRF
Chosen = NDArray[np.bool_]


class Near(NamedTuple):
    """How a text is near to what is looked for: a cosine, and the part that is nearest."""

    likeness: float
    span: Span


def by_words(index: Index, query: Query, texts: Chosen) -> tuple[list[int], set[int]]:
    """Return the numbers of the texts that hold words, best first, and those that hold all of them.

    Those that hold all the words come first, then those that hold some; phrases are always there,
    words left out never. Each group is ordered by BM25.
    """
    whole = _among(_matching(index, _expression(query, every=True)), texts)
    found, known = whole[:DEPTH], set(whole)
    if len(found) < DEPTH and len(query.words) > 1:
        some = _among(_matching(index, _expression(query, every=False)), texts)
        found += [number for number in some if number not in known][: DEPTH - len(found)]
    return found, known


def admitted(index: Index, query: Query, texts: Chosen) -> Chosen:
    """Return the texts that hold the phrases of a query and none of the words to leave out."""
    kept = texts.copy()
    for phrase in query.phrases:
        kept &= _marked(_matching(index, _quoted(phrase)), len(texts))
    for term in query.without:
        kept &= ~_marked(_matching(index, _quoted(term)), len(texts))
    return kept


def by_meaning(
    index: Index, snapshot: Snapshot, wanted: Floats, texts: Chosen, depth: int = DEPTH
) -> dict[int, Near]:
    """Return the texts nearest to a meaning (float32, width, of norm 1), nearest first.

    The signs of every part are compared first; then the likeliest parts, number by number.
    """
    rows = np.flatnonzero(texts[snapshot.owners])
    if not len(rows):
        return {}
    far = differing([column[rows] for column in snapshot.signs], wanted)
    if len(rows) > _PARTS:
        rows = rows[np.argpartition(far, _PARTS)[:_PARTS]]
    read = index.meanings_of(np.unique(snapshot.owners[rows]).tolist())
    parts = np.frombuffer(b"".join(vectors for *_, vectors in read), dtype=np.int8)
    cosines = likeness(parts.reshape(-1, len(wanted)), wanted)
    counts = [len(vectors) // len(wanted) for *_, vectors in read]
    starts = np.cumsum([0, *counts[:-1]])
    nearest = np.maximum.reduceat(cosines, starts)
    near: dict[int, Near] = {}
    for row in np.argsort(-nearest, kind="stable")[:depth].tolist():
        number, places, _ = read[row]
        best = int(cosines[starts[row] : starts[row] + counts[row]].argmax())
        near[number] = Near(float(nearest[row]), spans_in(places)[best])
    return near


def together(rankings: Iterable[Sequence[int]], first: Collection[int] = ()) -> list[int]:
    """Return texts ranked several ways, best first; those of ``first`` before all others.

    Reciprocal-rank fusion (doi:10.1145/1571941.1572114): each ranking gives 1 / (60 + rank).

    >>> together([[7, 8, 9], [9, 8]]), together([[7, 8, 9], [9, 8]], first={7})
    ([9, 8, 7], [7, 9, 8])
    """
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, number in enumerate(ranking, start=1):
            scores[number] = scores.get(number, 0.0) + 1 / (_FLAT + rank)
    return sorted(scores, key=lambda number: (number not in first, -scores[number], number))


def ranks(ranking: Iterable[int]) -> Mapping[int, int]:
    """Return the rank of each text, from 1."""
    return {number: rank for rank, number in enumerate(ranking, start=1)}


def _matching(index: Index, expression: str) -> list[int]:
    if not expression:
        return []
    query = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank, rowid"
    return [number for (number,) in index.connection.execute(query, [expression])]


def _expression(query: Query, *, every: bool) -> str:
    """Return what FTS5 looks for: all the words, or any of them."""
    joint = " AND " if every else " OR "
    words = joint.join(_quoted((word,)) for word in query.words)
    pieces = [*map(_quoted, query.phrases), *([f"({words})"] if words else [])]
    if not pieces:
        return ""
    left_out = "".join(f" NOT {_quoted(term)}" for term in query.without)
    return f"({' AND '.join(pieces)}){left_out}"


def _quoted(term: Term) -> str:
    return f'"{" ".join(term)}"'


def _among(numbers: Sequence[int], texts: Chosen) -> list[int]:
    """Return the numbers of texts chosen, in their order."""
    listed = np.array(numbers, dtype=np.int64)
    listed = listed[listed < len(texts)]
    kept: list[int] = listed[texts[listed]].tolist()
    return kept


def _marked(numbers: Sequence[int], size: int) -> Chosen:
    marked = np.zeros(size, dtype=bool)
    inside = [number for number in numbers if number < size]
    marked[inside] = True
    return marked
