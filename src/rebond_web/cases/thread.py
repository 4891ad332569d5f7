"""What happened to a case, in order: its states, the notes and the answers with what became of
each.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from rebond.vocabulary import Message
from rebond_web.accounts.models import Account
from rebond_web.cases.models import Case, Reply, State
from rebond_web.jobs.messages import message_of_json
from rebond_web.mail.telling import became_of, may_be_sent_again

STATES = {
    State.OPEN: Message("made a case"),
    State.WAITING: Message("waits for somebody else"),
    State.ANSWERED: Message("answered"),
    State.CLOSED: Message("closed"),
    State.REOPENED: Message("opened again"),
}


@dataclass(frozen=True)
class Event:
    """One thing that happened: what, who, when.

    ``text`` is that of a note or an answer; ``became`` says what became of an answer, and
    ``send`` is its number where another try may be asked for.
    """

    at: datetime.datetime
    by: str
    what: Message
    text: str = ""
    became: Message | None = None
    send: int | None = None


def thread_of(case: Case) -> list[Event]:
    """Return what happened to a case, the oldest first."""
    steps = [
        Event(one.at, _who(one.by), STATES[State(one.state)])
        for one in case.steps.select_related("by")
        if one.state != State.ANSWERED
    ]
    notes = [
        Event(one.at, _who(one.by), Message("note"), one.text)
        for one in case.notes.select_related("by")
    ]
    replies = [_answer(one) for one in case.replies.select_related("by", "letter")]
    return sorted([*steps, *notes, *replies], key=lambda one: one.at)


def _answer(given: Reply) -> Event:
    letter = given.letter
    if letter is not None:
        became = became_of(letter)
        again = may_be_sent_again(letter)
    else:
        became = Message("Not sent. {why}", {"why": message_of_json(given.why)})
        again = True
    sending = given.pk if again else None
    return Event(given.at, _who(given.by), STATES[State.ANSWERED], given.text, became, sending)


def _who(account: Account | None) -> str:
    return account.email if account else ""
