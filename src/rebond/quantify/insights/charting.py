"""What to draw of an insight: figures asked as any other, and how they are laid out."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from rebond.errors import QuestionError
from rebond.quantify.ask import ask
from rebond.quantify.figure import Cell, Figure
from rebond.quantify.groups.gaps import dimension_of
from rebond.quantify.insights.found import Change, Composition, Driver, Emergence, Gap, Lead, Mirror
from rebond.quantify.insights.insight import Insight
from rebond.quantify.perimeter import Perimeter
from rebond.quantify.question import Filter, Question

NEIGHBOURS = 5  # other values drawn beside the one that stands apart


@dataclass(frozen=True)
class Chart:
    """What to draw.

    Attributes
    ----------
    layout : str
        "curve" (a value a period, and the moment of the change), "rows" (values with intervals
        beside a reference), "places" (employees' figures across, customers' up) or "lags" (weeks
        by which teams come first, and the correlation then).
    question : Question
        What gave the cells.
    cells : tuple of Cell
        In the order in which they are drawn.
    unit : str
        "%", "points", "score" or "count".
    lit : tuple of str
        The keys of the cell that the insight is about, empty when it is about all.
    reference : float or None
        What rows are compared with: the figure of everybody.
    since : date or None
        When the change began, or a season's peak.
    points : tuple of (str, float, float)
        Of places: name, employees' and customers' figures. Of lags: name, weeks, correlation.
    """

    layout: str
    question: Question
    cells: tuple[Cell, ...] = ()
    unit: str = ""
    lit: tuple[str, ...] = ()
    reference: float | None = None
    since: datetime.date | None = None
    points: tuple[tuple[str, float, float], ...] = ()


def chart_of(insight: Insight, perimeter: Perimeter) -> Chart | None:
    """Return what to draw of an insight; None when too little is left to draw.

    A theme that goes with the score is drawn by the score of those who praise it, who blame it and
    who do neither; a place beside the five others with the most answers; a change by week.
    """
    main, question = insight.main, insight.question
    if isinstance(main, Change):
        figure = _figure(question.by("week"), perimeter)
        return _chart("curve", figure, since=main.since) if figure else None
    if isinstance(main, Driver):
        figure = _figure(question.by("polarity"), perimeter)
        everybody = tuple(one for one in question.filters if getattr(one, "field", "") != "theme")
        whole = _figure(Question(question.measure, (), everybody), perimeter)
        if figure is None or whole is None:
            return None
        order = ("positive", "neutral", "negative")
        cells = sorted(figure.cells, key=lambda cell: order.index(cell.keys[0]))
        return _chart("rows", figure, tuple(cells), reference=whole.total.value)
    if isinstance(main, Mirror):
        question = question.where(Filter("stakeholder", "=", ("customer",)))
    if isinstance(main, (Gap, Composition, Mirror)):
        return _beside(main, question, perimeter)
    if isinstance(main, Lead):
        lags = tuple((f"{lag:+d}", float(lag), value) for lag, value in main.by_lag)
        return Chart("lags", question, points=lags)
    if isinstance(main, Emergence):
        figure = _figure(Question("voices", ("week",), question.filters), perimeter)
        return _chart("curve", figure, since=main.since) if figure else None
    return Chart("places", question, points=main.points)


def _figure(question: Question, perimeter: Perimeter) -> Figure | None:
    try:
        return ask(question, perimeter)
    except QuestionError:  # nobody says it any more
        return None


def _chart(
    layout: str,
    figure: Figure,
    cells: tuple[Cell, ...] | None = None,
    *,
    lit: tuple[str, ...] = (),
    reference: float | None = None,
    since: datetime.date | None = None,
) -> Chart:
    drawn = figure.cells if cells is None else cells
    drawn = tuple(cell for cell in drawn if cell.value is not None and cell.keys[0])
    return Chart(layout, figure.question, drawn, figure.unit, lit, reference, since)


def _beside(
    main: Gap | Composition | Mirror, question: Question, perimeter: Perimeter
) -> Chart | None:
    """Draw a place beside those with the most answers, and the figure of everybody."""
    by = dimension_of(main.attribute)
    filters = tuple(one for one in question.filters if one != Filter(by, "=", (main.value,)))
    figure = _figure(Question(question.measure, (by,), filters), perimeter)
    if figure is None:
        return None
    own = [cell for cell in figure.cells if cell.keys == (main.value,)]
    others = [cell for cell in figure.cells if cell.keys not in (("",), (main.value,))]
    shown = sorted(others, key=lambda cell: (-cell.n, cell.keys))[:NEIGHBOURS]
    cells = sorted([*own, *shown], key=lambda cell: (-(cell.value or 0.0), cell.keys))
    return _chart("rows", figure, tuple(cells), lit=(main.value,), reference=figure.total.value)
