"""The chart of an insight, drawn on any canvas as it is on its page."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from rebond.languages.typography import interval, month, number
from rebond.report.charts.svg import place, ticks
from rebond.report.content.cards import Card, Rows
from rebond.report.content.changes import Change
from rebond.report.content.lags import Lags
from rebond.report.content.places import Symmetric
from rebond_web.insights.canvas import (
    GREY,
    INK,
    INK_2,
    INK_3,
    LINE,
    TONES,
    Canvas,
    lines_of,
    width_of,
)

_ROW, _PLOT = 22.0, 150.0
_NAMES, _VALUES = 0.30, 0.27  # parts of the width


@dataclass(frozen=True)
class Frame:
    """Where one draws: from ``left`` over ``width``, downwards from ``top``."""

    left: float
    top: float
    width: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width


def draw_card(canvas: Canvas, card: Card, frame: Frame, language: str) -> float:
    """Draw what is drawn of an insight and return where it ends; ``top`` when nothing is."""
    if card.rows:
        top = _head(canvas, card.rows.title, card.rows.subtitle, frame)
        return _rows(canvas, card.rows, _below(frame, top), language)
    if card.curve:
        top = _head(canvas, card.curve.finding, card.curve.subtitle, frame)
        return _curve(canvas, card.curve, _below(frame, top), language)
    if card.places:
        top = _head(canvas, card.places.finding, "", frame)
        return _cloud(canvas, card.places, _below(frame, top), language)
    if card.lags:
        top = _head(canvas, card.lags.finding, card.lags.subtitle, frame)
        return _lags(canvas, card.lags, _below(frame, top), language)
    return frame.top


def _below(frame: Frame, top: float) -> Frame:
    return Frame(frame.left, top, frame.width)


def paragraph(
    canvas: Canvas, text: str, frame: Frame, size: float, colour: str, *, bold: bool = False
) -> float:
    """Write a text over the width of a frame and return where it ends."""
    y = frame.top
    for line in lines_of(text, size, frame.width, bold=bold):
        y += 1.4 * size
        canvas.words((frame.left, y), line, size, colour, bold=bold)
    return y


def _head(canvas: Canvas, title: str, subtitle: str, frame: Frame) -> float:
    y = paragraph(canvas, title, frame, 10, INK, bold=True)
    if subtitle:
        y = paragraph(canvas, subtitle, _below(frame, y + 1), 7.5, INK_2)
    return y + 10


def _rows(canvas: Canvas, rows: Rows, frame: Frame, language: str) -> float:
    left = frame.left + _NAMES * frame.width
    right = frame.right - _VALUES * frame.width
    bottom = frame.top + 12 + _ROW * len(rows.rows)

    def x(value: float) -> float:
        return left + (right - left) * place(value, *rows.ends) / 100

    for tick in rows.grid:
        canvas.line((x(tick), frame.top + 12), (x(tick), bottom), LINE)
        decimals = 0 if tick == int(tick) else 1
        label = number(tick, decimals, language, signed=rows.signed)
        canvas.words((x(tick) - width_of(label, 7) / 2, frame.top + 8), label, 7, INK_3)
    canvas.line((x(rows.reference), frame.top + 12), (x(rows.reference), bottom), GREY, 1)
    for rank, row in enumerate(rows.rows):
        y = frame.top + 12 + _ROW * (rank + 0.5)
        cell = row.cell
        low, value, high = cell.low or 0.0, cell.value or 0.0, cell.high or 0.0
        strong, soft = TONES[row.tone]
        name = lines_of(row.name, 8.5, _NAMES * frame.width - 8)
        ended = name[0] + ("…" if len(name) > 1 else "")
        canvas.words((frame.left, y + 3), ended, 8.5, INK)
        canvas.line((x(low), y), (x(high), y), soft, 6)
        canvas.line((x(low), y), (x(high), y), strong, 1.2)
        canvas.disc((x(value), y), 3, strong, hollow=row.hollow)
        shown = number(value, rows.decimals, language, signed=rows.signed)
        start = right + 10
        canvas.words((start, y + 3), shown, 8.5, INK, bold=True)
        start += width_of(shown, 8.5, bold=True) + 5
        told = interval(low, high, rows.decimals, language, signed=rows.signed, bare=True)
        n = f"n = {number(cell.n, 0, language)}"
        canvas.words((start, y + 3), f"{told} · {n}", 7, INK_2)
    return bottom + 4


def _scale(
    canvas: Canvas, ends: tuple[float, float], frame: Frame, language: str, *, signed: bool
) -> None:
    """Draw the values of a plot at its left, and a line across at each."""
    decimals = 0 if ends[1] - ends[0] > 4 else 1
    for tick in ticks(*ends):
        y = _y(tick, ends, frame)
        canvas.line((frame.left + 26, y), (frame.right, y), GREY if tick == 0 else LINE)
        label = number(tick, decimals, language, signed=signed)
        canvas.words((frame.left + 22 - width_of(label, 7), y + 2.5), label, 7, INK_2)


def _y(value: float, ends: tuple[float, float], frame: Frame) -> float:
    return frame.top + _PLOT * (1 - place(value, *ends) / 100)


def _x(part: float, frame: Frame) -> float:
    """Return where a part of the width falls, 0 to 100."""
    return frame.left + 26 + (frame.width - 26) * part / 100


def _curve(canvas: Canvas, curve: Change, frame: Frame, language: str) -> float:
    points = curve.points
    low, high = min(p.low for p in points), max(p.high for p in points)
    ends = (low if curve.signed else min(0.0, low), high)
    _scale(canvas, ends, frame, language, signed=curve.signed)
    first, last = points[0].start.toordinal(), points[-1].start.toordinal()
    xs = [_x(place(p.start.toordinal(), first, last), frame) for p in points]
    over = [(x, _y(p.high, ends, frame)) for x, p in zip(xs, points, strict=True)]
    under = [(x, _y(p.low, ends, frame)) for x, p in zip(xs, points, strict=True)]
    canvas.area([*over, *reversed(under)], TONES[""][1])
    line = [(x, _y(p.value, ends, frame)) for x, p in zip(xs, points, strict=True)]
    for start, end in itertools.pairwise(line):
        canvas.line(start, end, TONES[""][0], 1.6)
    bottom = frame.top + _PLOT + 14
    step = max(1, -(-len(points) // 6))
    for x, point in list(zip(xs, points, strict=True))[::step]:
        label = month(point.start, language, short=True)
        wide = width_of(label, 7)
        left = min(max(x - wide / 2, frame.left), frame.right - wide)
        canvas.words((left, bottom), label, 7, INK_2)
    return bottom + 6


def _cloud(canvas: Canvas, places: Symmetric, frame: Frame, language: str) -> float:
    xs, ys = [x for _, x, _ in places.points], [y for _, _, y in places.points]
    across, up = _room(xs), _room(ys)
    _scale(canvas, up, frame, language, signed=True)
    for _, x, y in places.points:
        where = _x(place(x, *across), frame), _y(y, up, frame)
        canvas.disc(where, 2.6, TONES[""][0])
    y = frame.top + _PLOT + 16
    canvas.words((frame.left, y), places.up, 7, INK_2)
    canvas.words((frame.right - width_of(places.across, 7), y), places.across, 7, INK_2)
    return y + 6


def _lags(canvas: Canvas, lags: Lags, frame: Frame, language: str) -> float:
    top = 1.15 * max(0.2, *(abs(value) for _, value in lags.by_lag))
    ends = (-top, top)
    _scale(canvas, ends, frame, language, signed=True)
    low, high = lags.by_lag[0][0] - 0.5, lags.by_lag[-1][0] + 0.5
    y = frame.top + _PLOT + 14
    for lag, value in lags.by_lag:
        x = _x(place(lag, low, high), frame)
        likely = lag == lags.likely
        strong = TONES["" if likely else "mix"][0]
        canvas.line((x, _y(0.0, ends, frame)), (x, _y(value, ends, frame)), strong, 1.2)
        canvas.disc((x, _y(value, ends, frame)), 2.6, strong, hollow=not likely)
        label = number(lag, 0, language, signed=True)
        canvas.words((x - width_of(label, 7) / 2, y), label, 7, INK_2)
    return y + 6


def _room(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = (high - low or 1.0) * 0.1
    return low - room, high + room
