"""The themes that the expressions of a codebook name in a clause."""

from __future__ import annotations

from collections.abc import Sequence

from rebond.understand.matching import ALONE, POSITIVE, Match, Matcher
from rebond.understand.polarity import is_negation, negated
from rebond.understand.sentences import Clause
from rebond.understand.words import Words


def themes_named(
    matcher: Matcher, words: Words, clause: Clause
) -> tuple[dict[int, list[Match]], set[int]]:
    """Return the matches of a clause by theme, and the themes that only a thing sold stands for.

    These count for nothing where the clause names another specific theme.
    """
    by_theme: dict[int, list[Match]] = {}
    for match in matcher.find(words, clause):
        by_theme.setdefault(match.theme, []).append(match)
    things = {
        theme
        for theme, matches in by_theme.items()
        if matcher.themes[theme].specific and all(match.kind == ALONE for match in matches)
    }
    if things and len(things) < sum(matcher.themes[theme].specific for theme in by_theme):
        by_theme = {theme: found for theme, found in by_theme.items() if theme not in things}
        things = set()
    return by_theme, things


def judging(matches: Sequence[Match]) -> Match | None:
    """Return the longest match that judges by itself, None when none does."""
    found = [match for match in matches if match.judges]
    return max(found, key=lambda match: match.size) if found else None


def proving(matches: Sequence[Match], main: Match) -> list[Match]:
    """Return the matches of a theme that prove it: with one that judges, those beside it only."""
    if not main.judges:
        return list(matches)
    return [
        match
        for match in matches
        if match.judges or min(abs(main.first - match.last), abs(match.first - main.last)) <= 2
    ]


def by_nature(match: Match, words: Words, clause: Clause) -> int:
    """Return the polarity of an expression that judges, turned when a negation precedes it."""
    polarity = 1 if match.kind == POSITIVE else -1
    inside = any(is_negation(words.folded[index]) for index in range(match.first, match.last))
    negated_here = negated(words, clause)[match.first - clause.first] and not inside
    return -polarity if negated_here else polarity
