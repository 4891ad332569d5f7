"""Labels written in one line: themes by number or name, each with its polarity."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rebond.vocabulary import Message

if TYPE_CHECKING:
    from rebond.understand.checking.labels import Said
    from rebond.understand.checking.naming import ThemeNames

_ONE = re.compile(r"\s*([^\s,;]+?)\s*([+\-−=])(?=[\s,;]|$)[\s,;]*")


def said_in(names: ThemeNames, line: str) -> tuple[Said, ...] | Message:
    """Return what a line as "3+ 12-" says, "=" for neither, or why it cannot be understood."""
    said: list[Said] = []
    position = 0
    while position < len(line):
        one = _ONE.match(line, position)
        if one is None:
            return Message(
                "“{answer}” is not understood. Write themes with their polarity, as in 3+ 12-"
                " (= for neither), n for nothing, ? for the themes, q to stop.",
                {"answer": line[position:]},
            )
        theme = names.named(one[1])
        if isinstance(theme, Message):
            return theme
        said.append((theme, {"+": 1, "=": 0}.get(one[2], -1)))
        position = one.end()
    return tuple(dict.fromkeys(said))
