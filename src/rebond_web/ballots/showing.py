"""What the form of a ballot, and its last look before it is cast, are drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rebond.vocabulary import Message, Quantity
from rebond_web.ballots.marks import FIELD, GRADES
from rebond_web.ballots.models import Choice, Election, Rule
from rebond_web.ballots.telling import money, title_of


@dataclass(frozen=True)
class Asked:
    """One option on a ballot; ``mark`` is True or False, or the grade given, None for none."""

    choice: Choice
    title: str | Message
    cost: Quantity | None
    mark: Any


def asked(election: Election, marks: Any = None) -> dict[str, Any]:
    """Return what the form of a ballot reads; ``marks`` are those already made."""
    options = _options(election, marks)
    return {
        "options": options,
        "graded": election.rule == Rule.GRADES,
        "grades": list(enumerate(GRADES))[::-1],
        "field": FIELD,
        "budget": money(election, election.budget) if election.rule == Rule.BUDGET else None,
        "most": election.most if election.rule == Rule.LIMITED else 0,
        "publics": list(election.publics.all()),
    }


def reviewed(election: Election, marks: Any) -> dict[str, Any]:
    """Return what the last look at a ballot reads: what it says, and the fields that say it."""
    options = _options(election, marks)
    if election.rule == Rule.GRADES:
        fields = [(FIELD + key, str(rank)) for key, rank in marks.items()]
    else:
        fields = [("choice", key) for key in marks]
        options = [one for one in options if one.mark]
    spent = sum(one.choice.cost for one in options)
    budget = election.rule == Rule.BUDGET
    return {
        "options": options,
        "graded": election.rule == Rule.GRADES,
        "grades": GRADES,
        "fields": fields,
        "spent": money(election, spent) if budget else None,
        "budget": money(election, election.budget) if budget else None,
    }


def _options(election: Election, marks: Any) -> list[Asked]:
    priced = election.rule == Rule.BUDGET
    return [
        Asked(
            one,
            title_of(one),
            money(election, one.cost) if priced else None,
            _mark(marks, one.key),
        )
        for one in election.slate()
    ]


def _mark(marks: Any, key: str) -> Any:
    if isinstance(marks, Mapping):
        return marks.get(key)
    return key in (marks or ())
