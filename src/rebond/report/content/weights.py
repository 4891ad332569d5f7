"""What weighs: each theme's part in what goes with the score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rebond.quantify import Cell, Driver, Question
from rebond.quantify.asking.chosen import Score
from rebond.report.charts.rows import interval_mark
from rebond.report.charts.svg import ticks
from rebond.report.content import Empty, Section
from rebond.report.content.accuracy import corrected_note
from rebond.report.content.people import SCORES, who
from rebond.report.content.themes import theme_proof
from rebond.report.reporter import Reporter
from rebond.vocabulary import ScoreKind

SHOWN = 12


@dataclass(frozen=True)
class WeightRow:
    """One theme's weight, in % of what the themes explain of the score."""

    label: str
    cell: Cell
    established: bool
    mark: Markup
    anchor: str
    sentence: str


@dataclass(frozen=True)
class Weights:
    """The chart of weights; ``r2`` in % of the score's variance, with its interval."""

    finding: str
    score: str
    rows: Sequence[WeightRow]
    others: int
    grid: Sequence[float]
    top: float
    r2: float
    r2_low: float
    r2_high: float
    n: int


def weights_section(reporter: Reporter) -> Section | None:
    """Return the weights, an honest sentence when they cannot be had, None without any score."""
    t = reporter.t
    findings = reporter.findings
    if findings.score is None:
        return None
    drivers = list(findings.drivers)
    data: Weights | Empty
    if drivers:
        data = _weights(reporter, drivers)
    else:
        data = Empty(
            t("Too few responses have both a score and words to tell what weighs."),
            t("At least 10 responses a theme are needed, and scores that differ."),
        )
    margin = (
        t("Johnson’s relative weights, intervals by leaving persons out. A link, not a cause."),
        corrected_note(reporter, Question("share", ("theme",))),
        who(reporter),
    )
    return Section("weights", t("What weighs"), margin, "weights.html", data)


def score_name(reporter: Reporter, score: Score) -> str:
    """Return how a score is called: its kind, and its question where it says more."""
    if score.kind != ScoreKind.OTHER:
        return reporter.t(SCORES[ScoreKind(score.kind)])
    return score.name


def _weights(reporter: Reporter, drivers: list[Driver]) -> Weights:
    findings = reporter.findings
    shown = drivers[:SHOWN]
    top = max(driver.high for driver in shown) * 1.03
    grid = ticks(0, top)
    rows = []
    for driver in shown:
        mark = interval_mark(
            driver.weight, driver.low, driver.high, (0, top),
            hollow=not driver.established, reference=0, grid=grid[1:],
        )  # fmt: skip
        cell = Cell((driver.theme,), driver.weight, driver.low, driver.high, driver.n, driver.n)
        rows.append(
            WeightRow(
                reporter.theme(driver.theme),
                cell,
                driver.established,
                mark,
                theme_proof(reporter, driver.theme),
                reporter.t(driver.sentence),
            )
        )
    return Weights(
        finding=_finding(reporter, drivers),
        score=_score(reporter),
        rows=rows,
        others=len(drivers) - len(shown),
        grid=grid,
        top=top,
        r2=findings.r2,
        r2_low=findings.r2_low,
        r2_high=findings.r2_high,
        n=findings.explained,
    )


def _finding(reporter: Reporter, drivers: list[Driver]) -> str:
    t = reporter.t
    held = [driver for driver in drivers if driver.established]
    score = _score(reporter)
    if not held:
        return t("No theme goes with the score “{score}” beyond chance", score=score)
    first = reporter.theme(held[0].theme)
    if len(held) == 1:
        return t("“{first}” alone goes with the score beyond chance", first=first)
    second = reporter.theme(held[1].theme)
    return t(
        "“{first}” and “{second}” go most with the score; {n} themes do beyond chance",
        first=first, second=second, n=len(held),
    )  # fmt: skip


def _score(reporter: Reporter) -> str:
    score = reporter.findings.score
    return score_name(reporter, score) if score is not None else ""
