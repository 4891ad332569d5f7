"""Saying sentences in the reader's language, with the values, plurals and typography it asks."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import cached_property, lru_cache

from rebond.languages import translator, typography
from rebond.vocabulary import Message


class Speaker:
    """Speaks one language ("fr" or "en")."""

    language: str

    def __init__(self, language: str) -> None:
        self.language = language

    @cached_property
    def _translate(self) -> Callable[[Message | str], str]:
        return translator(self.language)

    def t(self, template: str | Message, /, **values: object) -> str:
        """Say a sentence in the reader's language, with its typography."""
        if isinstance(template, str) and not values:
            return _said(template, self.language)
        message = template if isinstance(template, Message) else Message(template, values)
        values = {name: self._written(value) for name, value in message.values.items()}
        said = self._translate(Message(message.template, values))
        return typography.typography(said, self.language)

    def tn(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Say the singular or the plural sentence; ``n`` is one of its values."""
        singular = n == 1 or (n == 0 and self.language == "fr")
        return self.t(one if singular else many, n=n, **values)

    def _written(self, value: object) -> object:
        if isinstance(value, datetime.datetime):
            return typography.day(value.date(), self.language)
        if isinstance(value, datetime.date):
            return typography.day(value, self.language)
        if isinstance(value, Message):
            return self.t(value)
        return value


@lru_cache(maxsize=4096)
def _said(template: str, language: str) -> str:
    """Say a sentence that has no values: a page says fifty that never change."""
    return typography.typography(translator(language)(Message(template)), language)
