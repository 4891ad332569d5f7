"""Which voices need a person: questions and complaints, as the workspace's rule says."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rebond.errors import QuestionError
from rebond.listen.contacts import may_be_answered
from rebond.quantify import EvidenceVoice, Filter, Perimeter, Question
from rebond.quantify.evidence import voices_said
from rebond.vocabulary import Message
from rebond_web.cases.models import Case, Rule
from rebond_web.reading.kept import kept
from rebond_web.workspaces.access import opened
from rebond_web.workspaces.models import Tenant

SHOWN = 8
_WINDOWS = (1, 3, 7, 14)  # days looked at first: the latest voices come first
_QUESTION = Message("a question")
_COMPLAINT = Message("a complaint")


@dataclass(frozen=True)
class Suggestion:
    """A voice that needs an answer, and why."""

    voice: EvidenceVoice
    why: Message


@dataclass(frozen=True)
class Suggestions:
    """The latest voices suggested; ``total`` counts all of them, since ``since``."""

    voices: Sequence[Suggestion]
    total: int
    since: datetime.date | None


def suggestions(perimeter: Perimeter, rule: Rule) -> Suggestions:
    """Return the voices that the rule of a workspace suggests and that have no case."""
    last = _last_day(perimeter)
    said = _conditions(rule, perimeter.facts().values("opinions", "intent"))
    if last is None or not said:
        return Suggestions((), 0, last)
    since = last - datetime.timedelta(days=rule.look_back - 1)
    found = _without_case(rule, _ids(perimeter, said, since))
    latest = found
    for days in _WINDOWS:
        if days < rule.look_back and len(found) > SHOWN:
            recent = set(_ids(perimeter, said, last - datetime.timedelta(days=days - 1)))
            latest = [one for one in found if one in recent]
            if len(latest) >= SHOWN:
                break
            latest = found
    voices = voices_said(perimeter, latest[: 10 * SHOWN])
    voices.sort(key=lambda one: one.day or datetime.date.min, reverse=True)
    shown = [Suggestion(one, _why(one)) for one in voices[:SHOWN]]
    return Suggestions(shown, len(found), since)


def score_questions(perimeter: Perimeter) -> list[tuple[str, float, float]]:
    """Return the questions of scores that a rule may name, with the ends of their scales."""
    scales = perimeter.facts().scales
    return [(one["question"], one["low"], one["high"]) for one in scales]


def rule_for(tenant: Tenant, perimeter: Perimeter) -> Rule:
    """Return which voices are suggested in a workspace.

    Until an owner chooses: questions, and complaints of who gave at most 6 out of 10 where a
    recommendation is asked for.
    """
    rule = Rule.objects.filter(tenant=tenant).first()
    if rule is not None:
        return rule
    asked = [one["question"] for one in perimeter.facts().scales if one["kind"] == "nps"]
    return Rule(tenant=tenant, score=asked[0] if asked else "")


def _conditions(rule: Rule, intents: Collection[str]) -> str:
    """Return which voices a rule suggests, as a question says it; "" for none."""
    parts = []
    if rule.questions and "question" in intents:
        parts.append("intent = question")
    if rule.complaints and "complaint" in intents:
        complaint = "intent = complaint"
        if rule.score:
            score = Filter("score", "=", (rule.score,))
            complaint = f"({complaint} and {score} and value <= {rule.score_at_most:g})"
        parts.append(complaint)
    return f"({' or '.join(parts)})" if parts else ""


def _ids(perimeter: Perimeter, said: str, since: datetime.date) -> list[str]:
    """Return the ids of the voices since a day that fit; none where the score is gone."""
    where = f"{said} and day >= {since.isoformat()}"

    def asked() -> list[str]:
        try:
            found = perimeter.voice_ids(where)
        except QuestionError:
            return []
        return [] if found is None else sorted(found.to_pylist())

    return kept(perimeter, f"voices where {where}", asked)


def _without_case(rule: Rule, ids: list[str]) -> list[str]:
    known = set(Case.objects.filter(tenant=rule.tenant).values_list("voice_id", flat=True))
    left = [one for one in ids if one not in known]
    if rule.reachable:
        able = may_be_answered(opened(rule.tenant.folder))
        left = [one for one in left if one.rpartition("-")[0] in able]
    return left


def _last_day(perimeter: Perimeter) -> datetime.date | None:
    def asked() -> datetime.date | None:
        from rebond.quantify import ask

        days = [cell.keys[0] for cell in ask(Question("voices", ("day",)), perimeter).cells]
        known = [day for day in days if day]
        return datetime.date.fromisoformat(max(known)) if known else None

    return kept(perimeter, "last day of voices", asked)


def _why(voice: EvidenceVoice) -> Message:
    return _QUESTION if any(s.intent == "question" for s in voice.spans) else _COMPLAINT
