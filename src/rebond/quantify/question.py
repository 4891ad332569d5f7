"""What is asked: a measure, by dimensions, where filters hold.

The text of a question is read in English or in French and written back in one canonical form,
which is also its identity: two questions that mean the same are equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rebond.errors import QuestionError
from rebond.quantify.asking.names import (
    DIMENSIONS,
    FILTER_ONLY,
    MEASURES,
    OWN_DIMENSIONS,
    VALUE_ALIASES,
    VALUES,
    dimension_named,
    measure_named,
    normal,
)

ATTRIBUTE_PREFIX = "attribute:"
OPERATORS = ("=", "!=", "<", "<=", ">", ">=", "in", "not in", "contains")
_OPERATOR_ALIASES = {"dans": "in", "pas dans": "not in", "contient": "contains", "==": "="}
_OPERATOR = re.compile(
    r"(?P<symbol><=|>=|!=|==|=|<|>)"
    r"|(?<=\s)(?P<word>not\s+in|pas\s+dans|in|dans|contains|contient)(?=[\s(])",
    re.IGNORECASE,
)
_RESERVED = set(
    "and et by par where ou in dans contains contient not pas".split()  # noqa: SIM905
)
_BY = re.compile(r"(?:^|\s)(?:by|par)\s", re.IGNORECASE)
_WHERE = re.compile(r"(?:^|\s)(?:where|o[uù])\s", re.IGNORECASE)
_AND = re.compile(r"\s(?:and|et)\s", re.IGNORECASE)


@dataclass(frozen=True)
class Filter:
    """A condition on one field: ``field operator values``; several values mean any of them.

    Parameters
    ----------
    field : str
        A dimension, an attribute's name, or "score" (the question a score answers), "kind",
        "text" (with "contains"), "response", "voice", "person".
    operator : str
        One of `OPERATORS`; "=" with several values is written "in".
    values : tuple of str
        At least one.
    """

    field: str
    operator: str
    values: tuple[str, ...]

    def __post_init__(self) -> None:
        operator = _OPERATOR_ALIASES.get(self.operator.lower(), self.operator.lower())
        if operator not in OPERATORS or not self.values:
            raise QuestionError(
                "The filter on “{field}” uses “{operator}”, which is not an operator."
                " Use one of: {valid}.",
                field=self.field,
                operator=self.operator,
                valid=", ".join(OPERATORS),
            )
        field = canonical_dimension(self.field)
        values = tuple(_canonical_value(field, value) for value in self.values)
        if operator in ("=", "!=") and len(values) > 1:
            operator = "in" if operator == "=" else "not in"
        if operator in ("in", "not in"):
            values = tuple(sorted(set(values)))
            if len(values) == 1:
                operator = "=" if operator == "in" else "!="
        for name, value in (("field", field), ("operator", operator), ("values", values)):
            object.__setattr__(self, name, value)

    def __str__(self) -> str:
        values = ", ".join(_quoted(value) for value in self.values)
        if self.operator in ("in", "not in"):
            values = f"({values})"
        return f"{_quoted(self.field)} {self.operator} {values}"


@dataclass(frozen=True)
class Question:
    """A measure × dimensions × filters.

    >>> question = Question.parse("part par thème où canal = sondage")
    >>> str(question)
    'share by theme where channel = survey'
    >>> question == Question("share", ("theme",), (Filter("channel", "=", ("survey",)),))
    True
    """

    measure: str
    dimensions: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()

    def __post_init__(self) -> None:
        measure = measure_named(self.measure)
        if measure is None:
            raise QuestionError(
                "“{measure}” is not a measure. Ask one of: {valid}; for example “{example}”.",
                measure=self.measure,
                valid=", ".join(MEASURES),
                example="net_polarity by theme where channel = survey",
            )
        named = tuple(dict.fromkeys(canonical_dimension(name) for name in self.dimensions))
        dimensions = named or OWN_DIMENSIONS.get(measure, ())
        for name in dimensions:
            if name in FILTER_ONLY:
                raise QuestionError(
                    "“{name}” can filter but not group. Group by one of: {valid},"
                    " or by an attribute’s name.",
                    name=name,
                    valid=", ".join(DIMENSIONS),
                )
        filters = tuple(sorted(set(self.filters), key=str))
        for name, value in (
            ("measure", measure),
            ("dimensions", dimensions),
            ("filters", filters),
        ):
            object.__setattr__(self, name, value)

    @classmethod
    def parse(cls, text: str) -> Question:
        """Read a question written in English or French.

        Raises
        ------
        QuestionError
            When a word cannot be understood; the message says what is valid.
        """
        head, conditions = _split_once(_WHERE, text)
        measure, dimensions = _split_once(_BY, head)
        return cls(
            measure.strip(),
            tuple(_unquoted(part) for part in _split_outside_quotes(dimensions, ",")),
            tuple(_parse_filter(part) for part in _conditions(conditions)),
        )

    def where(self, *filters: Filter) -> Question:
        """Return the same question with more filters."""
        return Question(self.measure, self.dimensions, self.filters + filters)

    def by(self, *dimensions: str) -> Question:
        """Return the same question by other dimensions."""
        return Question(self.measure, dimensions, self.filters)

    def __str__(self) -> str:
        by = f" by {', '.join(map(_quoted, self.dimensions))}" if self.dimensions else ""
        where = f" where {' and '.join(map(str, self.filters))}" if self.filters else ""
        return f"{self.measure}{by}{where}"


def canonical_dimension(name: str) -> str:
    """Return the canonical name of a dimension, or of an attribute as it was given.

    ``attribute:Source`` names an attribute even where a dimension has its name.
    """
    name = name.strip()
    if name.lower().startswith(ATTRIBUTE_PREFIX):
        bare = name[len(ATTRIBUTE_PREFIX) :]
        return name if dimension_named(bare) is not None else bare
    return dimension_named(name) or name


def _canonical_value(field: str, value: str) -> str:
    value = value.strip()
    if field not in VALUES:
        return value
    form = normal(value)
    canonical = VALUE_ALIASES[field].get(form, form)
    if canonical not in VALUES[field]:
        raise QuestionError(
            "“{value}” is not a value of {field}. Use one of: {valid}.",
            value=value,
            field=field,
            valid=", ".join(VALUES[field]),
        )
    return canonical


def _quoted(text: str) -> str:
    plain = re.fullmatch(r"[\w.\-/:+%@’']+(?: [\w.\-/:+%@’']+)*", text)
    words = normal(text).split()
    if plain and not _RESERVED.intersection(words) and not text.startswith("'"):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    if len(text) >= 2 and text[0] == text[-1] == "'":
        return text[1:-1]
    if len(text) >= 2 and text[0] == "«" and text[-1] == "»":
        return text[1:-1].strip()
    return text


_QUOTES = re.compile(r'"(?:[^"\\]|\\.)*"|«[^»]*»|(?:(?<=^)|(?<=[\s(,=]))\'[^\']*\'(?=$|[\s),])')


def _masked(text: str) -> str:
    """Return ``text`` with what is quoted replaced by as many “x”, so that positions hold."""
    return _QUOTES.sub(lambda found: "x" * len(found.group()), text)


def _split_once(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.search(_masked(text))
    return (text[: found.start()], text[found.end() :]) if found else (text, "")


def _split_outside_quotes(text: str, separator: str) -> list[str]:
    masked, parts, start = _masked(text), [], 0
    for position, character in enumerate(masked):
        if character == separator:
            parts.append(text[start:position])
            start = position + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def _conditions(text: str) -> Iterable[str]:
    """Yield the conditions of “a = 1 and b = 2”; an “and” inside a value parts nothing.

    A part that holds no operator belongs to the value before it ("Vins et spiritueux").
    """
    masked, cuts = _masked(text), []
    joints = list(_AND.finditer(masked))
    for joint, following in zip(joints, [*joints, None][1:], strict=True):
        end = following.start() if following else len(masked)
        if _OPERATOR.search(masked[joint.end() : end]):
            cuts.append(joint)
    start = 0
    for joint in cuts:
        yield text[start : joint.start()]
        start = joint.end()
    if text[start:].strip():
        yield text[start:]


def _parse_filter(text: str) -> Filter:
    found = _OPERATOR.search(_masked(text))
    if found is None:
        raise QuestionError(
            "“{text}” is not a condition. Write a field, an operator and a value,"
            " for example “{example}”; operators: {valid}.",
            text=text.strip(),
            example="channel = survey",
            valid=", ".join(OPERATORS),
        )
    field, value = text[: found.start()], text[found.end() :].strip()
    operator = " ".join(found.group().lower().split())
    operator = _OPERATOR_ALIASES.get(operator, operator)
    if operator in ("in", "not in"):
        parts = _split_outside_quotes(value.removeprefix("(").removesuffix(")"), ",")
    else:
        parts = [value] if value else []
    if not parts or not field.strip():
        raise QuestionError(
            "“{text}” is not a condition. Write a field, an operator and a value,"
            " for example “{example}”; operators: {valid}.",
            text=text.strip(),
            example="channel = survey",
            valid=", ".join(OPERATORS),
        )
    return Filter(_unquoted(field), operator, tuple(_unquoted(part) for part in parts))
