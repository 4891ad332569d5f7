"""What is done with insights: decided, commented, planned. Each leaves a line in the audit log."""

from __future__ import annotations

import datetime

from django.db import transaction

from rebond.errors import InputError
from rebond.quantify.insights.insight import Insight
from rebond.quantify.insights.keeping import ACTED_ON, mark, marks_of
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.insights.access import owners_of
from rebond_web.insights.models import LONGEST_COMMENT, LONGEST_PLAN, Comment, Plan, PlanState
from rebond_web.workspaces.access import Sitting
from rebond_web.workspaces.models import Seat

_LONGEST_NOTE = 500  # characters


def decide(sitting: Sitting, insight: Insight, state: str, note: str, *, by: Account) -> None:
    """Give an insight a state, with its reason.

    Raises
    ------
    InputError
        When the state is none of those that an insight has.
    WorkspaceBusy
        When another writer is at work.
    """
    mark(sitting.workspace, insight, state, by=by.email, note=note[:_LONGEST_NOTE])
    record("insight decided", by=by.pk, tenant=sitting.seat.tenant_id, subject=insight.id)


def comment(sitting: Sitting, insight: str, text: str, *, by: Account) -> Comment:
    """Add a comment.

    Raises
    ------
    InputError
        When it says nothing, or too much.
    """
    said = text.strip()
    if not said:
        raise InputError("The comment is empty. Write a few words, then send it.")
    if len(said) > LONGEST_COMMENT:
        raise InputError(
            "The comment has {n} characters; {most} is the most. Say it in fewer words, or in"
            " two comments.",
            n=len(said),
            most=LONGEST_COMMENT,
        )
    with transaction.atomic():
        made = Comment.objects.create(
            tenant=sitting.seat.tenant,
            insight=insight,
            account=by,
            perimeter=sitting.seat.perimeter,
            text=said,
        )
        record("insight commented", by=by.pk, tenant=sitting.seat.tenant_id, subject=made.pk)
    return made


def remove_comment(found: Comment, *, by: Account) -> None:
    """Remove a comment."""
    with transaction.atomic():
        record("comment removed", by=by.pk, tenant=found.tenant_id, subject=found.pk)
        found.delete()


def plan(
    sitting: Sitting, insight: Insight, what: str, owner: str, due: str, *, by: Account
) -> Plan:
    """Plan what will be done about an insight, which is then acted on.

    ``owner`` is the number of a seat of the workspace, ``due`` a day as YYYY-MM-DD.

    Raises
    ------
    InputError
        When it does not say what, by whom or until when.
    WorkspaceBusy
        When another writer is at work.
    """
    said = _what(what)
    seat = _owner(sitting, owner)
    day = _day(due)
    marks = marks_of(sitting.workspace).get(insight.id)
    with transaction.atomic():
        made = Plan.objects.create(
            tenant=sitting.seat.tenant, insight=insight.id, what=said, owner=seat, due=day, by=by
        )
        record("plan made", by=by.pk, tenant=sitting.seat.tenant_id, subject=made.pk)
        if not marks or marks[-1].state != ACTED_ON:
            decide(sitting, insight, ACTED_ON, "", by=by)
    return made


def move_plan(found: Plan, state: str, due: str, *, by: Account) -> None:
    """Change the state of a plan, and its date where one is given.

    Raises
    ------
    InputError
        When the state or the date cannot be.
    """
    if state not in PlanState.values:
        raise InputError(
            "“{state}” is not a state of a plan. Give one of: {valid}.",
            state=state,
            valid=", ".join(PlanState.values),
        )
    if due:
        found.due = _day(due)
    found.state = state
    with transaction.atomic():
        found.save()
        record(f"plan {state}", by=by.pk, tenant=found.tenant_id, subject=found.pk)


def _what(text: str) -> str:
    said = " ".join(text.split())
    if not said or len(said) > LONGEST_PLAN:
        raise InputError(
            "Say what will be done, in {most} characters at most (this has {n}).",
            n=len(said),
            most=LONGEST_PLAN,
        )
    return said


def _owner(sitting: Sitting, number: str) -> Seat:
    seats = owners_of(sitting)
    seat = seats.filter(pk=number).first() if number.isdecimal() and len(number) < 18 else None
    if seat is None:
        raise InputError("Choose who will see to it among the people of this workspace.")
    return seat


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            "“{text}” is not a date. Write the day by which it will be done as 2026-12-31.",
            text=text,
        ) from error
