"""Conditions of a question: comparisons, joined by and, or, not, or held by a voice or a response.

Each is kept in one normal form: two conditions that are written apart and always mean the same
(order, repetition, parentheses, ``a = 1 or a = 2``) are equal, and `str` writes what `parse` reads.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rebond.errors import QuestionError
from rebond.quantify.asking.names import (
    ATTRIBUTE_PREFIX,
    RESERVED,
    RESPONSE_DIMENSIONS,
    TIME_DIMENSIONS,
    VALUE_ALIASES,
    VALUES,
    dimension_named,
    nearest,
    normal,
)
from rebond.quantify.asking.periods import canonical_period, period

OPERATORS = ("=", "!=", "<", "<=", ">", ">=", "in", "not in", "contains", "not contains")
OPERATOR_ALIASES = {
    "dans": "in",
    "pas dans": "not in",
    "contient": "contains",
    "ne contient pas": "not contains",
    "==": "=",
}
OPPOSITES = {
    "=": "!=", "in": "not in", "<": ">=", ">": "<=", "!=": "=", "not in": "in", ">=": "<",
    "<=": ">", "contains": "not contains", "not contains": "contains",
}  # fmt: skip
_SEVERAL = ("=", "!=", "in", "not in", "contains", "not contains")
HOLDERS = ("voice", "response")


@dataclass(frozen=True)
class Filter:
    """A condition on one field: ``field operator values``; several values mean any of them.

    Parameters
    ----------
    field : str
        A dimension, an attribute's name, the name of a score's question (then its value is
        compared), or one of "score" (the question a score answers), "value" (what it answers),
        "kind", "text" (with "contains"), "words", "response", "voice", "person".
    operator : str
        One of `OPERATORS`; "=" with several values is written "in".
    values : tuple of str
        At least one; only one for "<", "<=", ">", ">=".
    """

    field: str
    operator: str
    values: tuple[str, ...]

    def __post_init__(self) -> None:
        operator = OPERATOR_ALIASES.get(self.operator.lower(), self.operator.lower())
        if operator not in OPERATORS or not self.values:
            raise QuestionError(
                "The filter on “{field}” uses “{operator}”, which is not an operator."
                " Use one of: {valid}.",
                field=self.field,
                operator=self.operator,
                valid=", ".join(OPERATORS),
            )
        if len(self.values) > 1 and operator not in _SEVERAL:
            raise QuestionError(
                "“{operator}” compares with one value, not with {count}.",
                operator=operator,
                count=len(self.values),
            )
        field = canonical_dimension(self.field)
        if field == "score" and operator in ("<", "<=", ">", ">="):
            field = "value"
        values = tuple(canonical_value(field, value) for value in self.values)
        if operator in ("=", "!=") and len(values) > 1:
            operator = "in" if operator == "=" else "not in"
        if operator in ("in", "not in", "contains", "not contains"):
            values = tuple(sorted(set(values)))
        if operator in ("in", "not in") and len(values) == 1:
            operator = "=" if operator == "in" else "!="
        for name, value in (("field", field), ("operator", operator), ("values", values)):
            object.__setattr__(self, name, value)

    def __str__(self) -> str:
        values = ", ".join(map(self._written, self.values))
        if self.operator in ("in", "not in") or len(self.values) > 1:
            values = f"({values})"
        return f"{quoted(self.field)} {self.operator} {values}"

    def _written(self, value: str) -> str:
        if self.field == "words":
            return quoted(value, mark="'")  # “words = "a b"” would be read as a phrase
        return quoted(value, numbers=self.field == "score")  # “score = 9” as the answer 9


@dataclass(frozen=True)
class AllOf:
    """Conditions that must all hold; at least two, else use what it holds."""

    parts: tuple[Condition, ...]

    def __str__(self) -> str:
        return " and ".join(_inside(part, AnyOf) for part in self.parts)


@dataclass(frozen=True)
class AnyOf:
    """Conditions of which one must hold; at least two."""

    parts: tuple[Condition, ...]

    def __str__(self) -> str:
        return " or ".join(_inside(part, AllOf) for part in self.parts)


@dataclass(frozen=True)
class Not:
    """A condition that must not hold of what is counted."""

    part: Condition

    def __str__(self) -> str:
        return f"not {_inside(self.part, AllOf, AnyOf)}"


@dataclass(frozen=True)
class Holds:
    """A condition judged on the whole ``holder``, "voice" or "response", of what is counted."""

    holder: str
    part: Condition

    def __str__(self) -> str:
        return f"{self.holder} holds ({self.part})"


Condition = Filter | AllOf | AnyOf | Not | Holds


def _inside(part: Condition, *kinds: type) -> str:
    return f"({part})" if isinstance(part, kinds) else str(part)


def all_of(parts: Iterable[Condition]) -> tuple[Condition, ...]:
    """Return conditions that must all hold, each once, in the order of their text."""
    flat: set[Condition] = set()
    for part in map(settled, parts):
        flat.update(part.parts if isinstance(part, AllOf) else (part,))
    return tuple(sorted(flat, key=str))


def settled(condition: Condition) -> Condition:
    """Return a condition in its normal form."""
    if isinstance(condition, AllOf):
        parts = all_of(condition.parts)
        return AllOf(parts) if len(parts) > 1 else parts[0]
    if isinstance(condition, AnyOf):
        return _any_of(condition.parts)
    if isinstance(condition, Not):
        return _negated(settled(condition.part))
    if isinstance(condition, Holds):
        inside = settled(condition.part)
        if isinstance(inside, Holds) and inside.holder in (condition.holder, "response"):
            return inside
        return Holds(condition.holder, inside)
    return condition


def _any_of(parts: Iterable[Condition]) -> Condition:
    flat: set[Condition] = set()
    named: dict[str, set[str]] = {}
    for part in map(settled, parts):
        for one in part.parts if isinstance(part, AnyOf) else (part,):
            if isinstance(one, Filter) and one.operator in ("=", "in"):
                named.setdefault(one.field, set()).update(one.values)
            else:
                flat.add(one)
    flat.update(Filter(field, "in", tuple(values)) for field, values in named.items())
    found = tuple(sorted(flat, key=str))
    return AnyOf(found) if len(found) > 1 else found[0]


def _negated(condition: Condition) -> Condition:
    if isinstance(condition, Not):
        return condition.part
    if isinstance(condition, AnyOf):
        return settled(AllOf(tuple(Not(part) for part in condition.parts)))
    if isinstance(condition, Filter) and condition.field in RESPONSE_DIMENSIONS:
        return opposite(condition)
    return Not(condition)


def opposite(condition: Filter) -> Filter:
    """Return the filter that what is known fits when it does not fit this one.

    >>> str(opposite(Filter("channel", "=", ("survey",))))
    'channel != survey'
    """
    return Filter(condition.field, OPPOSITES[condition.operator], condition.values)


def filters_in(condition: Condition, *, held: bool = True) -> Iterator[Filter]:
    """Yield the comparisons of a condition; without those inside `Holds` unless ``held``."""
    if isinstance(condition, Filter):
        yield condition
    elif isinstance(condition, AllOf | AnyOf):
        for part in condition.parts:
            yield from filters_in(part, held=held)
    elif isinstance(condition, Not) or held:
        yield from filters_in(condition.part, held=held)


def fields_in(conditions: Iterable[Condition], *, held: bool = True) -> set[str]:
    """Return the fields that conditions compare."""
    return {one.field for condition in conditions for one in filters_in(condition, held=held)}


def canonical_dimension(name: str) -> str:
    """Return the canonical name of a dimension, or of an attribute as it was given.

    ``attribute:Source`` names an attribute even where a dimension has its name.
    """
    name = name.strip()
    if name.lower().startswith(ATTRIBUTE_PREFIX):
        bare = name[len(ATTRIBUTE_PREFIX) :]
        return name if dimension_named(bare) is not None else bare
    return dimension_named(name) or name


def canonical_value(field: str, value: str) -> str:
    """Return a value as it is compared.

    Raises
    ------
    QuestionError
        When the field's values are known beforehand and this is none of them.
    """
    value = value.strip()
    if field in TIME_DIMENSIONS:
        period(value, field, datetime.date(2000, 1, 1))  # refused when it is none
        return canonical_period(value)
    if field == "words":
        phrases = re.sub(r'"([^"]*)"|«([^»]*)»', r"“\1\2”", value.replace("'", "’"))
        return phrases.replace('"', " ").strip()
    if field == "value":
        return _canonical_number(value)
    if field not in VALUES:
        return value
    form = normal(value)
    canonical = VALUE_ALIASES[field].get(form, form)
    if canonical not in VALUES[field]:
        raise QuestionError(
            "“{value}” is not a value of {field}. Use one of: {valid}.",
            value=value,
            field=field,
            valid=", ".join(nearest(value, VALUES[field], len(VALUES[field]))),
        )
    return canonical


def number_of(text: str) -> float | None:
    """Return the number that a text writes, in English or in French; None without one.

    >>> number_of("1 234,5")
    1234.5
    """
    try:
        return float(re.sub(r"[\s\u202f\u00a0]", "", text).replace(",", "."))
    except ValueError:
        return None


def _canonical_number(value: str) -> str:
    found = number_of(value)
    if found is None or found != found:
        raise QuestionError(
            "“{value}” is not a number. A score’s answers compare with numbers, for example"
            " “{example}”; its question is named with “{named}”.",
            value=value,
            example="note <= 2",
            named=f'score = "{value}"',
        )
    return f"{found:.15g}"


_PLAIN = re.compile(r"[\w.\-/:+%@’']+(?: [\w.\-/:+%@’']+)*")


def quoted(text: str, *, numbers: bool = False, mark: str = '"') -> str:
    """Return ``text``, between quotation marks where it would be read otherwise without."""
    plain = _PLAIN.fullmatch(text) and not text.startswith("'")
    reserved = RESERVED.intersection(normal(text).split())
    if plain and not reserved and not (numbers and number_of(text) is not None):
        return text
    if mark == "'":
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
