"""What the report says, section by section, in the order in which a reader needs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Section:
    """One band of the report: its margin (what this is, how sure) and what its template shows.

    ``template`` is a file of ``templates/sections``; ``data`` what it reads.
    """

    anchor: str
    title: str
    margin: tuple[str, ...]
    template: str
    data: Any


@dataclass(frozen=True)
class Empty:
    """Nothing to show: one sentence that says what is true, one that says what was checked."""

    truth: str
    checked: str = ""
