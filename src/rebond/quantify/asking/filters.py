"""Filters as Narwhals expressions, once their values are known to exist."""

from __future__ import annotations

import datetime
import difflib
import operator as operators
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from rebond.errors import QuestionError
from rebond.quantify.asking.facts import Facts
from rebond.quantify.asking.names import TIME_DIMENSIONS, normal
from rebond.quantify.question import ATTRIBUTE_PREFIX, Filter

if TYPE_CHECKING:
    import narwhals as nw

POLARITIES = {"negative": -1, "neutral": 0, "positive": 1}
_COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "<": operators.lt,
    "<=": operators.le,
    ">": operators.gt,
    ">=": operators.ge,
}
_ANY_OF = ("=", "in")
_NONE_OF = ("!=", "not in")


def expression(condition: Filter, column: str, valid: Iterable[str]) -> nw.Expr:
    """Return ``condition`` as an expression on ``column``.

    ``valid`` are the values that the column holds, as text; they are looked at only for columns
    of text, to match without regard to case and accents and to name them when none fits.
    """
    import narwhals as nw

    values: list[Any]
    if condition.field in TIME_DIMENSIONS:
        return _period(condition, column)
    if condition.field == "polarity":
        values = [POLARITIES[value] for value in condition.values]
    elif condition.field == "solicited":
        values = [value == "true" for value in condition.values]
    else:
        values = matching(condition, list(valid))
        return nw.col(column).is_in(values) if values else nw.col(column).is_in([""])
    if condition.operator in _ANY_OF:
        return nw.col(column).is_in(values)
    if condition.operator in _NONE_OF:
        return ~nw.col(column).is_in(values)
    raise _cannot_compare(condition)


def matching(condition: Filter, valid: list[str]) -> list[str]:
    """Return the values of ``valid`` for which the condition holds.

    Raises
    ------
    QuestionError
        When a value asked for by name is not there.
    """
    if condition.operator in _COMPARED:
        return [value for value in valid if _compares(condition, value)]
    if condition.operator == "contains":
        wanted = [normal(value) for value in condition.values]
        return [value for value in valid if any(part in normal(value) for part in wanted)]
    named = {name for value in condition.values for name in _named(value, condition.field, valid)}
    if condition.operator in _NONE_OF:
        return [value for value in valid if value not in named]
    return [value for value in valid if value in named]


def _named(value: str, field: str, valid: list[str]) -> list[str]:
    if value in valid:
        return [value]
    form = normal(value)
    found = [known for known in valid if normal(known) == form]
    if not found:
        forms = {normal(known): known for known in valid}
        near = [forms[name] for name in difflib.get_close_matches(form, list(forms), 5, 0.5)]
        raise QuestionError(
            "No “{value}” in {field}. It holds {count} values, such as: {valid}.",
            value=value,
            field=field,
            count=len(valid),
            valid=", ".join(near + [name for name in valid if name not in near][: 8 - len(near)]),
        )
    return found


def _compares(condition: Filter, value: str) -> bool:
    left, right = _number(value), _number(condition.values[0])
    compare = _COMPARED[condition.operator]
    if right is not None:
        return left is not None and bool(compare(left, right))
    return bool(compare(value, condition.values[0]))


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ".").replace("\u202f", "").replace("\u00a0", ""))
    except ValueError:
        return None


def _period(condition: Filter, column: str) -> nw.Expr:
    import narwhals as nw

    column_ = nw.col(column)
    spans = [period(value, condition.field) for value in condition.values]
    start, end = spans[0]
    if condition.operator in _ANY_OF + _NONE_OF:
        within = [(column_ >= nw.lit(first)) & (column_ < nw.lit(last)) for first, last in spans]
        any_of = nw.any_horizontal(*within, ignore_nulls=True)
        return any_of if condition.operator in _ANY_OF else ~any_of
    if condition.operator == "<":
        return column_ < nw.lit(start)
    if condition.operator == "<=":
        return column_ < nw.lit(end)
    if condition.operator == ">":
        return column_ >= nw.lit(end)
    if condition.operator == ">=":
        return column_ >= nw.lit(start)
    raise _cannot_compare(condition)


def period(text: str, field: str) -> tuple[datetime.date, datetime.date]:
    """Return the first day and the day after the last of a written period.

    >>> period("2025-02", "month")
    (datetime.date(2025, 2, 1), datetime.date(2025, 3, 1))
    >>> period("2025-W01", "week")[0]
    datetime.date(2024, 12, 30)

    Raises
    ------
    QuestionError
        When the text is none of 2025, 2025-09, 2025-W36, 2025-09-03.
    """
    found = re.fullmatch(r"(\d{4})(?:-(?:[WwSs](\d{1,2})|(\d{1,2})(?:-(\d{1,2}))?))?", text.strip())
    try:
        if found is None:
            raise ValueError(text)
        year, week, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None
        if week:
            start = datetime.date.fromisocalendar(year, week, 1)
            return start, start + datetime.timedelta(days=7)
        start = datetime.date(year, month or 1, day or 1)
        if day:
            length = 7 if field == "week" else 1
            return start, start + datetime.timedelta(days=length)
        if month:
            return start, datetime.date(year + month // 12, month % 12 + 1, 1)
        return start, datetime.date(year + 1, 1, 1)
    except ValueError:
        raise QuestionError(
            "“{value}” is not a period for {field}. Write 2025, 2025-09, 2025-W36 or 2025-09-03.",
            value=text,
            field=field,
        ) from None


def _cannot_compare(condition: Filter) -> QuestionError:
    return QuestionError(
        "“{operator}” does not apply to {field}. Use one of: {valid}.",
        operator=condition.operator,
        field=condition.field,
        valid="=, !=, in, not in",
    )


def attribute_named(field: str, facts: Facts) -> str:
    """Return the attribute that ``field`` names, without regard to case and accents.

    Raises
    ------
    QuestionError
        When no attribute has this name; the message lists those there are.
    """
    from rebond.quantify.asking.names import DIMENSIONS

    bare = field.removeprefix(ATTRIBUTE_PREFIX)
    if bare in facts.attribute_names:
        return bare
    found = [name for name in facts.attribute_names if normal(name) == normal(bare)]
    if found:
        return found[0]
    raise QuestionError(
        "“{name}” is neither a dimension nor an attribute of this data."
        " Dimensions: {dimensions}. Attributes: {attributes}.",
        name=bare,
        dimensions=", ".join(DIMENSIONS),
        attributes=", ".join(facts.attribute_names) or "–",
    )
