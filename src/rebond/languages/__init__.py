"""Translations of the sentences shown to people; only the command line and the report use them.

A sentence's English template is its key. ``fr/`` holds one module per stage, each with a
``MESSAGES`` dictionary from the English template to the French one, with the same ``{names}``.
"""

from __future__ import annotations

import datetime
import importlib
import pkgutil
from collections.abc import Callable
from functools import cache

from rebond.languages.typography import day, number
from rebond.vocabulary import Label, Message, Quantity

LANGUAGES = ("en", "fr")


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return the templates of ``language``, keyed by the English ones; empty for English."""
    if language == "en":
        return {}
    package = importlib.import_module(f"rebond.languages.{language}")
    messages: dict[str, str] = {}
    for module in pkgutil.iter_modules(package.__path__):
        messages |= importlib.import_module(f"{package.__name__}.{module.name}").MESSAGES
    return messages


def translator(language: str) -> Callable[[Message | str], str]:
    """Return the function that puts a message, or a sentence without values, in ``language``."""
    templates = catalogue(language)

    def value_in_language(value: object) -> object:
        if isinstance(value, Message):
            return translate(value)
        if isinstance(value, Label):
            return value.fr if language == "fr" else value.en
        if isinstance(value, Quantity):
            written = number(value.value, value.decimals, language, signed=value.signed)
            return f"{written}\u00a0{value.unit}" if value.unit else written
        if isinstance(value, datetime.date):
            return day(value, language)
        if isinstance(value, int) and not isinstance(value, bool):
            return number(value, 0, language)
        return value

    def translate(message: Message | str) -> str:
        if isinstance(message, str):
            return templates.get(message, message)
        template = templates.get(message.template, message.template)
        values = {name: value_in_language(value) for name, value in message.values.items()}
        return template.format(**values)

    return translate
