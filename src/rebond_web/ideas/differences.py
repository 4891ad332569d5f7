"""What changed between two texts, by words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from rebond_web.ideas.models import Version

_PIECE = re.compile(r"\s+|\w+|[^\w\s]")
SAME, GONE, CAME = "same", "gone", "came"


@dataclass(frozen=True)
class Run:
    """Words that stayed, went or came."""

    change: str
    words: str


def differences(before: str, after: str) -> list[Run]:
    """Return what changed from a text to another, in the order in which one reads it.

    Joining what stayed and what came gives the second text; what stayed and what went, the first.

    >>> [run.words for run in differences("une file", "une seule file") if run.change == CAME]
    ['seule ']
    """
    runs: list[Run] = []
    for change, words in _changes(_PIECE.findall(before), _PIECE.findall(after)):
        if words and runs and runs[-1].change == change:
            runs[-1] = Run(change, runs[-1].words + words)
        elif words:
            runs.append(Run(change, words))
    return runs


def changed_fields(before: Version | None, after: Version) -> dict[str, list[Run]]:
    """Return the differences of each field of a version from the one before, where there are."""
    found = {}
    for name in ("title", "text", "need", "benefit"):
        first, second = str(getattr(before, name, "")), str(getattr(after, name))
        if first != second:
            found[name] = differences(first, second)
    return found


def _changes(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            yield SAME, "".join(before[start:end])
        else:
            yield GONE, "".join(before[start:end])
            yield CAME, "".join(after[first:last])
