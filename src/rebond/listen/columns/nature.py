"""What kind of file it is as a whole: its channel, who speaks in it, whether they were asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rebond.listen.columns.names import spelled
from rebond.vocabulary import Channel, ColumnRole, Message, Role, ScoreKind, Stakeholder

_EMPLOYEE = re.compile(
    r"\b(employment|employee|salarie\w*|manager\w*|supervisor|supervision|hierarchi\w*|poste|job|workplace|workload|"
    r"colleagues?|collegues?|charge de travail|work ?life|cease|cessation|"
    r"seniority|anciennete|role start|staff morale|"
    r"conditions de travail|my team|mon equipe)\b"
)
_REVIEW = re.compile(
    r"\b(reviews?|avis|rating|stars?|etoiles?|verification status|helpful|airline name)\b"
)
_SURVEY = re.compile(r"\b(questionnaire|survey|enquete|respondent|repondant|question|fft)\b")


@dataclass(frozen=True)
class Nature:
    """Channel, stakeholder and solicitation of the responses of a file, and why."""

    channel: Channel
    stakeholder: Stakeholder
    solicited: bool | None
    reason: Message | None = None


def nature_of(columns: Sequence[ColumnRole]) -> Nature:
    """Guess the nature of a file without marks from its columns.

    Whether people were asked is left unknown for reviews: sites mix invited and spontaneous ones.
    """
    names = [spelled(column.column) for column in columns]
    kinds = {column.scale.kind for column in columns if column.scale}
    questions = sum(column.column.rstrip().endswith("?") for column in columns)
    employee = sum(bool(_EMPLOYEE.search(name)) for name in names) >= 3
    stakeholder = Stakeholder.EMPLOYEE if employee else Stakeholder.CUSTOMER
    if employee:
        return Nature(
            Channel.SURVEY,
            stakeholder,
            True,
            Message("Employees speak: the columns are about their work"),
        )
    asked = kinds & {ScoreKind.NPS, ScoreKind.CSAT, ScoreKind.CES}
    if asked or questions >= 1 or any(_SURVEY.search(name) for name in names):
        return Nature(
            Channel.SURVEY,
            stakeholder,
            True,
            Message("Taken for a survey: it asks questions or measures NPS, CSAT or CES"),
        )
    if ScoreKind.STARS in kinds or any(_REVIEW.search(name) for name in names):
        reason = Message("Taken for reviews; whether people were asked for them is not known")
        return Nature(Channel.REVIEW, stakeholder, None, reason)
    has_text = any(column.role is Role.TEXT for column in columns)
    unknown = Message("The channel is not known: tell it with --channel") if has_text else None
    return Nature(Channel.OTHER, stakeholder, None, unknown)
