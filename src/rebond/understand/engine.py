"""From texts to opinions: the function behind which every engine stands.

The engine that ships cuts each text into clauses, looks for the expressions of the codebook,
judges each with the polarity model, and finds the words that prove it. Each text is read alone:
what surrounds it in a batch changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, Protocol

import pyarrow as pa

from rebond.schemas import OPINIONS_OF_TEXTS
from rebond.understand.codebook import Codebook, load_codebook
from rebond.understand.intents import intent_of
from rebond.understand.matching import ALONE, POSITIVE, Match, Matcher, matcher_for
from rebond.understand.polarity import (
    PolarityModel,
    Scores,
    is_negation,
    leaning,
    nearness,
    negated,
    shipped_model,
)
from rebond.understand.sentences import Clause, clauses_of
from rebond.understand.stopwords import STOP_WORDS
from rebond.understand.targets import target_of
from rebond.understand.wordlists import word_set
from rebond.understand.words import Words, words_of
from rebond.vocabulary import Intent

_RULES = "rules-2"  # changes when the code that reads changes its answers
_TELLING = 12_000  # integer score from which a word is shown as judging
_LEADING = word_set("ne n tres trop si so very too")
_LINKS = word_set("mais et but and or ou donc so car")
# Little words weigh on the polarity of a clause without being its proof.
_SILENT = STOP_WORDS - word_set(
    """
    bien bon bonne bons bonnes mal mieux merci bravo rien sans jamais aucun aucune trop pas
    peu moins probleme problemes souci soucis plaisir thank thanks never not no without
    nothing problem problems issue issues top well
    """
)
_NEAREST = 4  # weight of the words nearest to what is named
_CLEAR = 0.45  # probability under which neither side is told
_APART = 0.12  # difference of the two sides under which neither is
_JUDGED = 0.6  # probability from which a clause judges the thing it names
_A_FEW = 4  # words of an answer that judges without a sentence
_A_NAME = 2  # words of an answer that names something and nothing else
_SURE = 0.9  # confidence of an expression that judges by itself


class Engine(Protocol):
    """What reads opinions; any stronger engine plugs in by these two names."""

    @property
    def model_version(self) -> str:
        """Name that changes whenever the answers can."""

    def read(self, texts: Sequence[str], languages: Sequence[str], codebook: Codebook) -> pa.Table:
        """Return the opinions of the texts, as `rebond.understand.opinions` does."""


class Opinion(NamedTuple):
    """One row of the contract, without its row number and versions."""

    start: int
    end: int
    target: str
    theme: str | None
    polarity: int
    intent: str
    confidence: float


@dataclass(frozen=True)
class ShippedEngine:
    """The engine of the package: expressions and a linear polarity model."""

    model: PolarityModel

    @property
    def model_version(self) -> str:
        """Version of the rules and of the weights."""
        return f"{_RULES}+{self.model.version}"

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
        scored = [(clause, *self.model.scored(words, clause)) for clause in clauses_of(text, words)]
        leans: dict[int, int] = {}
        sizes: dict[int, int] = {}
        for clause, places, scores in scored:
            lean = sum(score[2] - score[0] for score in scores)
            leans[clause.sentence] = leans.get(clause.sentence, 0) + lean
            sizes[clause.sentence] = sizes.get(clause.sentence, 0) + len(places)
        whole, size = sum(leans.values()), sum(sizes.values())
        opinions: list[Opinion] = []
        for clause, places, scores in scored:
            if places:
                # The other sentences only: two clauses of one sentence are often opposed.
                own = clause.sentence
                around = leaning(whole - leans[own], size - sizes[own])
                written = text[words.starts[clause.first] : words.ends[clause.last - 1]]
                read = _Read(words, clause, places, scores, around, written, language)
                opinions += self._of_clause(read, matcher)
        return opinions

    def _of_clause(self, read: _Read, matcher: Matcher) -> list[Opinion]:
        words, clause = read.words, read.clause
        by_theme: dict[int, list[Match]] = {}
        for match in matcher.find(words, clause):
            by_theme.setdefault(match.theme, []).append(match)
        things = _things(by_theme, matcher)
        if things and len(things) < sum(matcher.themes[theme].specific for theme in by_theme):
            by_theme = {theme: found for theme, found in by_theme.items() if theme not in things}
        if not by_theme:
            return self._without_theme(read)
        opinions = []
        for theme, matches in by_theme.items():
            judging = [match for match in matches if match.judges]
            match = max(judging, key=_size) if judging else matches[0]
            weights = nearness(words, read.places, match.first, match.last)
            shares = self.model.probabilities(read.scores, weights, read.around)
            polarity, confidence = _likeliest(shares)
            if judging:
                polarity, confidence = _by_nature(match, words, clause), _SURE
            naming = [match for match in matches if not match.judges]
            target = target_of(words, match) or (target_of(words, naming[0]) if naming else "")
            identifier = matcher.themes[theme].id
            opinion = _opinion(
                read, weights, polarity, confidence, _proof(matches, match), target, identifier
            )
            if theme not in things or _tells(opinion, read):
                opinions.append(opinion)
        return sorted(opinions, key=lambda opinion: (opinion.start, opinion.end))

    def _without_theme(self, read: _Read) -> list[Opinion]:
        """Return the opinion of a clause that the codebook does not cover, if it says something."""
        weights = nearness(read.words, read.places, -1, -1)
        shares = self.model.probabilities(read.scores, weights, read.around)
        polarity, confidence = _likeliest(shares)
        target = target_of(read.words, None, read.clause, read.language)
        opinion = _opinion(read, weights, polarity, confidence, [], target, None)
        return [] if opinion.intent == Intent.OTHER.value else [opinion]


def _things(by_theme: dict[int, list[Match]], matcher: Matcher) -> set[int]:
    """Return the specific themes that only the name of a thing stands for in a clause."""
    return {
        theme
        for theme, matches in by_theme.items()
        if matcher.themes[theme].specific and all(match.kind == ALONE for match in matches)
    }


def _size(match: Match) -> int:
    return match.size


def _tells(opinion: Opinion, read: _Read) -> bool:
    """Tell whether a clause that names a thing says something of it, or names it and no more."""
    if opinion.intent == Intent.QUESTION.value:
        return False
    asks = opinion.intent == Intent.SUGGESTION.value
    size = len(read.places)
    judges = opinion.polarity != 0 and (opinion.confidence >= _JUDGED or size <= _A_FEW)
    return judges or asks or size <= _A_NAME


class _Read(NamedTuple):
    """A clause with what the polarity model told of it."""

    words: Words
    clause: Clause
    places: list[int]
    scores: list[Scores]
    around: float
    written: str
    language: str


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
    by_nature = any(match.judges for match in matches)
    if intent == Intent.SUGGESTION.value and (polarity > 0 or not by_nature):
        polarity = 0  # "a bench would be great" asks for what is not there, and judges nothing else
    first, last = _evidence(
        read.words, read.clause, read.places, read.scores, weights, polarity, matches
    )
    start, end = read.words.starts[first], read.words.ends[last - 1]
    return Opinion(start, end, target, theme, polarity, intent, confidence)


def _likeliest(shares: tuple[float, float, float]) -> tuple[int, float]:
    """Return the polarity and its probability: neutral unless a side is clearly the likelier."""
    negative, neutral, positive = shares
    top = max(negative, positive)
    if top <= neutral or top < _CLEAR or abs(negative - positive) < _APART:
        return 0, max(neutral, 1.0 - top)
    return (1, positive) if positive > negative else (-1, negative)


def _proof(matches: list[Match], main: Match) -> list[Match]:
    """Return the matches of a theme that prove it: with one that judges, those beside it only."""
    if not main.judges:
        return matches
    return [
        match
        for match in matches
        if match.judges or min(abs(main.first - match.last), abs(match.first - main.last)) <= 2
    ]


def _by_nature(match: Match, words: Words, clause: Clause) -> int:
    """Return the polarity of an expression that judges, turned when a negation precedes it."""
    polarity = 1 if match.kind == POSITIVE else -1
    inside = any(is_negation(words.folded[index]) for index in range(match.first, match.last))
    negated_here = negated(words, clause)[match.first - clause.first] and not inside
    return -polarity if negated_here else polarity


def _evidence(
    words: Words,
    clause: Clause,
    places: list[int],
    scores: list[Scores],
    weights: list[int],
    polarity: int,
    matches: list[Match],
) -> tuple[int, int]:
    """Return the tokens (end exclusive) that name and judge; the whole clause when none stands out.

    A negation beside a judging word belongs to the proof, as does the word it turns.
    """
    pushes = [
        (score[2] - score[0]) * polarity * weight
        for score, weight in zip(scores, weights, strict=True)
    ]
    least = max(max(pushes) // 2, 1)
    telling = [
        (place, place + 1, weight)
        for place, push, weight in zip(places, pushes, weights, strict=True)
        if polarity
        and words.folded[place] not in _SILENT
        and (push >= min(least, _TELLING * 4) or (is_negation(words.folded[place]) and weight >= 3))
    ]
    if any(match.judges for match in matches):
        telling = []  # the expression names and judges by itself
    elif any(weight == _NEAREST for _, _, weight in telling):
        telling = [span for span in telling if span[2] == _NEAREST]
    spans = [(match.first, match.last) for match in matches]
    spans += [(first, last) for first, last, _ in telling]
    if not telling and not any(match.judges for match in matches):
        first, last = clause.first, clause.last
        while first < last - 1 and words.folded[first] in _LINKS:
            first += 1
        return first, last
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    while first > clause.first and (
        is_negation(words.folded[first - 1]) or words.folded[first - 1] in _LEADING
    ):
        first -= 1
    return first, last


def table_of(found: Sequence[Sequence[Opinion]], model: str, codebook: str) -> pa.Table:
    """Return the table of the contract for the opinions of each text, in order."""
    rows = [(row, *opinion) for row, opinions in enumerate(found) for opinion in opinions]
    columns: list[Any] = [list(column) for column in zip(*rows, strict=True)] if rows else [[]] * 8
    columns += [[model] * len(rows), [codebook] * len(rows)]
    arrays = [
        pa.array(column, type=field.type)
        for column, field in zip(columns, OPINIONS_OF_TEXTS, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=OPINIONS_OF_TEXTS)


@cache
def shipped_engine() -> ShippedEngine:
    """Return the engine of the package, loaded at first use."""
    return ShippedEngine(shipped_model())


def opinions(
    texts: Sequence[str] | pa.StringArray,
    *,
    languages: Sequence[str] | None = None,
    codebook: Codebook | None = None,
    engine: Engine | None = None,
) -> pa.Table:
    """Return what each text says about something: one row per clause and theme or target.

    Parameters
    ----------
    texts : sequence of str, or Arrow strings; a null is read as an empty text.
    languages : ISO 639-1 of each text ("und" when unknown); detected when not given.
    codebook : themes looked for; the ready-made "generic" one by default.
    engine : what reads; the one of the package by default.

    Returns
    -------
    pa.Table
        `rebond.schemas.OPINIONS_OF_TEXTS`: ``row`` is the index of the text, ``start`` and
        ``end`` code points of it (end exclusive) that prove the opinion. A text that says nothing
        has no row. The same text gives the same rows whatever it is read with.
    """
    listed = texts.to_pylist() if isinstance(texts, pa.Array | pa.ChunkedArray) else texts
    read = [text or "" for text in listed]
    if languages is None:
        from rebond.listen.texts.language import languages as detected

        languages = detected(pa.array(read, pa.string())).to_pylist()
    chosen = engine or shipped_engine()
    return chosen.read(read, list(languages), codebook or load_codebook("generic"))
