"""Texts ranked by their words, by their meaning, and by both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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


def by_words(index: Index, query: Query, texts: Chosen) -> tuple[list[int], int]:
    """Return the numbers of the texts that hold words, best first, and how many hold all of them.

    Those that hold all the words come first, then those that hold some; phrases are always there,
    words left out never. Each group is ordered by BM25.
    """
    every = _matching(index, _expression(query, every=True))
    whole = [number for number in every if _is_in(texts, number)]
    found = whole[:DEPTH]
    if len(found) < DEPTH and len(query.words) > 1:
        known = set(whole)
        some = _matching(index, _expression(query, every=False))
        others = (number for number in some if _is_in(texts, number) and number not in known)
        found += list(others)[: DEPTH - len(found)]
    return found, len(whole)


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
    near: dict[int, Near] = {}
    numbers = np.unique(snapshot.owners[rows]).tolist()
    for number, places, vectors in index.meanings_of(numbers):
        parts = np.frombuffer(vectors, dtype=np.int8).reshape(-1, len(wanted))
        cosines = likeness(parts, wanted)
        best = int(cosines.argmax())
        near[number] = Near(float(cosines[best]), spans_in(places)[best])
    ordered = sorted(near, key=lambda number: (-near[number].likeness, number))
    return {number: near[number] for number in ordered[:depth]}


def together(rankings: Iterable[Sequence[int]]) -> dict[int, float]:
    """Return texts ranked several ways with their scores, best first.

    Reciprocal-rank fusion (doi:10.1145/1571941.1572114): each ranking gives 1 / (60 + rank).

    >>> list(together([[7, 8, 9], [9, 8]]))
    [9, 8, 7]
    """
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, number in enumerate(ranking, start=1):
            scores[number] = scores.get(number, 0.0) + 1 / (_FLAT + rank)
    return dict(sorted(scores.items(), key=lambda item: (-item[1], item[0])))


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


def _is_in(texts: Chosen, number: int) -> bool:
    return number < len(texts) and bool(texts[number])


def _marked(numbers: Sequence[int], size: int) -> Chosen:
    marked = np.zeros(size, dtype=bool)
    inside = [number for number in numbers if number < size]
    marked[inside] = True
    return marked
