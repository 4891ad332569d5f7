"""How a voice is shown in a terminal: an excerpt, with some of its words lit."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass

LIT, MEANT, PRAISED, BLAMED, NEITHER = "1;33", "4", "32", "31", "36"
Style = tuple[int, int, str]  # code points, end exclusive, and the codes of the terminal
_LONGEST = 360  # characters shown of a voice
_BEFORE = 90  # of them, those before the first word lit
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Pen:
    """Writes in colours, where there are some."""

    colours: bool

    @classmethod
    def for_output(cls) -> Pen:
        """Return the pen of the standard output: colours on a terminal, unless NO_COLOR is set."""
        return cls(sys.stdout.isatty() and not os.environ.get("NO_COLOR"))

    def write(self, text: str, codes: str) -> str:
        """Return a text in a style."""
        return f"\x1b[{codes}m{text}\x1b[0m" if self.colours and codes and text else text

    def quiet(self, text: str) -> str:
        """Return a text that is read second."""
        return self.write(text, "2")


def excerpt(text: str, lit: Sequence[Style], pen: Pen, longest: int = _LONGEST) -> str:
    """Return a text on one line, lit, cut around what is lit first in the list when it is long.

    >>> excerpt("Accueil parfait, attente longue", [(17, 24, LIT)], Pen(False), longest=20)
    'Accueil parfait, att…'
    >>> excerpt("a queue", [(2, 7, LIT)], Pen(True))
    'a \\x1b[1;33mqueue\\x1b[0m'
    """
    first, last = _window(text, lit, longest)
    codes = [""] * len(text)
    for start, end, style in sorted(lit, key=lambda one: one[0] - one[1]):
        for place in range(start, min(end, len(text))):
            codes[place] = f"{codes[place]};{style}".strip(";")
    pieces, start = [], first
    for place in range(first, last + 1):
        if place == last or codes[place] != codes[start]:
            pieces.append(pen.write(_CONTROLS.sub(" ", text[start:place]), codes[start]))
            start = place
            if place == last:
                break
    before, after = "…" if first else "", "…" if last < len(text) else ""
    return f"{before}{''.join(pieces)}{after}"


def _window(text: str, lit: Sequence[Style], longest: int) -> tuple[int, int]:
    """Return the code points shown: from a little before what is lit first."""
    if len(text) <= longest:
        return 0, len(text)
    start = lit[0][0] if lit else 0
    first = max(0, min(start - _BEFORE, len(text) - longest))
    while first and not text[first - 1].isspace() and first < start:
        first += 1
    return first, min(len(text), first + longest)
