"""Finding the expressions of a codebook in a text: one walk of a tree of stems per word.

The time depends on the length of the text, not on the number of expressions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from rebond.understand.codebook import Codebook, Theme
from rebond.understand.polarity import shipped_model
from rebond.understand.sentences import Clause
from rebond.understand.wordlists import word_set
from rebond.understand.words import (
    LIGHT,
    LIGHT_ENGLISH,
    LIGHT_FRENCH,
    MARK,
    NUMBER,
    WORD,
    Words,
    words_of,
)

NAMES, ALONE, POSITIVE, NEGATIVE, NEVER = "words", "alone", "positive", "negative", "never"
_KINDS = (NAMES, ALONE, POSITIVE, NEGATIVE, NEVER)
_ELLIPSES = ("…", "...")
_SHORTEST_CORRECTED = 7  # letters under which a mistake is not corrected
_PAYLOAD = ""
# Little words that may: "prise rapide en charge" is not "prise en charge", "queue tres longue" is.
_BRIDGES = word_set(
    """
    tres trop si vraiment assez bien est etait sont etaient fut ete toujours tellement super
    plutot un peu tout toute encore hyper ultra extremement completement totalement vachement
    mon ma mes son sa ses notre nos votre vos leur leurs ce cet cette ces en y is was are were
    very too so really quite rather pretty my your their our his her its this that always
    extremely absolutely totally just been be still to
    """
)


@dataclass(frozen=True, slots=True)
class Match:
    """An expression of theme number ``theme`` found on tokens ``first`` to ``last`` (exclusive).

    ``kind`` is "words", "alone", "positive" or "negative"; ``name`` the normal form of what it
    names; ``size`` the number of words matched; ``exact`` False when a spelling was corrected.
    """

    theme: int
    kind: str
    first: int
    last: int
    name: str
    size: int
    exact: bool = True

    @property
    def judges(self) -> bool:
        """Whether the expression judges what it names."""
        return self.kind in (POSITIVE, NEGATIVE)


@dataclass(slots=True)
class _Entry:
    theme: int
    kind: str
    name: str
    size: int
    parts: int = 1  # parts written around "…", all wanted in the same clause
    part: int = 0
    group: int = -1
    before: tuple[str, ...] = ()  # light words wanted around a single word: "le son" is not "son"
    after: tuple[str, ...] = ()


@dataclass(slots=True)
class Matcher:
    """The expressions of a codebook in the languages wanted, ready to be looked for."""

    themes: tuple[Theme, ...]
    light: frozenset[str] = LIGHT
    root: dict[str, Any] = field(default_factory=dict)
    vocabulary: set[str] = field(default_factory=set)
    _near: dict[str, str] = field(default_factory=dict)
    _corrected: dict[str, str] = field(default_factory=dict)
    _groups: int = 0

    def add(self, theme: int, kind: str, expression: str) -> None:
        """Add one expression; one that holds no word at all is left out."""
        pieces = [expression]
        for ellipsis in _ELLIPSES:
            pieces = [part for piece in pieces for part in piece.split(ellipsis)]
        parts = [part for part in (self._part(piece) for piece in pieces) if part[0]]
        if not parts:
            return
        self._groups += 1
        name = " ".join(stem for stems, _, _ in parts for stem in stems)
        size = sum(len(stems) for stems, _, _ in parts)
        for number, (stems, before, after) in enumerate(parts):
            node = self.root
            for stem in stems:
                node = node.setdefault(stem, {})
                self.vocabulary.add(stem)
            entry = _Entry(theme, kind, name, size, len(parts), number, self._groups, before, after)
            node.setdefault(_PAYLOAD, []).append(entry)

    def _part(self, piece: str) -> tuple[list[str], tuple[str, ...], tuple[str, ...]]:
        """Return the stems of a part of an expression, and the light words a single one needs."""
        tokens = words_of(piece)
        kept = [index for index, kind in enumerate(tokens.kinds) if kind != MARK]
        heavy = [index for index in kept if tokens.folded[index] not in self.light]
        if not heavy:
            return [tokens.stems[index] for index in kept], (), ()
        stems = [tokens.stems[index] for index in heavy]
        if len(heavy) > 1:
            return stems, (), ()
        only = heavy[0]
        if tokens.kinds[only] == NUMBER:
            stems = [tokens.folded[only]]
        return (
            stems,
            tuple(tokens.folded[index] for index in kept if index < only),
            tuple(tokens.folded[index] for index in kept if index > only),
        )

    def learn_spellings(self) -> None:
        """Index the vocabulary by its forms with one letter removed, to correct spellings."""
        for stem in sorted(self.vocabulary):
            if len(stem) >= _SHORTEST_CORRECTED - 1:
                for form in _shortened(stem):
                    self._near.setdefault(form, stem)

    def find(self, words: Words, clause: Clause) -> list[Match]:
        """Return the matches of a clause, in order; the longest wins where some overlap."""
        places = [
            index
            for index in range(clause.first, clause.last)
            if words.kinds[index] != MARK and words.folded[index] not in self.light
        ] or list(range(clause.first, clause.last))
        stems = [self._known(words, index) for index in places]
        root = self.root
        found: list[tuple[_Entry, int, int]] = []
        for position, stem in enumerate(stems):
            node = root.get(stem)
            if node is not None:
                self._walk(node, position, position + 1, stems, places, words, found)
        if not found:
            return []
        return _settle(_complete(found, places, words, stems))

    def _walk(
        self,
        node: dict[str, Any],
        start: int,
        after: int,
        stems: list[str],
        places: list[int],
        words: Words,
        found: list[tuple[_Entry, int, int]],
    ) -> None:
        """Collect in ``found`` the expressions that end at ``after`` or later."""
        for entry in node.get(_PAYLOAD, ()):
            if not (entry.before or entry.after) or _surrounded(entry, words, places[start]):
                found.append((entry, start, after))
        if len(node) == (_PAYLOAD in node):
            return
        if after < len(stems):
            following = node.get(stems[after])
            if following is not None:
                self._walk(following, start, after + 1, stems, places, words, found)
            elif after + 1 < len(stems) and words.folded[places[after]] in _BRIDGES:
                following = node.get(stems[after + 1])
                if following is not None:
                    self._walk(following, start, after + 2, stems, places, words, found)

    def _known(self, words: Words, index: int) -> str:
        stem = words.stems[index]
        if words.kinds[index] == NUMBER and words.folded[index] in self.vocabulary:
            return words.folded[index]
        if stem in self.vocabulary or words.kinds[index] != WORD:
            return stem
        folded = words.folded[index]
        if len(folded) < _SHORTEST_CORRECTED:
            return stem
        corrected = self._corrected.get(stem)
        if corrected is None:
            if len(self._corrected) > 100_000:
                self._corrected.clear()
            corrected = self._corrected[stem] = self._correction(stem)
        return corrected

    def _correction(self, stem: str) -> str:
        if len(stem) < _SHORTEST_CORRECTED - 1 or stem in shipped_model().known:
            return stem
        candidates = {self._near[form] for form in _shortened(stem) if form in self._near}
        near = sorted(
            candidate
            for candidate in candidates
            if candidate[:2] == stem[:2] and _one_letter_apart(candidate, stem)
        )
        return near[0] if len(near) == 1 else stem


def _surrounded(entry: _Entry, words: Words, place: int) -> bool:
    """Tell whether the light words of a one-word expression stand beside the word found."""
    first = place - len(entry.before)
    if first < 0 or tuple(words.folded[first:place]) != entry.before:
        return False
    return tuple(words.folded[place + 1 : place + 1 + len(entry.after)]) == entry.after


def _shortened(stem: str) -> Iterable[str]:
    yield stem
    for index in range(len(stem)):
        yield stem[:index] + stem[index + 1 :]


def _one_letter_apart(one: str, other: str) -> bool:
    """Tell whether one insertion, removal, replacement or swap of neighbours separates them."""
    if len(one) < len(other):
        one, other = other, one
    if len(one) - len(other) > 1:
        return False
    first = 0
    while first < len(other) and one[first] == other[first]:
        first += 1
    if len(one) > len(other):
        return one[first + 1 :] == other[first:]
    swapped = (
        other[:first] + other[first + 1 : first + 2] + other[first : first + 1] + other[first + 2 :]
    )
    return one[first + 1 :] == other[first + 1 :] or one == swapped


def _complete(
    found: list[tuple[_Entry, int, int]], places: list[int], words: Words, stems: list[str]
) -> list[Match]:
    """Turn the entries found into matches; those in parts count when every part is there."""
    groups: dict[int, dict[int, tuple[int, int]]] = {}
    for entry, start, after in found:
        if entry.parts > 1:
            groups.setdefault(entry.group, {}).setdefault(entry.part, (start, after))
    matches = []
    for entry, start, after in found:
        first, last = start, after
        if entry.parts > 1:
            parts = groups[entry.group]
            if entry.part or len(parts) < entry.parts:
                continue
            first = min(part[0] for part in parts.values())
            last = max(part[1] for part in parts.values())
        exact = entry.parts > 1 or all(
            stems[index] == words.stems[places[index]] for index in range(first, last)
        )
        matches.append(
            Match(
                entry.theme,
                entry.kind,
                places[first],
                places[last - 1] + 1,
                entry.name,
                entry.size,
                exact,
            )
        )
    return matches


def _settle(matches: list[Match]) -> list[Match]:
    """Keep the longest of overlapping matches, drop those inside a "never", in text order."""
    banned = [(match.first, match.last, match.theme) for match in matches if match.kind == NEVER]
    kept: list[Match] = []
    by_size = sorted(
        (match for match in matches if match.kind != NEVER),
        key=lambda match: (-match.size, not match.judges, match.first, match.theme),
    )
    for match in by_size:
        inside_never = any(
            first <= match.first and match.last <= last and theme == match.theme
            for first, last, theme in banned
        )
        covered = any(
            other.first <= match.first
            and match.last <= other.last
            and (other.size > match.size or other.theme == match.theme)
            for other in kept
        )
        if not inside_never and not covered:
            kept.append(match)
    return sorted(kept, key=lambda match: (match.first, match.last, match.theme))


@lru_cache(maxsize=24)
def _matcher(version: str, languages: tuple[str, ...]) -> Matcher:
    codebook = _codebooks[version]
    themes = codebook.leaves
    matcher = Matcher(themes, _LIGHT.get(languages, LIGHT))
    for number, theme in enumerate(themes):
        for kind in _KINDS:
            by_language = getattr(theme, kind)
            for language in languages:
                for expression in by_language.get(language, ()):
                    matcher.add(number, kind, expression)
        for language in languages:
            for expression in theme.learned.get(language, ()):
                matcher.add(number, NAMES, expression)
    matcher.learn_spellings()
    return matcher


_LIGHT: dict[tuple[str, ...], frozenset[str]] = {("fr",): LIGHT_FRENCH, ("en",): LIGHT_ENGLISH}
_codebooks: dict[str, Codebook] = {}


def matcher_for(codebook: Codebook, language: str) -> Matcher:
    """Return the matcher of a codebook for a text: both languages unless it is French or English.

    An English text may name things in French and the reverse, but words that look alike would
    then count ("chat", "main", "son"): a known language looks for its own expressions only.
    """
    _codebooks[codebook.version] = codebook
    languages = (language,) if language in ("fr", "en") else ("fr", "en")
    return _matcher(codebook.version, languages)
