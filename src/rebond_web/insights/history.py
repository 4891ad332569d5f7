"""What happened to an insight: found, decided, carried out, tested again; the last first."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rebond.quantify.insights.keeping import STATE_LABELS, Followed, Mark
from rebond.vocabulary import Message
from rebond_web.answers.models import Decision
from rebond_web.insights.since import Found


@dataclass(frozen=True)
class Event:
    """One line of the history, at a time (UTC); ``note`` is what somebody wrote, as it is."""

    at: datetime.datetime
    said: Message
    note: str = ""


def history_of(
    found: Found | None, marks: Sequence[Mark], decisions: Iterable[Decision], *, whole: bool
) -> list[Event]:
    """Return what happened, the last first.

    Who sees a part of the workspace (``whole`` false) reads the states, without who gave them nor
    the words that came with them.
    """
    events = []
    if found:
        events.append(Event(found.first, Message("Found, and shown here for the first time.")))
        if found.gone:
            events.append(Event(found.gone, Message("Not found any more in newer data.")))
    events += [_decided(one, whole=whole) for one in marks]
    for decision in decisions:
        events.append(Event(_utc(decision.at), decision.sentence, decision.what))
        for step in sorted(decision.steps.all(), key=lambda one: one.pk)[1:]:
            told = Message("The decision is {state}.", {"state": step.said})
            events.append(Event(_utc(step.at), told, step.words))
    return sorted(events, key=lambda event: event.at)[::-1]


def _decided(mark: Mark, *, whole: bool) -> Event:
    values: dict[str, object] = {"state": STATE_LABELS[mark.state]}
    if not whole or not mark.by:
        return Event(mark.on, Message("State: {state}.", values), mark.note if whole else "")
    values["who"] = mark.by
    return Event(mark.on, Message("State: {state}, by {who}.", values), mark.note)


def _utc(at: datetime.datetime) -> datetime.datetime:
    return at.astimezone(datetime.UTC).replace(tzinfo=None)


def news_of(one: Followed) -> list[Message]:
    """Return what newer responses say of what was decided."""
    return [told for told in (one.changed, one.retest and one.retest.sentence) if told]
