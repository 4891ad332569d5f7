"""The words that a plain question may use, in both languages, and what each means in these data."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rebond.quantify.asking.conditions import Filter
from rebond.quantify.asking.names import (
    DIMENSION_ALIASES,
    DIMENSIONS,
    MEASURE_ALIASES,
    MEASURES,
    VALUE_ALIASES,
    VALUES,
    normal,
)
from rebond.quantify.asking.periods import is_period
from rebond.quantify.asking.plain_vocabulary import (
    EVOLVING,
    GROUPING_WORDS,
    MEASURE_WORDS,
    NOISE_WORDS,
    NOUN_WORDS,
    SAME_WORDS,
    SCORE_WORDS,
    VALUE_WORDS,
)
from rebond.quantify.asking.themes import codebook_of
from rebond.quantify.groups.gaps import dimension_of
from rebond.quantify.perimeter import Perimeter

NOISE, GROUPING, NOUNS = "noise", "by", "noun"
MOST_VALUES = 2000  # of an attribute: beyond, its values are no names that one asks about
LONGEST = 7  # words of a name
_WORD = re.compile(r"[^\W_]+")
_MONTHS = (
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre january"
    " february march april may june july august september october november december"
).replace(" ", "|")
_UNITS = (
    r"(?:jours?|semaines?|mois|trimestres?|an|ans|annees?|days?|weeks?|months?|quarters?|years?)"
)
_PERIOD = re.compile(
    r"(?P<since>(?:depuis|since|from|a partir de|jusqu'(?:a|en|au)|until|avant|before|apres|after"
    r"|en|in|during|pendant|sur|over|le|on|ces|les|des|de|the)\s+(?:le\s+|les\s+|the\s+)?)?"
    r"(?P<period>\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}|\d{4}-?[qtws]\d{1,2}"
    rf"|(?:\d{{1,2}}(?:er)?\s+)?(?:{_MONTHS})\s+\d{{4}}"
    rf"|last\s+(?:\d+\s+)?{_UNITS}|(?:\d+\s+)?derni(?:ers?|eres?)\s+{_UNITS}|(?:19|20)\d{{2}})"
    r"(?![\w-])"
)
_SIDES = {"depuis": ">=", "since": ">=", "from": ">=", "a": ">=", "until": "<=", "before": "<",
          "avant": "<", "after": ">", "apres": ">"}  # fmt: skip

_DOUBLE = re.compile(r"\s(?:et|and|&)\s|,\s")
_SKIPPED = {"yes", "no", "oui", "non", "true", "false", "autre", "other", "organic"}


@dataclass(frozen=True)
class Meaning:
    """What words mean: a measure or noun (``name``), a dimension, a condition, or nothing."""

    kind: str
    name: str = ""
    dimension: str = ""
    filter: Filter | None = None


@dataclass(frozen=True)
class Words:
    """The words known in some data: by their forms, what they mean; ``score`` the usual measure.

    ``spoken`` are the names as one says them, ``example`` a dimension to ask by.
    """

    known: dict[tuple[str, ...], tuple[Meaning, ...]]
    score: str
    spoken: tuple[str, ...]
    example: str
    before_places: frozenset[str] = frozenset(("a", "au", "aux", "in", "at", "chez", "dans"))
    grouping: frozenset[str] = frozenset(GROUPING_WORDS)

    def cut(self, text: str) -> list[tuple[str, tuple[Meaning, ...]]]:
        """Return the names that a text is made of, the longest first; unknown words mean nothing.

        A period is one name, with the word before it that tells since or until when.
        """
        found: list[tuple[str, tuple[Meaning, ...]]] = []
        position, plain = 0, _plain(text)
        for match in _PERIOD.finditer(plain):
            period = match["period"]
            if not is_period(period):
                continue
            found += self._names(plain[position : match.start()])
            since = (match["since"] or "").split()
            operator = _SIDES.get(since[0] if since else "", "=")
            if since and since[0].startswith("jusqu"):
                operator = "<="
            condition = Filter("day", operator, (period,))
            found.append((match[0], (Meaning("filter", filter=condition),)))
            position = match.end()
        return [*found, *self._names(plain[position:])]

    def _names(self, text: str) -> Iterator[tuple[str, tuple[Meaning, ...]]]:
        words = _WORD.findall(text)
        position = 0
        while position < len(words):
            for length in range(min(LONGEST, len(words) - position), 0, -1):
                part = words[position : position + length]
                meanings = self.known.get(tuple(map(_form, part)), ())
                if meanings or length == 1:
                    yield " ".join(part), meanings
                    position += length
                    break


def _plain(text: str) -> str:
    return normal(text).replace("?", " ").replace("«", " ").replace("»", " ")


def _form(word: str) -> str:
    """Return a word without the mark of its plural."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" and not word.endswith("ss") else word


def _forms(name: str) -> tuple[str, ...]:
    return tuple(map(_form, _WORD.findall(_plain(name.replace("_", " ")))))


def words_of(perimeter: Perimeter) -> Words:
    """Return the words known in the data of a perimeter, read once for one version of them."""
    return perimeter.facts().remember("plain words", lambda: _words(perimeter))


def _words(perimeter: Perimeter) -> Words:
    facts = perimeter.facts()
    kinds = {scale["kind"] for scale in facts.scales}
    named = (("nps", "nps"), ("csat", "csat_mean"), ("ces", "ces"))
    score = next((measure for kind, measure in named if kind in kinds), "mean_score")
    if not kinds:
        score = "net_polarity"
    known: dict[tuple[str, ...], list[Meaning]] = {}
    spoken: list[str] = []
    parts = (_of_grammar(score), _of_names(), _of_values(), _of_data(perimeter))
    called = {_forms(name) for attribute in facts.attribute_names for name in _called(attribute)}
    for name, meaning in itertools.chain(*parts):
        forms = _forms(name)
        if not forms or len(forms) > LONGEST:
            continue
        if meaning.filter and meaning.filter.field in ("channel", "theme") and forms in called:
            continue  # « magasin » is their shops, rather than what was said in one
        here = known.setdefault(forms, [])
        if any(one.kind == NOISE for one in here):
            here.clear()  # what the data name is no noise
        if meaning not in here and not (here and meaning.kind in (NOISE, NOUNS)):
            here.append(meaning)
        if meaning.kind not in (NOISE, GROUPING):
            spoken.append(" ".join(_WORD.findall(_plain(name))))
    attribute = next(iter(facts.attribute_names), "theme")
    return Words(
        {forms: tuple(several) for forms, several in known.items()},
        score,
        tuple(dict.fromkeys(spoken)),
        attribute,
    )


def _of_grammar(score: str) -> Iterator[tuple[str, Meaning]]:
    for name in NOISE_WORDS:
        yield name, Meaning(NOISE)
    for name in GROUPING_WORDS:
        yield name, Meaning(GROUPING)
    for name in EVOLVING:
        yield name, Meaning("evolution")
    for name in SCORE_WORDS:
        yield name, Meaning("measure", score)
    for measure, names in NOUN_WORDS.items():
        for name in names:
            yield name, Meaning(NOUNS, measure)


def _of_names() -> Iterator[tuple[str, Meaning]]:
    for name, measure in ((name, name) for name in MEASURES if name != "evolution"):
        yield name, Meaning("measure", measure)
    for name, measure in MEASURE_ALIASES.items():
        kind = NOUNS if measure in ("voices", "responses") else "measure"
        yield name, Meaning(kind, measure)
    for measure, names in MEASURE_WORDS.items():
        for name in names:
            yield name, Meaning("measure", measure)
    for name in DIMENSIONS:
        yield name, Meaning("dimension", dimension=name)
    for name, dimension in DIMENSION_ALIASES.items():
        if dimension in DIMENSIONS:
            yield name, Meaning("dimension", dimension=dimension)


def _of_values() -> Iterator[tuple[str, Meaning]]:
    for dimension, values in VALUES.items():
        aliases = VALUE_ALIASES.get(dimension, {})
        more = VALUE_WORDS.get(dimension, {})
        said = [*((value, value) for value in values), *aliases.items()]
        said += [(name, value) for value, names in more.items() for name in names]
        for name, value in said:
            if normal(name) in _SKIPPED | {"0", "1", "-1", "+1", "question", "avis"}:
                continue
            yield name, Meaning("filter", filter=Filter(dimension, "=", (value,)))


def _of_data(perimeter: Perimeter) -> Iterator[tuple[str, Meaning]]:
    """Yield the names that the data bring: attributes, their values, themes and branches."""
    facts = perimeter.facts()
    for attribute in facts.attribute_names:
        dimension = dimension_of(attribute)
        for name in _called(attribute):
            yield name, Meaning("dimension", dimension=dimension)
        values = facts.values_of_attribute(attribute)
        if len(values) > MOST_VALUES or _are_numbers(values):
            continue
        for value in values:
            if normal(value) not in _SKIPPED:
                yield value, Meaning("filter", filter=Filter(dimension, "=", (value,)))
    for identifier in facts.values("opinions", "theme"):
        if identifier:
            condition = Meaning("filter", filter=Filter("theme", "=", (identifier,)))
            yield identifier, condition
    codebook = codebook_of(perimeter.workspace)
    for theme in getattr(codebook, "themes", ()):
        condition = Meaning("filter", filter=Filter("theme", "=", (theme.id,)))
        for name in (theme.label.fr, theme.label.en, theme.id):
            yield name, condition
    yield from _shortened(codebook)


def _called(attribute: str) -> tuple[str, ...]:
    """Return what an attribute is called: its own name, and those of what it names."""
    same = (names for names in SAME_WORDS if _forms(attribute) in map(_forms, names))
    return (attribute, *next(same, ()))


def _shortened(codebook: Any) -> Iterator[tuple[str, Meaning]]:
    """Yield the first half of double names (“Livraison et retrait”), branches first, once each."""
    themes = sorted(getattr(codebook, "themes", ()), key=lambda theme: theme.id.count("."))
    whole = {_forms(name) for theme in themes for name in (theme.label.fr, theme.label.en)}
    for theme in themes:
        for name in (theme.label.fr, theme.label.en):
            first = _DOUBLE.split(name)[0]
            if first != name and _forms(first) not in whole:
                whole.add(_forms(first))
                yield first, Meaning("filter", filter=Filter("theme", "=", (theme.id,)))


def _are_numbers(values: Sequence[str]) -> bool:
    digits = sum(bool(re.fullmatch(r"[\d\s.,]+", value)) for value in values)
    return digits * 2 > len(values)
