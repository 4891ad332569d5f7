"""Expressions lent by the codebooks that ship to the themes of a company's plan.

A theme called "Attente en caisse" is looked for by the expressions of the shipped theme that its
label names. Each shipped theme lends to one theme only, the one whose label is nearest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import pyarrow as pa

from rebond.understand.codebook import load_codebook, ready_made
from rebond.understand.coding.plans import is_hollow
from rebond.understand.matching import matcher_for
from rebond.understand.sentences import clauses_of
from rebond.understand.stopwords import GENERAL, STOP_WORDS
from rebond.understand.themes import EXPRESSIONS, LANGUAGES, Codebook, Theme, joined
from rebond.understand.words import MARK, words_of

_LENT = tuple(kind for kind in EXPRESSIONS if kind not in ("examples", "learned"))
_PIECES = re.compile(r"\s*(?:/|,|;|&|\bet\b|\band\b|\bou\b|\bor\b|\(|\)|\s-\s)\s*", re.IGNORECASE)
_NEAREST = 0.5  # likeness of labels that is enough without any expression found
_LEAST = 0.4  # likeness under which nothing is lent
_SAME_SECTOR = 0.3  # what the codebook that lends most adds to the likeness of its themes
_LONGEST = 3  # words of a piece of a label that is looked for as it is


class Loan(NamedTuple):
    """A theme of the plan, and the shipped theme whose expressions it takes."""

    theme: str
    codebook: str
    lent: str


def borrow(codebook: Codebook, language: str | None = None) -> tuple[Codebook, tuple[Loan, ...]]:
    """Return the codebook with expressions on the themes that lack them, and who lent them.

    A theme that no shipped theme stands for is looked for by the words of its own label.
    ``language`` is that of the labels, "fr" or "en"; guessed from all of them when not given.
    """
    spoken = language or _language(codebook)
    wanting = [
        theme for theme in codebook.leaves if not theme.named and not is_hollow(theme.label.fr)
    ]
    likeness = {
        (theme.id, identifier, lent): near
        for theme in wanting
        for identifier in ready_made()
        for lent, near in _near(theme, load_codebook(identifier), spoken).items()
        if near >= _LEAST
    }
    totals: dict[str, float] = {}
    for (_, identifier, _), near in likeness.items():
        totals[identifier] = totals.get(identifier, 0.0) + near
    usual = max(totals.values(), default=1.0)

    def rank(key: tuple[str, str, str]) -> tuple[float, tuple[str, str, str]]:
        return -(likeness[key] + _SAME_SECTOR * totals[key[1]] / usual), key

    ranked = sorted(likeness, key=rank)
    loans: dict[str, Loan] = {}
    lent: set[str] = set()
    for theme, identifier, source in ranked:
        # The same theme ids come in several codebooks: what one lends no other does.
        if theme not in loans and source not in lent:
            loans[theme] = Loan(theme, identifier, source)
            lent.add(source)
    themes = tuple(
        _with_expressions(theme, loans.get(theme.id), wanting, spoken) for theme in codebook.themes
    )
    return replace(codebook, themes=themes), tuple(loans.values())


def _near(theme: Theme, lender: Codebook, language: str) -> Mapping[str, float]:
    """Return the shipped themes that a label stands for, each with its likeness to it."""
    found: dict[str, float] = {}
    label = getattr(theme.label, language)
    matcher = matcher_for(lender, language)
    words = words_of(label)
    size = max(1, len(_stems(label)))
    for clause in clauses_of(label, words):
        for match in matcher.find(words, clause):
            source = matcher.themes[match.theme]
            if source.specific:
                covered = min(1.0, match.size / size)
                found[source.id] = max(found.get(source.id, 0.0), 0.5 * covered)
    for source in lender.leaves:
        alike = _alike(label, getattr(source.label, language)) if source.specific else 0.0
        if source.id in found or alike >= _NEAREST:
            found[source.id] = found.get(source.id, 0.0) + alike
    return found


def _language(codebook: Codebook) -> str:
    """Return "fr" or "en", whichever the labels look like together."""
    from rebond.listen.texts.language import languages

    labels = ". ".join(theme.label.fr for theme in codebook.themes)
    found: str = languages(pa.array([labels], pa.string()))[0].as_py()
    return found if found in LANGUAGES else "fr"


def _alike(one: str, other: str) -> float:
    """Return the share of the stems of two labels that both have."""
    first, second = _stems(one), _stems(other)
    return len(first & second) / len(first | second) if first | second else 0.0


def _stems(label: str) -> set[str]:
    words = words_of(label)
    return {
        stem
        for stem, folded, kind in zip(words.stems, words.folded, words.kinds, strict=True)
        if kind != MARK and folded not in STOP_WORDS
    }


def _with_expressions(theme: Theme, loan: Loan | None, wanting: list[Theme], spoken: str) -> Theme:
    if theme not in wanting:
        return theme
    named = _own_words(theme, spoken)
    if loan is None:
        return replace(theme, words=named)
    source = load_codebook(loan.codebook).theme(loan.lent)
    kinds = {kind: getattr(source, kind) for kind in _LENT}
    kinds["words"] = joined(kinds["words"], named)
    return replace(theme, **kinds)


def _own_words(theme: Theme, language: str) -> Mapping[str, tuple[str, ...]]:
    """Return the pieces of a label that can be looked for as they are."""
    pieces = [piece.strip() for piece in _PIECES.split(getattr(theme.label, language))]
    kept = [
        piece.lower()
        for piece in pieces
        if piece and 0 < len(_stems(piece)) <= _LONGEST and not _says_nothing(piece)
    ]
    return {language: tuple(dict.fromkeys(kept))} if kept else {}


def _says_nothing(piece: str) -> bool:
    words = words_of(piece)
    return all(folded in STOP_WORDS | GENERAL or len(folded) < 3 for folded in words.folded)
