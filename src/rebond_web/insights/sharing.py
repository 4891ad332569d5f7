"""What leaves the site of an insight: a picture, a document, the table behind its chart."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from rebond import __version__
from rebond.report.content.cards import Card
from rebond.report.reporter import Reporter
from rebond.report.voices import ShownVoice
from rebond_web.insights.canvas import (
    INK,
    INK_2,
    INK_3,
    LINE,
    RULE,
    TONES,
    Canvas,
    Pages,
    Picture,
    lines_of,
    width_of,
)
from rebond_web.insights.content import NO_CAUSE, Content
from rebond_web.insights.drawing import Frame, draw_card, paragraph

_MARGIN = 48.0
_PICTURE = (640.0, 30.0)  # width, and room below
_BOTTOM = 770.0


@dataclass(frozen=True)
class About:
    """What is told under a picture and on each page: where, when, by which versions."""

    workspace: str
    address: str
    on: datetime.date

    def lines(self, reporter: Reporter, content: Content) -> list[str]:
        """Return the lines of the foot."""
        t = reporter.t
        versions = t(
            "{day} · data {data} · model {model} · codebook {codebook} · Rebond {version}",
            day=self.on,
            data=content.data_version,
            model=content.model_version or "–",
            codebook=content.codebook_version or "–",
            version=__version__,
        )
        where = f"{self.address} · {content.figure or content.id}"
        return [versions, where]


def picture_of(reporter: Reporter, content: Content, about: About) -> bytes:
    """Return an insight as a PNG: its sentence, its numbers, its chart, and where it is from."""
    width = _PICTURE[0]
    measured = _compose(Picture(width, 10), reporter, content, about, width)
    drawn = Picture(width, measured + _PICTURE[1])
    _compose(drawn, reporter, content, about, width)
    return drawn.png()


def _compose(
    canvas: Canvas, reporter: Reporter, content: Content, about: About, width: float
) -> float:
    frame = Frame(36, 24, width - 72)
    y = _top(canvas, content, about, frame)
    y = draw_card(canvas, content.card, Frame(36, y + 8, width - 72), reporter.language)
    y += 10
    canvas.line((36, y), (width - 36, y), LINE)
    for line in (content.population, *about.lines(reporter, content)):
        y = paragraph(canvas, line, Frame(36, y + 2, width - 72), 6.5, INK_3)
    return y


def _top(canvas: Canvas, content: Content, about: About, frame: Frame) -> float:
    """Write who, the sentence and its numbers, and return where they end."""
    canvas.words((frame.left, frame.top + 10), "Rebond", 11, TONES[""][0], bold=True)
    beside = frame.left + width_of("Rebond", 11, bold=True) + 8
    canvas.words((beside, frame.top + 10), f"{about.workspace} · {content.kind}", 8, INK_2)
    y = paragraph(canvas, content.sentence, Frame(frame.left, frame.top + 18, frame.width), 14, INK)
    each = frame.width / 3
    ends = [y + 12]
    for rank, fact in enumerate(content.facts):
        left, colour = frame.left + rank * each, TONES[fact.tone][0]
        canvas.words((left, y + 32), fact.value, 18, colour, bold=True)
        after = left + width_of(fact.value, 18, bold=True) + 4
        canvas.words((after, y + 32), fact.unit, 9, INK)
        told = f"{fact.interval} · n = {fact.n}"
        canvas.words((left, y + 46), told, 8, INK)
        room = Frame(left, y + 47, each - 14)
        ends.append(paragraph(canvas, fact.label, room, 7.5, INK_2))
    return max(ends) + 10


class _Flow:
    """Writes down the pages of a document, turning them when they are full."""

    def __init__(self, pages: Pages, foot: Sequence[str]) -> None:
        self.pages, self.foot = pages, foot
        self.y = _MARGIN
        self._frame()

    @property
    def width(self) -> float:
        return self.pages.width - 2 * _MARGIN

    def _frame(self) -> None:
        """Draw the rule of the margin and the foot of a page."""
        left = _MARGIN - 16
        self.pages.line((left, 36), (left, _BOTTOM + 10), RULE)
        y = _BOTTOM + 20
        for line in self.foot:
            y = paragraph(self.pages, line, Frame(_MARGIN, y, self.width), 6.5, INK_3)

    def need(self, room: float) -> None:
        """Turn the page when less than ``room`` is left."""
        if self.y + room > _BOTTOM:
            self.pages.turn()
            self._frame()
            self.y = _MARGIN

    def write(
        self, text: str, size: float, colour: str, *, bold: bool = False, indent: float = 0.0
    ) -> None:
        """Write a text, line by line, over as many pages as it takes."""
        for line in lines_of(text, size, self.width - indent, bold=bold):
            self.need(1.4 * size)
            self.y += 1.4 * size
            self.pages.words((_MARGIN + indent, self.y), line, size, colour, bold=bold)


def document_of(reporter: Reporter, content: Content, about: About, news: Sequence[str]) -> bytes:
    """Return an insight as a PDF: what a page of the site says of it, and where it is from.

    ``news`` are the lines of its history that its reader may see.
    """
    t = reporter.t
    pages = Pages(title=content.sentence, author="Rebond", language=reporter.language)
    flow = _Flow(pages, about.lines(reporter, content))
    flow.y = _top(pages, content, about, Frame(_MARGIN, 40, flow.width)) + 6
    flow.need(_height(reporter, content.card, flow.width))
    end = draw_card(pages, content.card, Frame(_MARGIN, flow.y, flow.width), reporter.language)
    flow.y = end + 8
    flow.write(content.population, 8, INK_2)
    flow.y += 2
    flow.write(t("Method: {name}", name=content.method_title) + f" · {content.question}", 8, INK_2)
    if content.card.voices:
        flow.need(90)
        flow.y += 14
        flow.write(t("The voices"), 10, INK, bold=True)
        for voice in content.card.voices:
            _voice(flow, voice)
    if content.card.against:
        flow.y += 8
        flow.write(t("The one that contradicts"), 8, INK_3)
        _voice(flow, content.card.against, indent=12)
    flow.need(80)
    flow.y += 14
    flow.write(t("What we do not know"), 10, INK, bold=True)
    flow.write(t(NO_CAUSE), 8.5, INK_2)
    flow.write(content.engine_error, 8.5, INK_2)
    if news:
        flow.need(60)
        flow.y += 14
        flow.write(t("History"), 10, INK, bold=True)
        for line in news:
            flow.write(line, 8.5, INK_2)
    return pages.pdf()


def _height(reporter: Reporter, card: Card, width: float) -> float:
    """Return how high the chart of a card is."""
    return draw_card(Picture(10, 10), card, Frame(0, 0, width), reporter.language)


def _voice(flow: _Flow, voice: ShownVoice, indent: float = 0.0) -> None:
    flow.y += 6
    flow.need(40)
    flow.write(" · ".join([voice.speaker, *voice.about]), 7.5, INK_3, indent=indent)
    said = "".join(" […] " if piece.mark == "cut" else piece.text for piece in voice.excerpt)
    flow.write(said, 9.5, INK, indent=indent)


def table_of(card: Card) -> pa.Table:
    """Return the table behind the chart of an insight: name, value, low, high, n."""
    rows: list[tuple[object, ...]] = []
    if card.rows:
        rows = [(r.name, r.cell.value, r.cell.low, r.cell.high, r.cell.n) for r in card.rows.rows]
    elif card.curve:
        rows = [(p.start.isoformat(), p.value, p.low, p.high, p.n) for p in card.curve.points]
    elif card.lags:
        rows = [(str(lag), value, None, None, None) for lag, value in card.lags.by_lag]
    if card.places:
        columns = [pa.string(), pa.float64(), pa.float64()]
        names = ["name", "employees", "customers"]
        rows = list(card.places.points)
    else:
        columns = [pa.string(), pa.float64(), pa.float64(), pa.float64(), pa.int64()]
        names = ["name", "value", "low", "high", "n"]
    turned = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    arrays = [pa.array(list(c), kind) for c, kind in zip(turned, columns, strict=True)]
    return pa.table(arrays, names=names)
