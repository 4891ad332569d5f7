"""Which ready-made codebook fits a set of texts: the one whose words they use more than others.

Each sector's codebook is read as a bag of the stems of its expressions. A stem that every sector
has tells nothing; one that a sector has more than the others tells for it. A large codebook has no
advantage: what counts is the share of its stems, not their number.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache

from rebond.understand.codebook import Codebook, load_codebook, ready_made
from rebond.understand.matching import matcher_for
from rebond.understand.sentences import clauses_of
from rebond.understand.stopwords import STOP_WORDS
from rebond.understand.words import WORD, words_of

GENERIC = "generic"
_SAMPLE = 2_000
_COVERED_SAMPLE = 400  # texts on which the sector is compared with the generic codebook
# A sector is preferred to the generic codebook while it covers this share of what that one covers.
_SECTOR_PREFERENCE = 0.9
_COMMON = 100.0  # expressions that every sector is given, spread as all sectors' together


def choose_codebook(texts: Sequence[str], languages: Sequence[str]) -> Codebook:
    """Return the ready-made codebook that fits the texts, looked for on at most 2,000 of them.

    The sector whose stems the texts hold most, for their share in all sectors, is taken; the
    generic codebook when it covers clearly more texts, or when no text holds a telling stem. The
    texts looked at are spread evenly, so the choice depends on them only.
    """
    some, spoken = _spread(texts, _SAMPLE), _spread(languages, _SAMPLE)
    told = _told_by_sector()
    scores = dict.fromkeys(sorted(told), 0.0)
    for text, language in zip(some, spoken, strict=True):
        for stem in _stems(text):
            for sector, weights in told.items():
                scores[sector] += weights.get((stem, language), weights.get((stem, ""), 0.0))
    best = max(scores, key=lambda sector: scores[sector], default=GENERIC)
    if not any(scores.values()):
        return load_codebook(GENERIC)
    few, spoken_few = _spread(some, _COVERED_SAMPLE), _spread(spoken, _COVERED_SAMPLE)
    fitting, generic = load_codebook(best), load_codebook(GENERIC)
    if _covered(few, spoken_few, fitting) < _SECTOR_PREFERENCE * _covered(few, spoken_few, generic):
        return generic
    return fitting


def _spread(values: Sequence[str], most: int) -> list[str]:
    return list(values[:: max(1, len(values) // most)])


def _stems(text: str) -> set[str]:
    words = words_of(text)
    return {
        stem
        for stem, folded, kind in zip(words.stems, words.folded, words.kinds, strict=True)
        if kind == WORD and len(folded) > 2 and folded not in STOP_WORDS
    }


@cache
def _told_by_sector() -> dict[str, dict[tuple[str, str], float]]:
    """Return what each stem tells for each sector: a logarithm of ratios, by language.

    The language "" holds both, for texts whose language is another or unknown.
    """
    counts = {
        identifier: _counts(load_codebook(identifier))
        for identifier in ready_made()
        if identifier != GENERIC
    }
    totals = {
        sector: {
            language: sum(n for (_, own), n in of.items() if own == language) or 1
            for language in ("fr", "en", "")
        }
        for sector, of in counts.items()
    }
    shared: dict[tuple[str, str], float] = defaultdict(float)
    for sector, of in counts.items():
        for key, count in of.items():
            shared[key] += count / totals[sector][key[1]] / len(counts)
    return {
        sector: {
            key: math.log(
                (of.get(key, 0.0) + _COMMON * share) / (totals[sector][key[1]] + _COMMON) / share
            )
            for key, share in shared.items()
        }
        for sector, of in counts.items()
    }


def _counts(codebook: Codebook) -> Counter[tuple[str, str]]:
    """Return how many expressions of the specific themes hold each stem, by language."""
    counts: Counter[tuple[str, str]] = Counter()
    for theme in codebook.leaves:
        if not theme.specific:
            continue
        for kind in (theme.words, theme.alone, theme.positive, theme.negative, theme.examples):
            for language, listed in kind.items():
                for expression in listed:
                    for stem in _stems(expression):
                        counts[stem, language] += 1
                        counts[stem, ""] += 1
    return counts


def _covered(texts: Sequence[str], languages: Sequence[str], codebook: Codebook) -> int:
    """Return how many texts hold a specific theme of a codebook."""
    return sum(
        _has_theme(text, language, codebook)
        for text, language in zip(texts, languages, strict=True)
    )


def _has_theme(text: str, language: str, codebook: Codebook) -> bool:
    matcher = matcher_for(codebook, language)
    words = words_of(text)
    return any(
        matcher.themes[match.theme].specific
        for clause in clauses_of(text, words)
        for match in matcher.find(words, clause)
    )
