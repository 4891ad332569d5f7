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


def covered_words(
    texts: Sequence[str], languages: Sequence[str], codebook: Codebook
) -> list[set[int]]:
    """Return, for each text, the tokens on which the codebook finds a specific theme."""
    found: list[set[int]] = []
    for text, language in zip(texts, languages, strict=True):
        matcher = matcher_for(codebook, language)
        words = words_of(text)
        found.append(
            {
                place
                for clause in clauses_of(text, words)
                for match in matcher.find(words, clause)
                if matcher.themes[match.theme].specific
                for place in range(match.first, match.last)
            }
        )
    return found


def choose_codebook(texts: Sequence[str], languages: Sequence[str]) -> Codebook:
    """Return the ready-made codebook that fits the texts, looked for on at most 2,000 of them.

    A word that several codebooks cover counts for each by its share: what tells a sector is what
    only its codebook names. The generic codebook is chosen when the best sector says something of
    clearly fewer texts. The texts looked at are spread evenly, so the choice depends on them only.
    """
    step = max(1, len(texts) // _SAMPLE)
    some, spoken = list(texts[::step]), list(languages[::step])
    covered = {
        identifier: covered_words(some, spoken, load_codebook(identifier))
        for identifier in ready_made()
    }
    sectors = sorted(identifier for identifier in covered if identifier != GENERIC)
    scores = dict.fromkeys(sectors, 0.0)
    for row in range(len(some)):
        for place in set().union(*(covered[identifier][row] for identifier in sectors)):
            owners = [identifier for identifier in sectors if place in covered[identifier][row]]
            for identifier in owners:
                scores[identifier] += 1 / len(owners) ** 2
    best = max(sectors, key=lambda identifier: scores[identifier], default=GENERIC)
    texts_told = {identifier: sum(map(bool, rows)) for identifier, rows in covered.items()}
    if texts_told.get(best, 0) < _SECTOR_PREFERENCE * texts_told.get(GENERIC, 0):
        return load_codebook(GENERIC)
    return load_codebook(best)
