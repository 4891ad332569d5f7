"""What people call themes and polarities when they label."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rebond.vocabulary import Message

if TYPE_CHECKING:
    from rebond.understand.themes import Codebook, Theme

_NUMBER = re.compile(r"(\d+)(?:[.,]0+)?")
_POLARITIES = {
    1: "+ p pos positif positive favorable favourable praise eloge 1 +1 1,0 1.0",
    -1: "- − – — n neg negatif negative defavorable unfavourable complaint critique -1 −1 -1,0",
    0: "0 = neutre neutral neither ni mixed mixte suggestion ? 0,0 0.0 +- +/- -+",
}
_BY_NAME = {name: sign for sign, names in _POLARITIES.items() for name in names.split()}


def folded(text: str) -> str:
    """Return a text without case, accents, or different spaces and apostrophes.

    >>> folded("Thème  1")
    'theme 1'
    """
    text = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    return " ".join("".join(c for c in text if not unicodedata.combining(c)).split())


def polarity_named(text: str) -> int | None:
    """Return −1, 0 or 1, None when the text is no polarity.

    >>> [polarity_named(text) for text in ("+", "négatif", "0", "often")]
    [1, -1, 0, None]
    """
    return _BY_NAME.get(folded(text).lstrip("'"))


class ThemeNames:
    """The themes of a codebook by number, id and label in both languages."""

    def __init__(self, codebook: Codebook, numbers: Sequence[str]) -> None:
        self.codebook = codebook
        self.numbers = list(numbers)
        self._leaves = {theme.id: theme for theme in codebook.leaves}
        self._by_name: dict[str, set[str]] = {}
        for theme in codebook.leaves:
            for name in (theme.id, theme.label.en, theme.label.fr):
                self._by_name.setdefault(folded(name), set()).add(theme.id)

    def named(self, text: str) -> str | Message:
        """Return the id of the theme that a text names, or why it names none."""
        number = _NUMBER.fullmatch(text.strip())
        if number:
            return self._numbered(int(number[1]))
        found = self._by_name.get(folded(text), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            return Message(
                "“{theme}” is the name of several themes: write its number or its id, {ids}.",
                {"theme": text, "ids": ", ".join(sorted(found))},
            )
        near = difflib.get_close_matches(folded(text), self._by_name, n=3, cutoff=0.6)
        near = list(dict.fromkeys(min(self._by_name[name]) for name in near))
        if near:
            return Message(
                "No theme is called “{theme}”. The nearest: {near}. The legend has them all.",
                {"theme": text, "near": ", ".join(self.shown(theme) for theme in near)},
            )
        return Message(
            "No theme is called “{theme}”. Write a number, a label or an id of the legend.",
            {"theme": text},
        )

    def _numbered(self, number: int) -> str | Message:
        if 1 <= number <= len(self.numbers) and self.numbers[number - 1] in self._leaves:
            return self.numbers[number - 1]
        return Message(
            "No theme has the number {number}. The legend has them all.", {"number": number}
        )

    def shown(self, theme: str) -> str:
        """Return the number and the id of a theme."""
        return f"{self.number(theme)} {theme}"

    def number(self, theme: str) -> int:
        """Return the number of a theme."""
        return self.numbers.index(theme) + 1

    def theme(self, identifier: str) -> Theme:
        """Return a theme of the codebook."""
        return self._leaves[identifier]

    def matching(self, words: str) -> list[str]:
        """Return the ids of the themes whose label or id holds some words."""
        wanted = folded(words)
        return [
            theme.id
            for theme in self.codebook.leaves
            if any(wanted in folded(name) for name in (theme.id, theme.label.en, theme.label.fr))
        ]
