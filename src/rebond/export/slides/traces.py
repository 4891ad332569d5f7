"""Where the figures of a slide come from: one line each in its notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rebond.languages.typography import interval, number
from rebond.quantify import Cell, Figure, Finding
from rebond.quantify.tracing import Shown, keep
from rebond.report.reporter import Reporter

_LISTED = 14  # cells told for one figure


@dataclass
class SlidesReporter(Reporter):
    """The reporter of slides, where a change is drawn even when an insight tells it already."""

    carded: list[Finding] = field(default_factory=list)

    def noting(self) -> list[Shown]:
        """Forget the figures noted, and return the list of those that will be."""
        self.noted = []
        return self.noted


def traced(reporter: Reporter, shown: Sequence[Shown]) -> list[str]:
    """Return the notes of figures: identifier, question, population, each cell with its n.

    They are kept in the ledger, so that ``rebond trace`` finds them.
    """
    answered = list({one.figure.question: one for one in shown if one.figure.method}.values())
    notes = []
    for one, identifier in zip(answered, keep(answered, face="slides"), strict=True):
        figure = one.figure
        notes.append(f"{identifier or '–'} · {figure.question}")
        notes.append(reporter.t(figure.population))
        cells = [cell for cell in figure.cells if cell.value is not None]
        notes += [f"   {_cell(reporter, figure, cell)}" for cell in cells[:_LISTED]]
        if len(cells) > _LISTED:
            notes.append(reporter.t("   and {n} others", n=len(cells) - _LISTED))
    if notes:
        notes.append(reporter.t("To replay a figure: rebond trace IDENTIFIER --workspace DIR"))
    return notes


def _cell(reporter: Reporter, figure: Figure, cell: Cell) -> str:
    keys = [
        reporter.theme(key) if name in ("theme", "branch") and key else key
        for name, key in zip(figure.dimensions, cell.keys, strict=False)
    ]
    name = " · ".join(key or "–" for key in keys) or reporter.t("all")
    n = number(cell.n, 0, reporter.language)
    return f"{name}: {written(reporter, cell, cell.unit or figure.unit)}, n = {n}"


def written(reporter: Reporter, cell: Cell, unit: str) -> str:
    """Return the value of a cell with its interval, as the reader's language writes them."""
    language, signed = reporter.language, unit == "points"
    decimals = {"count": 0, "points": 0, "%": 1}.get(unit, 2)
    value = number(cell.value or 0.0, decimals, language, signed=signed)
    if unit == "%":
        value += "\u202f%" if language == "fr" else "%"
    if cell.low is None or cell.high is None:
        return value
    ends = interval(cell.low, cell.high, decimals, language, signed=signed, bare=True)
    return f"{value} ({ends})"
