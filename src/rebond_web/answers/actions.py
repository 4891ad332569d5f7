"""What is done with decisions: taken, corrected by another, told how far they are."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from rebond.errors import InputError
from rebond.quantify.insights.claims import claim_of
from rebond.quantify.insights.keeping import ACTED_ON, marks_of
from rebond_web.accounts.models import Account
from rebond_web.answers.access import CURRENT, owners_of
from rebond_web.answers.behind import Behind, behind_challenge, behind_claim
from rebond_web.answers.effects import figure_of
from rebond_web.answers.models import (
    CARRIED_OUT,
    LONGEST_NAME,
    LONGEST_REASON,
    LONGEST_WHAT,
    LONGEST_WORDS,
    Decision,
    Kind,
    State,
    Step,
)
from rebond_web.answers.telling import tell
from rebond_web.audit.models import record
from rebond_web.workspaces.models import Seat, Tenant

if TYPE_CHECKING:
    from rebond.quantify import Perimeter
    from rebond.quantify.insights.insight import Insight
    from rebond_web.cases.models import Case
    from rebond_web.ideas.models import Idea
    from rebond_web.workspaces.access import Sitting


@dataclass(frozen=True)
class Given:
    """What a person writes to decide, as they wrote it.

    ``owner`` is the number of a seat, ``due`` a day as YYYY-MM-DD, ``in_place_of`` the number of
    the decision that this one corrects, "" for none.
    """

    kind: str
    reason: str
    what: str = ""
    owner: str = ""
    due: str = ""
    owner_name: str = ""
    signed: str = ""
    language: str = "fr"
    in_place_of: str = ""


def decide_idea(idea: Idea, given: Given, *, by: Account) -> Decision:
    """Decide of an idea; everybody who took part in it is told.

    Raises
    ------
    InputError
        When what is given cannot be, or another decision was taken meanwhile.
    """
    tenant = idea.challenge.space.tenant
    made = _checked(Decision(tenant=tenant, idea=idea), given)
    _because_of(made, behind_challenge(idea.challenge))
    return _keep(made, _replaced(Decision.objects.filter(idea=idea), given, must=True), by)


def decide_insight(sitting: Sitting, insight: Insight, given: Given, *, by: Account) -> Decision:
    """Decide of an insight, which is then acted on where something is to be done.

    Raises
    ------
    InputError
        When what is given cannot be, or another decision was taken meanwhile.
    WorkspaceBusy
        When another writer is at work.
    """
    from rebond_web.insights.actions import decide as mark_as

    made = _checked(Decision(tenant=sitting.seat.tenant, insight=insight.id), given)
    _because_of(made, behind_claim(claim_of(insight.main)))
    ours = Decision.objects.filter(tenant=sitting.seat.tenant, insight=insight.id)
    marks = marks_of(sitting.workspace).get(insight.id)
    with transaction.atomic():
        _keep(made, _replaced(ours, given, must=False), by)
        if made.is_open and (not marks or marks[-1].state != ACTED_ON):
            mark_as(sitting, insight, ACTED_ON, "", by=by)
    return made


def _because_of(made: Decision, behind: Behind) -> None:
    made.theme, made.attribute, made.value = behind.theme, behind.attribute, behind.value


def decide_case(case: Case, given: Given, *, by: Account) -> Decision:
    """Decide of what a voice asked for, in its case; its receipt tells it.

    Raises
    ------
    InputError
        When what is given cannot be, or another decision was taken meanwhile.
    """
    made = _checked(Decision(tenant=case.tenant, case=case), given)
    return _keep(made, _replaced(Decision.objects.filter(case=case), given, must=True), by)


def advance(decision: Decision, state: str, words: str, due: str = "", *, by: Account) -> Step:
    """Tell how far a decision is, with a word about it, and its new date where one is given.

    Raises
    ------
    InputError
        When the state cannot be, the date is none, or nothing is said.
    """
    if decision.state not in CARRIED_OUT or state not in CARRIED_OUT:
        raise InputError(
            "“{state}” is not a state of this decision. Give one of: {valid}.",
            state=state,
            valid=", ".join(CARRIED_OUT),
        )
    said = _said(words)
    decision.state, decision.due = state, _day(due) if due else decision.due
    with transaction.atomic():
        decision.save(update_fields=["state", "due", "changed"])
        step = Step.objects.create(
            decision=decision, state=state, words=said, due=decision.due, by=by
        )
        tell(step)
        record(f"decision {state}", by=by.pk, tenant=decision.tenant_id, subject=decision.pk)
    return step


def measure(
    decision: Decision, words: str, question: str, perimeter: Perimeter, *, by: Account
) -> Step:
    """Tell what a decision changed, in words and by a figure where a question is given.

    Raises
    ------
    InputError
        When nothing is said, or the question has no answer that is one number.
    QuestionError
        When the question is none.
    """
    said = _said(words)
    figure = figure_of(question, perimeter)
    with transaction.atomic():
        step = Step.objects.create(
            decision=decision,
            state=State.MEASURED,
            words=said,
            question=figure.get("question", ""),
            figure=figure,
            by=by,
        )
        tell(step)
        record("effect measured", by=by.pk, tenant=decision.tenant_id, subject=decision.pk)
    return step


def _checked(made: Decision, given: Given) -> Decision:
    """Return a decision with what is given, once it can be."""
    if given.kind not in Kind.values:
        raise InputError(
            "“{kind}” is not a decision. Give one of: {valid}.",
            kind=given.kind,
            valid=", ".join(Kind.values),
        )
    made.kind, made.language = given.kind, given.language
    made.what, made.reason = " ".join(given.what.split()), given.reason.strip()
    if not made.reason or len(made.reason) > LONGEST_REASON:
        raise InputError(
            "Say why, for those who contributed, in {most} characters at most (this has {n}).",
            n=len(made.reason),
            most=LONGEST_REASON,
        )
    carried_out = made.kind in (Kind.ADOPT, Kind.TEST)
    if (carried_out and not made.what) or len(made.what) > LONGEST_WHAT:
        raise InputError(
            "Say what will be done, in {most} characters at most (this has {n}).",
            n=len(made.what),
            most=LONGEST_WHAT,
        )
    made.state = State.PLANNED if carried_out else State.DECIDED
    if made.kind != Kind.DECLINE or given.due:
        made.due = _day(given.due)
    if made.kind != Kind.DECLINE or given.owner:
        made.owner = _owner(made.tenant, given.owner)
    made.owner_name = " ".join(given.owner_name.split())[:LONGEST_NAME]
    made.signed = " ".join(given.signed.split())[:LONGEST_NAME]
    return made


def _replaced(ours: object, given: Given, *, must: bool) -> Decision | None:
    """Return the decision that one is to replace, None for a first one.

    Where there ``must`` be one decision at most, a second one has to name the first: what somebody
    else decided meanwhile is never replaced unread.
    """
    current = list(ours.filter(CURRENT))  # type: ignore[attr-defined]
    named = next((one for one in current if str(one.pk) == given.in_place_of), None)
    if named is None and (given.in_place_of or (must and current)):
        raise InputError(
            "Something else was decided meanwhile. Read it on this page, then correct it if you"
            " still want to."
        )
    return named


def _keep(made: Decision, replaced: Decision | None, by: Account) -> Decision:
    made.replaces, made.by = replaced, by
    try:
        with transaction.atomic():
            made.save()
            tell(
                Step.objects.create(
                    decision=made, state=made.state, due=made.due, at=made.at, by=by
                )
            )
            done = "decision corrected" if replaced else "decision taken"
            record(done, by=by.pk, tenant=made.tenant_id, subject=made.pk)
    except IntegrityError as error:
        raise InputError(
            "Something else was decided meanwhile. Read it on this page, then correct it if you"
            " still want to."
        ) from error
    return made


def _said(words: str) -> str:
    said = words.strip()
    if not said or len(said) > LONGEST_WORDS:
        raise InputError(
            "Say a word about it, in {most} characters at most (this has {n}): those who"
            " contributed read it.",
            n=len(said),
            most=LONGEST_WORDS,
        )
    return said


def _owner(tenant: Tenant, number: str) -> Seat:
    seats = owners_of(tenant)
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
