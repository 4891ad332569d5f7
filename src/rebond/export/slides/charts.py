"""Charts that PowerPoint edits: their numbers are in the sheet behind them, intervals included."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rebond.export.slides import look
from rebond.export.slides.deck import Box, Page


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its value with its interval, and its colour."""

    name: str
    value: float
    low: float | None
    high: float | None
    colour: str = look.ACCENT


def bars(
    page: Page,
    rows: Sequence[Bar],
    box: Box,
    *,
    name: str,
    number_format: str,
    told: str,
) -> None:
    """Draw horizontal bars from top to bottom, with a fine line for each interval.

    Numbers are told in the names of the bars. ``name`` is the series', in the sheet; ``told`` what
    the chart says, for who cannot see it.
    """
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION
    from pptx.util import Pt

    data: Any = CategoryChartData(number_format=number_format)  # type: ignore[no-untyped-call]
    data.categories = [row.name for row in rows]
    data.add_series(name, [row.value for row in rows])
    chart = _added(page, XL_CHART_TYPE.BAR_CLUSTERED, box, data, told)
    plot = chart.plots[0]
    plot.gap_width = 60
    plot.vary_by_categories = False
    series = plot.series[0]
    series.invert_if_negative = False
    _fill(series.format.fill, rows[0].colour)
    for number, row in enumerate(rows):
        if row.colour != rows[0].colour:
            _fill(series.points[number].format.fill, row.colour)
    _interval(series, rows)
    across, down = chart.value_axis, chart.category_axis
    ends = [end for row in rows for end in (row.low, row.high, row.value) if end is not None]
    across.minimum_scale, across.maximum_scale = min(0.0, *ends), max(0.0, *ends) * 1.04
    across.visible = False
    across.has_major_gridlines = False
    down.reverse_order = True
    down.format.line.color.rgb = look.colour(look.LINE)
    down.tick_labels.font.size = Pt(12)
    down.tick_label_position = XL_TICK_LABEL_POSITION.LOW


@dataclass(frozen=True)
class Moment:
    """One period of a curve."""

    start: datetime.date
    value: float
    low: float
    high: float


def curve(
    page: Page,
    moments: Sequence[Moment],
    box: Box,
    *,
    names: tuple[str, str, str],
    number_format: str,
    told: str,
) -> None:
    """Draw a line over time between the dashed ends of its interval.

    ``names`` are those of the value, of the lower and of the upper end, in the sheet.
    """
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    data: Any = CategoryChartData(number_format=number_format)  # type: ignore[no-untyped-call]
    data.categories = [moment.start for moment in moments]
    for name, field in zip(names, ("value", "low", "high"), strict=True):
        data.add_series(name, [getattr(moment, field) for moment in moments])
    chart = _added(page, XL_CHART_TYPE.LINE, box, data, told)
    for number, series in enumerate(chart.plots[0].series):
        series.smooth = False
        line = series.format.line
        line.color.rgb = look.colour(look.ACCENT if number == 0 else look.ACCENT_SOFT)
        line.width = Pt(2.25 if number == 0 else 1)
        if number:
            line.dash_style = MSO_LINE.DASH
    across, up = chart.category_axis, chart.value_axis
    across.tick_labels.number_format = "mmm yyyy"
    across.tick_labels.number_format_is_linked = False
    across.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    across.has_major_gridlines = False
    _by_months(across, moments)
    across.format.line.color.rgb = look.colour(look.LINE)
    if number_format.startswith("+"):  # a polarity or an NPS: no axis beyond its ends
        up.minimum_scale = -100 if min(moment.low for moment in moments) < -80 else None
        up.maximum_scale = 100 if max(moment.high for moment in moments) > 80 else None
    up.major_gridlines.format.line.color.rgb = look.colour(look.LINE)
    up.format.line.fill.background()
    up.tick_labels.number_format, up.tick_labels.number_format_is_linked = number_format, False
    for axis in (across, up):
        axis.tick_labels.font.size = Pt(11)


def _by_months(axis: Any, moments: Sequence[Moment]) -> None:
    """Label an axis of dates by whole months, at most eight labels."""
    from pptx.oxml import parse_xml

    months = (moments[-1].start - moments[0].start).days // 30
    element = axis._element
    for name in ("baseTimeUnit", "majorUnit", "majorTimeUnit"):
        for known in element.findall(f"{{{_CHART}}}{name}"):
            element.remove(known)
    units = (
        ("baseTimeUnit", "days"),
        ("majorUnit", max(1, -(-months // 8))),
        ("majorTimeUnit", "months"),
    )
    for name, value in units:
        element.append(parse_xml(f'<c:{name} xmlns:c="{_CHART}" val="{value}"/>'))


def _added(page: Page, kind: Any, box: Box, data: Any, told: str) -> Any:
    from pptx.util import Inches, Pt

    frame = page.slide.shapes.add_chart(
        kind, Inches(box.left), Inches(box.top), Inches(box.width), Inches(box.height), data
    )
    frame._element.nvGraphicFramePr.cNvPr.set("descr", told)
    chart = frame.chart
    chart.has_legend = False
    chart.has_title = False
    chart.font.size = Pt(12)
    chart.font.color.rgb = look.colour(look.INK)
    return chart


def _fill(fill: Any, colour: str) -> None:
    fill.solid()
    fill.fore_color.rgb = look.colour(colour)


def _interval(series: Any, rows: Sequence[Bar]) -> None:
    """Put error bars on a series: python-pptx has none, the file format does."""
    from pptx.oxml import parse_xml

    if any(row.low is None or row.high is None for row in rows):
        return
    above = _numbers([(row.high or 0.0) - row.value for row in rows])
    below = _numbers([row.value - (row.low or 0.0) for row in rows])
    element = parse_xml(
        f'<c:errBars xmlns:c="{_CHART}" xmlns:a="{_DRAWING}"><c:errBarType val="both"/>'
        f'<c:errValType val="cust"/><c:noEndCap val="1"/><c:plus>{above}</c:plus>'
        f"<c:minus>{below}</c:minus><c:spPr><a:ln w='15875'><a:solidFill>"
        f"<a:srgbClr val='{look.INK}'/></a:solidFill></a:ln></c:spPr></c:errBars>"
    )
    series._element.find(f"{{{_CHART}}}cat").addprevious(element)


def _numbers(values: Sequence[float]) -> str:
    points = "".join(
        f'<c:pt idx="{number}"><c:v>{max(0.0, value)!r}</c:v></c:pt>'
        for number, value in enumerate(values)
    )
    return (
        f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>'
        f"{points}</c:numLit>"
    )


_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
