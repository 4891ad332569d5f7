"""Suggestions heard: what people propose, in their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rebond.quantify import Cell, Filter, Question
from rebond.report.charts.rows import interval_mark
from rebond.report.charts.svg import ticks
from rebond.report.content import Empty, Section
from rebond.report.content.people import who
from rebond.report.reporter import Proof, Reporter

SHOWN = 6
VOICES = 5
LEAST_VOICES = 3
SUGGESTION = Filter("intent", "=", ("suggestion",))


@dataclass(frozen=True)
class Suggestions:
    """How many voices suggest something, about which themes, and some of them."""

    finding: str
    total: Cell
    rows: Sequence[tuple[str, Cell, int, Markup]]
    grid: Sequence[float]
    top: float
    proof: Proof | None


def suggestions_section(reporter: Reporter) -> Section:
    """Return the suggestions."""
    t = reporter.t
    count = reporter.ask(Question("voices", (), (SUGGESTION,))).total.n
    data: Suggestions | Empty
    if count:
        data = _suggestions(reporter, count)
    else:
        data = Empty(t("Nobody suggests anything in these voices."))
    margin = (
        t("A suggestion is a sentence that proposes something, whatever its tone."),
        who(reporter),
    )
    return Section("suggestions", t("Suggestions heard"), margin, "suggestions.html", data)


def _suggestions(reporter: Reporter, count: int) -> Suggestions:
    share = reporter.ask(Question("share", ("intent",))).cell("suggestion")
    figure = reporter.ask(Question("share", ("theme",), (SUGGESTION,)))
    cells = [
        cell
        for cell in figure.cells
        if cell.keys[0]
        and reporter.is_specific(cell.keys[0])
        and round((cell.value or 0) * cell.n / 100) >= LEAST_VOICES
    ][:SHOWN]
    top = max([cell.high or 0.0 for cell in cells] or [1.0]) * 1.05
    grid = ticks(0, top)
    rows = []
    for cell in cells:
        value, low, high = cell.value or 0.0, cell.low or 0.0, cell.high or 0.0
        mark = interval_mark(value, low, high, (0, top), reference=0, grid=grid[1:])
        rows.append((reporter.theme(cell.keys[0]), cell, round(value * cell.n / 100), mark))
    anchor = reporter.proof(
        Question("voices", (), (SUGGESTION,)),
        reporter.t("Suggestions"),
        intent="suggestion",
        limit=VOICES,
    )
    finding = reporter.tn("One voice suggests something", "{n} voices suggest something", count)
    if rows:
        finding = reporter.t(
            "{n} voices suggest something, most often about “{theme}”", n=count, theme=rows[0][0]
        )
    total = share or Cell((), None, None, None, count, count)
    return Suggestions(finding, total, rows, grid, top, reporter.proofs.get(anchor))
