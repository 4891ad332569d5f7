"""Figures and voices as plain values for JSON: keys never vanish, what is absent is null."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rebond.quantify.evidence import EvidenceVoice
from rebond.quantify.figure import Cell, Figure
from rebond.vocabulary import Message


def figure_as_json(figure: Figure, say: Callable[[Message], str] = str) -> dict[str, Any]:
    """Return a figure; sentences are written by ``say``."""
    return {
        "question": str(figure.question),
        "dimensions": list(figure.dimensions),
        "unit": figure.unit,
        "level": figure.level,
        "population": say(figure.population),
        "engine_error": say(figure.engine_error),
        "notes": [say(note) for note in figure.notes],
        "method": figure.method,
        "data_version": figure.data_version,
        "model_version": figure.model_version,
        "codebook_version": figure.codebook_version,
        "total": _cell(figure.total, figure.unit),
        "cells": [_cell(cell, figure.unit) for cell in figure.cells],
    }


def voice_as_json(voice: EvidenceVoice) -> dict[str, Any]:
    """Return a voice with the pieces of its text that hold opinions."""
    spans = [
        {
            "start": span.start,
            "end": span.end,
            "polarity": span.polarity,
            "theme": span.theme,
            "intent": span.intent,
        }
        for span in voice.spans
    ]
    return {"voice_id": voice.voice_id, "text": voice.text, "spans": spans}


def _cell(cell: Cell, unit: str) -> dict[str, Any]:
    return {
        "keys": list(cell.keys),
        "value": cell.value,
        "low": cell.low,
        "high": cell.high,
        "n": None if cell.withheld else cell.n,
        "people": None if cell.withheld else cell.people,
        "distinct": cell.distinct,
        "read": cell.read,
        "unit": cell.unit or unit,
        "withheld": cell.withheld,
    }
