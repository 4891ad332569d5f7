"""A question with the names of attributes as the data write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rebond.quantify.asking.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Filter,
    Holds,
    Not,
)
from rebond.quantify.asking.filters import attribute_named, moment_attribute
from rebond.quantify.asking.names import ATTRIBUTE_PREFIX, DIMENSIONS, FILTER_ONLY, dimension_named
from rebond.quantify.question import Question

if TYPE_CHECKING:
    from rebond.quantify.asking.facts import Facts


def named_as_known(question: Question, facts: Facts) -> Question:
    """Return a question whose attributes are named as in the data, whatever their case.

    Raises
    ------
    QuestionError
        When a name is neither a dimension nor an attribute nor the question of a score.
    """
    dimensions = tuple(_dimension(name, facts) for name in question.dimensions)
    filters = tuple(_condition(condition, facts) for condition in question.filters)
    return Question(question.measure, dimensions, filters)


def _dimension(name: str, facts: Facts) -> str:
    if name == "moment":
        moment_attribute(facts)  # refused when no column tells it
    if name in DIMENSIONS or name in FILTER_ONLY:
        return name
    known = attribute_named(name, facts)
    return known if dimension_named(known) is None else ATTRIBUTE_PREFIX + known


def _condition(condition: Condition, facts: Facts) -> Condition:
    if isinstance(condition, AllOf | AnyOf):
        return type(condition)(tuple(_condition(part, facts) for part in condition.parts))
    if isinstance(condition, Not):
        return Not(_condition(condition.part, facts))
    if isinstance(condition, Holds):
        return Holds(condition.holder, _condition(condition.part, facts))
    field = condition.field
    if field in facts.values("scores", "question") and field not in facts.attribute_names:
        return condition
    return Filter(_dimension(field, facts), condition.operator, condition.values)
