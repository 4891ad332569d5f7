"""The engine that ships: what the encoder judges, under themes that expressions or meaning tell.

Each text is cut into clauses, read together by the encoder: targets, how each is judged, and how
each clause is. A target, or a clause, goes under the themes that the codebook's expressions find
there, else under the theme whose texts name the closest, if one comes out ahead. What
expressions find where the encoder sees no target is judged as its clause is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pyarrow as pa

from rebond.understand.codebook import Codebook
from rebond.understand.encoder import SMALL, Encoded, Encoder, Sides, shipped_encoder
from rebond.understand.intents import asked, intent_by
from rebond.understand.judging import Shares, judged
from rebond.understand.matching import Match, Matcher, matcher_for
from rebond.understand.meaning import Floats, ThemeMeanings, meanings_for
from rebond.understand.naming import by_nature, judging, proving, themes_named
from rebond.understand.opinion import Opinion, table_of
from rebond.understand.polarity import PolarityModel, nearness, shipped_model
from rebond.understand.proof import Place, Weighed, proof_of, weighed
from rebond.understand.sentences import clauses_of
from rebond.understand.targets import name_of, target_of
from rebond.understand.words import Words, words_of
from rebond.vocabulary import Intent

_VERSION = "reader-1"  # changes when the code that reads changes its answers
_BESIDE = 6  # tokens between a target and the expression that judges it without naming it


@dataclass(frozen=True)
class _Target:
    """A target in a clause: its tokens (end exclusive), what it names."""

    place: Place
    meaning: Floats


@dataclass(frozen=True)
class _Read:
    """A clause with all that the encoder and the expressions say of it."""

    model: PolarityModel
    weighed: Weighed
    language: str
    targets: list[_Target]
    sides: Sides
    shares: Shares
    asks: Intent | None

    def judged(self, place: Place | None, weights: list[int], nature: int) -> tuple[int, float]:
        """Return how tokens are judged, or the clause without any, and its probability."""
        words = self.weighed.words
        found = None
        if place:
            found = self.sides.at(words.starts[place[0]], words.ends[place[1] - 1])
        told = None if found is None else tuple(found.tolist())
        by_words = self.model.probabilities(self.weighed.scores, weights)
        return judged(told, self.shares, by_words, nature)


@dataclass(frozen=True)
class _Text:
    """A text and its clauses, before the encoder reads it."""

    text: str
    language: str
    words: Words
    clauses: list[Weighed]

    @property
    def spans(self) -> list[Place]:
        """Return the code points of each clause."""
        words = self.words
        return [
            (words.starts[read.clause.first], words.ends[read.clause.last - 1])
            for read in self.clauses
        ]


@dataclass(frozen=True)
class ShippedEngine:
    """The engine of the package; get it by `shipped_engine`. ``words`` find what proves."""

    encoder: Encoder
    words: PolarityModel

    @property
    def model_version(self) -> str:
        """Version of the code, of the weights of the encoder and of those of the words."""
        return f"{_VERSION}+{self.encoder.version}+{self.words.version}"

    def read(self, texts: Sequence[str], languages: Sequence[str], codebook: Codebook) -> pa.Table:
        """Return the opinions of the texts (`rebond.schemas.OPINIONS_OF_TEXTS`)."""
        cut = [self._cut(*pair) for pair in zip(texts, languages, strict=True)]
        encoded = self.encoder.read_texts(
            texts,
            [one.spans for one in cut],
            [[read.clause.sentence for read in one.clauses] for one in cut],
        )
        meanings = meanings_for(codebook, self.encoder)
        found = [
            self._of_text(one, said, matcher_for(codebook, one.language), meanings)
            for one, said in zip(cut, encoded, strict=True)
        ]
        return table_of(found, self.model_version, codebook.version)

    def _cut(self, text: str, language: str) -> _Text:
        words = words_of(text)
        read = [weighed(self.words, words, clause) for clause in clauses_of(text, words)]
        return _Text(text, language, words, [one for one in read if one.places])

    def _of_text(
        self, text: _Text, said: Encoded, matcher: Matcher, meanings: ThemeMeanings
    ) -> list[Opinion]:
        written = [text.text[start:end] for start, end in text.spans]
        opinions: list[Opinion] = []
        for row, (read, asks) in enumerate(
            zip(text.clauses, _asked(text, written, said), strict=True)
        ):
            targets = _targets(text.words, said, row)
            shares = tuple(said.polarity[row].tolist())
            clause = _Read(self.words, read, text.language, targets, said.sides, shares, asks)
            opinions += _of_clause(clause, matcher, meanings)
        return opinions


def _asked(text: _Text, written: Sequence[str], said: Encoded) -> list[Intent | None]:
    """Return which clauses of a text suggest or ask, sentence by sentence."""
    numbers = [read.clause.sentence for read in text.clauses]
    found: list[Intent | None] = []
    for number in dict.fromkeys(numbers):
        rows = [row for row, other in enumerate(numbers) if other == number]
        judged_here = [float(max(said.polarity[row][0], said.polarity[row][2])) for row in rows]
        clauses = [written[row] for row in rows]
        found += asked(clauses, text.language, said.intents[rows[0]].tolist(), judged_here)
    return found


def _targets(words: Words, said: Encoded, row: int) -> list[_Target]:
    """Return the targets of a clause, in tokens."""
    found = []
    for target, meaning in zip(said.targets[row], said.meanings[row], strict=True):
        inside = [
            index
            for index in range(len(words))
            if words.starts[index] < target.end and words.ends[index] > target.start
        ]
        if inside:
            found.append(_Target((inside[0], inside[-1] + 1), meaning))
    return found


def _of_clause(read: _Read, matcher: Matcher, meanings: ThemeMeanings) -> list[Opinion]:
    words, clause = read.weighed.words, read.weighed.clause
    by_theme, things = themes_named(matcher, words, clause)
    touched = {
        number
        for number, target in enumerate(read.targets)
        if any(_touches(target, matches) for matches in by_theme.values())
    }
    opinions: dict[tuple[str | None, str], Opinion] = {}
    used = set(touched)
    for theme, matches in by_theme.items():
        own = [n for n in sorted(touched) if _touches(read.targets[n], matches)]
        if theme in things and not own:
            continue  # a thing that is named, and not judged
        if not own:
            own = _beside(read, matches, set(range(len(read.targets))) - touched)
            used.update(own)
        judged_here: list[_Target | None] = [read.targets[number] for number in own]
        for target in judged_here or [None]:
            opinion = _of_theme(read, matches, target, matcher.themes[theme].id)
            opinions.setdefault((opinion.theme, opinion.target), opinion)
    for number, target in enumerate(read.targets):
        if number not in used:
            opinion = _of_target(read, target, meanings)
            opinions.setdefault((opinion.theme, opinion.target), opinion)
    if not opinions:
        return _without_target(read)
    return sorted(opinions.values(), key=lambda opinion: (opinion.start, opinion.end))


def _touches(target: _Target, matches: Sequence[Match]) -> bool:
    first, last = target.place
    return any(match.first < last and match.last > first for match in matches)


def _beside(read: _Read, matches: Sequence[Match], free: set[int]) -> list[int]:
    """Return the target that an expression judges without naming it ("the carts are dirty")."""
    near = [
        (max(target.place[0] - match.last, match.first - target.place[1]), number)
        for number, target in enumerate(read.targets)
        if number in free
        for match in matches
    ]
    return [min(near)[1]] if near and min(near)[0] <= _BESIDE else []


def _of_theme(read: _Read, matches: Sequence[Match], target: _Target | None, theme: str) -> Opinion:
    """Return the opinion of a theme that expressions name, on one of their targets if any."""
    words, clause, places, _ = read.weighed
    judge = judging(matches)
    match = judge or matches[0]
    nature = by_nature(judge, words, clause) if judge else 0
    weights = nearness(words, places, match.first, match.last)
    place = target.place if target else (match.first, match.last)
    polarity, confidence = read.judged(place, weights, nature)
    naming = [one for one in matches if not one.judges]
    if target:
        name = name_of(words, *target.place)
    else:
        name = target_of(words, match) or (target_of(words, naming[0]) if naming else "")
    named = [(one.first, one.last) for one in proving(matches, match)]
    if target:
        named.append(target.place)
    return _opinion(read, polarity, confidence, named, weights, bool(judge), name, theme)


def _of_target(read: _Read, target: _Target, meanings: ThemeMeanings) -> Opinion:
    """Return the opinion of a target that no expression names."""
    words, _, places, _ = read.weighed
    name = name_of(words, *target.place)
    theme, sure = meanings.theme(target.meaning)
    weights = nearness(words, places, *target.place)
    polarity, confidence = read.judged(target.place, weights, 0)
    return _opinion(read, polarity, confidence * sure, [target.place], weights, False, name, theme)


def _without_target(read: _Read) -> list[Opinion]:
    """Return the opinion of a clause where nothing is named, if it says something."""
    words, clause, places, _ = read.weighed
    weights = nearness(words, places, -1, -1)
    polarity, confidence = read.judged(None, weights, 0)
    name = target_of(words, None, clause, read.language)
    opinion = _opinion(read, polarity, confidence, [], weights, False, name, None)
    return [] if opinion.intent == Intent.OTHER.value else [opinion]


def _opinion(
    read: _Read,
    polarity: int,
    confidence: float,
    named: list[Place],
    weights: list[int],
    judges: bool,
    target: str,
    theme: str | None,
) -> Opinion:
    if read.asks == Intent.SUGGESTION and (polarity > 0 or not judges):
        polarity = 0  # "a bench would be great" asks for what is not there, and judges nothing else
    intent = (read.asks or intent_by(polarity)).value
    start, end = proof_of(read.weighed, polarity, named, weights, judges)
    return Opinion(start, end, target, theme, polarity, intent, confidence)


@cache
def encoder_engine(size: str = SMALL) -> ShippedEngine:
    """Return the engine of the package, loaded at first use; errors as in `open_encoder`."""
    return ShippedEngine(shipped_encoder(size), shipped_model())
