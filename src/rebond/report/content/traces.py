"""Where each figure of the report comes from: its identifier, to walk back to its voices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rebond.quantify.tracing import Shown, keep, keep_insights
from rebond.report.content import Section
from rebond.report.reporter import Reporter


@dataclass(frozen=True)
class TracedFigure:
    """One figure: its identifier, its question, its number of cells and its n."""

    identifier: str
    question: str
    cells: int
    n: int


@dataclass(frozen=True)
class Traces:
    """Every figure asked for the report that has an identifier."""

    figures: Sequence[TracedFigure]


def traces_section(reporter: Reporter) -> Section | None:
    """Return the figures asked so far, kept in the ledger; None where they cannot be kept."""
    t = reporter.t
    keep_insights(reporter.insights, reporter.perimeter, face="report")
    for finding in reporter.carded:
        reporter.ask(finding.question, reporter.perimeter)
    asked: dict[object, Shown] = {
        (one.figure.question, one.perimeter.filters): one
        for one in reporter.noted
        if one.figure.method  # what nobody answered shows no figure
    }
    shown = list(asked.values())
    figures = [
        TracedFigure(
            identifier, str(one.figure.question), len(one.figure.cells), one.figure.total.n
        )
        for one, identifier in zip(shown, keep(shown, face="report"), strict=True)
        if identifier
    ]
    if not figures:
        return None
    margin = (
        t(
            "Each figure can be replayed on the data and versions of this report:"
            " rebond trace IDENTIFIER."
        ),
    )
    return Section(
        "traces", t("Where each figure comes from"), margin, "traces.html", Traces(figures)
    )
