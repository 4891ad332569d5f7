"""Expressions that tell a theme, found in texts that people coded.

They show what was learned, and give the words that prove an opinion. At least three people must
have used an expression, so that none tells who wrote.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from rebond.understand.sentences import clauses_of
from rebond.understand.stopwords import GENERAL, STOP_WORDS
from rebond.understand.themes import LANGUAGES, Expressions
from rebond.understand.words import WORD, words_of

_LONGEST = 3  # words
_LEAST_PEOPLE = 3
_LEAST_PRECISION = 0.7
_LEAST_BOUND = 0.4  # of the lower end of the precision's interval
_LEAST_ADDED = 2  # texts that an expression must find and the better ones do not
_MOST = 25  # expressions of a theme in a language
_Z = 1.28  # of a one-sided bound at 90 %


@dataclass
class _Seen:
    texts: set[int] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    written: Counter[str] = field(default_factory=Counter)


def telling_expressions(
    texts: Sequence[str],
    languages: Sequence[str],
    people: Sequence[str],
    coded: Sequence[AbstractSet[str]],
    themes: Sequence[str],
) -> Mapping[str, Expressions]:
    """Return the expressions that tell each theme, the surest first.

    Parameters
    ----------
    texts, languages, people : what was coded, its language and who wrote it ("" when not known,
        each text then being somebody's own).
    coded : the themes of each text.
    themes : those to find expressions for.

    Returns
    -------
    mapping
        Theme to expressions by language; themes without any are left out. At least 70 % of the
        texts that hold an expression have the theme.
    """
    found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for language in LANGUAGES:
        rows = [row for row, spoken in enumerate(languages) if spoken == language]
        seen = _seen(rows, texts, people)
        for theme in themes:
            having = {row for row in rows if theme in coded[row]}
            kept = _chosen(seen, having)
            if kept:
                found[theme][language] = kept
    return dict(found)


def _seen(
    rows: Sequence[int], texts: Sequence[str], people: Sequence[str]
) -> dict[tuple[str, ...], _Seen]:
    """Return, for each run of stems that could be an expression, where it was seen."""
    seen: dict[tuple[str, ...], _Seen] = defaultdict(_Seen)
    for row in rows:
        words = words_of(texts[row])
        person = people[row] or f"row {row}"
        for clause in clauses_of(texts[row], words):
            for first in range(clause.first, clause.last):
                for last in range(first + 1, min(first + _LONGEST, clause.last) + 1):
                    if words.kinds[last - 1] != WORD:
                        break
                    if _may_stand(words.folded[first:last]):
                        one = seen[tuple(words.stems[first:last])]
                        one.texts.add(row)
                        one.people.add(person)
                        span = texts[row][words.starts[first] : words.ends[last - 1]]
                        one.written[" ".join(span.lower().split())] += 1
    return {stems: one for stems, one in seen.items() if len(one.people) >= _LEAST_PEOPLE}


def _may_stand(folded: Sequence[str]) -> bool:
    """Tell whether words could be an expression: its ends say something, one of them a lot."""
    ends = (folded[0], folded[-1])
    if any(word in STOP_WORDS or len(word) < 3 for word in ends):
        return False
    return len(folded) > 1 or folded[0] not in GENERAL


def _chosen(seen: Mapping[tuple[str, ...], _Seen], having: AbstractSet[int]) -> tuple[str, ...]:
    """Return the expressions that tell a theme, each adding texts to those of the surer ones."""
    ranked = []
    for stems, one in seen.items():
        right = len(one.texts & having)
        if right < _LEAST_PEOPLE or right < _LEAST_PRECISION * len(one.texts):
            continue
        bound = _lower_bound(right, len(one.texts))
        if bound >= _LEAST_BOUND:
            ranked.append((-bound, -right, stems))
    kept: list[str] = []
    covered: set[int] = set()
    for _, _, stems in sorted(ranked):
        one = seen[stems]
        added = (one.texts & having) - covered
        if len(added) >= _LEAST_ADDED:
            covered |= added
            kept.append(max(one.written, key=lambda form: (one.written[form], form)))
        if len(kept) == _MOST:
            break
    return tuple(kept)


def _lower_bound(right: int, total: int) -> float:
    """Return the lower end of Wilson's interval of a share, one-sided at 90 %."""
    share, square = right / total, _Z**2
    middle = share + square / (2 * total)
    half = _Z * math.sqrt(share * (1 - share) / total + square / (4 * total**2))
    return (middle - half) / (1 + square / total)
