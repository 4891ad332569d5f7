"""The statement of reasons of a decision, as sentences (Regulation 2022/2065, article 17)."""

from __future__ import annotations

import datetime

from rebond.vocabulary import Message
from rebond_web.moderation.grounds import ground_of
from rebond_web.moderation.models import DAYS, Notice, Ruling, Seen, Verdict

_WHAT = {
    Verdict.AGREED: Message("What you wrote is shown."),
    Verdict.REFUSED: Message("What you wrote is not shown to others."),
    Verdict.CHANGES: Message("You are asked to change what you wrote, then to send it again."),
}
_HOW = {
    Seen.BEFORE: Message("This space looks at everything before it is shown."),
    Seen.RULE: Message("Words in it were flagged automatically; a person read it and decided."),
    Seen.NOTICE: Message("Somebody reported it; a person read it and decided."),
    Seen.PERSON: Message("Those who moderate read it and decided: nothing here is automatic."),
}
_BODY = Message(
    "You may also turn to an out-of-court dispute settlement body certified in the European Union,"
    " or to a court."
)


def what_of(ruling: Ruling) -> Message:
    """Return what a decision does, where, and until when."""
    if ruling.verdict != Verdict.EXCLUDED:
        return _WHAT[Verdict(ruling.verdict)]
    if ruling.until is None:
        return Message("You may still read this space, and write nothing more in it.")
    return Message(
        "You may still read this space, and write nothing more in it until {day}.",
        {"day": ruling.until},
    )


def basis_of(ruling: Ruling) -> Message | None:
    """Return the ground of a decision, of the law or of the charter; None where it needs none."""
    ground = ground_of(ruling.ground)
    if ground is None:
        return None
    if ground.legal and ruling.law:
        return Message(
            "Ground of the law: “{ground}” ({law}).", {"ground": ground.label, "law": ruling.law}
        )
    if ground.legal:
        return Message("Ground of the law: “{ground}”.", {"ground": ground.label})
    return Message("Ground of this space’s charter: “{ground}”.", {"ground": ground.label})


def how_of(ruling: Ruling) -> Message:
    """Return what brought it before those who moderate, and that a person decided."""
    return _HOW[Seen(ruling.seen)]


def redress_of(ruling: Ruling) -> tuple[Message, Message]:
    """Return what the author may do about it."""
    last = (ruling.at + datetime.timedelta(days=DAYS)).date()
    again = Message(
        "You may ask for another look, once, until {day}: somebody else than who decided gives it"
        " wherever the team has two people.",
        {"day": last},
    )
    return again, _BODY


def told_to_notifier(notice: Notice, *, there: bool = True) -> Message:
    """Return what became of a notice; ``there`` is whether what it is about still exists."""
    if notice.ruling is None and (notice.decided is not None or not there):
        return Message("What you reported was taken back by its author.")
    if notice.decided is None:
        return Message("Your report was received on {day}. Somebody reads it.", {"day": notice.at})
    ruling = notice.ruling
    if ruling is None or ruling.verdict == Verdict.AGREED:
        return Message("Somebody read what you reported, and it stays.")
    if ruling.overturned is not None:
        return Message("What you reported was taken away, then shown again after another look.")
    if ruling.verdict == Verdict.CHANGES:
        return Message("What you reported is no longer shown: its author is asked to change it.")
    return Message("What you reported is no longer shown.")
