"""Where people arrive: a manager of one place on its page, others on the home page."""

from __future__ import annotations

from collections.abc import Sequence

from rebond.errors import RebondError
from rebond.quantify import Filter, Question
from rebond.quantify.asking.names import dimension_named
from rebond.quantify.question import Condition
from rebond_web.workspaces.models import Role, Seat


def first_page(seat: Seat) -> str:
    """Return the name of the address where a person arrives in a workspace."""
    try:
        conditions = Question.parse(f"voices where {seat.perimeter}").filters
    except RebondError:  # the home page says what can be said
        return "home"
    return "places" if only_place(seat, conditions) else "home"


def only_place(seat: Seat, conditions: Sequence[Condition]) -> Filter | None:
    """Return the condition that makes a manager's seat one of a single place, None for others."""
    if seat.role != Role.MANAGER or len(conditions) != 1:
        return None
    one = conditions[0]
    if not isinstance(one, Filter) or one.operator != "=" or len(one.values) != 1:
        return None
    return None if dimension_named(one.field) else one
