"""What a filter names, once it is known to exist: an attribute, values."""

from __future__ import annotations

import operator as operators
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rebond.errors import QuestionError
from rebond.quantify.asking.conditions import Filter, number_of
from rebond.quantify.asking.names import (
    ATTRIBUTE_PREFIX,
    DIMENSIONS,
    MOMENT_ATTRIBUTES,
    nearest,
    normal,
)

if TYPE_CHECKING:
    from rebond.quantify.asking.facts import Facts

COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "<": operators.lt,
    "<=": operators.le,
    ">": operators.gt,
    ">=": operators.ge,
}
ANY_OF = ("=", "in")
NONE_OF = ("!=", "not in")


def matching(condition: Filter, valid: list[str]) -> list[str]:
    """Return the values of ``valid`` for which the condition holds.

    Values are named without regard to case and accents; "<" and the like compare numbers where
    both sides are, else texts.

    Raises
    ------
    QuestionError
        When a value asked for by name is not there.
    """
    if condition.operator in COMPARED:
        return [value for value in valid if _compares(condition, value)]
    if condition.operator in ("contains", "not contains"):
        wanted = [normal(value) for value in condition.values]
        positive = condition.operator == "contains"
        return [
            value for value in valid if any(part in normal(value) for part in wanted) is positive
        ]
    named = {name for value in condition.values for name in _named(value, condition.field, valid)}
    if condition.operator in NONE_OF:
        return [value for value in valid if value not in named]
    return [value for value in valid if value in named]


def _named(value: str, field: str, valid: list[str]) -> list[str]:
    if value in valid:
        return [value]
    form = normal(value)
    found = [known for known in valid if normal(known) == form]
    if not found:
        raise QuestionError(
            "No “{value}” in {field}. It holds {count} values, such as: {valid}.",
            value=value,
            field=field,
            count=len(valid),
            valid=", ".join(nearest(value, valid)),
        )
    return found


def _compares(condition: Filter, value: str) -> bool:
    left, right = number_of(value), number_of(condition.values[0])
    compare = COMPARED[condition.operator]
    if right is not None:
        return left is not None and bool(compare(left, right))
    return bool(compare(value, condition.values[0]))


def cannot_compare(condition: Filter, valid: str) -> QuestionError:
    """Return the refusal of an operator that a field does not have."""
    return QuestionError(
        "“{operator}” does not apply to {field}. Use one of: {valid}.",
        operator=condition.operator,
        field=condition.field,
        valid=valid,
    )


def attribute_named(field: str, facts: Facts) -> str:
    """Return the attribute that ``field`` names, without regard to case and accents.

    "Region of Shop" names the region that goes with the shop, by the tree of attributes.

    Raises
    ------
    QuestionError
        When no attribute has this name; the message lists those there are.
    """
    from rebond.quantify.asking.trees import level_named

    bare = field.removeprefix(ATTRIBUTE_PREFIX)
    if bare in facts.attribute_names:
        return bare
    found = [name for name in facts.attribute_names if normal(name) == normal(bare)]
    if found:
        return found[0]
    level = level_named(bare, facts)
    if level is not None:
        return str(level)
    near = nearest(bare, (*facts.attribute_names, *DIMENSIONS), 3)
    raise QuestionError(
        "“{name}” is neither a dimension nor an attribute of this data; the nearest are {near}."
        " Dimensions: {dimensions}. Attributes: {attributes}.",
        name=bare,
        near=", ".join(near),
        dimensions=", ".join(DIMENSIONS),
        attributes=", ".join(facts.attribute_names) or "–",
    )


def moment_attribute(facts: Facts) -> str:
    """Return the attribute that tells the moment of the relation.

    Raises
    ------
    QuestionError
        When no column of the data tells it.
    """
    names = {normal(name): name for name in reversed(facts.attribute_names)}
    for form in MOMENT_ATTRIBUTES:
        if form in names:
            return names[form]
    raise QuestionError(
        "No column of this data tells the moment of the relation. Name the column that does"
        " “{example}” and import the file again, or group by one of: {attributes}.",
        example="Moment",
        attributes=", ".join(facts.attribute_names) or "–",
    )
