"""What a decision changed, as a figure: asked once, and kept as it was answered."""

from __future__ import annotations

from typing import Any

from rebond.errors import InputError
from rebond.quantify import Perimeter, Question, ask
from rebond.vocabulary import Message, Quantity
from rebond_web.jobs.messages import message_as_json, message_of_json


def figure_of(question: str, perimeter: Perimeter) -> dict[str, Any]:
    """Return what a question answers on the rows of a reader, as JSON; {} for no question.

    Raises
    ------
    InputError
        When the question answers several numbers, or none.
    QuestionError
        When it is none.
    """
    if not question.strip():
        return {}
    found = ask(Question.parse(question), perimeter)
    total = found.total
    if found.cells and len(found.cells) > 1:
        raise InputError(
            "“{question}” answers {n} numbers. Ask for one, without “by”.",
            question=question,
            n=len(found.cells),
        )
    if total.value is None:
        raise InputError(
            "“{question}” has no answer on these data. Ask for less detail, or leave it empty.",
            question=question,
        )
    return {
        "question": str(found.question),
        "value": total.value,
        "low": total.low,
        "high": total.high,
        "n": total.n,
        "unit": found.unit,
        "population": message_as_json(found.population),
    }


def figure_said(figure: dict[str, Any]) -> Message | None:
    """Return a kept figure with its interval and its n, None for none."""
    if not figure:
        return None
    unit = figure["unit"]
    decimals = {"count": 0, "score": 2}.get(unit, 1)

    def written(value: float) -> Quantity:
        return Quantity(value, decimals, unit == "points", "%" if unit == "%" else "")

    values: dict[str, object] = {
        "value": written(figure["value"]),
        "n": figure["n"],
        "population": message_of_json(figure["population"]),
    }
    if figure["low"] is None or figure["high"] is None:
        return Message("{value} (n = {n}). {population}", values)
    values |= {"low": written(figure["low"]), "high": written(figure["high"])}
    return Message("{value} (from {low} to {high}, n = {n}). {population}", values)
