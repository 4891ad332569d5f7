"""An insight as it is shown: the sentence, what to draw of it, what supports it, its voices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from rebond.languages.typography import day, number
from rebond.quantify import (
    Cell,
    Change,
    Emergence,
    EvidenceVoice,
    Finding,
    Lead,
    Question,
    Symmetry,
)
from rebond.quantify.insights.charting import Chart
from rebond.quantify.insights.insight import Insight
from rebond.quantify.insights.keeping import STATE_LABELS, Followed
from rebond.quantify.insights.ranking import Standing
from rebond.report.charts.rows import interval_mark
from rebond.report.charts.svg import ticks
from rebond.report.content.changes import Change as Curve
from rebond.report.content.changes import drawn_change, drawn_emergence
from rebond.report.content.lags import Lags, drawn_lead
from rebond.report.content.places import Symmetric, symmetric
from rebond.report.reporter import Reporter
from rebond.report.voices import ShownVoice, shown_voice
from rebond.vocabulary import Message

_POLARITIES = {
    "positive": Message("who praise it"),
    "neutral": Message("who do neither"),
    "negative": Message("who blame it"),
}


@dataclass(frozen=True)
class Row:
    """One value drawn beside a reference; hollow where its interval includes it."""

    name: str
    cell: Cell
    mark: Markup
    tone: str
    hollow: bool


@dataclass(frozen=True)
class Rows:
    """Values with their intervals, beside the figure of everybody."""

    head: str
    title: str
    subtitle: str
    rows: Sequence[Row]
    reference: float
    grid: Sequence[float]
    ends: tuple[float, float]
    unit: str
    decimals: int
    signed: bool


@dataclass(frozen=True)
class Card:
    """One insight as it is shown."""

    id: str
    anchor: str
    state: str
    held: bool
    sentence: str
    news: Sequence[str]
    standing: str
    rows: Rows | None
    curve: Curve | None
    places: Symmetric | None
    lags: Lags | None
    support: Sequence[str]
    voices: Sequence[ShownVoice]
    against: ShownVoice | None
    question: str


def insight_card(reporter: Reporter, one: Followed) -> Card:
    """Return the card of an insight."""
    insight, t = one.insight, reporter.t
    chosen, chart = reporter.chosen(insight), reporter.chart(insight)
    main = insight.main
    return Card(
        id=insight.id,
        anchor=anchor_of(insight),
        state=state_of(reporter, one),
        held=one.state in ("confirmed", "acted on"),
        sentence=t(insight.sentence),
        news=[t(told) for told in (one.changed, one.retest and one.retest.sentence) if told],
        standing=_standing(reporter, insight.standing),
        rows=_rows(reporter, insight, chart) if chart and chart.layout == "rows" else None,
        curve=_curve(reporter, main),
        places=_places(reporter, main),
        lags=drawn_lead(reporter, main) if isinstance(main, Lead) else None,
        support=[t(finding.sentence) for finding in insight.support],
        voices=[_voice(reporter, voice, chosen.theme) for voice in chosen.voices],
        against=_voice(reporter, chosen.against, chosen.theme) if chosen.against else None,
        question=str(insight.question),
    )


def _voice(reporter: Reporter, voice: EvidenceVoice, theme: str | None) -> ShownVoice:
    """Return a voice lit at the opinions on the insight's theme."""
    spans = [span for span in voice.spans if theme is None or span.theme == theme]
    return shown_voice(reporter, voice, spans)


def _curve(reporter: Reporter, main: Finding) -> Curve | None:
    """Return the curve of a change, without its sentence, which is the card's."""
    if isinstance(main, Emergence):
        return drawn_emergence(reporter, main)
    curve = drawn_change(reporter, main) if isinstance(main, Change) else None
    return replace(curve, sentence="") if curve else None


def _places(reporter: Reporter, main: Finding) -> Symmetric | None:
    if not isinstance(main, Symmetry):
        return None
    return replace(symmetric(reporter, main, 0), sentence="")


def anchor_of(insight: Insight) -> str:
    """Return the anchor of an insight's card."""
    return f"insight-{insight.id}"


def state_of(reporter: Reporter, one: Followed) -> str:
    """Return the state of an insight with its date, "" for one that nobody has looked at."""
    if not one.marks or one.state == "new":
        return ""
    last = one.marks[-1]
    state = STATE_LABELS[one.state]
    name = state.fr if reporter.language == "fr" else state.en
    when = day(last.on.date(), reporter.language)
    parts = [reporter.t("{state} on {day}", state=name, day=when), last.by, last.note]
    return " · ".join(part for part in parts if part)


def _standing(reporter: Reporter, standing: Standing) -> str:
    language = reporter.language
    return reporter.t(
        "Effect {effect} × √people {people} × certainty {certainty} = {importance}",
        effect=number(standing.effect, 2, language),
        people=number(standing.people, 3, language),
        certainty=number(standing.certainty, 2, language),
        importance=number(standing.importance, 3, language),
    )


def _rows(reporter: Reporter, insight: Insight, chart: Chart) -> Rows | None:
    cells = [cell for cell in chart.cells if cell.low is not None and cell.high is not None]
    if len(cells) < 2 or chart.reference is None:
        return None
    lows = [cell.low or 0.0 for cell in cells]
    highs = [cell.high or 0.0 for cell in cells]
    ends = (min(*lows, chart.reference), max(*highs, chart.reference))
    grid = ticks(*ends)
    by_polarity = chart.question.dimensions == ("polarity",)
    measure = _measure(reporter, chart.question)
    decimals = {"score": 2}.get(chart.unit, 0)
    signed = chart.unit == "points"
    whole = number(chart.reference, decimals, reporter.language, signed=signed)
    unit = "\u00a0%" if chart.unit == "%" else ""
    return Rows(
        head=reporter.t("responses") if by_polarity else getattr(insight.main, "attribute", ""),
        title=_title(reporter, insight, measure, by_polarity),
        subtitle=reporter.t(
            "{measure}. Vertical line: all, {whole}. Hollow dot: its interval includes it.",
            measure=measure,
            whole=f"{whole}{unit}",
        ),
        rows=[_row(reporter, cell, chart, ends, grid, by_polarity) for cell in cells],
        reference=chart.reference,
        grid=grid,
        ends=ends,
        unit=chart.unit,
        decimals=decimals,
        signed=signed,
    )


def _title(reporter: Reporter, insight: Insight, measure: str, by_polarity: bool) -> str:
    theme = getattr(insight.main, "theme", None)
    if by_polarity and theme:
        return reporter.t(
            "{measure} of those who speak of “{theme}”",
            measure=measure,
            theme=reporter.theme(theme),
        )
    if theme:
        return reporter.t("{measure}, “{theme}”", measure=measure, theme=reporter.theme(theme))
    return measure


def _measure(reporter: Reporter, question: Question) -> str:
    t = reporter.t
    return {
        "nps": t("NPS, in points"),
        "mean_score": t("Mean score"),
        "net_polarity": t("Net polarity, from −100 to +100"),
        "share": t("Share of voices, in %"),
    }.get(question.measure, question.measure)


def _name(reporter: Reporter, cell: Cell, by_polarity: bool) -> str:
    return reporter.t(_POLARITIES[cell.keys[0]]) if by_polarity else cell.keys[0]


def _row(
    reporter: Reporter,
    cell: Cell,
    chart: Chart,
    ends: tuple[float, float],
    grid: Sequence[float],
    by_polarity: bool,
) -> Row:
    """Draw one value: coloured where the insight is about it and its interval leaves all out."""
    value, low, high = cell.value or 0.0, cell.low or 0.0, cell.high or 0.0
    whole = chart.reference or 0.0
    hollow = low <= whole <= high
    lit = by_polarity or cell.keys == chart.lit
    tone = "mix"
    if lit and not hollow:
        tone = "" if chart.unit == "%" else "fav" if value > whole else "unf"
    mark = interval_mark(
        value, low, high, ends, tone=tone, hollow=hollow, reference=whole, grid=grid
    )
    return Row(_name(reporter, cell, by_polarity), cell, mark, tone, hollow)
