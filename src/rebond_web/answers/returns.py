"""What a participant was told, on the site."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from rebond.vocabulary import Message
from rebond_web.answers.effects import figure_said
from rebond_web.answers.models import Decision, Return, Step
from rebond_web.answers.thread import answer_address
from rebond_web.challenges.contributions import State
from rebond_web.jobs.messages import message_of_json
from rebond_web.spaces.models import Participant

_MOST = 50  # shown; the answers hold the others


@dataclass(frozen=True)
class Told:
    """One thing told to one participant: about which decision, how they took part, where it is.

    ``step`` is the decision itself where it has no words. ``unread`` until they saw it.
    """

    decision: Decision
    step: Step
    figure: Message | None
    how: list[Message]
    address: str
    unread: bool


def returns_of(participant: Participant) -> list[Told]:
    """Return what a participant was told of the decisions that hold, the last first."""
    found = _of(participant).select_related("step__decision__idea__challenge__space__tenant")
    return [
        Told(
            one.step.decision,
            one.step,
            figure_said(one.step.figure),
            [message_of_json(said) for said in one.how],
            answer_address(one.step.decision),
            one.seen is None,
        )
        for one in found.order_by("-step__at", "-pk")[:_MOST]
    ]


def unread_by(participant: Participant) -> int:
    """Return how many things a participant was told and has not seen."""
    return _of(participant).filter(seen=None).count()


def read_by(participant: Participant) -> None:
    """Keep that a participant saw what they were told."""
    Return.objects.filter(participant=participant, seen=None).update(seen=timezone.now())


def _of(participant: Participant) -> QuerySet[Return]:
    return Return.objects.filter(
        participant=participant,
        step__decision__replaced_by__isnull=True,
        step__decision__idea__state=State.PUBLISHED,
    )
