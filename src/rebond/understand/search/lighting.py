"""What is lit in a voice that was found: the words looked for, the part that means it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rebond.understand.search.queries import Query, Term, Token, tokens_of

WORDS, MEANING = "words", "meaning"


class Lit(NamedTuple):
    """Code points of a voice (end exclusive) and why they are lit: "words" or "meaning"."""

    start: int
    end: int
    by: str


def lit_words(text: str, query: Query) -> list[Lit]:
    """Return the words and phrases of a query that stand in a text, in order, without overlap.

    >>> from rebond.understand.search.queries import parse
    >>> lit_words("Vendeuse polie, file d’attente", parse('vendeuses "file d’attente"'))
    [Lit(start=0, end=8, by='words'), Lit(start=16, end=30, by='words')]
    """
    tokens = tokens_of(text)
    words = set(query.words)
    spans = [(token.start, token.end) for token in tokens if token.stem in words]
    for phrase in query.phrases:
        spans += _places(tokens, phrase)
    lit: list[Lit] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not lit or start >= lit[-1].end:
            lit.append(Lit(start, end, WORDS))
    return lit


def _places(tokens: Sequence[Token], phrase: Term) -> list[tuple[int, int]]:
    stems = [token.stem for token in tokens]
    size = len(phrase)
    return [
        (tokens[first].start, tokens[first + size - 1].end)
        for first in range(len(tokens) - size + 1)
        if tuple(stems[first : first + size]) == phrase
    ]
