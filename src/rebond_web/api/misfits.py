"""What does not fit in a request, in our own sentences: the field, its value, what is valid."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rebond.vocabulary import Message
from rebond_web.api import schemas

_LONGEST = 60  # characters of a value that is told back
_MOMENT = Message("give a moment with its zone, such as {example}", {"example": schemas.A_MOMENT})
_NUMBER, _WHOLE = Message("give a number"), Message("give a whole number")
_TRUTH = Message("give true, false or null")
_TEXT, _LIST, _OBJECT = Message("give a text"), Message("give a list"), Message("give an object")
_VALID: Mapping[str, Message] = {
    "string_type": _TEXT,
    "list_type": _LIST,
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "value_error": Message("give a moment between 1970 and 2100, with its zone"),
}
_PATTERNS: Mapping[str, Message] = {
    schemas.PLAIN: Message("give a name without control characters, that is not spaces alone"),
    schemas.PRINTED: Message("give letters without accents, digits and signs, without spaces"),
    schemas.NO_ZERO: Message("give a text without the character of code 0"),
}
# Kind of misfit → what is valid, with the bound that it names in its context.
_BOUNDS: Mapping[str, tuple[Message, str]] = {
    "string_too_short": (Message("give at least {bound} characters"), "min_length"),
    "string_too_long": (Message("give at most {bound} characters"), "max_length"),
    "too_short": (Message("give at least {bound}"), "min_length"),
    "too_long": (Message("give at most {bound}"), "max_length"),
    "greater_than_equal": (Message("give a number from {bound}"), "ge"),
    "less_than_equal": (Message("give a number up to {bound}"), "le"),
}
_ELSE = Message("the OpenAPI document of this API says what fits")


def misfit(error: Mapping[str, Any]) -> Message:
    """Return what does not fit and what would, as a sentence.

    Parameters
    ----------
    error : mapping
        As pydantic describes it: its ``type``, ``loc``, ``input`` and ``ctx``.
    """
    field, kind = _field(error["loc"]), error["type"]
    if kind == "missing":
        return Message("“{field}” is missing: it must be given.", {"field": field})
    if kind == "extra_forbidden":
        return Message("“{field}” means nothing here: leave it out.", {"field": field})
    valid = _valid(kind, error.get("ctx", {}))
    return Message(
        "“{field}” is {value}: {valid}.",
        {"field": field, "value": _written(error.get("input")), "valid": valid},
    )


def _valid(kind: str, context: Mapping[str, Any]) -> Message:
    """Return what would fit."""
    if kind in _BOUNDS:
        said, name = _BOUNDS[kind]
        return Message(said.template, {"bound": int(context[name])})
    if kind in ("enum", "literal_error"):
        choices = re.findall(r"'([^']*)'", context["expected"])
        return Message("give one of {valid}", {"valid": ", ".join(choices)})
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(context["pattern"], _ELSE)
    if kind.startswith(("datetime", "date_", "timezone")):
        return _MOMENT
    return _VALID.get(kind, _ELSE)


def _field(place: Sequence[str | int]) -> str:
    """Return the name of what does not fit: the innermost one, without the ranks of lists."""
    names = [one for one in place if isinstance(one, str) and one != "[key]"]
    return names[-1] if names else "body"


def _written(value: object) -> object:
    """Return a value as it is told back: never whole where it is long."""
    kinds: Mapping[type, Callable[[Any], object]] = {
        str: _quoted,
        bool: lambda told: "true" if told else "false",
        int: lambda told: _cut(str(told)),
        float: lambda told: _cut(f"{told:.15g}"),
        list: lambda told: Message("a list of {n}", {"n": len(told)}),
        dict: lambda _: Message("an object"),
        type(None): lambda _: "null",
    }
    written = kinds.get(type(value))
    return written(value) if written else Message("something else")


def _quoted(text: str) -> object:
    shown = "".join(one if one.isprintable() else "\ufffd" for one in text[: _LONGEST + 1])
    return Message("“{text}”", {"text": _cut(shown)}) if text else Message("empty")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
