"""What a ballot may say: read from a form or a table, checked against the rule."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from rebond.errors import InputError
from rebond.vocabulary import Message
from rebond_web.ballots.models import Choice, Election, Rule

# From the worst up, as the page says them.
GRADES = (
    Message("Reject"),
    Message("Poor"),
    Message("Acceptable"),
    Message("Good"),
    Message("Very good"),
    Message("Excellent"),
)
FIELD = "grade-"  # before the key of an option, in a form


def approved(election: Election, choices: Sequence[Choice], keys: Iterable[str]) -> list[str]:
    """Return the marks of a ballot that approves, in the order of the keys.

    Raises
    ------
    InputError
        When it names what is no option, more options than allowed, or more than the budget pays.
    """
    kept = sorted(set(keys))
    costs = {one.key: one.cost for one in choices}
    _known(kept, costs)
    if election.rule == Rule.LIMITED and len(kept) > election.most:
        raise InputError(
            "You chose {n} options and {most} are allowed. Untick some of them.",
            n=len(kept),
            most=election.most,
        )
    if election.rule == Rule.BUDGET and sum(costs[key] for key in kept) > election.budget:
        raise InputError("What you chose costs more than the budget. Take something out of it.")
    return kept


def graded(choices: Sequence[Choice], grades: Mapping[str, str]) -> dict[str, int]:
    """Return the marks of a ballot that grades: every option has one, the worst for none given.

    Raises
    ------
    InputError
        When it grades what is no option, or gives what is no grade.
    """
    keys = [one.key for one in choices]
    _known(grades, keys)
    for grade in grades.values():
        if grade not in _RANKS:
            raise InputError("This form is not whole: fill it in again.")
    return {key: int(grades.get(key, "0")) for key in keys}


def marks_of(election: Election, choices: Sequence[Choice], form: Any) -> Any:
    """Return the marks that a form gives; see `approved` and `graded`."""
    if election.rule == Rule.GRADES:
        given = {name.removeprefix(FIELD): form[name] for name in form if name.startswith(FIELD)}
        return graded(choices, given)
    return approved(election, choices, form.getlist("choice"))


def _known(given: Iterable[str], keys: Collection[str]) -> None:
    if any(key not in keys for key in given):
        raise InputError("Something chosen is no option of this vote: fill the form in again.")


_RANKS = {str(rank) for rank in range(len(GRADES))}
