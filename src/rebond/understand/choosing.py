"""Which ready-made codebook fits a set of texts: the one that says what most of them talk about."""

from __future__ import annotations

from collections.abc import Sequence

from rebond.understand.codebook import Codebook, load_codebook, ready_made
from rebond.understand.matching import matcher_for
from rebond.understand.sentences import clauses_of
from rebond.understand.words import words_of

GENERIC = "generic"
_SAMPLE = 2_000
# A sector is preferred to the generic codebook while it covers this share of what that one covers.
_SECTOR_PREFERENCE = 0.9


def coverage(texts: Sequence[str], languages: Sequence[str], codebook: Codebook) -> float:
    """Return the mean, over the texts, of the share of their clauses with a specific theme.

    0 without any text; between 0 and 1.
    """
    total = 0.0
    for text, language in zip(texts, languages, strict=True):
        matcher = matcher_for(codebook, language)
        words = words_of(text)
        clauses = clauses_of(text, words)
        covered = sum(
            any(matcher.themes[match.theme].specific for match in matcher.find(words, clause))
            for clause in clauses
        )
        total += covered / len(clauses) if clauses else 0.0
    return total / len(texts) if texts else 0.0


def choose_codebook(texts: Sequence[str], languages: Sequence[str]) -> Codebook:
    """Return the ready-made codebook that covers the texts best, looked for on at most 2,000.

    The texts looked at are spread evenly, so the choice depends on nothing but them.
    """
    step = max(1, len(texts) // _SAMPLE)
    some, spoken = list(texts[::step]), list(languages[::step])
    shares = {
        identifier: coverage(some, spoken, load_codebook(identifier)) for identifier in ready_made()
    }
    sectors = {identifier: share for identifier, share in shares.items() if identifier != GENERIC}
    if not sectors:
        return load_codebook(GENERIC)
    best = max(sectors, key=lambda identifier: (sectors[identifier], identifier))
    if GENERIC in shares and sectors[best] < _SECTOR_PREFERENCE * shares[GENERIC]:
        return load_codebook(GENERIC)
    return load_codebook(best)
