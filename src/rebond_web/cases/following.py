"""What became of a voice, for who said it: answers and states, never notes nor names."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from rebond.vocabulary import Message
from rebond_web.cases.models import Case, State
from rebond_web.workspaces.models import Tenant

_SAID = {
    State.OPEN: Message("Somebody is going to answer you."),
    State.WAITING: Message("Your answer is being prepared: somebody else was asked."),
    State.ANSWERED: Message("You were answered."),
    State.CLOSED: Message("What you said was dealt with."),
    State.REOPENED: Message("What you said is being looked at again."),
}


@dataclass(frozen=True)
class Became:
    """Something that came of a voice; ``text`` holds the words of an answer, "" elsewhere."""

    at: datetime.datetime
    what: Message
    text: str = ""


def what_became_of(tenant: Tenant, response_id: str) -> list[Became]:
    """Return what came of a response through its cases, the oldest first."""
    told = []
    cases = Case.objects.filter(tenant=tenant, response_id=response_id)
    for case in cases.prefetch_related("steps", "replies"):
        replies = [Became(one.at, _SAID[State.ANSWERED], one.text) for one in case.replies.all()]
        # An answer tells of itself.
        steps = [one for one in case.steps.all() if one.state != State.ANSWERED]
        told += [*replies, *(Became(one.at, _SAID[State(one.state)]) for one in steps)]
    return sorted(told, key=lambda one: one.at)
