"""Insights as plain values for JSON: keys never vanish, what is absent is null."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rebond.quantify.evidence import EvidenceVoice
from rebond.quantify.figure import Cell
from rebond.quantify.insights.charting import Chart, chart_of
from rebond.quantify.insights.choosing import chosen_voices
from rebond.quantify.insights.claims import claim_of
from rebond.quantify.insights.found import Finding
from rebond.quantify.insights.insight import kind_of
from rebond.quantify.insights.keeping import Followed, Gone, Mark
from rebond.quantify.insights.retesting import Retest
from rebond.quantify.perimeter import Perimeter
from rebond.vocabulary import Message

Say = Callable[[Message], str]


def followed_as_json(
    one: Followed, perimeter: Perimeter, say: Say, *, whole: bool = False
) -> dict[str, Any]:
    """Return an insight with its state; ``whole`` adds its chart and its voices.

    Sentences are written by ``say``.
    """
    insight, standing = one.insight, one.insight.standing
    document: dict[str, Any] = {
        "id": insight.id,
        "subject": list(insight.subject),
        "state": one.state,
        "set_aside": one.set_aside,
        "sentence": say(insight.sentence),
        "importance": standing.importance,
        "effect": standing.effect,
        "people": standing.people,
        "certainty": standing.certainty,
        "main": _finding(insight.main, say),
        "support": [_finding(finding, say) for finding in insight.support],
        "marks": [_mark(mark) for mark in one.marks],
        "changed": say(one.changed) if one.changed else None,
        "retest": _retest(one.retest, say),
    }
    if whole:
        chosen = chosen_voices(insight, perimeter)
        document |= {
            "chart": _chart(chart_of(insight, perimeter)),
            "voices": [_voice(voice) for voice in chosen.voices],
            "against": _voice(chosen.against) if chosen.against else None,
            "how_chosen": say(chosen.how),
        }
    return document


def gone_as_json(one: Gone, say: Say) -> dict[str, Any]:
    """Return an insight that is not announced any more."""
    return {
        "id": one.id,
        "state": one.state,
        "marks": [_mark(mark) for mark in one.marks],
        "retest": _retest(one.retest, say),
    }


def _finding(finding: Finding, say: Say) -> dict[str, Any]:
    return claim_of(finding).as_json() | {
        "kind": kind_of(finding),
        "q_value": finding.q_value,
        "sentence": say(finding.sentence),
        "question": str(finding.question),
    }


def _mark(mark: Mark) -> dict[str, Any]:
    return {
        "state": mark.state,
        "on": mark.on.isoformat(),
        "by": mark.by,
        "note": mark.note,
        "claim": mark.claim.as_json(),
    }


def _retest(retest: Retest | None, say: Say) -> dict[str, Any] | None:
    if retest is None:
        return None
    found = retest.found
    return {
        "outcome": retest.outcome,
        "size": found.size if found else None,
        "low": found.low if found else None,
        "high": found.high if found else None,
        "n": found.n if found else None,
        "sentence": say(retest.sentence),
    }


def _chart(chart: Chart | None) -> dict[str, Any] | None:
    if chart is None:
        return None
    return {
        "layout": chart.layout,
        "question": str(chart.question),
        "unit": chart.unit,
        "lit": list(chart.lit),
        "reference": chart.reference,
        "since": chart.since.isoformat() if chart.since else None,
        "cells": [_cell(cell) for cell in chart.cells],
        "points": [list(point) for point in chart.points],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "keys": list(cell.keys),
        "value": cell.value,
        "low": cell.low,
        "high": cell.high,
        "n": cell.n,
    }


def _voice(voice: EvidenceVoice) -> dict[str, Any]:
    return {
        "voice_id": voice.voice_id,
        "text": voice.text,
        "spans": [
            {
                "start": span.start,
                "end": span.end,
                "polarity": span.polarity,
                "theme": span.theme,
                "intent": span.intent,
            }
            for span in voice.spans
        ],
    }
