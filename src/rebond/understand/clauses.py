"""The opinions of one clause: what is judged in it, how, and under which themes.

A target that the encoder sees goes under the themes that the codebook's expressions find on it,
or beside it when they judge without naming ("the carts are dirty"), else under the theme that it
means. What expressions find where the encoder sees no target is judged where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rebond.understand.encoder import Encoded, Sides
from rebond.understand.intents import intent_by
from rebond.understand.judging import Shares, judged
from rebond.understand.matching import Match, Matcher
from rebond.understand.meaning import Floats, ThemeMeanings
from rebond.understand.naming import by_nature, judging, proving, themes_named
from rebond.understand.opinion import Opinion
from rebond.understand.polarity import PolarityModel, nearness
from rebond.understand.proof import Place, Weighed, proof_of
from rebond.understand.targets import name_of, target_of
from rebond.understand.words import Words
from rebond.vocabulary import Intent

_BESIDE = 6  # tokens between a target and the expression that judges it without naming it
_BLAMED = 0.8  # probability from which what a suggestion names is blamed


@dataclass(frozen=True)
class Target:
    """A target in a clause: its tokens (end exclusive), and what it names."""

    place: Place
    meaning: Floats


@dataclass(frozen=True)
class ClauseRead:
    """A clause with all that the encoder and the words say of it.

    ``shares`` : probabilities that the clause is negative, neutral, positive. ``asks`` : whether it
    suggests or asks, None when it does neither.
    """

    model: PolarityModel
    weighed: Weighed
    language: str
    targets: list[Target]
    sides: Sides
    shares: Shares
    asks: Intent | None


@dataclass(frozen=True)
class _Subject:
    """What an opinion is about.

    ``place`` : the tokens whose judgement counts, None for the clause. ``named`` : the tokens that
    name it. ``nature`` : the side of an expression that judges by itself, 0 without one. ``seen`` :
    whether the encoder sees it. ``sure`` : how sure the theme is.
    """

    theme: str | None
    name: str
    place: Place | None
    named: list[Place]
    nature: int = 0
    judges: bool = False
    seen: bool = False
    sure: float = 1.0


def targets_in(words: Words, said: Encoded, row: int) -> list[Target]:
    """Return the targets of a clause, in tokens."""
    found = []
    for target, meaning in zip(said.targets[row], said.meanings[row], strict=True):
        inside = [
            index
            for index in range(len(words))
            if words.starts[index] < target.end and words.ends[index] > target.start
        ]
        if inside:
            found.append(Target((inside[0], inside[-1] + 1), meaning))
    return found


def opinions_of_clause(
    read: ClauseRead, matcher: Matcher, meanings: ThemeMeanings
) -> list[Opinion]:
    """Return the opinions of a clause, in order; one a theme and target."""
    words = read.weighed.words
    by_theme, things = themes_named(matcher, words, read.weighed.clause)
    touched = {
        number
        for number, target in enumerate(read.targets)
        if any(_touches(target, matches) for matches in by_theme.values())
    }
    used = set(touched)
    subjects: list[_Subject] = []
    for theme, matches in by_theme.items():
        own = [number for number in sorted(touched) if _touches(read.targets[number], matches)]
        if theme in things and not own:
            continue  # a thing that is named, and not judged
        if not own:
            own = _beside(read, matches, set(range(len(read.targets))) - touched)
            used.update(own)
        judged_here: list[Target | None] = [read.targets[number] for number in own]
        identifier = matcher.themes[theme].id
        subjects += [_named(read, matches, one, identifier) for one in judged_here or [None]]
    for number, target in enumerate(read.targets):
        if number not in used:
            theme_meant, sure = meanings.theme(target.meaning)
            name = name_of(words, *target.place)
            subjects.append(
                _Subject(theme_meant, name, target.place, [target.place], seen=True, sure=sure)
            )
    if not subjects:
        return _without_subject(read)
    opinions: dict[tuple[str | None, str], Opinion] = {}
    for subject in subjects:
        opinions.setdefault((subject.theme, subject.name), _opinion(read, subject))
    return sorted(opinions.values(), key=lambda opinion: (opinion.start, opinion.end))


def _touches(target: Target, matches: Sequence[Match]) -> bool:
    first, last = target.place
    return any(match.first < last and match.last > first for match in matches)


def _beside(read: ClauseRead, matches: Sequence[Match], free: set[int]) -> list[int]:
    """Return the target that an expression judges without naming it."""
    near = [
        (max(target.place[0] - match.last, match.first - target.place[1]), number)
        for number, target in enumerate(read.targets)
        if number in free
        for match in matches
    ]
    return [min(near)[1]] if near and min(near)[0] <= _BESIDE else []


def _named(
    read: ClauseRead, matches: Sequence[Match], target: Target | None, theme: str
) -> _Subject:
    """Return what expressions of a theme name, on one of their targets if any."""
    words, clause = read.weighed.words, read.weighed.clause
    judge = judging(matches)
    match = judge or matches[0]
    nature = by_nature(judge, words, clause) if judge else 0
    named = [(one.first, one.last) for one in proving(matches, match)]
    if target:
        name, place = name_of(words, *target.place), target.place
        named.append(place)
    else:
        naming = [one for one in matches if not one.judges]
        name = target_of(words, match) or (target_of(words, naming[0]) if naming else "")
        place = (match.first, match.last)
    return _Subject(theme, name, place, named, nature, judge is not None, target is not None)


def _without_subject(read: ClauseRead) -> list[Opinion]:
    """Return the opinion of a clause where nothing is named, if it says something."""
    name = target_of(read.weighed.words, None, read.weighed.clause, read.language)
    opinion = _opinion(read, _Subject(None, name, None, []))
    return [] if opinion.intent == Intent.OTHER.value else [opinion]


def _opinion(read: ClauseRead, subject: _Subject) -> Opinion:
    words, _, places, scores = read.weighed
    weights = nearness(words, places, *(subject.place or (-1, -1)))
    told = None
    if subject.place:
        first, last = subject.place
        told = read.sides.at(words.starts[first], words.ends[last - 1])
    by_words = read.model.probabilities(scores, weights)
    at_place = None if told is None else tuple(told.tolist())
    polarity, sure = judged(at_place, read.shares, by_words, subject.nature)
    blames = polarity < 0 and (subject.judges or sure >= _BLAMED)
    if read.asks == Intent.SUGGESTION and not blames:
        polarity = 0  # "a bench would be great" asks for what is not there, and judges nothing else
    intent = (read.asks or intent_by(polarity)).value
    start, end = proof_of(read.weighed, polarity, subject.named, weights, subject.judges)
    confidence = sure * subject.sure
    return Opinion(start, end, subject.name, subject.theme, polarity, intent, confidence)
