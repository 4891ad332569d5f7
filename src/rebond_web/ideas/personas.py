"""Personas: a segment in its own words, for those who may read voices."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from rebond.errors import RebondError
from rebond.quantify import Cell, Filter, Perimeter, Question, ask, evidence
from rebond.quantify.asking.names import ATTRIBUTE_PREFIX
from rebond.quantify.groups.gaps import dimension_of, scanned_attributes
from rebond.understand import Codebook, workspace_codebook
from rebond.vocabulary import Label
from rebond_web.reading.kept import kept

FEWEST = 20  # people in a segment, under which it is nobody's portrait
_THEMES, _VERBATIMS = 3, 2
_SEGMENTS = 12  # the largest, among which one is drawn


@dataclass(frozen=True)
class Theme:
    """What a segment speaks of: net polarity from -100 to 100, with its interval, and of n."""

    label: Label
    net: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Persona:
    """A segment: its attribute and value, how many people, what they speak of, what two said."""

    attribute: str
    value: str
    people: int
    themes: list[Theme]
    verbatims: list[str]


def persona(perimeter: Perimeter, number: int | None = None) -> Persona | None:
    """Return the portrait of a segment, drawn at random unless its number is given.

    None where no segment is large enough, or nothing was understood yet.
    """
    try:
        segments = kept(perimeter, "segments of portraits", lambda: _segments(perimeter))
        codebook = workspace_codebook(perimeter.workspace)  # type: ignore[arg-type]
        if not segments:
            return None
        drawn = secrets.randbelow(len(segments)) if number is None else number % len(segments)
        attribute, cell = segments[drawn]
        what = f"portrait {attribute} {cell.keys[0]}"
        return kept(perimeter, what, lambda: _portrait(perimeter, codebook, attribute, cell))
    except RebondError:  # a workspace where nothing was understood has no portrait
        return None


def _segments(perimeter: Perimeter) -> list[tuple[str, Cell]]:
    """Return the largest segments by attribute: with values enough to tell people apart."""
    found: list[tuple[str, Cell]] = []
    for attribute in scanned_attributes(perimeter):
        field = dimension_of(attribute)
        cells = ask(Question("voices", (field,)), perimeter).cells
        found += [(field, cell) for cell in cells if cell.keys[0] and cell.people >= FEWEST]
    return sorted(found, key=lambda one: (-one[1].people, one[0], one[1].keys))[:_SEGMENTS]


def _portrait(perimeter: Perimeter, codebook: Codebook, attribute: str, cell: Cell) -> Persona:
    those = Filter(attribute, "=", (cell.keys[0],))
    spoken = ask(Question("net_polarity", ("theme",), (those,)), perimeter).cells
    told = sorted(spoken, key=lambda one: (-one.people, one.keys))
    themes = [
        Theme(codebook.theme(one.keys[0]).label, one.value, one.low, one.high, one.n)
        for one in told
        if one.keys[0] and one.value is not None and one.low is not None and one.high is not None
    ]
    said = evidence(Question("voices", (), (those,)), perimeter, limit=_VERBATIMS)
    name = attribute.removeprefix(ATTRIBUTE_PREFIX)
    words = [one.text for one in said]
    return Persona(name, cell.keys[0], cell.people, themes[:_THEMES], words)
