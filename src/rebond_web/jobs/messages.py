"""Sentences of the library kept as JSON, so that each reader has them in their language."""

from __future__ import annotations

import datetime
from typing import Any

from rebond.vocabulary import Label, Message, Quantity


def message_as_json(message: Message) -> dict[str, Any]:
    """Return a sentence as what JSON holds: its template, and its values by their kind."""
    return {
        "template": message.template,
        "values": {name: _kept(value) for name, value in message.values.items()},
    }


def message_of_json(document: dict[str, Any]) -> Message:
    """Return the sentence that was kept.

    >>> said = Message("{n} rows of {file}", {"n": 3, "file": Message("a table")})
    >>> message_of_json(message_as_json(said)) == said
    True
    """
    return Message(
        document["template"], {name: _read(value) for name, value in document["values"].items()}
    )


def _kept(value: object) -> Any:
    if isinstance(value, Message):
        return {"message": message_as_json(value)}
    if isinstance(value, Label):
        return {"label": [value.en, value.fr]}
    if isinstance(value, Quantity):
        return {"quantity": [value.value, value.decimals, value.signed, value.unit]}
    if isinstance(value, datetime.date):
        return {"day": value.isoformat()[:10]}
    return value if isinstance(value, int | float) else str(value)


def _read(value: Any) -> object:
    if not isinstance(value, dict):
        return value
    (kind, held), *_ = value.items()
    if kind == "message":
        return message_of_json(held)
    if kind == "label":
        return Label(*held)
    if kind == "quantity":
        return Quantity(*held)
    return datetime.date.fromisoformat(held)
