"""Curves over time with their band, and the small ones of a table's row."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rebond.report.charts.svg import element, path, place, ticks

HEIGHT, TOP, BOTTOM = 260, 26, 236


@dataclass(frozen=True)
class Point:
    """One period of a curve: its first day, its value with interval, and its n."""

    start: datetime.date
    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Curve:
    """A curve and, beneath, the same period of the year before where it is known."""

    points: Sequence[Point]
    before: Sequence[Point] = ()
    since: datetime.date | None = None
    zero: bool = True


def curve_svg(
    curve: Curve,
    *,
    title: str,
    identity: str,
    number: Callable[[float], str],
    month: Callable[[datetime.date], str],
    labels: tuple[str, str, str],
) -> Markup:
    """Draw a curve; ``labels`` name the curve, the year before and the moment of the change."""
    low, high = _ends(curve)
    lines: list[Markup] = [element("title", title, id=f"{identity}-t")]
    if curve.since is not None:
        x = _x(curve.since, curve.points)
        lines.append(
            element("line", class_="gap", x1=f"{x:.1f}%", x2=f"{x:.1f}%", y1="22", y2=BOTTOM)
        )
    for tick in ticks(low, high):
        y = _y(tick, low, high)
        lines.append(
            element("line", class_="c-zero" if tick == 0 else "c-grid", x2="100%", y1=y, y2=y)
        )
        lines.append(element("text", number(tick), x="-8", y=y + 4, text_anchor="end"))
    lines.append(_stretched(curve, low, high))
    lines += _months(curve.points, month)
    name, ghost, since = labels
    if curve.since is not None and since:
        x = _x(curve.since, curve.points)
        anchor = "end" if x > 70 else "start" if x < 30 else "middle"
        lines.append(
            element("text", since, class_="halo", x=f"{x:.1f}%", y="14", text_anchor=anchor)
        )
    last = curve.points[-1]
    if curve.before:
        y, under = _apart(_y(last.value, low, high), _y(curve.before[-1].value, low, high))
        lines.append(element("text", ghost, class_="halo", x="100%", y=under, text_anchor="end"))
        lines.append(element("text", name, class_="acc halo", x="100%", y=y, text_anchor="end"))
    return element(
        "svg",
        *lines,
        class_="plot gutter",
        height=HEIGHT,
        role="img",
        aria_labelledby=f"{identity}-t",
    )


def _ends(curve: Curve) -> tuple[float, float]:
    values = [v for p in (*curve.points, *curve.before) for v in (p.low, p.high)]
    low, high = min(values), max(values)
    if curve.zero:
        low = min(0.0, low)
    margin = (high - low or 1.0) * 0.04
    return (low if curve.zero and low == 0 else low - margin), high + margin


def _y(value: float, low: float, high: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * place(value, low, high) / 100


def _x(day: datetime.date, points: Sequence[Point]) -> float:
    first, last = points[0].start.toordinal(), points[-1].start.toordinal()
    return place(day.toordinal(), first, last)


def _apart(y: float, under: float) -> tuple[float, float]:
    """Return where the two labels go, one above its line's end and one below, never touching."""
    if y <= under:
        return max(TOP + 4.0, y - 22), min(BOTTOM - 6.0, under + 26)
    return min(BOTTOM - 6.0, y + 26), max(TOP + 4.0, under - 22)


def _stretched(curve: Curve, low: float, high: float) -> Markup:
    parts = []
    for points, kind in ((curve.before, "ghost"), (curve.points, "")):
        if not points:
            continue
        first, last = points[0].start.toordinal(), points[-1].start.toordinal()
        xs = [10 * place(p.start.toordinal(), first, last) for p in points]
        ys = [[_y(v, low, high) - TOP for v in (p.low, p.value, p.high)] for p in points]
        band = [(x, y[2]) for x, y in zip(xs, ys, strict=True)]
        band += [(x, y[0]) for x, y in zip(reversed(xs), reversed(ys), strict=True)]
        parts.append(
            element("path", class_="c-band-ghost" if kind else "c-band", d=path(band) + "Z")
        )
        line = path((x, y[1]) for x, y in zip(xs, ys, strict=True))
        parts.append(element("path", class_="c-ghost" if kind else "c-line", d=line))
    return element(
        "svg",
        *parts,
        class_="stretch",
        y=TOP,
        width="100%",
        height=BOTTOM - TOP,
        view_box=f"0 0 1000 {BOTTOM - TOP}",
        fit="none",
    )


def _months(points: Sequence[Point], month: Callable[[datetime.date], str]) -> list[Markup]:
    """Label months, no more than seven; on narrow screens every other one is hidden."""
    firsts: list[datetime.date] = []
    for point in points:
        if not firsts or (point.start.year, point.start.month) != (
            firsts[-1].year,
            firsts[-1].month,
        ):
            firsts.append(point.start)
    step = max(1, -(-len(firsts) // 7))
    labels = []
    for rank, first in enumerate(firsts[::step]):
        x = _x(first, points)
        if x > 97:
            continue
        anchor = "start" if x < 3 else "end" if x > 94 else "middle"
        labels.append(
            element(
                "text",
                month(first),
                x=f"{x:.1f}%",
                y="256",
                text_anchor=anchor,
                class_="wide" if rank % 2 else None,
            )
        )
    return labels


def sparkline(values: Sequence[float], width: int = 72, height: int = 22) -> Markup:
    """Draw the course of a row's number; from zero, so that small moves look small.

    >>> "path" in sparkline([1.0, 2.0, 3.0])
    True
    """
    top = max([*values, 1e-9])
    step = (width - 2) / max(1, len(values) - 1)
    points = [(1 + i * step, height - 3 - (height - 6) * v / top) for i, v in enumerate(values)]
    return element(
        "svg",
        element("path", class_="c-line", d=path(points)),
        width=width,
        height=height,
        view_box=f"0 0 {width} {height}",
        aria_hidden="true",
    )
