"""Saying what became of a letter, never more than is known."""

from __future__ import annotations

from rebond.vocabulary import Message
from rebond_web.jobs.messages import message_of_json
from rebond_web.mail.models import Letter, State


def became_of(letter: Letter) -> Message:
    """Return what became of a letter, as a sentence."""
    if letter.state == State.SENT:
        return Message("Sent by e-mail on {day}.", {"day": letter.sent})
    if letter.state == State.REFUSED:
        return Message("Not sent. {why}", {"why": message_of_json(letter.why)})
    if letter.state == State.UNCLEAR:
        return Message(
            "The connection broke while the letter was handed over: it may have been sent, or not."
            " It is not sent again by itself."
        )
    if letter.tries:
        return Message(
            "Waiting to be sent: the mail server did not take it yet ({n} tries).",
            {"n": letter.tries},
        )
    return Message("Waiting to be sent, within a minute.")


def may_be_sent_again(letter: Letter) -> bool:
    """Whether a person may ask for another try."""
    return letter.state in (State.REFUSED, State.UNCLEAR)
