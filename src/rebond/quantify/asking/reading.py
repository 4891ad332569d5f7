"""The text of a question, in English or in French, read into its parts.

Values may hold the words that join conditions ("Vins et spiritueux"): such a word joins only where
a condition follows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rebond.errors import QuestionError
from rebond.quantify.asking.conditions import (
    OPERATOR_ALIASES,
    OPERATORS,
    AllOf,
    AnyOf,
    Condition,
    Filter,
    Holds,
    Not,
    canonical_dimension,
    number_of,
)
from rebond.quantify.asking.names import VALUES, normal
from rebond.quantify.asking.periods import is_period

_OPERATOR = re.compile(
    r"(?P<symbol><=|>=|!=|==|=|<|>)"
    r"|(?<=\s)(?P<word>not\s+in|pas\s+dans|in|dans|not\s+contains|ne\s+contient\s+pas|contains"
    r"|contient)(?=[\s(])",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:^|\s)(?:by|par)\s", re.IGNORECASE)
_WHERE = re.compile(r"(?:^|\s)(?:where|où)(?=[\s(])", re.IGNORECASE)
_WHERE_TYPED = re.compile(r"(?:^|\s)ou(?=[\s(])", re.IGNORECASE)
_JOINT = re.compile(r"(?<=[\s)])(?P<word>and|et|or|ou)(?=[\s(])", re.IGNORECASE)
_NOT = re.compile(r"(?:not|pas|non)(?=[\s(])\s*", re.IGNORECASE)
_HOLDS = re.compile(
    r"(?P<holder>voice|voix|response|r[eé]ponse)s?\s+(?:holds?|with|avec|having|ayant)(?=[\s(])\s*",
    re.IGNORECASE,
)
_SINCE = {
    "since": ">=", "depuis": ">=", "from": ">=", "a partir de": ">=", "until": "<=",
    "jusqu'a": "<=", "jusqu'en": "<=", "jusqu'au": "<=", "depuis le": ">=", "before": "<",
    "avant": "<", "avant le": "<", "after": ">", "apres": ">", "apres le": ">", "en": "=",
    "in": "=", "le": "=", "on": "=",
}  # fmt: skip
_QUOTES = re.compile(r'"(?:[^"\\]|\\.)*"|«[^»]*»|(?:(?<=^)|(?<=[\s(,=]))\'[^\']*\'(?=$|[\s),])')
_ANY = {"or", "ou"}


def parts_of(text: str) -> tuple[str, list[str], str]:
    """Return the measure, the dimensions and the conditions that a question writes."""
    where = _WHERE if _WHERE.search(masked(text)) else _WHERE_TYPED
    head, conditions = _split_once(where, text)
    measure, dimensions = _split_once(_BY, head)
    names = [unquoted(part) for part in _split_outside(dimensions, ",")]
    return measure.strip(), names, conditions.strip()


def read_conditions(text: str) -> tuple[Condition, ...]:
    """Return the conditions that a text writes, as they are written; none when it is empty.

    Raises
    ------
    QuestionError
        When a part is no condition or a parenthesis has no other half.
    """
    if not text.strip():
        return ()
    if not _is_balanced(masked(text)):
        raise QuestionError(
            "A parenthesis of “{text}” has no other half. Close each one, or put quotation marks"
            " around the name that holds it.",
            text=text.strip(),
        )
    return (_read(text.strip()),)


def _is_balanced(plain: str) -> bool:
    depth = 0
    for character in plain:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0


def _read(text: str) -> Condition:
    joints = list(_joints(text))
    for words in (_ANY, {"and", "et"}):
        cuts = [found for found in joints if found["word"].lower() in words]
        if not cuts:
            continue
        limits = [0, *(place for cut in cuts for place in cut.span()), len(text)]
        parts = tuple(
            _read(text[start:end].strip())
            for start, end in zip(limits[::2], limits[1::2], strict=True)
        )
        return AnyOf(parts) if words is _ANY else AllOf(parts)
    if found := _NOT.match(masked(text)):
        return Not(_read(text[found.end() :].strip()))
    if _is_group(text):
        return _read(text[1:-1].strip())
    if found := _HOLDS.match(masked(text)):
        holder = "voice" if found["holder"].lower().startswith("vo") else "response"
        return Holds(holder, _read(text[found.end() :].strip()))
    return _comparison(text)


def _joints(text: str) -> Iterator[re.Match[str]]:
    """Yield the words that join conditions, outside quotation marks and parentheses."""
    hidden = _without_groups(masked(text))
    found = list(_JOINT.finditer(hidden))
    for joint, following in zip(found, [*found, None][1:], strict=True):
        end = following.start() if following else len(text)
        if joint.start() and _begins_a_condition(text[joint.end() : end].strip()):
            yield joint


def _begins_a_condition(text: str) -> bool:
    plain = masked(text)
    return bool(
        _NOT.match(plain)
        or plain.startswith("(")
        or _HOLDS.match(plain)
        or _OPERATOR.search(_without_groups(plain))
        or _since(text)
    )


def _is_group(text: str) -> bool:
    """Return whether a text is one pair of parentheses and what it holds."""
    plain = _without_groups(masked(text))
    return plain.startswith("(") and plain.find(")") == len(plain) - 1


def _without_groups(plain: str) -> str:
    """Return ``plain`` with what parentheses hold replaced by “x”, so that positions hold."""
    depth, kept = 0, []
    for character in plain:
        depth -= character == ")" and depth > 0
        kept.append("x" if depth else character)
        depth += character == "("
    return "".join(kept)


def _comparison(text: str) -> Filter:
    found = _OPERATOR.search(_without_groups(masked(text)))
    if found is None:
        since = _since(text)
        if since is None:
            raise _no_condition(text)
        return since
    written, value = text[: found.start()].strip(), text[found.end() :].strip()
    operator = " ".join(found.group().lower().split())
    operator = OPERATOR_ALIASES.get(operator, operator)
    parts = [value] if value else []
    if found["word"] and value.startswith("(") and _is_group(value):
        parts = _split_outside(value[1:-1], ",")
    elif operator in ("in", "not in"):
        parts = _split_outside(value, ",")
    field = canonical_dimension(unquoted(written))
    if operator in ("=", "!="):
        parts = _alternatives(field, parts)
    if not parts or not field:
        raise _no_condition(text)
    if field == "score" and all(_is_number(part) for part in parts):
        field = "value"
    if field == "words":  # quotation marks make a phrase of words; ' ' only keep them together
        parts = [unquoted(part) if part.startswith("'") else part for part in parts]
        return Filter(field, operator, tuple(parts))
    return Filter(field, operator, tuple(unquoted(part) for part in parts))


def _alternatives(field: str, parts: list[str]) -> list[str]:
    """Cut “survey or review” in two where each is a value known beforehand."""
    if field not in VALUES or len(parts) != 1:
        return parts
    cut = re.split(r"\s(?:or|ou)\s|\s*,\s*", parts[0], flags=re.IGNORECASE)
    return cut if len(cut) > 1 else parts


def _is_number(text: str) -> bool:
    return unquoted(text) == text and number_of(text) is not None


def _since(text: str) -> Filter | None:
    """Return the filter that “since 2026-01”, “avant mai 2026” or “2026-05” write, else None."""
    if text.startswith(('"', "«")):
        return None
    if is_period(text):
        return Filter("day", "=", (text,))
    words = text.split()
    for count in (1, 2, 3):
        operator = _SINCE.get(normal(" ".join(words[:count])))
        rest = " ".join(words[count:])
        if operator and rest and is_period(rest):
            return Filter("day", operator, (rest,))
    return None


def _no_condition(text: str) -> QuestionError:
    return QuestionError(
        "“{text}” is not a condition. Write a field, an operator and a value,"
        " for example “{example}”; operators: {valid}.",
        text=text.strip(),
        example="channel = survey",
        valid=", ".join(OPERATORS),
    )


def unquoted(text: str) -> str:
    """Return a name without the quotation marks around it."""
    text = text.strip()
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    if len(text) >= 2 and text[0] == text[-1] == "'":
        return text[1:-1]
    if len(text) >= 2 and text[0] == "«" and text[-1] == "»":
        return text[1:-1].strip()
    return text


def masked(text: str) -> str:
    """Return ``text`` with what is quoted replaced by as many “x”, so that positions hold."""
    return _QUOTES.sub(lambda found: "x" * len(found.group()), text)


def _split_once(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.search(masked(text))
    return (text[: found.start()], text[found.end() :]) if found else (text, "")


def _split_outside(text: str, separator: str) -> list[str]:
    plain, parts, start = _without_groups(masked(text)), [], 0
    for position, character in enumerate(plain):
        if character == separator:
            parts.append(text[start:position])
            start = position + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]
