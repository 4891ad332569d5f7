"""Key figures: each score with its interval and its n, by response."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from rebond.quantify import Cell, Filter, Question
from rebond.report.charts.rows import interval_mark
from rebond.report.content import Section
from rebond.report.content.people import SCORES, people
from rebond.report.reporter import Reporter
from rebond.vocabulary import ScoreKind

SHOWN = 9
_MEASURES = {
    ScoreKind.NPS: "nps",
    ScoreKind.CSAT: "csat_mean",
    ScoreKind.CES: "ces",
    ScoreKind.STARS: "mean_score",
    ScoreKind.OTHER: "mean_score",
}


@dataclass(frozen=True)
class KeyFigure:
    """One score: what it is, its value with interval and n, and its scale."""

    name: str
    question: str
    cell: Cell
    decimals: int
    signed: bool
    scale: str
    mark: Markup
    who: str


def scores_section(reporter: Reporter) -> Section | None:
    """Return the key figures; None when no score was given."""
    t = reporter.t
    figures = key_figures(reporter)
    if not figures:
        return None
    margin = (
        t("Counted by response, never by voice. Intervals at 95%, clustered by person."),
        t("Solicited and spontaneous answers are told apart."),
    )
    data = {"figures": figures[:SHOWN], "others": figures[SHOWN:]}
    return Section("scores", t("Key figures"), margin, "scores.html", data)


def key_figures(reporter: Reporter) -> Sequence[KeyFigure]:
    """Return each score, by who answers and whether we asked, most answered first."""
    rows = (
        reporter.perimeter.workspace.relation("scores")
        .aggregate("question, kind, count(*) AS n")
        .order("n DESC, question, kind")
        .fetchall()
    )
    figures: list[KeyFigure] = []
    for question, kind, _ in rows[:SHOWN]:
        figures += _of_question(reporter, str(question), ScoreKind(kind))
    return sorted(figures, key=lambda figure: -figure.cell.n)


def _of_question(reporter: Reporter, question: str, kind: ScoreKind) -> list[KeyFigure]:
    filters = (Filter("score", "=", (question,)), Filter("kind", "=", (str(kind),)))
    asked = Question(_MEASURES[kind], ("stakeholder", "solicited"), filters)
    figure = reporter.ask(asked, reporter.perimeter)
    ends = (-100.0, 100.0) if kind is ScoreKind.NPS else figure.scale or (0.0, 10.0)
    cells = [cell for cell in figure.cells if cell.value is not None]
    several = len({cell.keys[0] for cell in cells}) > 1 or len(reporter.stakeholders) > 1
    return [_key_figure(reporter, question, kind, cell, ends, several) for cell in cells]


def _key_figure(
    reporter: Reporter,
    question: str,
    kind: ScoreKind,
    cell: Cell,
    ends: tuple[float, float],
    several: bool,
) -> KeyFigure:
    t = reporter.t
    is_nps = kind is ScoreKind.NPS
    name = t(SCORES[kind])
    asked = {"true": t("solicited"), "false": t("spontaneous")}.get(cell.keys[1], "")
    parts = [people(reporter, cell.keys[0])] if several else []
    parts += [asked] if asked else []
    value, low, high = cell.value or 0.0, cell.low, cell.high
    mark = Markup("")
    if low is not None and high is not None:
        mark = interval_mark(value, low, high, ends, reference=0.0 if is_nps else None, grid=ends)
    return KeyFigure(
        name=name,
        question="" if question.casefold() == name.casefold() else question,
        cell=cell,
        decimals=0 if is_nps else 2,
        signed=is_nps,
        scale=_scale(reporter, ends),
        mark=mark,
        who=", ".join(parts),
    )


def _scale(reporter: Reporter, ends: tuple[float, float]) -> Any:
    from rebond.languages.typography import number

    low, high = (number(end, 0, reporter.language, signed=ends[0] < 0) for end in ends)
    return reporter.t("from {low} to {high}", low=low, high=high)
