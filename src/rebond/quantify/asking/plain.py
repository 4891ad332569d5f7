"""Questions in plain words, French or English: a closed grammar, no language model.

« NPS par magasin », “main critics in Laval since March 2026”, « comment évolue le prix »:
the words of a question are looked for, the longest first, among the names of measures, dimensions,
themes, values of attributes, periods, and words that tell nothing. A word that is none of them
refuses the whole question: nothing is guessed.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field

from rebond.errors import QuestionError
from rebond.quantify.asking.conditions import Condition, Filter
from rebond.quantify.asking.known_names import named_as_known
from rebond.quantify.asking.names import TIME_DIMENSIONS
from rebond.quantify.asking.plain_words import GROUPING, NOISE, NOUNS, Meaning, Words, words_of
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Question

# Measures of places: a place named beside them is what they compare.
_OF_PLACES = ("best", "perception", "attention")
# Measures of one theme, or of all of them.
_OF_THEMES = ("evolution", "critics", "trending", "impact", "shapley", "llosa", "behind_nps")
_WHY = {"pourquoi", "why"}


@dataclass
class _Said:
    """What the words of a question name, in their order."""

    measures: list[str] = field(default_factory=list)
    nouns: list[str] = field(default_factory=list)
    dimensions: list[str] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    evolves: bool = False
    unknown: list[str] = field(default_factory=list)


def plain_question(text: str, perimeter: Perimeter) -> Question:
    """Return the question that a text asks, written exactly or in plain words.

    Raises
    ------
    QuestionError
        When a word names nothing known here, names several things, or asks why.
    """
    facts = perimeter.facts()
    try:
        return named_as_known(Question.parse(text), facts)
    except QuestionError as error:
        exact = error
    if " where " in f" {text} " or " où " in f" {text} ":
        raise exact  # somebody writes conditions: what is wrong with them is more telling
    words = words_of(perimeter)
    said = _read(words.cut(text), words)
    if any(word in _WHY for word in said.unknown):
        raise QuestionError(
            "Nothing here tells why: figures tell what goes together. Ask what goes with the"
            " score: “{example}”.",
            example="impact by theme",
        )
    if said.unknown or not (said.measures or said.nouns or said.dimensions or said.filters):
        raise _not_understood(said.unknown, words)
    return named_as_known(_question(said, words), facts)


def _read(found: Sequence[tuple[str, Sequence[Meaning]]], words: Words) -> _Said:
    said = _Said()
    before = ""
    named = [meaning.dimension for _, several in found for meaning in several if meaning.dimension]
    for text, several in found:
        if not several:
            said.unknown.append(text)
        elif several[0].kind == NOISE:
            before = text
            continue
        else:
            _add(said, _chosen(several, before, named, words, text))
        before = text
    said.dimensions = _without_qualifiers(said, found)
    return said


def _chosen(
    several: Sequence[Meaning], before: str, named: Sequence[str], words: Words, text: str
) -> Meaning:
    """Return the one meaning of words, told apart by the word before or the attribute named."""
    if len(several) == 1:
        return several[0]
    grouping = [one for one in several if one.dimension]
    if grouping and (before in words.grouping or len(grouping) == len(several)):
        return grouping[0]
    several = [one for one in several if not one.dimension]
    if len(several) == 1:
        return several[0]
    measures = [one for one in several if not one.filter]
    if measures:
        return measures[0]
    place = [one for one in several if one.filter and one.filter.field in named]
    if len(place) == 1:
        return place[0]
    themes = [one for one in several if one.filter and one.filter.field == "theme"]
    if themes and before not in words.before_places:
        return themes[0]
    values = [one for one in several if one.filter and one.filter.field != "theme"]
    if len(values) == 1:
        return values[0]
    raise QuestionError(
        "“{name}” is said of several things here. Say which: {choices}.",
        name=text,
        choices=", ".join(f"“{one.filter}”" for one in several if one.filter),
    )


def _add(said: _Said, meaning: Meaning) -> None:
    if meaning.kind == GROUPING:
        return
    if meaning.kind == "evolution":
        said.evolves = True
    elif meaning.kind == NOUNS:
        said.nouns.append(meaning.name)
    elif meaning.kind == "measure":
        said.measures.append(meaning.name)
    elif meaning.dimension:
        said.dimensions.append(meaning.dimension)
    elif meaning.filter:
        said.filters.append(meaning.filter)


def _without_qualifiers(said: _Said, found: Sequence[tuple[str, Sequence[Meaning]]]) -> list[str]:
    """Return the dimensions that group: “the shop Laval”, « le thème Livraison » name a value."""
    kinds = [several[0].kind if several else "" for _, several in found]
    kept = []
    for rank, (_, several) in enumerate(found):
        name = several[0].dimension if several else ""
        if not name or name not in said.dimensions:
            continue
        asked = rank > 0 and kinds[rank - 1] == GROUPING
        valued = any(one.field == name for one in said.filters)
        if asked or not valued:
            kept.append(name)
    return list(dict.fromkeys(kept))


def _question(said: _Said, words: Words) -> Question:
    themes = [one for one in said.filters if one.field in ("theme", "target")]
    filters: tuple[Condition, ...] = tuple(_joined(said.filters))
    dimensions = list(said.dimensions)
    measure = _measure(said, words, bool(themes))
    times = [name for name in dimensions if name in TIME_DIMENSIONS]
    if said.evolves and measure not in ("evolution", "trending") and not times:
        dimensions = ["month", *dimensions]
    if measure == "evolution" and not times:
        dimensions = ["month"]
    if measure in _OF_THEMES and not dimensions and measure != "evolution":
        dimensions = ["theme"]
    if measure in _OF_PLACES and "theme" in dimensions and len(dimensions) > 1:
        dimensions.remove("theme")
    ordered = [*times, *(name for name in dimensions if name not in times)]
    return Question(measure, tuple(ordered if times else dimensions), filters)


def _measure(said: _Said, words: Words, of_theme: bool) -> str:
    """Return what is measured: what is named, else what the rest asks for."""
    named = [name for name in said.measures if name != "evolution"]
    if named:
        return named[0]
    if said.measures or said.evolves:
        if of_theme:
            return "evolution"
        return said.nouns[-1] if said.nouns else words.score
    if said.nouns:
        return said.nouns[-1]
    if any(one.field == "intent" for one in said.filters):
        return "voices"
    if of_theme:
        return "net_polarity"
    if "theme" in said.dimensions:
        return "share"
    return words.score


def _joined(filters: Sequence[Filter]) -> list[Filter]:
    """Join values of the same field: “in Laval and Nantes” is either."""
    by_field: dict[tuple[str, str], list[str]] = {}
    others = []
    for one in filters:
        if one.operator == "=" and one.field not in ("day",):
            by_field.setdefault((one.field, one.operator), []).extend(one.values)
        else:
            others.append(one)
    joined = [
        Filter(name, "=" if len(set(values)) == 1 else "in", tuple(dict.fromkeys(values)))
        for (name, _), values in by_field.items()
    ]
    return [*joined, *others]


def _not_understood(unknown: Sequence[str], words: Words) -> QuestionError:
    missed = ", ".join(f"“{word}”" for word in unknown) or "–"
    near = [
        name for word in unknown for name in difflib.get_close_matches(word, words.spoken, 2, 0.7)
    ]
    if near:
        return QuestionError(
            "{words} names nothing here. The nearest names: {near}.",
            words=missed,
            near=", ".join(f"“{name}”" for name in dict.fromkeys(near)),
        )
    return QuestionError(
        "{words} names nothing here. Ask with a measure, then by what or about what: “{example}”.",
        words=missed,
        example=f"{words.score} by {words.example}",
    )
