"""The engine of rules: expressions of the codebook and a linear polarity model.

It needs nothing but numpy, starts in milliseconds and reads thousands of texts a second, without
understanding more than words. Each text is read alone: what surrounds it changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pyarrow as pa

from rebond.understand.codebook import Codebook
from rebond.understand.courtesies import without_courtesies
from rebond.understand.intents import intent_of
from rebond.understand.matching import Match, Matcher, matcher_for
from rebond.understand.naming import by_nature, judging, proving, themes_named
from rebond.understand.opinion import Opinion, table_of
from rebond.understand.polarity import PolarityModel, leaning, nearness, shipped_model
from rebond.understand.proof import Weighed, proof_of, weighed
from rebond.understand.sentences import clauses_of
from rebond.understand.targets import target_of
from rebond.understand.words import words_of
from rebond.vocabulary import Intent

_VERSION = "rules-3"  # changes when the code that reads changes its answers
_CLEAR = 0.45  # probability under which neither side is told
_APART = 0.12  # difference of the two sides under which neither is
_JUDGED = 0.6  # probability from which a clause judges the thing it names
_A_FEW = 4  # words of an answer that judges without a sentence
_A_NAME = 2  # words of an answer that names something and nothing else
_SURE = 0.9  # confidence of an expression that judges by itself


@dataclass(frozen=True)
class _Read:
    """A clause being read: what its words weigh, how the rest of the text leans."""

    weighed: Weighed
    around: float
    written: str
    language: str


@dataclass(frozen=True)
class RuleEngine:
    """The engine of rules; get the one of the package by `rules_engine`."""

    model: PolarityModel

    @property
    def model_version(self) -> str:
        """Version of the rules and of the weights."""
        return f"{_VERSION}+{self.model.version}"

    def read(self, texts: Sequence[str], languages: Sequence[str], codebook: Codebook) -> pa.Table:
        """Return the opinions of the texts (`rebond.schemas.OPINIONS_OF_TEXTS`)."""
        found = [
            self.opinions_of(text, matcher_for(codebook, language), language)
            for text, language in zip(texts, languages, strict=True)
        ]
        return table_of(found, self.model_version, codebook.version)

    def opinions_of(self, text: str, matcher: Matcher, language: str) -> list[Opinion]:
        """Return the opinions of one text, in the order of the text."""
        words = words_of(text)
        clauses = without_courtesies(text, words, clauses_of(text, words))
        read = [weighed(self.model, words, clause) for clause in clauses]
        leans: dict[int, int] = {}
        sizes: dict[int, int] = {}
        for one in read:
            own = one.clause.sentence
            leans[own] = leans.get(own, 0) + sum(score[2] - score[0] for score in one.scores)
            sizes[own] = sizes.get(own, 0) + len(one.places)
        whole, size = sum(leans.values()), sum(sizes.values())
        opinions: list[Opinion] = []
        for one in read:
            if one.places:
                # The other sentences only: two clauses of one sentence are often opposed.
                own = one.clause.sentence
                around = leaning(whole - leans[own], size - sizes[own])
                written = text[words.starts[one.clause.first] : words.ends[one.clause.last - 1]]
                opinions += self._of_clause(_Read(one, around, written, language), matcher)
        return opinions

    def _of_clause(self, read: _Read, matcher: Matcher) -> list[Opinion]:
        by_theme, things = themes_named(matcher, read.weighed.words, read.weighed.clause)
        if not by_theme:
            return self._without_theme(read)
        opinions = []
        for theme, matches in by_theme.items():
            opinion = self._of_theme(read, matches, matcher.themes[theme].id)
            if theme not in things or _tells(opinion, read):
                opinions.append(opinion)
        return sorted(opinions, key=lambda opinion: (opinion.start, opinion.end))

    def _of_theme(self, read: _Read, matches: list[Match], theme: str) -> Opinion:
        words, clause, places, scores = read.weighed
        judge = judging(matches)
        match = judge or matches[0]
        weights = nearness(words, places, match.first, match.last)
        if judge:
            polarity, confidence = by_nature(judge, words, clause), _SURE
        else:
            shares = self.model.probabilities(scores, weights, read.around)
            polarity, confidence = _likeliest(shares)
        naming = [one for one in matches if not one.judges]
        target = target_of(words, match) or (target_of(words, naming[0]) if naming else "")
        return _opinion(read, weights, polarity, confidence, proving(matches, match), target, theme)

    def _without_theme(self, read: _Read) -> list[Opinion]:
        """Return the opinion of a clause that the codebook does not cover, if it says something."""
        words, clause, places, scores = read.weighed
        weights = nearness(words, places, -1, -1)
        polarity, confidence = _likeliest(self.model.probabilities(scores, weights, read.around))
        target = target_of(words, None, clause, read.language)
        opinion = _opinion(read, weights, polarity, confidence, [], target, None)
        return [] if opinion.intent == Intent.OTHER.value else [opinion]


def _opinion(
    read: _Read,
    weights: list[int],
    polarity: int,
    confidence: float,
    matches: list[Match],
    target: str,
    theme: str | None,
) -> Opinion:
    intent = intent_of(read.written, read.language, polarity).value
    judges = any(match.judges for match in matches)
    if intent == Intent.SUGGESTION.value and (polarity > 0 or not judges):
        polarity = 0  # "a bench would be great" asks for what is not there, and judges nothing else
    named = [(match.first, match.last) for match in matches]
    start, end = proof_of(read.weighed, polarity, named, weights, judges)
    return Opinion(start, end, target, theme, polarity, intent, confidence)


def _tells(opinion: Opinion, read: _Read) -> bool:
    """Tell whether a clause that names a thing says something of it, or names it and no more."""
    if opinion.intent == Intent.QUESTION.value:
        return False
    asks = opinion.intent == Intent.SUGGESTION.value
    size = len(read.weighed.places)
    judges = opinion.polarity != 0 and (opinion.confidence >= _JUDGED or size <= _A_FEW)
    return judges or asks or size <= _A_NAME


def _likeliest(shares: tuple[float, float, float]) -> tuple[int, float]:
    """Return the polarity and its probability: neutral unless a side is clearly the likelier."""
    negative, neutral, positive = shares
    top = max(negative, positive)
    if top <= neutral or top < _CLEAR or abs(negative - positive) < _APART:
        return 0, max(neutral, 1.0 - top)
    return (1, positive) if positive > negative else (-1, negative)


@cache
def rules_engine() -> RuleEngine:
    """Return the engine of rules, loaded at first use."""
    return RuleEngine(shipped_model())
