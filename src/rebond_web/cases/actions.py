"""What is done with cases; each change leaves a line in the audit log, of ids only."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from rebond.errors import InputError, RebondError
from rebond.vocabulary import Message
from rebond_web.accounts.models import Account
from rebond_web.audit.models import record
from rebond_web.cases.models import Case, Note, Reply, Rule, State, Step
from rebond_web.cases.seeing import possible_owners
from rebond_web.cases.writing import letter_of
from rebond_web.jobs.messages import message_as_json
from rebond_web.mail.actions import send_again
from rebond_web.mail.post_office import why_nothing_is_sent
from rebond_web.mail.reaching import reach
from rebond_web.mail.telling import may_be_sent_again
from rebond_web.workspaces.models import Seat, Tenant

LONGEST = 5000  # characters of a reply or a note
_FURTHEST = datetime.timedelta(days=366)


def open_case(tenant: Tenant, voice_id: str, *, by: Account) -> Case:
    """Make a case of a voice; one that has a case keeps it.

    The voice must have been found in the perimeter of who asks. It is theirs when they have a seat.
    """
    now = timezone.now()
    rule = Rule.objects.filter(tenant=tenant).first() or Rule(tenant=tenant)
    due = timezone.localdate() + datetime.timedelta(days=rule.days)
    seat = Seat.objects.filter(tenant=tenant, account=by).first()
    with transaction.atomic():
        case, made = Case.objects.get_or_create(
            tenant=tenant,
            voice_id=voice_id,
            defaults={
                "response_id": voice_id.rpartition("-")[0],
                "owner": seat,
                "due": due,
                "opened": now,
            },
        )
        if made:
            Step.objects.create(case=case, by=by, at=now, state=State.OPEN)
            record("case opened", by=by.pk, tenant=tenant.pk, subject=case.pk)
    return case


def move(case: Case, state: str, *, by: Account) -> None:
    """Bring a case to a state that a person chooses: waiting, closed, or open again.

    Raises
    ------
    InputError
        When the state is none of these.
    """
    valid = (State.WAITING, State.CLOSED, State.REOPENED)
    if state not in valid:
        raise InputError(
            "“{value}” is not a value of {field}. Use one of: {valid}.",
            value=state,
            field="state",
            valid=", ".join(valid),
        )
    if state != case.state:
        _come_to(case, State(state), by=by)


def assign(case: Case, owner: str, due: str, *, by: Account) -> None:
    """Say who answers a case and until when (a date as 2026-03-31).

    Raises
    ------
    InputError
        When the owner has no seat that covers the voice, or the date is none or too far.
    """
    day = _day(due)
    able = {str(seat.pk): seat for seat in possible_owners(case.tenant, case.voice_id)}
    if owner and owner not in able:
        raise InputError(
            "This person has no seat that covers this voice. Choose one of: {valid}.",
            valid=", ".join(seat.account.email for seat in able.values()),
        )
    with transaction.atomic():
        Case.objects.filter(pk=case.pk).update(owner=able.get(owner), due=day)
        record("case assigned", by=by.pk, tenant=case.tenant_id, subject=case.pk)


def note(case: Case, text: str, *, by: Account) -> None:
    """Add words for those who work on a case.

    Raises
    ------
    InputError
        When there are none, or too many.
    """
    words = _words(text)
    with transaction.atomic():
        added = Note.objects.create(case=case, by=by, at=timezone.now(), text=words)
        record("case noted", by=by.pk, tenant=case.tenant_id, subject=added.pk)


def reply(case: Case, text: str, *, language: str, by: Account) -> Reply:
    """Answer a person: the answer is kept, and sent where they may be written to.

    Raises
    ------
    InputError
        When there are no words, too many, or the same answer was just given.
    """
    words = _words(text)
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        last = case.replies.order_by("-pk").first()
        if last is not None and last.text == words:
            raise InputError("This is the answer already given: it was not given again.")
        given = Reply.objects.create(case=case, by=by, at=timezone.now(), text=words)
        _post(given, language)
        if case.answered is None:
            case.answered = given.at
            case.save(update_fields=["answered"])
        _come_to(case, State.ANSWERED, by=by)
        record("case answered", by=by.pk, tenant=case.tenant_id, subject=given.pk)
    return given


def send_now(given: Reply, *, language: str, by: Account) -> None:
    """Send an answer that could not be sent when it was written, if it can be by now."""
    if given.letter is not None and may_be_sent_again(given.letter):
        send_again(given.letter, by=by)
    elif given.letter is None:
        with transaction.atomic():
            _post(given, language)
            record("reply sent again", by=by.pk, tenant=given.case.tenant_id, subject=given.pk)


def what_stands_in_the_way(case: Case) -> Message | None:
    """Return why an answer to this case would not be sent; None where it would."""
    missing = why_nothing_is_sent()
    if missing is not None:
        return missing
    try:
        found = reach(case.tenant, case.response_id)
    except RebondError as error:
        return error.message
    return None if found.address else found.why


def set_rule(tenant: Tenant, told: dict[str, Any], *, by: Account) -> None:
    """Choose which voices are suggested.

    Raises
    ------
    InputError
        When a number is out of its range.
    """
    _within("days", told["days"], 0, 90)
    _within("look_back", told["look_back"], 1, 366)
    with transaction.atomic():
        Rule.objects.update_or_create(tenant=tenant, defaults=told)
        record("case rule changed", by=by.pk, tenant=tenant.pk)


def _post(given: Reply, language: str) -> None:
    """Give an answer its letter, or the reason why it has none."""
    way = what_stands_in_the_way(given.case)
    given.letter = letter_of(given, language) if way is None else None
    given.why = message_as_json(way) if way is not None else {}
    given.save(update_fields=["letter", "why"])


def _come_to(case: Case, state: State, *, by: Account) -> None:
    with transaction.atomic():
        case.state = state
        case.save(update_fields=["state"])
        Step.objects.create(case=case, by=by, at=timezone.now(), state=state)
        record(f"case {state}", by=by.pk, tenant=case.tenant_id, subject=case.pk)


def _words(text: str) -> str:
    words = text.replace("\r\n", "\n").strip()
    if not words or len(words) > LONGEST:
        raise InputError(
            "Write between 1 and {most} characters; there are {n}.", most=LONGEST, n=len(words)
        )
    return words


def _day(written: str) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(written)
    except ValueError as error:
        raise InputError(
            "“{value}” is not a date. Write it as in {example}.",
            value=written,
            example=timezone.localdate().isoformat(),
        ) from error
    if abs(day - timezone.localdate()) > _FURTHEST:
        raise InputError("A due date is within a year of today; {day} is not.", day=day)
    return day


def _within(field: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise InputError(
            "{field} is {value}: give a number from {least} to {most}.",
            field=field,
            value=value,
            least=least,
            most=most,
        )
